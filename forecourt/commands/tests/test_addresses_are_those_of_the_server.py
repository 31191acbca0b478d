"""Commands beside a running server print its address, unless another one is stated."""

import json
from pathlib import Path
from typing import Any

import pytest

from forecourt.channels.verbs.connect_all import connect_all
from forecourt.commands.__main__ import main
from forecourt.commands.address import address_of, public_address, remember_address, running_at
from forecourt.dealership.models import Dealership


@pytest.fixture(autouse=True)
def _server_on_another_port(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORECOURT_URL", raising=False)
    monkeypatch.delenv("FORECOURT_URL_FILE", raising=False)
    settings.DATA = tmp_path
    settings.PUBLIC_URL = "http://127.0.0.1:8123"
    remember_address()
    settings.PUBLIC_URL = "http://127.0.0.1:8000"


def test_the_running_server_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert public_address() == "http://127.0.0.1:8123"

    monkeypatch.setenv("FORECOURT_URL", "http://127.0.0.1:8000")
    assert public_address() == "http://127.0.0.1:8000"


@pytest.mark.parametrize("written", ["", "{}", "[]", '"x"', "{"])
def test_a_broken_note_of_the_address_stops_nobody(settings: Any, written: str) -> None:
    (settings.DATA / "server.json").write_text(written)

    assert running_at() == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        (
            ["user", "add", "jan@lis.example", "--name", "Jan Nowy"],
            "http://127.0.0.1:8123/welcome/",
        ),
        (["token", "add", "Website"], "http://127.0.0.1:8123/api/v1/"),
        (["channels"], "http://127.0.0.1:8123/in/form/"),
    ],
    ids=lambda one: one[0] if isinstance(one, list) else "",
)
def test_every_printed_address_is_that_of_the_server(
    in_lot: Dealership, at: Any, capsys: pytest.CaptureFixture[str], words: list[str], begins: str
) -> None:
    connect_all(in_lot, at=at)

    assert main(words) == 0
    assert begins in capsys.readouterr().out


def test_the_list_for_programs_has_the_same_address(
    in_lot: Dealership, at: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    connect_all(in_lot, at=at)

    main(["channels", "--json"])

    listed = json.loads(capsys.readouterr().out)
    assert all(one["url"].startswith("http://127.0.0.1:8123/in/") for one in listed)


def test_an_address_of_the_new_internet_stands_in_brackets() -> None:
    assert address_of("::1", 8000) == "http://[::1]:8000"
    assert address_of("127.0.0.1", 8000) == "http://127.0.0.1:8000"


@pytest.mark.parametrize("port", ["70000", "-1", "http", "８０００"])
def test_what_is_no_port_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["serve", "--port", port])

    assert "is no port: give a number up to 65535" in capsys.readouterr().err
