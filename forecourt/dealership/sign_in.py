"""How Django and allauth find the person who signs in."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from forecourt.dealership.models import Staff


class StaffBackend(AuthenticationBackend):
    """allauth's backend; the person and the lot come in one query."""

    def get_user(self, user_id: Any) -> Staff | None:
        found = Staff.objects.select_related("dealership").filter(pk=user_id).first()
        return found if found and found.is_active else None

    def user_can_authenticate(self, user: Any) -> bool:
        return bool(user.is_active)
