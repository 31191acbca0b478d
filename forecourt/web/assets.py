"""Build the few files a browser needs: one style sheet, one script, htmx, one sprite.

Sources are read in a fixed order and the name carries a hash of the content, so the
same sources always give the same names and a file never changes under its name.
"""

import gzip
import hashlib
import json
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import django_htmx
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from forecourt.web.icons.sprite import NAMES, sprite
from forecourt.web.minify import minified_css, minified_js

WEB: Final = Path(__file__).resolve().parent
ASSETS_URL: Final = "/assets/"
HTMX: Final = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"

#: What the first paint of Today needs; everything else comes with app.css.
CRITICAL: Final = [
    "tokens",
    "base",
    "layout",
    "places",
    "top",
    "button",
    "icon",
    "banner",
    "sla",
    "plate",
    "fuse",
    "lead_row",
    "dock",
    "utilities",
]
#: Folders of this package that are not screens.
HOUSEHOLD: Final = frozenset({"css", "js", "icons", "components", "shell", "tests"})
TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Bundle:
    """The built files: plain name to hashed name, and the CSS to put into the page."""

    names: dict[str, str]
    critical: str
    version: str


def url(name: str) -> str:
    """The address of a built file, by its plain name."""
    return ASSETS_URL + bundle().names[name]


def content(name: str) -> bytes:
    """The bytes of a built file, by its plain name."""
    return (Path(settings.ASSETS_ROOT) / bundle().names[name]).read_bytes()


def critical_css() -> str:
    """The style of the first paint. It holds no "<", so it cannot end its element."""
    return bundle().critical


def service_worker() -> bytes:
    """The worker served at /sw.js, with the list of the shell's files in it."""
    return content("sw.js")


LOOK_AGAIN_AFTER_S: Final = 1.0
_building = threading.Lock()
_looked: dict[str, float] = {}


def bundle() -> Bundle:
    """What is built now. Outside production a changed source is built anew."""
    if getattr(settings, "IN_PRODUCTION", False):
        return _built("")
    with _building:
        return _built(_fingerprint())


@cache
def _built(fingerprint: str) -> Bundle:
    return build()


def _fingerprint() -> str:
    """The newest change of a source; looked up at most once per LOOK_AGAIN_AFTER_S."""
    now = time.monotonic()
    if now - _looked.get("at", -LOOK_AGAIN_AFTER_S) >= LOOK_AGAIN_AFTER_S:
        _looked["newest"] = max(path.stat().st_mtime_ns for path in sources())
        _looked["at"] = now
    return str(_looked["newest"])


def sources() -> list[Path]:
    """Every file the bundle is made of, in the order in which it is read."""
    return [*_css_sources(), *_js_sources(), WEB / "js/sw.js", NAMES]


def build() -> Bundle:
    """Write all files into ASSETS_ROOT and say what they are called."""
    names = {
        "app.css": _write("app.css", _app_css(_css_sources())),
        "app.js": _write("app.js", _app_js()),
        "htmx.js": _write("htmx.js", HTMX.read_text("utf-8")),
        "sprite.svg": _write("sprite.svg", sprite()),
    }
    version = hashlib.sha256("".join(sorted(names.values())).encode()).hexdigest()[:10]
    names["sw.js"] = _write("sw.js", _worker(names.values(), version))
    critical = [path for path in _css_sources() if _is_critical(path)]
    return Bundle(names=names, critical=_app_css(critical), version=version)


def _is_critical(path: Path) -> bool:
    return path.stem in {*CRITICAL, "layers", "reset"} or path.parent.name == "today"


def _css_sources() -> list[Path]:
    css = WEB / "css"
    screens = sorted(
        path
        for folder in WEB.iterdir()
        if folder.is_dir() and folder.name not in HOUSEHOLD
        for path in folder.glob("*.css")
    )
    return [
        *(css / f"{name}.css" for name in ("layers", "reset", "tokens", "base", "layout")),
        *sorted((WEB / "shell").glob("*.css")),
        *sorted((WEB / "components").glob("*.css")),
        *screens,
        *(css / f"{name}.css" for name in ("utilities", "print")),
    ]


def _layer(path: Path) -> str:
    if path.parent.name == "css":
        return "utilities" if path.stem == "print" else path.stem
    return {"shell": "layout", "components": "components"}.get(path.parent.name, "screens")


def _app_css(paths: Iterable[Path]) -> str:
    parts = []
    for path in paths:
        text = minified_css(path.read_text("utf-8"))
        parts.append(text if path.stem == "layers" else f"@layer {_layer(path)}{{{text}}}")
    return "".join(parts)


def _js_sources() -> list[Path]:
    queue = WEB / "js/unsent.js"  # read first: others use what it offers
    rest = [path for path in sorted((WEB / "js").glob("*.js")) if path.stem not in {"sw", "unsent"}]
    return [queue, *rest]


def _app_js() -> str:
    parts = [minified_js(path.read_text("utf-8")) for path in _js_sources()]
    return "".join(f"(()=>{{{part}\n}})();\n" for part in parts)


def _worker(names: Iterable[str], version: str) -> str:
    shell = json.dumps([ASSETS_URL + name for name in sorted(names)])
    queue = minified_js((WEB / "js/unsent.js").read_text("utf-8"))
    worker = minified_js((WEB / "js/sw.js").read_text("utf-8"))
    head = f"const SHELL={shell},VERSION={json.dumps(version)};\n"
    return f"{head}(()=>{{{queue}\n}})();\n{worker}"


def _write(name: str, text: str) -> str:
    body = text.encode("utf-8")
    stem, dot, ending = name.partition(".")
    hashed = f"{stem}.{hashlib.sha256(body).hexdigest()[:10]}{dot}{ending}"
    folder = Path(settings.ASSETS_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    for target, data in ((hashed, body), (f"{hashed}.gz", gzip.compress(body, 9, mtime=0))):
        if not (folder / target).exists():
            half = folder / f".{target}.{threading.get_ident()}"
            half.write_bytes(data)
            half.replace(folder / target)
    return hashed


@require_safe
def serve(request: HttpRequest, name: str) -> HttpResponse:
    """Hand out one built file, for ever: its name changes when its content does."""
    if name not in bundle().names.values():
        raise Http404(name)
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    path = Path(settings.ASSETS_ROOT) / (f"{name}.gz" if packed else name)
    response = HttpResponse(path.read_bytes(), content_type=TYPES[Path(name).suffix])
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Vary"] = "Accept-Encoding"
    if packed:
        response["Content-Encoding"] = "gzip"
    return response
