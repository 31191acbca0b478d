"""Every address of the API, one router per resource."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from forecourt.api.described import docs, openapi
from forecourt.api.door import as_problem
from forecourt.api.ninja_door import Api, JsonParser, guarded
from forecourt.api.problems import not_found
from forecourt.api.resources import (
    acts,  # noqa: F401 - acts, capture and timeline add to the router of leads
    capture,  # noqa: F401
    clocks,
    customers,
    inbound,
    leads,
    timeline,  # noqa: F401
    today,
    vehicles,
)

api = Api(
    title="Forecourt",
    version="1",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
    parser=JsonParser(),
)
api.add_router("leads", leads.router)
api.add_router("today", today.router)
api.add_router("customers", customers.router)
api.add_router("vehicles", vehicles.router)
api.add_router("inbound", inbound.router)
api.add_router("clocks", clocks.router)


def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    def missing() -> HttpResponse:
        raise not_found()

    return as_problem(missing)


nothing_here.csrf_exempt = True  # type: ignore[attr-defined]

operations = [one for one in api.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]

urlpatterns = [
    path("openapi.json", openapi),
    path("docs", docs),
    *map(guarded, operations),
    path("<path:rest>", nothing_here),
]
