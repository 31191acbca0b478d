"""Made-up leads and a talk, in the shapes that the screens draw."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from forecourt.web.clock_words import Reading, paused_until, read_clock
from forecourt.web.lead.talk import Entry
from forecourt.web.lead.ways_out import Way, WaysOut
from forecourt.web.today.rows import RowFacts

WANTS_MORE = "Would you take my Golf in part exchange? It is a 2014 TDI with 140,000 km, one owner."
AVAILABLE = "Is it still available?"


def now_cards(at: datetime) -> list[RowFacts]:
    """The lead to answer now, as its time runs out, and one that a colleague answered."""
    piotr = replace(
        _waiting(1, "Piotr Nowak", at, since=5, left=24),
        car="BMW 320d Touring 2019", plate="F-2038", price="€18,400", line=WANTS_MORE,
        channel="mobile.de", waited="5 min", full=True, why="finance, trade-in, Saturday",
    )  # fmt: skip
    marta = replace(
        _waiting(2, "Marta Kowalska", at, since=12, left=3),
        car="VW Golf VII", plate="F-2041", plate_state="reserved", line=AVAILABLE,
        channel="AutoScout24", waited="12 min", full=True, notice="Handed to you · Karol",
    )  # fmt: skip
    late = replace(
        _waiting(3, "Fam. Schröder-Leutheusser", at, since=26, left=-12),
        line=AVAILABLE, channel="WhatsApp", waited="26 min", full=True,
    )  # fmt: skip
    ania = replace(
        _row(4, "Anna Becker", Reading("planned", "Sat 10:00", 0)),
        car="VW Touran", plate="F-2017", channel="WhatsApp", full=True, notice="Answered · Ania",
    )  # fmt: skip
    return [piotr, marta, late, ania]


def rows(at: datetime) -> Iterator[RowFacts]:
    """Leads in a list, one for each state of the clock and of the car."""
    yield replace(
        _waiting(11, "Marta Kowalska", at, since=12, left=3),
        plate="F-2041", car="VW Golf VII", line=AVAILABLE, channel="AutoScout24",
    )  # fmt: skip
    yield replace(
        _waiting(12, "Piotr Nowak", at, since=26, left=-12),
        plate="F-2038", car="BMW 320d", line=WANTS_MORE, channel="mobile.de",
        why="finance, trade-in",
    )  # fmt: skip
    yield replace(
        _waiting(13, "Anna Becker", at, since=5, left=24),
        line="Called 2 times", channel="Missed call", tag="tried", owner="Karol", call="+49300000",
    )  # fmt: skip
    yield replace(
        _waiting(14, "Fam. Schröder-Leutheusser", at, since=90, left=130),
        plate="F-2017", plate_state="sold", car="VW Touran 2.0 TDI Comfortline",
        line="Test drive", channel="WhatsApp", owner="Ania",
    )  # fmt: skip
    yield replace(
        _row(15, "Jan W.", Reading("planned", "Mon 09:00", 0)),
        plate="F-1990", plate_state="in_transit", car="Ford Transit", line="Send the quote",
        channel="Mail",
    )  # fmt: skip
    yield replace(
        _row(16, "J. Roth", paused_until(at + timedelta(hours=13), at=at)),
        car="Audi A4", line="Ist der noch da?", channel="Form",
    )  # fmt: skip
    yield replace(
        _row(17, "K. Brandt", Reading("their_turn", "Lost", 0)), car="Opel Astra", channel="Phone"
    )


def ways() -> WaysOut:
    """Out of the house from Today: a reply, or a call."""
    call = Way("call", "Call", "tel:+49300000000", "phone", "#")
    chat = Way("whatsapp", "WhatsApp", "https://wa.me/49300000000", "chat-bubble-left", "#")
    return WaysOut(call, chat, None, primary=chat, step="Reply", writes=True)


def talk(at: datetime) -> list[Entry]:
    """What was said and what happened, in every state that a provider tells."""

    def ago(minutes: int) -> datetime:
        return at - timedelta(minutes=minutes)

    return [
        Entry(ago(90), words="mobile.de · given to you", undo="#"),
        Entry(ago(89), "theirs", text=WANTS_MORE, channel="mobile.de", facts=["Trade-in: VW Golf"]),
        Entry(ago(60), "ours", text="Send 4 photos.", state="read", by="Karol", channel="Mail"),
        Entry(ago(50), "theirs", subject="Photos", files=["front.jpg"], channel="Mail"),
        Entry(ago(40), "note", text="Paid off in May.", by="Ania", channel="Note"),
        Entry(ago(30), "theirs", words="Missed call", text="Please call back", channel="Phone"),
        Entry(ago(20), "ours", text="Saturday, 10:00?", state="delivered", channel="WhatsApp"),
        Entry(ago(15), "theirs", text="Yes", reaction="👍", is_edited=True, channel="WhatsApp"),
        Entry(ago(10), "ours", text="See you then.", state="sent", channel="WhatsApp"),
        Entry(ago(5), "theirs", state="deleted", channel="WhatsApp"),
        Entry(
            ago(3), "ours", text="Here is the figure.", state="failed", channel="WhatsApp",
            trouble="The number is not on WhatsApp.",
        ),
    ]  # fmt: skip


def _waiting(number: int, name: str, at: datetime, *, since: int, left: int) -> RowFacts:
    start, due = at - timedelta(minutes=since), at + timedelta(minutes=left)
    return replace(
        _row(number, name, read_clock(start, due, at=at)),
        since=start.isoformat(timespec="seconds"), due=due.isoformat(timespec="seconds"),
        counts=True,
    )  # fmt: skip


def _row(number: int, name: str, reading: Reading) -> RowFacts:
    return RowFacts(
        id=number, name=name, state=reading.state, words=reading.words, left=reading.left,
        band="D", due="", since="", counts=False, tag="", plate="", plate_state="", car="",
        price="", line="", channel="", waited="", why="", owner="", notice="", call="", mine=True,
        full=False,
    )  # fmt: skip
