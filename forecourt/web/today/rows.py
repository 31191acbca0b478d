"""What a row of a list shows of a lead, worked out once and drawn by `today/_row.html`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import cast

from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forecourt.customers.phones import show_phone
from forecourt.dealership.calendar import calendar_of
from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.names import names_of
from forecourt.leads.models import Lead, NextKind, State
from forecourt.leads.reasons import (
    TRIED,
    channel_in_words,
    next_text_in_words,
    ready_in_words,
    rings_in_words,
)
from forecourt.leads.steps import end_of_day
from forecourt.stock.models import Vehicle
from forecourt.stock.shown import plate_state, shown_price
from forecourt.web.clock_words import Reading, clock_time, paused_until, read_clock

BANDS = {"DE": "D", "PL": "PL", "GB": "UK", "AE": "UAE"}


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom rows are drawn, and when: what is the same for every row."""

    person: Staff
    at: datetime
    opens_at: datetime | None  # None while the lot is open
    names: Mapping[int, str]  # of everybody at the lot, by id
    day_ends: datetime

    @property
    def lot(self) -> Dealership:
        return self.person.dealership


def reader_of(person: Staff, at: datetime) -> Reader:
    calendar = calendar_of(person.dealership)
    opens_at = None if calendar.is_open(at) else calendar.next_opening(at)
    lot = person.dealership
    return Reader(person, at, opens_at, names_of(lot), end_of_day(lot, at))


@dataclass(frozen=True, slots=True)
class RowFacts:
    """A lead as words. Empty means: not shown."""

    id: int
    name: str
    state: str
    words: str
    due: str
    since: str
    counts: bool
    left: int
    tag: str
    plate: str
    plate_state: str
    band: str
    car: str
    price: str
    line: str
    channel: str
    waited: str
    why: str
    owner: str
    notice: str
    call: str  # number to call back, where a row offers it
    mine: bool
    full: bool

    @property
    def html(self) -> SafeString:
        """The row as an element. What says the same in one language is drawn once."""
        return _drawn(self, get_language() or "en")


@lru_cache(maxsize=4096)
def _drawn(row: RowFacts, language: str) -> SafeString:
    return cast("SafeString", get_template("today/_row.html").render({"row": row}))


def row_facts(
    lead: Lead,
    reader: Reader,
    *,
    full: bool = False,
    owner_shown: bool = False,
    notice: str = "",
) -> RowFacts:
    """`full` adds what only the Now card shows: fuse, price, how long they wait."""
    reading, counts = reading_of(lead, reader)
    vehicle = lead.vehicle
    theirs = lead.owner_id != reader.person.pk
    return RowFacts(
        id=lead.pk,
        name=name_of(lead),
        state=reading.state,
        words=reading.words,
        due=_iso(lead.due_at) if counts else "",
        since=_iso(lead.waiting_since) if counts else "",
        counts=counts,
        left=reading.left if full else 0,
        tag=_("tried") if lead.waits_for_us and lead.next_text in TRIED else "",
        plate=vehicle.label if vehicle else "",
        plate_state=plate_state(vehicle) if vehicle else "",
        band=BANDS.get(reader.lot.country, "") if vehicle else "",
        car=vehicle.title if vehicle else lead.interest,
        price=price_of(vehicle) if full and vehicle else "",
        line=line_of(lead, reader.at),
        channel=channel_in_words(lead.channel, lead.provider),
        waited=waited(lead, reader.at) if full else "",
        why=ready_in_words(finance=lead.wants_finance, trade_in=lead.has_trade_in, wish=lead.wish),
        owner=reader.names.get(lead.owner_id, "") if theirs or owner_shown else "",
        notice=notice,
        call=getattr(lead, "phone", None) or "" if owner_shown and lead.rings else "",
        mine=_is_on_my_list(lead, reader),
        full=full,
    )


def _is_on_my_list(lead: Lead, reader: Reader) -> bool:
    """Whether Today shows it: given to me or covered by me, and waiting or due today."""
    mine = reader.person.pk in {lead.owner_id, lead.covered_by_id}
    due_today = lead.next_due_at is not None and lead.next_due_at < reader.day_ends
    return lead.is_open and mine and (lead.waits_for_us or due_today)


def name_of(lead: Lead) -> str:
    """The customer's name, else the number they called from."""
    phone = getattr(lead, "phone", None)
    return lead.customer.name or (show_phone(phone) if phone else "") or _("Unknown")


def waited(lead: Lead, at: datetime) -> str:
    """How long the customer waits: "26 min", later since when."""
    if lead.waiting_since is None:
        return ""
    minutes = int((at - lead.waiting_since).total_seconds() // 60)
    return _("%(n)s min") % {"n": minutes} if minutes < 60 else clock_time(lead.waiting_since, at)


def line_of(lead: Lead, at: datetime) -> str:
    """What they said last, or what is to be done when it is not our turn to answer."""
    if lead.rings and lead.waits_for_us:
        return " · ".join(filter(None, [rings_in_words(lead.rings), lead.last_words]))
    if lead.is_open and not lead.waits_for_us:
        return " · ".join(filter(None, [step_of(lead), _reason_of_step(lead, at)]))
    return lead.last_words or (step_of(lead) if lead.is_open else "")


def step_of(lead: Lead) -> str:
    return str(NextKind(lead.next_kind).label) if lead.next_kind else ""


def _reason_of_step(lead: Lead, at: datetime) -> str:
    """Why this is next: what was planned with it, else the last words, else since when."""
    promised = _("promised") if lead.next_promised else ""
    planned = next_text_in_words(lead.next_text) or lead.last_words
    if not planned and not promised:
        return _("came in %(clock)s") % {"clock": clock_time(lead.received_at, at)}
    return " · ".join(filter(None, [promised, planned]))


def reading_of(lead: Lead, reader: Reader) -> tuple[Reading, bool]:
    """The clock of a lead, and whether it is one that counts down on the phone."""
    at = reader.at
    if not lead.is_open:
        return Reading("their_turn", str(State(lead.state).label), 0), False
    due = lead.due_at
    if lead.waiting_since is not None:
        if reader.opens_at and due and due > at:
            return paused_until(reader.opens_at, at=at), False
        return read_clock(lead.waiting_since, due, at=at), True
    if due is not None and due < at:
        return read_clock(None, due, at=at), True
    return Reading("planned", clock_time(due, at) if due else "", 0), False


def price_of(vehicle: Vehicle) -> str:
    """The price by the reader's locale."""
    return shown_price(vehicle.price, vehicle.currency)


def _iso(moment: datetime | None) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""
