"""Note under which ids and links the portals offer a car, so that their mails find it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from forecourt.dealership.models import Staff
from forecourt.stock.find import advert_key
from forecourt.stock.models import Advert, Vehicle
from forecourt.timeline.happened import happened

MOST = 12


class OffersAnother(Exception):
    """A portal's id or link that stands on another car of the lot."""

    def __init__(self, advert: Advert) -> None:
        super().__init__(f"{advert.key} offers vehicle {advert.vehicle_id}")
        self.advert = advert


def advertise(
    vehicle: Vehicle, keys: Iterable[str], *, by: Staff | None, at: datetime, portal: str = ""
) -> list[Advert]:
    """Let `keys` (ad ids or links) be exactly those of this car. Raises OffersAnother."""
    wanted = list(dict.fromkeys(filter(None, (advert_key(key) for key in keys))))[:MOST]
    with transaction.atomic():
        taken = Advert.objects.filter(key__in=wanted).exclude(vehicle=vehicle).first()
        if taken is not None:
            raise OffersAnother(taken)
        gone = Advert.objects.filter(vehicle=vehicle).exclude(key__in=wanted).delete()[0]
        have = set(Advert.objects.filter(vehicle=vehicle).values_list("key", flat=True))
        fresh = [key for key in wanted if key not in have]
        Advert.objects.bulk_create(
            Advert(
                dealership_id=vehicle.dealership_id, vehicle=vehicle, portal=portal[:40], key=key
            )
            for key in fresh
        )
        if fresh or gone:
            happened("vehicle.advertised", vehicle, by=by, at=at, adverts=len(wanted))
    return list(Advert.objects.filter(vehicle=vehicle).order_by("id"))
