"""The line of script that puts the lot's form into the dealer's own web site."""

from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from forecourt.public.access import lot_named

SCRIPT = """(function () {
  var here = document.currentScript, frame = document.createElement("iframe");
  var car = here.dataset.car ? encodeURIComponent(here.dataset.car) + "/" : "";
  frame.src = "%s" + car + "?embed=1";
  frame.title = here.dataset.title || "Contact";
  frame.loading = "lazy";
  frame.style.cssText = "border:0;inline-size:100%%;max-inline-size:40rem";
  frame.style.blockSize = here.dataset.height || (innerWidth < 640 ? "64rem" : "56rem");
  here.parentNode.insertBefore(frame, here);
})();
"""


@require_safe
def script(request: HttpRequest, slug: str) -> HttpResponse:
    """`<script src=".../c/<lot>/embed.js" data-car="<key>"></script>`; the car may be left out."""
    lot = lot_named(slug)
    text = SCRIPT % f"{settings.PUBLIC_URL}/c/{quote(lot.slug)}/"
    answer = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "public, max-age=3600"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
