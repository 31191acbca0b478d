"""What the capture sheet shows: how it is filled, and what can be picked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import segno
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forecourt.dealership.models import Dealership, Staff
from forecourt.leads.models import Lead
from forecourt.stock.access import vehicle_named
from forecourt.stock.models import Vehicle
from forecourt.web.new.cars import cars_at_hand
from forecourt.web.new.known import newest_lead_of
from forecourt.web.new.next_step import Step, steps

SOURCES = (
    ("walkin", _("Walk-in")),
    ("calls", _("Phone")),
    ("whatsapp", "WhatsApp"),
    ("facebook", "Facebook"),
    ("other", _("Other")),
)
PREFILLED = ("source", "phone", "name", "note", "vehicle", "back", "car")


@dataclass(frozen=True, slots=True)
class Sheet:
    staff: Staff
    at: datetime
    fields: Mapping[str, str] = field(default_factory=dict)
    error: str = ""
    vehicle: Vehicle | None = None

    @classmethod
    def opened_from(cls, query: Mapping[str, str], staff: Staff) -> "Sheet":
        """Filled from the page one comes from: ?vehicle=, ?phone=, ?name=, ?source=."""
        fields = {name: query.get(name, "")[:200] for name in PREFILLED}
        vehicle = vehicle_named(staff, fields["vehicle"])
        return cls(staff, timezone.now(), fields, vehicle=vehicle)

    @classmethod
    def again(
        cls, fields: Mapping[str, str], staff: Staff, *, error: str, vehicle: Vehicle | None
    ) -> "Sheet":
        """As it was sent, with what to do about it."""
        return cls(staff, timezone.now(), fields, error, vehicle)

    @property
    def sources(self) -> list[dict[str, object]]:
        now = self.fields.get("source") or "walkin"
        return [{"value": value, "words": words, "on": value == now} for value, words in SOURCES]

    @property
    def cars(self) -> list[Vehicle]:
        return cars_at_hand(self.vehicle)

    @property
    def steps(self) -> list[Step]:
        return steps(self.staff.dealership, self.at)

    @property
    def step(self) -> str:
        return self.fields.get("next") or "call"

    @property
    def known(self) -> Lead | None:
        phone = self.fields.get("phone", "")
        return newest_lead_of(phone, region=self.staff.dealership.country) if phone else None

    @property
    def form_address(self) -> str:
        """Of the page that the customer fills in on their own phone."""
        return public_address(self.staff.dealership, self.vehicle)

    @property
    def form_code(self) -> str:
        """That address as a QR code, in the page itself."""
        return qr_code(self.form_address)


def public_address(dealership: Dealership, vehicle: Vehicle | None = None) -> str:
    tail = f"{vehicle.public_key}/" if vehicle else ""
    return f"{settings.PUBLIC_URL}/c/{dealership.slug}/{tail}"


def qr_code(address: str) -> str:
    """A data: address of the code as SVG, black on white in every theme."""
    made: str = segno.make(address, error="m").svg_data_uri(scale=4, border=3, light="#fff")
    return made
