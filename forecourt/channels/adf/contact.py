"""The customer of an ADF prospect."""

import re

from forecourt.capture.inquiry import Context, Person
from forecourt.channels.adf.tree import Node
from forecourt.channels.adf.values import line
from forecourt.channels.mail.phones import phones_in

EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")

_JOINED = re.compile(
    r"\s{1,9}/\s{1,9}|\s{0,9}[,|]\s{0,9}|\s{1,9}(?:oder|or|lub|und|and)\s{1,9}", re.IGNORECASE
)
_MOBILE = {"cellphone", "cell", "mobile", "mobil", "handy"}
_NO_VOICE = {"fax", "pager"}
_ORDER = ("first", "middle", "last", "surname", "suffix")


def person(customer: Node, context: Context, comments: str) -> Person:
    """Name, company, numbers and addresses, preferred first."""
    contact = customer.first("contact")
    if not contact.children:
        contact = customer
    name, company = _names(contact.all("name"))
    phones = _phones(contact.all("phone"))
    if not phones:
        phones = phones_in(f"{name}\n{comments}", context.region)
    return Person(
        name=name,
        company=company,
        phones=phones,
        emails=_emails(contact.all("email")),
        address=_address(contact.first("address")),
        call_window=_call_window(contact.all("phone")),
    )


def refused_emails(customer: Node) -> list[str]:
    """What stood in an e-mail field and is no address."""
    return [line(n.text, 80) for n in customer.below("email") if n.text and not _email(n.text)]


def fax_of(customer: Node) -> str:
    numbers = [n for n in customer.below("phone") if n.attrs.get("type", "").lower() == "fax"]
    return line(numbers[0].text, 60) if numbers else ""


def _names(nodes: list[Node]) -> tuple[str, str]:
    parts: dict[str, str] = {}
    company = ""
    for node in nodes:
        text = line(node.text, 120)
        if node.attrs.get("type", "").strip().lower() == "business":
            company = company or text
        elif text:
            part = node.attrs.get("part", "full").strip().lower() or "full"
            parts.setdefault(part if part in _ORDER else "full", text)
    joined = " ".join(parts[part] for part in _ORDER if part in parts)
    return parts.get("full") or joined, company


def _phones(nodes: list[Node]) -> tuple[str, ...]:
    ranked: list[tuple[int, str]] = []
    for node in nodes:
        kind = node.attrs.get("type", "voice").strip().lower()
        if kind in _NO_VOICE:
            continue
        preferred = node.attrs.get("preferredcontact", "").strip() == "1"
        rank = 0 if kind in _MOBILE else 1 if preferred else 2
        whole = line(node.text, 120)
        pieces = [whole] if "ext" in whole.lower() else _JOINED.split(whole)
        ranked += [(rank, piece[:60]) for piece in pieces if any(c.isdigit() for c in piece)]
    ranked.sort(key=lambda pair: pair[0])
    return tuple(dict.fromkeys(phone for _, phone in ranked))[:10]


def _emails(nodes: list[Node]) -> tuple[str, ...]:
    ranked = sorted(nodes, key=lambda n: n.attrs.get("preferredcontact", "").strip() != "1")
    return tuple(dict.fromkeys(found for n in ranked if (found := _email(n.text))))[:10]


def _email(text: str) -> str:
    """The address if the field holds exactly one; a field with line ends holds none."""
    text = text.strip()
    return text if len(text) <= 254 and EMAIL.fullmatch(text) else ""


def _address(node: Node) -> str:
    streets = sorted(node.all("street"), key=lambda n: n.attrs.get("line", ""))
    town = f"{line(node.first('postalcode').text)} {line(node.first('city').text)}".strip()
    parts = [line(street.text) for street in streets[:5]]
    parts += [line(node.first("apartment").text), town, line(node.first("country").text)]
    return ", ".join(part for part in parts if part)[:500]


def _call_window(nodes: list[Node]) -> str:
    times = [line(n.attrs.get("time", n.attrs.get("besttime", "")), 40).lower() for n in nodes]
    return next((t for t in times if t and not t.isdigit() and t != "nopreference"), "")
