"""What a parser may know of the lot, from the stored row."""

from urllib.parse import urlsplit

from django.conf import settings

from forecourt.capture.inquiry import Context
from forecourt.capture.models import Inbound
from forecourt.dealership.duty import roster_of


def context_of(row: Inbound) -> Context:
    dealership = row.connection.dealership
    people = roster_of(dealership).sellers
    return Context(
        received_at=row.received_at,
        region=dealership.country,
        timezone=dealership.zone,
        currency=dealership.currency,
        content_type=row.headers.get("content-type", ""),
        headers=row.headers,
        query=row.query,
        own_domains=tuple(filter(None, [urlsplit(settings.PUBLIC_URL).hostname])),
        own_addresses=tuple(
            filter(None, [dealership.email.lower(), *(one.email.lower() for one in people)])
        ),
        own_numbers=tuple(filter(None, [dealership.phone, *(one.phone for one in people)])),
        settings={name: str(value) for name, value in row.connection.settings.items()},
    )
