"""Labelled lists: "Telefon: 0171 …", a table row, or a heading with its value below."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from forecourt.channels.mail.portals import normal

MAX_LINES = 2_000

_ROW = re.compile(
    r"^[\s>*•–-]{0,12}([^\W\d_][^:\t=\n]{0,45}?)\s{0,9}(?::|\t|\s=\s)\s{0,9}(.{0,5000})$"
)
_LONG_TEXT = {"message", "trade_in"}
_ALONE = {"message", "phone", "email", "vehicle", "first_name", "last_name", "caller", "dialled"}
_FOOT = re.compile(r"^(?:--\s?$|_{5,}|={5,}|-{5,}|\*{5,})")


@dataclass(slots=True)
class Labelled:
    values: dict[str, str] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)  # lines without a known label

    def get(self, name: str) -> str:
        return self.values.get(name, "")

    def any(self, *names: str) -> bool:
        return any(self.values.get(name) for name in names)


def read_labels(text: str, labels: Mapping[str, str]) -> Labelled:
    """The first value of every known label, and what stood outside."""
    found = Labelled()
    current, gap = "", False
    for row in text.split("\n")[:MAX_LINES]:
        line = row.strip()
        if _FOOT.match(line):
            current = ""
            continue
        name, value = _label(line, labels, bool(current in _LONG_TEXT and found.get(current)))
        if name:
            current, gap = name, False
            if found.values.get(name):
                current = "" if name != "message" else "repeated"
            else:
                found.values[name] = value
        elif not line:
            gap = True
        else:
            current = _continue(found, current, line, gap)
            gap = False
    found.values = {name: value.strip() for name, value in found.values.items() if value.strip()}
    return found


def _continue(found: Labelled, current: str, line: str, gap: bool) -> str:
    """Add a line without a label to the open value or to the rest; returns what stays open."""
    if current in _LONG_TEXT:
        before = found.values.get(current, "")
        found.values[current] = f"{before}{chr(10) * (2 if gap and before else 1)}{line}".strip()
        return current
    if current and current in found.values and not found.values[current]:
        found.values[current] = line
        return ""
    found.rest.append(line)
    return ""


def _label(line: str, labels: Mapping[str, str], in_text: bool) -> tuple[str, str]:
    match = _ROW.match(line)
    if match:
        name = labels.get(normal(match.group(1)), "")
        return (name, match.group(2).strip()) if name else ("", "")
    name = labels.get(normal(line), "") if len(line) <= 45 else ""
    return (name, "") if name in _ALONE and not in_text else ("", "")
