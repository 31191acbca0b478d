"""Keep a stock list between its preview and its import."""

from datetime import datetime, timedelta

from django.db import transaction

from forecourt.dealership.models import Staff
from forecourt.stock.models import StockList

KEPT_FOR = timedelta(days=1)


def keep_list(*, filename: str, body: bytes, by: Staff, at: datetime) -> StockList:
    """Keep the file that `by` looks at; lists of the lot older than KEPT_FOR are forgotten.

    It leaves no row on the timeline: nothing came into stock yet.
    """
    with transaction.atomic():
        StockList.objects.filter(created_at__lt=at - KEPT_FOR).delete()
        kept: StockList = StockList.objects.create(
            dealership=by.dealership, by=by, filename=filename, body=body, created_at=at
        )
    return kept


def forget_list(kept: StockList) -> None:
    """Its cars are in stock. Safe to repeat."""
    StockList.objects.filter(pk=kept.pk).delete()
