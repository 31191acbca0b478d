"""What Forecourt takes from the environment. Nonsense is refused at start, in one sentence."""

import os
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class BadEnvironment(SystemExit):
    """One sentence about what is wrong; exit status 2."""

    def __init__(self, sentence: str) -> None:
        super().__init__(2)
        self.sentence = sentence


class Environment(BaseSettings):
    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    FORECOURT_DATA: Path = Path("var")
    FORECOURT_URL: str = "http://127.0.0.1:8000"
    DATABASE_URL: str = ""
    FORECOURT_MEDIA: str = ""
    FORECOURT_SECRET_KEY: str = ""
    FORECOURT_ENV: Literal["development", "production"] = "development"
    FORECOURT_SMTP_URL: str = ""
    FORECOURT_PRIVATE_MAIL_HOSTS: str = ""  # "mail.lan:143 10.0.0.5:993", for mail servers in house

    @field_validator("FORECOURT_URL")
    @classmethod
    def _an_http_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("must be an address such as https://crm.example.com")
        return value.rstrip("/")

    @field_validator("DATABASE_URL")
    @classmethod
    def _a_known_database(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in {"postgres", "postgresql", "sqlite"}:
            raise ValueError("must begin with postgres:// or sqlite:///")
        return value

    @field_validator("FORECOURT_SMTP_URL")
    @classmethod
    def _a_mail_server(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in {"smtp", "smtps"}:
            raise ValueError("must begin with smtp:// or smtps://")
        return value


def _from_files() -> dict[str, str]:
    """NAME_FILE=/run/secrets/x stands for NAME; the plain name wins where both are set."""
    found = {}
    for name in Environment.model_fields:
        path = os.environ.get(f"{name}_FILE")
        if path and not os.environ.get(name):
            try:
                found[name] = Path(path).read_text().strip()
            except OSError:
                raise BadEnvironment(
                    f"{name}_FILE points to {path}, which cannot be read."
                ) from None
    return found


def read_environment() -> Environment:
    """The environment, checked. Raises BadEnvironment with one sentence per first fault."""
    try:
        return Environment(**_from_files())  # type: ignore[arg-type]
    except ValidationError as faults:
        fault = faults.errors()[0]
        name = str(fault["loc"][0]) if fault["loc"] else "environment"
        why = str(fault["msg"]).removeprefix("Value error, ")
        raise BadEnvironment(f"{name}: {why}.") from None
