"""Values that come in: bounded, sound text; times with a zone; ids as opaque strings."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from forecourt.api.paging import MOST, USUAL

RFC3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,12})?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)


def sound(text: str) -> str:
    """No NUL and no lone surrogate: neither database takes them."""
    if "\x00" in text:
        raise ValueError("must not contain NUL")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise ValueError("must be valid Unicode") from None
    return text


def read_moment(value: Any) -> datetime:
    """RFC 3339 with its zone, as UTC."""
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or len(value) > 50 or not RFC3339.fullmatch(value):
        raise ValueError("must be an RFC 3339 time with its zone, e.g. 2026-11-20T11:00:00Z")
    try:
        moment = datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("is no time on the calendar") from None
    if not 2000 <= moment.year < 2100:
        raise ValueError("must be of this century")
    return moment


_Sound = AfterValidator(sound)
Id = Annotated[str, Field(strict=True, max_length=40), _Sound]
Word = Annotated[str, Field(strict=True, max_length=40), _Sound]
Line = Annotated[str, Field(strict=True, max_length=200), _Sound]
Link = Annotated[str, Field(strict=True, max_length=2000), _Sound]
Words = Annotated[str, Field(strict=True, max_length=20_000), _Sound]
Moment = Annotated[datetime, BeforeValidator(read_moment)]
Search = Annotated[str, Field(max_length=100), _Sound]
Limit = Annotated[int, Field(ge=1, le=MOST)]


class Body(BaseModel):
    """What a program sends. Anything not named here is ignored."""

    model_config = ConfigDict(extra="ignore")


class Paged(BaseModel):
    """What every list takes."""

    limit: Limit = USUAL
    cursor: Annotated[str, Field(max_length=1000), _Sound] | None = None
