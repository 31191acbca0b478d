"""In which language a stranger reads: ?lang=, else what the browser asks for, else the lot's."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_from_request
from django.utils.translation.trans_real import parse_accept_lang_header

from forecourt.dealership.models import Dealership

SPOKEN = {code for code, _ in settings.LANGUAGES}


def language_for(request: HttpRequest, dealership: Dealership) -> str:
    chosen = request.GET.get("lang", "") or request.POST.get("lang", "")
    if chosen in SPOKEN:
        return chosen
    asked = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    understood = any(code.split("-")[0] in SPOKEN for code, _ in asked)
    return get_language_from_request(request)[:2] if understood else dealership.language
