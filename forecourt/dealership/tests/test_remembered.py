"""What a process remembers of a lot's settings."""

from django.db import transaction

from forecourt.dealership.models import Dealership
from forecourt.dealership.remembered import settings_changed


def test_a_version_that_was_rolled_back_does_not_come_again(lot: Dealership) -> None:
    versions = []
    for _ in range(2):
        with transaction.atomic():
            settings_changed(lot)
            versions.append(lot.settings_version)
            transaction.set_rollback(True)
        lot.refresh_from_db()

    assert versions[0] != versions[1]
