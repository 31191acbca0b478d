"""Programs that speak to the API, and what they send."""

import json
from typing import Any

from django.test import Client

from forecourt.dealership.models import Dealership
from forecourt.dealership.scope import acting_for
from forecourt.dealership.verbs.issue_token import issue_token
from tests.cast import FRIDAY_NOON

ANNA = {
    "source": "otomoto",
    "name": "Anna Schmidt",
    "phone": "0170 5550123",
    "email": "Anna@Example.com",
    "vehicle": {"stock_number": "F-2038"},
    "message": "Ist der BMW noch da?",
    "at": "2026-11-20T12:00:00+01:00",
}


class Program:
    """A client with a token, at the addresses under /api/v1/."""

    def __init__(self, token: str | None) -> None:
        self.http = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, **query: Any) -> Any:
        return self.http.get(self._url(path), query, headers=self.headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", path, json.dumps(body if body is not None else {}), **headers)

    def patch(self, path: str, body: Any) -> Any:
        return self.send("PATCH", path, json.dumps(body))

    def send(self, method: str, path: str, body: str | bytes, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        media_type = named.pop("Content-Type", "application/json")
        return self.http.generic(
            method, self._url(path), body, media_type, headers={**self.headers, **named}
        )

    def _url(self, path: str) -> str:
        return path if path.startswith(("http", "/")) else f"/api/v1/{path}"


def program_of(lot: Dealership) -> Program:
    with acting_for(lot):
        return Program(issue_token(lot, "website", at=FRIDAY_NOON))
