"""Every address of the house. A screen's own addresses stand in its folder."""

from django.urls import URLPattern, URLResolver, path
from django.urls.resolvers import RegexPattern

from forecourt.web import assets, up

SCREENS = (
    "signin", "today", "inbox", "lead", "leads", "new", "stock", "setup", "settings", "shell",
    "gallery",
)  # fmt: skip


def door(begins: str, module: str) -> URLResolver:
    """Addresses of `module` that begin so; loaded when the first of them is asked for."""
    return URLResolver(RegexPattern(rf"^(?={begins})"), f"forecourt.{module}.urls")


urlpatterns: list[URLPattern | URLResolver] = [
    path("up", up.up),
    path("assets/<path:name>", assets.serve),
    door("api/", "api"),
    door("c/", "public"),
    *(door("", f"web.{screen}") for screen in SCREENS),
]
handler400 = "forecourt.web.errors.pages.bad_request"
handler403 = "forecourt.web.errors.pages.permission_denied"
handler404 = "forecourt.web.errors.pages.page_not_found"
handler500 = "forecourt.web.errors.pages.server_error"
