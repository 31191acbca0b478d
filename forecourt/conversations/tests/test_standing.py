from datetime import UTC, datetime, timedelta
from itertools import permutations

from forecourt.conversations.models import Annotation
from forecourt.conversations.thread import Standing, standing

NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)


def told(kind: str, minute: int, *, value: str = "", text: str = "") -> Annotation:
    at = NOON + timedelta(minutes=minute)
    return Annotation(kind=kind, value=value, text=text, at=at, key=f"{kind}{minute}")


def test_annotations_give_the_same_message_in_every_order() -> None:
    about = [
        told("edit", 1, text="Is the Golf there?"),
        told("edit", 2, text="Is the BMW there?"),
        told("reaction", 1, value="👍"),
        told("status", 3, value="delivered"),
        told("status", 1, value="read"),
    ]

    seen = {standing("Is it there?", order) for order in permutations(about)}

    assert seen == {
        Standing(text="Is the BMW there?", is_edited=True, status="read", reaction="👍")
    }


def test_a_deleted_message_stays_deleted_whatever_comes_after() -> None:
    about = [told("revoke", 1), told("edit", 2, text="changed")]

    assert standing("words", about).is_deleted


def test_a_failed_message_says_why_unless_it_arrived_after_all() -> None:
    failed = told("status", 1, value="failed", text="not on WhatsApp")

    assert standing("words", [failed]).trouble == "not on WhatsApp"
    assert standing("words", [failed, told("status", 2, value="delivered")]).trouble == ""
