import pytest
from django.http import Http404

from forecourt.dealership.models import Dealership, Staff
from forecourt.leads.access import lead_for, lead_page_for


@pytest.mark.parametrize("number", [0, 2**63 - 1, 2**63, 10**30])
def test_a_number_no_lead_can_have_is_not_found(
    in_lot: Dealership, karol: Staff, number: int
) -> None:
    for door in (lead_for, lead_page_for):
        with pytest.raises(Http404):
            door(karol, number)
