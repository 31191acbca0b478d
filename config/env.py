"""What Forecourt takes from the environment. Nonsense is refused at start, in one sentence."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


class BadEnvironment(SystemExit):
    """One sentence about what is wrong; exit status 2."""

    def __init__(self, sentence: str) -> None:
        super().__init__(2)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings of one installation. Each may also be given as NAME_FILE, naming a file."""

    FORECOURT_DATA: Path  # the database, media and keys; default ./var
    FORECOURT_URL: str  # the public address; default http://127.0.0.1:8000
    DATABASE_URL: str  # "" = SQLite in the data folder
    FORECOURT_MEDIA: str  # "" = <data>/media
    FORECOURT_SECRET_KEY: str  # "" = made at first start and kept in the data folder
    FORECOURT_ENV: str  # development or production
    FORECOURT_SMTP_URL: str  # "" = no mail goes out
    FORECOURT_PRIVATE_MAIL_HOSTS: str  # "mail.lan:143 10.0.0.5:993", mail servers in house


def read_environment() -> Environment:
    """The environment, checked. Raises BadEnvironment for the first fault."""
    return Environment(
        FORECOURT_DATA=Path(_given("FORECOURT_DATA", "var")),
        FORECOURT_URL=_given("FORECOURT_URL", "http://127.0.0.1:8000", _an_address).rstrip("/"),
        DATABASE_URL=_given("DATABASE_URL", "", _a_database),
        FORECOURT_MEDIA=_given("FORECOURT_MEDIA", ""),
        FORECOURT_SECRET_KEY=_given("FORECOURT_SECRET_KEY", ""),
        FORECOURT_ENV=_given("FORECOURT_ENV", "development", _a_kind_of_use),
        FORECOURT_SMTP_URL=_given("FORECOURT_SMTP_URL", "", _a_mail_server),
        FORECOURT_PRIVATE_MAIL_HOSTS=_given("FORECOURT_PRIVATE_MAIL_HOSTS", ""),
    )


def _given(name: str, default: str, check: Callable[[str], str] = lambda _: "") -> str:
    """The value of NAME, else what is in the file NAME_FILE names, else the default."""
    value = os.environ.get(name, "").strip() or _from_file(name) or default
    fault = check(value) if value else ""
    if fault:
        raise BadEnvironment(f"{name} {fault}.")
    return value


def _from_file(name: str) -> str:
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return ""
    try:
        return Path(path).read_text().strip()
    except (OSError, UnicodeDecodeError):
        raise BadEnvironment(f"{name}_FILE points to {path}, which cannot be read.") from None


def _an_address(value: str) -> str:
    parts = urlsplit(value)
    is_good = parts.scheme in {"http", "https"} and parts.hostname
    return "" if is_good else "must be an address such as https://crm.example.com"


def _a_database(value: str) -> str:
    is_good = urlsplit(value).scheme in {"postgres", "postgresql", "sqlite"}
    return "" if is_good else "must begin with postgres:// or sqlite:///"


def _a_kind_of_use(value: str) -> str:
    return "" if value in {"development", "production"} else "must be development or production"


def _a_mail_server(value: str) -> str:
    is_good = urlsplit(value).scheme in {"smtp", "smtps"}
    return "" if is_good else "must begin with smtp:// or smtps://"
