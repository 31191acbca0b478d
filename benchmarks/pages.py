"""`python -m benchmarks.pages ROUNDS`: how long the house works on its pages, beside the floor.

Requests go through the whole of Django (session, scope, middleware, template) as the threads of the
server call it (PEP 3333), inside this process, so that neither network nor other processes are in
the figure. The floor is a template of fifty rows over one indexed query, with nothing else.
`search_name` asks for a first and a last name, which many customers share; `search_rare` adds
digits that one of them has alone.
"""

import json
import random
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module
from typing import Any
from urllib.parse import urlencode

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, reset_queries  # noqa: E402
from django.template import Context, Engine  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from benchmarks.figures import Spread  # noqa: E402
from config.threads import environ_of  # noqa: E402
from forecourt.customers.models import Identity  # noqa: E402
from forecourt.dealership.models import Staff  # noqa: E402
from forecourt.dealership.scope import acting_for  # noqa: E402
from forecourt.leads.models import Lead  # noqa: E402
from forecourt.web.signin.second_factor import KNOWN  # noqa: E402

FLOOR = Engine().from_string(
    "<ul>{% for lead in leads %}<li><a href='/leads/{{ lead.id }}/'>{{ lead.customer.name }}</a> "
    "{{ lead.vehicle.make }} {{ lead.vehicle.model }} {{ lead.next_due_at }} {{ lead.last_words }}"
    "</li>{% endfor %}</ul>"
)
SAMPLE = 40


def main(rounds: int) -> dict[str, Any]:
    settings.ALLOWED_HOSTS = ["*"]
    person = Staff.objects.select_related("dealership").filter(role="sales").first()
    assert person is not None
    client = _Browser(person)
    with acting_for(person.dealership):
        leads, phones, names = _some(person)
    chance = random.Random(1)
    pages: dict[str, Callable[[], Any]] = {
        "today": lambda: client.get("/"),
        "inbox": lambda: client.get("/inbox/"),
        "lead": lambda: client.get(f"/leads/{chance.choice(leads)}/"),
        "search_phone": lambda: client.get("/inbox/", {"q": chance.choice(phones)[-7:]}),
        "search_name": lambda: client.get("/inbox/", {"q": _spoken(chance.choice(names))}),
        "search_rare": lambda: client.get("/inbox/", {"q": chance.choice(names)}),
    }
    figures: dict[str, Any] = {"floor": _measure(lambda: _floor(person), rounds)}
    for name, ask in pages.items():
        answer = ask()
        assert answer == "200 OK", (name, answer)
        figures[name] = {**_measure(ask, rounds), "statements": _statements(ask)}
    return figures


class _Browser:
    """Signed in as somebody; reads the whole answer and keeps nothing of it."""

    def __init__(self, person: Staff) -> None:
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session.update(_session_of(person))
        session.save()
        self._cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}".encode()
        self._wsgi: Any = get_wsgi_application()

    def get(self, path: str, query: dict[str, str] | None = None) -> str:
        """The status line."""
        said: list[str] = []
        asked = {
            "method": "GET", "path": path, "query_string": urlencode(query or {}).encode(),
            "http_version": "1.1", "headers": [(b"host", b"bench"), (b"cookie", self._cookie)],
        }  # fmt: skip
        parts = self._wsgi(environ_of(asked, b""), lambda status, *_: said.append(status))
        b"".join(parts)
        parts.close()
        return said[0]


def _session_of(person: Staff) -> dict[str, Any]:
    return {
        SESSION_KEY: str(person.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: person.get_session_auth_hash(),
        KNOWN: True,
    }


def _some(person: Staff) -> tuple[list[int], list[str], list[str]]:
    highest = Lead.objects.order_by("-id").values_list("id", flat=True)[0]
    step = max(highest // SAMPLE, 1)
    rows = Lead.objects.filter(id__in=range(highest, 0, -step)).select_related("customer")
    leads = list(rows[:SAMPLE])
    customers = [lead.customer_id for lead in leads]
    phones = Identity.objects.filter(customer__in=customers, kind="phone")
    names = [lead.customer.name for lead in leads if lead.customer.name]
    return [lead.pk for lead in leads], list(phones.values_list("value", flat=True)), names


def _spoken(name: str) -> str:
    """First and last name, without the number that makes each customer of the filling one alone."""
    return " ".join(name.split()[:2])


def _floor(person: Staff) -> str:
    with acting_for(person.dealership):
        rows = Lead.objects.filter(owner=person, state="open").order_by("next_due_at", "id")
        return FLOOR.render(Context({"leads": rows.select_related("customer", "vehicle")[:50]}))


def _measure(ask: Callable[[], Any], rounds: int) -> dict[str, Any]:
    for _ in range(5):
        ask()
    seconds = []
    for _ in range(rounds):
        began = time.perf_counter()
        ask()
        seconds.append(time.perf_counter() - began)
    return asdict(Spread.of(seconds))


def _statements(ask: Callable[[], Any]) -> int:
    reset_queries()
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
