"""Every address of the API, one router per resource."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from forecourt.api.door import as_problem
from forecourt.api.ninja_door import Api, JsonParser, guarded
from forecourt.api.problems import not_found
from forecourt.api.resources import leads

api = Api(
    title="Forecourt",
    version="1",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
    parser=JsonParser(),
)
api.add_router("leads", leads.router)


def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    def missing() -> HttpResponse:
        raise not_found()

    return as_problem(missing)


nothing_here.csrf_exempt = True  # type: ignore[attr-defined]

urlpatterns = [
    *(
        guarded(one)
        for one in api.urls[0]
        if isinstance(one, URLPattern) and one.name != "api-root"
    ),
    path("<path:rest>", nothing_here),
]
