"""A page that stays open hears nothing once its person may not come in."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session

from forecourt.dealership.models import Dealership, Staff
from forecourt.web.live.news import News, watchers_of
from forecourt.web.live.stream import (
    GIVE_WAY,
    MOST_OF_A_PERSON,
    LiveStream,
    Stream,
    _session_key,
    hand_out,
)
from tests.browsers import browser_of

NEWS = News(7, "lead.opened", 1, "<li>Jan Kowalski</li>")


def leaves(person: Staff) -> None:
    Staff.objects.filter(pk=person.pk).update(is_active=False)


def signs_out(person: Staff) -> None:
    Session.objects.all().delete()


def has_a_new_password(person: Staff) -> None:
    person.set_password("something else entirely")
    person.save()


def key_of(person: Staff) -> str:
    return browser_of(person).cookies[settings.SESSION_COOKIE_NAME].value


class AtOnce:
    """A loop that runs what it is given."""

    def call_soon_threadsafe(self, act: Callable[..., None], *given: Any) -> None:
        act(*given)


def heard(person: Staff, key: str) -> list[News | None]:
    told: asyncio.Queue[News | None] = asyncio.Queue()
    loop = cast("asyncio.AbstractEventLoop", AtOnce())
    stream = Stream(key, person.pk, person.dealership_id, "en", loop, told)
    hand_out([stream], {person.pk: [NEWS]})
    return [told.get_nowait() for _ in range(told.qsize())]


@pytest.fixture(autouse=True)
def _is_no_demo(settings: Any) -> None:
    settings.DEMO_MARK = None


def test_a_person_who_may_come_in_hears_the_news(karol: Staff) -> None:
    assert heard(karol, key_of(karol)) == [NEWS]


@pytest.mark.parametrize("ends", [leaves, signs_out, has_a_new_password])
def test_others_hear_the_end(ends: Callable[[Staff], None], karol: Staff) -> None:
    key = key_of(karol)
    ends(karol)
    assert heard(karol, key) == [None]


def test_a_session_without_a_second_factor_opens_no_stream(karol: Staff) -> None:
    key = key_of(karol)
    session = Session.objects.get(session_key=key)
    told = session.get_decoded()
    del told["has_second_factor"]
    session.session_data = Session.objects.encode(told)
    session.save()
    assert watchers_of({key}) == {}


def test_the_oldest_of_too_many_screens_gives_way(
    karol: Staff, ania: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LiveStream, "_look", lambda _: None)
    live, loop = LiveStream(), cast("asyncio.AbstractEventLoop", AtOnce())
    hers, *his = [
        Stream("key", person.pk, person.dealership_id, "en", loop, asyncio.Queue())
        for person in [ania] + [karol] * (MOST_OF_A_PERSON + 2)
    ]

    for stream in (hers, *his):
        live._join(stream)

    assert list(live._streams) == [hers, *his[2:]]
    assert [one.news.qsize() for one in (hers, *his)] == [0, 1, 1] + [0] * MOST_OF_A_PERSON
    assert said_by(live, his[0]) == [GIVE_WAY]


def said_by(live: LiveStream, stream: Stream) -> list[bytes]:
    sent: list[bytes] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message["body"])

    async def run() -> None:
        gone = asyncio.create_task(asyncio.sleep(5))
        await live._tell(stream, gone, send)
        gone.cancel()

    asyncio.run(run())
    return sent


def test_nobody_stands_behind_a_key_that_is_none(lot: Dealership) -> None:
    assert watchers_of({"", "a" * 32, "\x00"}) == {}


@pytest.mark.parametrize("other", ["", "a,b=1; ", 'saved={"x": 1}; ', "[0]=é; ", "plain; "])
def test_a_cookie_of_another_program_does_not_hide_ours(other: str) -> None:
    said = f"{other}{settings.SESSION_COOKIE_NAME}=abc123; theme=dark"
    assert _session_key({"headers": [(b"cookie", said.encode())]}) == "abc123"
