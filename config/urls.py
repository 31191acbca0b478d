"""Every address of the house. A screen's own addresses stand in its folder."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from forecourt.web import assets, up

SCREENS = (
    "web.signin", "web.today", "web.inbox", "web.lead", "web.leads", "web.new", "web.stock", "web.setup",
    "web.settings", "web.shell", "web.gallery", "public", "api",
)  # fmt: skip

urlpatterns: list[URLPattern | URLResolver] = [
    path("up", up.up),
    path("assets/<path:name>", assets.serve),
]
for screen in SCREENS:
    if find_spec(f"forecourt.{screen}") and find_spec(f"forecourt.{screen}.urls"):
        urlpatterns += [path("", include(import_module(f"forecourt.{screen}.urls")))]
