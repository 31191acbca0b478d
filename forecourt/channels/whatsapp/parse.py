"""Cloud API webhooks (v25.0 of June 2026) as inquiries and notices."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from forecourt.capture.inquiry import Context, Inquiry, Notice, Reading, held
from forecourt.channels.cleaning import list_of, mapping_of, safe_json, text_of
from forecourt.channels.whatsapp.history import address_book, echo, history
from forecourt.channels.whatsapp.messages import message
from forecourt.channels.whatsapp.statuses import account, error, preference, status
from forecourt.channels.whatsapp.value import Value

OBJECT = "whatsapp_business_account"
_Result = Inquiry | Notice | Iterator[Notice] | None


@dataclass(slots=True)
class _Found:
    inquiries: list[Inquiry] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    skipped: int = 0

    def add(self, result: _Result) -> None:
        if isinstance(result, Inquiry):
            self.inquiries.append(result)
        elif isinstance(result, Notice):
            self.notices.append(result)
        elif result is not None:
            self.notices.extend(result)

    def skip(self, sentence: str) -> None:
        self.skipped += 1
        if len(self.warnings) < 50:
            self.warnings.append(sentence)


def parse(body: bytes, context: Context) -> Reading:
    """Everything readable in the delivery; held if nothing was and something was left out.

    Never raises.
    """
    try:
        return _read(body)
    except Exception as problem:
        return held("unreadable", f"The delivery could not be read ({type(problem).__name__}).")


def _read(body: bytes) -> Reading:
    try:
        root = safe_json(body)
    except ValueError as problem:
        return held("unreadable", f"The delivery is not sound JSON: {problem}.")
    if not isinstance(root, dict) or not isinstance(root.get("object"), str):
        return held("unreadable", "The delivery is not a WhatsApp webhook.")
    if root["object"] != OBJECT:
        return held("not_a_lead", f"The delivery is about {text_of(root['object'])!r}.")
    found = _Found()
    for place, change in _changes(root, found):
        _read_change(change, place, found)
    if found.skipped and not (found.inquiries or found.notices):
        return held("unreadable", "Nothing in the delivery could be read.", *found.warnings)
    return Reading(
        inquiries=tuple(found.inquiries),
        notices=tuple(found.notices),
        warnings=tuple(found.warnings),
    )


def _changes(
    root: Mapping[str, object], found: _Found
) -> Iterator[tuple[str, Mapping[str, object]]]:
    if not isinstance(root.get("entry"), list):
        found.skip("The delivery has no entries.")
    for number, entry in enumerate(list_of(root.get("entry"))):
        place = f"Entry {number + 1}"
        if not isinstance(entry, dict) or not isinstance(entry.get("changes"), list):
            found.skip(f"{place} was left out: it has no changes.")
            continue
        for change in entry["changes"]:
            if isinstance(change, dict):
                yield place, change
            else:
                found.skip(f"{place}: a change was left out: it is not an object.")


_PARTS: Mapping[str, Callable[[Value, Mapping[str, object]], _Result]] = {
    "messages": message,
    "statuses": status,
    "errors": error,
    "message_echoes": echo,
    "history": history,
    "state_sync": address_book,
    "user_preferences": preference,
}


def _read_change(change: Mapping[str, object], place: str, found: _Found) -> None:
    raw = change.get("value")
    field_name = text_of(change.get("field"), 64)
    if not isinstance(raw, dict):
        found.skip(f"{place}: a change of {field_name!r} has no value.")
        return
    value = Value.of(raw, found.warnings)
    parts = [key for key in _PARTS if key in raw]
    for key in parts:
        _read_part(value, key, raw[key], place, found)
    if not parts and field_name == "messages":
        found.skip(f"{place}: a change of 'messages' holds no message.")
    elif not parts:
        found.add(account(value, field_name or "unknown", mapping_of(raw)))


def _read_part(value: Value, key: str, raw: object, place: str, found: _Found) -> None:
    if not isinstance(raw, list):
        found.skip(f"{place}: {key!r} was left out: it is not a list.")
        return
    for item in raw:
        if isinstance(item, dict):
            found.add(_PARTS[key](value, item))
        else:
            found.skip(f"{place}: one of {key!r} was left out: it is not an object.")
