"""Lists of leads page by page: which lists there are, and a stretch of one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from forecourt.dealership.prepared import Value, ask
from forecourt.leads.models import Lead, LeadQuerySet, State
from forecourt.leads.my_list import Rows, first_of, narrowed, ranges_of
from forecourt.leads.queries import NOT_IN_A_ROW, ways_to_reach

Listing = Callable[..., Rows]


def mine_open(*, person: int) -> Rows:
    return ranges_of(person)


def waiting() -> LeadQuerySet:
    rows: LeadQuerySet = Lead.objects.waiting_for_us()
    return rows


def every() -> LeadQuerySet:
    rows: LeadQuerySet = Lead.objects.all()
    return rows


def _of_state(state: str) -> Listing:
    def filtered(owner: int | None = None, vehicle: int | None = None) -> LeadQuerySet:
        rows: LeadQuerySet = Lead.objects.all()
        if state:
            rows = rows.filter(state=state)
        if owner is not None:
            rows = rows.filter(owner=owner)
        return rows if vehicle is None else rows.filter(vehicle=vehicle)

    return filtered


OF_STATE = {state: _of_state(state) for state in ("", *State.values)}  # "" for leads of any state


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a list, and where the next one begins."""

    rows: list[Lead]
    next: str  # "" at the end


def page_of(
    listing: Listing, field: str, *, after: str, size: int, newest: bool = False, **values: int
) -> Page:
    """A page by (`field`, id), both up or, with `newest`, both down; `after` is `Page.next`.

    `listing` makes the query set of the given `values`, which are numbers in its statement.
    """
    moment, number = _cursor(after)
    if moment is None:
        found = ask(_first_page, listing, tuple(values), field, size, newest, **values)
    else:
        beyond: dict[str, Value] = {**values, "moment": moment, "number": number}
        found = ask(_later_page, listing, tuple(values), field, size, newest, **beyond)
    last = found[size - 1] if len(found) > size else None
    return Page(found[:size], f"{getattr(last, field).isoformat()}~{last.pk}" if last else "")


def _first_page(
    listing: Listing, names: Sequence[str], field: str, size: int, newest: bool, **values: int
) -> LeadQuerySet:
    sign = "-" if newest else ""
    rows: LeadQuerySet = (
        first_of(listing(**values), (f"{sign}{field}", f"{sign}id"), size + 1)
        .annotate(**ways_to_reach())
        .select_related("customer", "vehicle")
        .defer(*NOT_IN_A_ROW)
    )
    return rows


def _later_page(
    listing: Listing, names: Sequence[str], field: str, size: int, newest: bool, **values: Any
) -> LeadQuerySet:
    way = "lt" if newest else "gt"
    moment, number = values["moment"], values["number"]
    beyond = Q((f"{field}__{way}", moment)) | Q((field, moment)) & Q((f"pk__{way}", number))

    def further(**given: int) -> Rows:
        return narrowed(listing(**given), beyond)

    return _first_page(
        further, names, field, size, newest, **{name: values[name] for name in names}
    )


def _cursor(text: str) -> tuple[datetime | None, int]:
    moment, _, number = text.partition("~")
    try:
        read = datetime.fromisoformat(moment)
        return (read, int(number)) if read.tzinfo and len(number) < 19 else (None, 0)
    except ValueError:
        return None, 0
