"""The link to the setup, until the lot is set up."""

import pytest
from django.utils import timezone

from forecourt.commands.first_start import OWNER_TO_BE, setup_link
from forecourt.dealership.models import Dealership, Staff

pytestmark = pytest.mark.django_db


def test_the_first_start_makes_one_lot_and_one_owner():
    links = {setup_link("http://x.example"), setup_link("http://x.example")}

    assert all(link and link.startswith("http://x.example/welcome/") for link in links)
    assert [owner.email for owner in Staff.objects.all()] == [OWNER_TO_BE]


def test_a_start_after_the_owner_gave_their_address_goes_on_with_them():
    setup_link("http://x.example")
    Staff.objects.update(email="ewa@lis.example", name="Ewa Lis")

    setup_link("http://x.example")

    assert [owner.email for owner in Staff.objects.all()] == ["ewa@lis.example"]
    assert Dealership.objects.count() == 1


def test_a_lot_that_is_set_up_prints_no_link():
    setup_link("http://x.example")
    Dealership.objects.update(set_up_at=timezone.now())

    assert setup_link("http://x.example") is None
