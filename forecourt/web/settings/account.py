"""A person's own: language, look, ways to sign in, sessions."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forecourt.dealership.access import signed_in
from forecourt.dealership.middleware import StaffRequest
from forecourt.dealership.verbs.secure import secured
from forecourt.web.signin.confirm import confirmed
from forecourt.web.signin.devices import device_of
from forecourt.web.signin.second_factor import FACTORS, demo_is_open, factors_of, ways_in_of
from forecourt.web.signin.sessions import sessions_of

HERE = "/settings/account/"
MOST_SESSIONS = 20


@require_safe
@signed_in
def account(request: StaffRequest) -> HttpResponse:
    factors = ways_in_of(request.staff)
    context = {
        "passkeys": [one for one in factors if one.type == Authenticator.Type.WEBAUTHN],
        "app": next((one for one in factors if one.type == Authenticator.Type.TOTP), None),
        "has_codes": any(one.type == Authenticator.Type.RECOVERY_CODES for one in factors),
        "is_last": sum(one.type in FACTORS for one in factors) < 2,
        "sessions": [
            {
                "device": device_of(one.user_agent),
                "ip": one.ip,
                "at": one.created_at,
                "is_this": one.session_key == request.session.session_key,
            }
            for one in sessions_of(request.staff)[:MOST_SESSIONS]
        ],
        "is_demo": demo_is_open(),
        "chapter": "account",
    }
    return render(request, "settings/account.html", context)


@require_POST
@signed_in
@confirmed
def remove(request: StaffRequest, factor_id: int) -> HttpResponse:
    """A lost phone's passkey, or the app. The last way in stays."""
    mine = factors_of(request.staff)
    factor = mine.filter(pk=factor_id).first()
    if factor is None:
        raise Http404
    with transaction.atomic():
        if mine.count() < 2:
            messages.error(request, _("This is your last way to sign in. Add another one first."))
            return redirect(HERE)
        what = "app_removed" if factor.type == Authenticator.Type.TOTP else "passkey_removed"
        factor.delete()
        secured(request.staff, what, at=timezone.now())
    return redirect(HERE)


@require_POST
@signed_in
def end_others(request: StaffRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    here = request.session.session_key
    for session in sessions_of(request.staff).exclude(session_key=here):
        session.end()
    secured(request.staff, "sessions_ended", at=timezone.now())
    messages.info(request, _("Signed out everywhere else"))
    return redirect(HERE)
