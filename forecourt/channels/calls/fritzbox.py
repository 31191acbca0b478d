"""Lines of the FRITZ!Box call monitor: `date;EVENT;slot;…;`, local time of the lot.

A slot is used again by later calls, so a call is known by box, start, slot and number. A bad line
is skipped. `settings["box"]` tells several boxes of one lot apart.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from forecourt.capture.inquiry import Call, CallOutcome, Context, Inquiry, Notice
from forecourt.channels.calling import (
    call_inquiry,
    call_notice,
    caller,
    seconds,
    unreadable_caller,
)
from forecourt.channels.cleaning import clean

CHANNEL = "calls"
_ANSWERING_MACHINES = ("40", "41", "42", "43", "44")
_FIELDS = {"RING": 5, "CALL": 6, "CONNECT": 4, "DISCONNECT": 4}
_Result = Inquiry | Notice


@dataclass(slots=True)
class _Slot:
    key: str
    started: datetime
    number: str
    own: str
    out: bool
    extension: str = ""


def lines(body: bytes, context: Context) -> tuple[list[_Result], list[str]]:
    """The calls that ended, then a ringing notice for each that is still open; and warnings."""
    slots: dict[str, _Slot] = {}
    results: list[_Result] = []
    warnings: list[str] = []
    for number, line in enumerate(body.decode("utf-8", "replace").splitlines(), 1):
        if not line.strip():
            continue
        fields = [clean(part, 120) for part in line.split(";")]
        started = _time(fields[0], context)
        if started is None or len(fields) < 4 or len(fields) < _FIELDS.get(fields[1], 999):
            warnings.append(f"Line {number} was left out: it is not a line of a call monitor.")
            continue
        ended = _step(slots, fields, started, context)
        if ended:
            results.append(ended)
    results += [_open(slot) for slot in slots.values()]
    return results, warnings


def _time(text: str, context: Context) -> datetime | None:
    try:
        return datetime.strptime(text, "%d.%m.%y %H:%M:%S").replace(tzinfo=context.timezone)
    except ValueError:
        return None


def _step(
    slots: dict[str, _Slot], fields: Sequence[str], at: datetime, context: Context
) -> _Result | None:
    event, place = fields[1], fields[2]
    if event == "RING":
        slots[place] = _Slot(_key(context, fields, fields[3]), at, fields[3], fields[4], False)
    elif event == "CALL":
        other = fields[5].rstrip("#")
        slots[place] = _Slot(_key(context, fields, other), at, other, fields[4], True)
    elif event == "CONNECT" and place in slots:
        slots[place].extension = fields[3]
    elif event == "DISCONNECT" and place in slots:
        return _ended(slots.pop(place), seconds(fields[3]))
    return None


def _key(context: Context, fields: Sequence[str], number: str) -> str:
    box = context.settings.get("box", "")
    return hashlib.sha256(f"{box}|{fields[0]}|{fields[2]}|{number}".encode()).hexdigest()


def _ended(slot: _Slot, duration: int | None) -> _Result:
    if slot.out:
        return _ours(slot, "DISCONNECT", duration)
    outcome: CallOutcome = "answered" if slot.extension else "missed"
    if slot.extension in _ANSWERING_MACHINES:
        outcome = "voicemail"
    call = Call(outcome, slot.own, slot.extension, duration)
    extra = unreadable_caller(slot.number) | {"system": "FRITZ!Box"}
    return call_inquiry(
        CHANNEL, slot.key, call, caller(slot.number), acted_at=slot.started, extra=extra
    )


def _ours(slot: _Slot, event: str, duration: int | None) -> Notice:
    detail = {"direction": "out", "by": slot.extension}
    if duration is not None:
        detail["duration_s"] = str(duration)
    return call_notice(
        "call_ended" if event == "DISCONNECT" else "call_ringing",
        slot.key,
        event,
        caller(slot.number),
        receiver=slot.own,
        at=slot.started,
        detail=detail,
    )


def _open(slot: _Slot) -> _Result:
    if slot.out:
        return _ours(slot, "CALL", None)
    if slot.extension:
        return _ended(slot, None)
    person = caller(slot.number)
    return call_notice("call_ringing", slot.key, "RING", person, receiver=slot.own, at=slot.started)
