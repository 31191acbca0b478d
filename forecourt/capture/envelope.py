"""A delivery as it stood on the wire, and the short words a door may say back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Envelope:
    channel: str
    body: bytes
    received_at: datetime
    method: str = "POST"
    url: str = ""  # the public address the provider called, with its query
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    remote: str = ""  # address of the peer

    def header(self, name: str) -> str:
        return self.headers.get(name.lower(), "")

    @property
    def content_type(self) -> str:
        return self.header("content-type").split(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer at the door. 2xx is given only after the bytes are stored."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
