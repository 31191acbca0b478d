"""`/api/v1/…`. What stands behind it is imported with the first request to it."""

from typing import Any

from django.urls import ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RoutePattern


class LateResolver(URLResolver):
    """Knows its addresses only when one of them is asked for: ninja takes long to import.

    None of them is ever reversed by name, and a slash at the end is no fault.
    """

    def _populate(self) -> None:
        """Django asks every resolver for its names at the first `reverse`; here are none."""

    def resolve(self, path: Any) -> ResolverMatch:
        text = str(path)
        if len(text) > len(str(self.pattern)):
            text = text.removesuffix("/")
        return super().resolve(text)


resolver = LateResolver(RoutePattern("api/v1/"), "forecourt.api.routes", None, "api", "api")
urlpatterns: list[URLPattern | URLResolver] = [resolver]
