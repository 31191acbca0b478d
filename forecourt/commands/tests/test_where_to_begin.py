"""The first start of `serve` or `web` prints a link into the setup."""

from typing import Any

import pytest

from forecourt.commands import first_start, web
from forecourt.commands.__main__ import main
from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.verbs.invite import accept_invitation


class NoHouse:
    """A house that is not opened."""

    def __init__(self, **given: object) -> None:
        pass

    def serve(self, listening: object, at_end: object = None) -> int:
        return 0


@pytest.fixture(autouse=True)
def _no_server(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> None:
    monkeypatch.setenv("FORECOURT_URL", "http://127.0.0.1:8000")
    monkeypatch.setattr("forecourt.commands.house.House", NoHouse)
    settings.DATA = tmp_path


def test_the_web_server_alone_says_it_too(
    db: Any, at: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([web.__name__.rpartition(".")[2], "--port", "0"]) == 0

    said = capsys.readouterr().out
    token = said.partition("/welcome/")[2].partition("/")[0]
    assert accept_invitation(token, at=at).email == first_start.OWNER_TO_BE


def test_a_lot_that_is_set_up_gets_no_link(
    lot: Dealership, at: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    Dealership.objects.update(set_up_at=at)

    main(["web", "--port", "0"])

    assert "/welcome/" not in capsys.readouterr().out


def test_of_two_servers_that_start_at_once_one_founds_the_lot(
    db: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first_start.setup_link("http://127.0.0.1")
    looks = iter([None, Staff.objects.select_related("dealership").get()])
    monkeypatch.setattr(first_start, "_owner_to_be", lambda: next(looks))

    link = first_start.setup_link("http://127.0.0.1")

    assert link is not None
    assert Dealership.objects.count() == 1
