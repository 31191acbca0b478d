"""Manifest, icons and service worker."""

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forecourt.web import assets

HERE = Path(__file__).resolve().parent
SIDES = (180, 192, 512)
A_DAY = "public, max-age=86400"


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to install Forecourt."""
    icons = [
        {"src": "/icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any maskable"}
    ]
    icons += [
        {
            "src": f"/icon-{side}.png",
            "sizes": f"{side}x{side}",
            "type": "image/png",
            "purpose": "any maskable",
        }
        for side in SIDES
    ]
    shortcuts = [{"name": _("New lead"), "url": "/new/"}, {"name": _("Today"), "url": "/"}]
    told = {
        "id": "/",
        "name": "Forecourt",
        "short_name": "Forecourt",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0A3AA6",
        "icons": icons,
        "shortcuts": [{**shortcut, "icons": icons[:2]} for shortcut in shortcuts],
    }
    response = JsonResponse(told, content_type="application/manifest+json")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def icon_svg(request: HttpRequest) -> HttpResponse:
    """A plate with F."""
    return _kept((HERE / "icon.svg").read_bytes(), "image/svg+xml")


@require_safe
def icon_png(request: HttpRequest, side: int) -> HttpResponse:
    if side not in SIDES:
        raise Http404
    return _kept((HERE / f"icon-{side}.png").read_bytes(), "image/png")


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(assets.service_worker(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _kept(body: bytes, content_type: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    response["Cache-Control"] = A_DAY
    return response
