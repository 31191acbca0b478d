"""One open lead, of a customer who waits."""

from datetime import datetime

import pytest

from forecourt.dealership.models import Dealership, Staff
from forecourt.leads.models import Lead
from forecourt.leads.tests.acts import written


@pytest.fixture
def lead(in_lot: Dealership, karol: Staff, at: datetime) -> Lead:
    return written(in_lot, at)
