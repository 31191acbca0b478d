"""One process, two ways in: async doors and live streams, and Django in a pool of threads.

Providers' deliveries (`/in/…`) and open screens (`/live/`) wait for the disk or for news, so they
are async. Everything else is Django's WSGI handler in a fixed pool of threads, which keep their
database connections. The figures behind this are in docs/decisions/.
"""

import os
from collections.abc import Awaitable, Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.wsgi import get_wsgi_application

from config.bodies import WholeBodies
from config.threads import Threads

Scope = dict[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]

THREADS = 8


def build(doors: App | None = None, live: App | None = None) -> App:
    """The ASGI application; without doors or live it serves Django alone."""
    django = WholeBodies(Threads(get_wsgi_application(), count=THREADS))

    async def application(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        path = scope["path"]
        if doors is not None and path.startswith("/in/"):
            await doors(scope, receive, send)
        elif live is not None and path == "/live/":
            await live(scope, receive, send)
        else:
            await django(scope, receive, send)

    return application
