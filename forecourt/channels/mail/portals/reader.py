"""A portal's or web form's notification to an inquiry, by its labels."""

import re

from forecourt.capture.inquiry import Car, Context, Finance, Identity, Inquiry, Person, Source
from forecourt.channels.adf.contact import EMAIL
from forecourt.channels.adf.values import distance, line, money, year
from forecourt.channels.cleaning import clean
from forecourt.channels.mail.calls import provider_name
from forecourt.channels.mail.classify import takes_no_answer
from forecourt.channels.mail.envelope_of import Mail
from forecourt.channels.mail.facts import ad_url, offered, stock_in
from forecourt.channels.mail.headers import when
from forecourt.channels.mail.phones import is_phone, phones_in
from forecourt.channels.mail.portals import Portal, within
from forecourt.channels.mail.portals.labelled import Labelled
from forecourt.channels.mail.text import Text

_RELAY_HOST = re.compile(
    r"(?i)^(?:reply|replies|relay|antwort|msg|messages?|chat|odpowiedz|mail-?relay|anon\w{0,10})\d{0,3}\."
)
_RELAY_LOCAL = re.compile(
    r"(?i)^(?:[a-z]{1,12}[-_.])?(?=[0-9a-f-]{0,40}\d)[0-9a-f]{6,40}(?:-[0-9a-f]{2,12}){0,5}$"
)
_AD_ID = re.compile(
    r"(?i)(?:inserat|anzeige|advert|ogłoszeni\w|listing|ad)\s{1,3}(?:nr\.?|no\.?|id:?|#)?\s{0,3}(\d{5,14})\b"
)
_GREETING = re.compile(
    r"(?i)^(?:hallo|guten tag|hello|hi|dear|dzień dobry|witaj|sehr geehrte|neue |new |nowa |nowe )"
)


def has_shape(found: Labelled) -> bool:
    """True if the labels are those of an inquiry: a way to reach somebody and one thing more."""
    contact = is_phone(found.get("phone")) or "@" in found.get("email")
    person = found.any("name", "first_name", "last_name")
    more = found.any("message", "vehicle", "ad_id", "stock_number", "vin", "trade_in", "plate")
    return (contact and (person or more)) or (person and bool(found.get("message")))


def read_portal(
    mail: Mail, portal: Portal | None, found: Labelled, text: Text, context: Context
) -> Inquiry:
    """The inquiry; without phone or mail in the labels a person is asked to read the mail."""
    person, reachable = _person(mail, portal, found, text, context)
    message = clean(found.get("message"), 20_000) or _unlabelled(found, text)
    return Inquiry(
        kind="portal",
        source=Source("mail", portal.name if portal else provider_name(mail, context)),
        provider_id=mail.message_id or mail.digest,
        person=person,
        message=message,
        vehicle=_vehicle(mail, portal, found, text),
        trade_ins=(offered(found.get("trade_in")),) if len(found.get("trade_in")) > 4 else (),
        finance=Finance(text=line(found.get("finance"), 300)) if found.get("finance") else None,
        acted_at=when(mail.raw("date"), context.timezone),
        wish=line(found.get("wish"), 300),
        subject=mail.subject,
        check_fields=not reachable,
        extra={"request_id": line(found.get("request_id"), 100)} if found.get("request_id") else {},
    )


def is_relay(address: str, portal: Portal | None) -> bool:
    """True if the address stands for one talk at a portal and not for a person."""
    local, _, domain = address.lower().rpartition("@")
    if portal and within(domain, portal.relay_domains):
        return True
    return bool(_RELAY_HOST.match(domain) or _RELAY_LOCAL.match(local))


def _person(
    mail: Mail, portal: Portal | None, found: Labelled, text: Text, context: Context
) -> tuple[Person, bool]:
    stated = EMAIL.search(found.get("email")) if len(found.get("email")) < 400 else None
    listed = [stated.group()] if stated else []
    listed += [address for _, address in mail.answers_go_to if not takes_no_answer(address)]
    own = {address.lower() for address in (*context.own_addresses, *mail.recipients)}
    listed = list(dict.fromkeys(a for a in listed if a.lower() not in own))
    phone = found.get("phone") or found.get("caller")
    phones = tuple(p for p in (line(phone, 60),) if is_phone(p))
    if not phones:
        searched = f"{phone}\n{found.get('message')}\n" + "\n".join(found.rest)
        phones = phones_in(searched, context.region, context.own_numbers)
    split = f"{found.get('first_name')} {found.get('last_name')}".strip()
    names = [found.get("name") if not found.get("first_name") else split, split]
    names += [name for name, address in mail.answers_go_to if name and "@" not in name]
    emails = tuple(address for address in listed if not is_relay(address, portal))
    relays = tuple(Identity("relay", a.lower()) for a in listed if is_relay(a, portal))
    person = Person(
        name=next((line(name, 120) for name in names if name and not is_phone(name)), ""),
        company=line(found.get("company"), 120),
        phones=phones,
        emails=emails,
        identities=relays,
        language=_language(found.get("language")),
        address=line(found.get("address"), 300),
        call_window=line(found.get("call_window"), 80),
    )
    return person, bool(phones or emails or relays)


def _vehicle(mail: Mail, portal: Portal | None, found: Labelled, text: Text) -> Car | None:
    words = line(found.get("vehicle"), 300)
    in_subject = _AD_ID.search(mail.subject)
    ad_id = line(found.get("ad_id"), 60) or (in_subject.group(1) if in_subject else "")
    miles, unit = distance(line(found.get("mileage"), 60))
    hosts = portal.ad_url_hosts if portal else ()
    links = [found.get("ad_url"), *(address for address, said in text.links if said)]
    car = Car(
        text=words,
        vin=re.sub(r"\s", "", line(found.get("vin"), 40)).upper()[:17],
        plate=line(found.get("plate"), 20),
        stock_number=line(found.get("stock_number"), 60) or stock_in(f"{words}\n{mail.subject}"),
        ad_ids=(ad_id,) if ad_id else (),
        ad_url=ad_url([link for link in links if link], hosts),
        make=line(found.get("make"), 80),
        model=line(found.get("model"), 120),
        year=year(line(found.get("year"), 40)),
        mileage=miles,
        mileage_unit=unit,
        price=money(line(found.get("price"), 60)),
    )
    return car if car != Car() else None


def _unlabelled(found: Labelled, text: Text) -> str:
    """The message where no label says so: a block quote, else the prose between the labels."""
    if text.quotes:
        return clean("\n".join(text.quotes), 20_000)
    rows = [row for row in found.rest if len(row) > 25 and not _GREETING.match(row)]
    return clean("\n".join(rows[:10]), 4_000) if not found.get("name") else ""


def _language(text: str) -> str:
    words = {"deutsch": "de", "german": "de", "english": "en", "englisch": "en", "polski": "pl",
             "polnisch": "pl", "polish": "pl"}  # fmt: skip
    word = text.strip().lower()[:20]
    return words.get(word, word if len(word) == 2 and word.isalpha() else "")
