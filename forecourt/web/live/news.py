"""What an open screen is told: the changed lead, drawn for the person who watches."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare

from forecourt.dealership.access import person_by_id
from forecourt.dealership.models import Staff
from forecourt.dealership.queries import still_here
from forecourt.dealership.scope import acting_for
from forecourt.timeline.queries import Stored, stored_after
from forecourt.web.signin.second_factor import KNOWN, demo_is_open
from forecourt.web.signin.sessions import said_in_sessions

LOOK_BACK = 200  # ids may be committed out of order on PostgreSQL
MOST_AT_ONCE = 500
MOST_LEADS = 20

Watcher = tuple[int, int, str]  # staff, dealership, language


@dataclass(frozen=True, slots=True)
class News:
    event_id: int
    kind: str  # "lead.opened"
    lead_id: int | None
    html: str

    def as_event(self) -> bytes:
        """One server-sent event named `lead`; its data are ready elements with ids."""
        lines = "\n".join(f"data: {line}" for line in self.html.strip().splitlines())
        return f"id: {self.event_id}\nevent: lead\n{lines}\n\n".encode()


def watchers_of(session_keys: Iterable[str]) -> dict[str, Watcher]:
    """Who stands behind each session that still lets its person in; others are left out."""
    # Whatever a cookie holds: only letters and digits can be a key, and PostgreSQL takes no NUL.
    keys = [key for key in session_keys if key.isascii() and key.isalnum()]
    told = said_in_sessions(keys, at=timezone.now())
    ids = {said[SESSION_KEY] for said in told.values() if SESSION_KEY in said}
    people = {str(person.pk): person for person in still_here(ids)}
    found = {}
    for key, said in told.items():
        person = people.get(str(said.get(SESSION_KEY)))
        if person is not None and _lets_in(said, person):
            found[key] = (person.pk, person.dealership_id, person.speaks)
    return found


def _lets_in(said: dict[str, Any], person: Staff) -> bool:
    """As at every page: the password is unchanged, and there is a second factor."""
    same = constant_time_compare(said.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())
    return same and (bool(said.get(KNOWN)) or demo_is_open())


def news_since(
    last: int, seen: set[int], watchers: set[Watcher]
) -> tuple[int, dict[int, list[News]]]:
    """New events of the watchers' lots, per person; and the newest id."""
    lots = {dealership_id for _, dealership_id, _ in watchers}
    rows = stored_after(max(last - LOOK_BACK, 0), lots=lots, at_most=MOST_AT_ONCE)
    fresh = [
        row for row in rows if row[0] > last or (seen and row[0] not in seen and row[0] > min(seen))
    ]
    seen.update(row[0] for row in rows)
    if len(seen) > 4 * LOOK_BACK:
        seen.intersection_update(sorted(seen)[-2 * LOOK_BACK :])
    if not fresh:
        return last, {}
    return max(last, fresh[-1][0]), {watcher[0]: _pieces(watcher, fresh) for watcher in watchers}


def _pieces(watcher: Watcher, fresh: list[Stored]) -> list[News]:
    staff_id, dealership_id, language = watcher
    newest: dict[int, tuple[int, str]] = {}
    for event_id, kind, lead_id, lot in fresh:
        if lot == dealership_id and lead_id is not None:
            opened = newest.get(lead_id, (0, ""))[1] == "lead.opened"
            newest[lead_id] = (event_id, "lead.opened" if opened else kind)
    if not newest:
        return []
    from forecourt.web.today.live import draw_rows

    person = person_by_id(staff_id)
    chosen = dict(sorted(newest.items(), key=lambda item: item[1])[-MOST_LEADS:])
    with (
        acting_for(person.dealership),
        translation.override(language),
        timezone.override(person.dealership.zone),
    ):
        drawn = draw_rows(list(chosen), person)
    return [
        News(event_id, kind, lead_id, drawn[lead_id])
        for lead_id, (event_id, kind) in chosen.items()
        if drawn.get(lead_id)
    ]
