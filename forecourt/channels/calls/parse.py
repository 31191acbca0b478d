"""Deliveries of the `calls` door, each read by the shape it has."""

import re
from collections.abc import Callable, Mapping

from forecourt.capture.inquiry import Context, Inquiry, Notice, Reading, held
from forecourt.channels.calling import flat, form_fields
from forecourt.channels.calls import (
    asterisk,
    fritzbox,
    own,
    placetel,
    three_cx,
    vonage,
    zadarma,
)
from forecourt.channels.cleaning import safe_json

Result = Inquiry | Notice
Objects = Callable[[Mapping[str, object], Context, list[str]], Result | None]
Forms = Callable[[Mapping[str, str], Context, list[str]], Result | None]

_OBJECTS: tuple[tuple[Callable[[Mapping[str, object]], bool], Objects], ...] = (
    (vonage.is_event, vonage.event),
    (three_cx.is_report, three_cx.report),
    (asterisk.is_ari, asterisk.ari),
    (own.is_call, own.call),
)
_FORMS: tuple[tuple[Callable[[Mapping[str, str]], bool], Forms], ...] = (
    (placetel.is_event, placetel.event),
    (zadarma.is_event, zadarma.event),
)
_AMI = re.compile(rb"\s*Event: \w")
_MONITOR = re.compile(rb"^[^=\n;]{0,40};(?:RING|CALL|CONNECT|DISCONNECT);", re.MULTILINE)


def parse(body: bytes, context: Context) -> Reading:
    """The calls in the delivery. Never raises."""
    try:
        return _read(body, context)
    except Exception as problem:
        return held("unreadable", f"The delivery could not be read ({type(problem).__name__}).")


def _read(body: bytes, context: Context) -> Reading:
    start = body.lstrip()[:1]
    if start in (b"{", b"["):
        return _json(body, context)
    if _AMI.match(body):
        return _reading(*asterisk.ami(body, context))
    if _MONITOR.search(body):
        return _reading(*fritzbox.lines(body, context))
    return _form(body, context)


def _json(body: bytes, context: Context) -> Reading:
    try:
        root = safe_json(body)
    except ValueError as problem:
        return held("unreadable", f"The delivery is not sound JSON: {problem}.")
    results: list[Result] = []
    warnings: list[str] = []
    skipped = 0
    for item in root if isinstance(root, list) else [root]:
        reader = _reader(item)
        result = reader(item, context, warnings) if reader and isinstance(item, dict) else None
        if result:
            results.append(result)
        else:
            skipped += 1
    if skipped:
        warnings.append(f"{skipped} of the delivery's items are no calls and were left out.")
    return _reading(results, warnings)


def _reader(item: object) -> Objects | None:
    if not isinstance(item, dict):
        return None
    return next((reader for fits, reader in _OBJECTS if fits(item)), None)


def _form(body: bytes, context: Context) -> Reading:
    try:
        fields = flat(form_fields(body))
    except ValueError as problem:
        return held("unreadable", f"The delivery is no form: {problem}.")
    warnings: list[str] = []
    for fits, reader in _FORMS:
        if fits(fields):
            result = reader(fields, context, warnings)
            return _reading([result] if result else [], warnings)
    return held("unreadable", "The delivery has the shape of no known telephone system.")


def _reading(results: list[Result], warnings: list[str]) -> Reading:
    if warnings and not results:
        return held("unreadable", "The delivery names no call.", *warnings[:50])
    return Reading(
        inquiries=tuple(result for result in results if isinstance(result, Inquiry)),
        notices=tuple(result for result in results if isinstance(result, Notice)),
        warnings=tuple(warnings[:50]),
    )
