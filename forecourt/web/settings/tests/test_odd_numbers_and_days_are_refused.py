import pytest
from django.test import Client

from forecourt.dealership.models import Staff


@pytest.mark.parametrize("to", ["²", "9" * 5000, "-1"])
def test_a_colleague_who_cannot_be_is_not_found(
    client: Client, ewa: Staff, karol: Staff, to: str
) -> None:
    client.force_login(ewa)
    assert client.post(f"/settings/people/{karol.pk}/leave/", {"to": to}).status_code == 404


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_away_are_near_today(client: Client, ewa: Staff, karol: Staff, day: str) -> None:
    client.force_login(ewa)
    page = client.post(f"/settings/people/{karol.pk}/away/", {"first": day, "last": day})
    assert page.status_code == 422
