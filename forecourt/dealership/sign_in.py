"""How Django and allauth find the person who signs in."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db import connection

from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.rows import columns_of, made_of


class StaffBackend(AuthenticationBackend):
    """allauth's backend; the person and the lot come in one statement, made once."""

    def get_user(self, user_id: Any) -> Staff | None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {columns_of(Staff, 'person')}, {columns_of(Dealership, 'lot')} "  # noqa: S608
                "FROM dealership_staff person JOIN dealership_dealership lot "
                "ON lot.id = person.dealership_id WHERE person.id = %s",
                [user_id],
            )
            row = cursor.fetchone()
        if row is None:
            return None
        person = made_of(Staff, row)
        person.dealership = made_of(Dealership, row[len(Staff._meta.local_concrete_fields) :])
        return person if person.is_active else None

    def user_can_authenticate(self, user: Any) -> bool:
        return bool(user.is_active)
