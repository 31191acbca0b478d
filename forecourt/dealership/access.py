"""Doors of the team's screens."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from forecourt.dealership.models import Absence, ApiToken, Invitation, Staff
from forecourt.dealership.scope import all_dealerships

View = Callable[..., HttpResponse]


def staff_only(view: View) -> View:
    """Let signed-in people in; others go to sign-in. Viewers may look, not write."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        staff = getattr(request, "staff", None)
        if staff is None and "X-Sent-Later" in request.headers:
            return HttpResponse(status=401)  # a phone's queue takes a redirect for "stored"
        if staff is None:
            return redirect_to_login(request.get_full_path())
        if request.method not in {"GET", "HEAD"} and not staff.may_write:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def signed_in(view: View) -> View:
    """Let everybody of a lot in, viewers too: for what is a person's own."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request, "staff", None) is None:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded


def owner_only(view: View) -> View:
    """Let the owner in; for others the page is not there to change."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.staff.is_owner:  # type: ignore[attr-defined]
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return staff_only(guarded)


def staff_for(staff: Staff, colleague_id: int) -> Staff:
    """A colleague of the same lot, or 404."""
    found = Staff.of_lot.filter(pk=colleague_id).select_related("dealership").first()
    if found is None or found.dealership_id != staff.dealership_id:
        raise Http404
    return found


def absence_for(colleague: Staff, absence_id: int) -> Absence:
    """One of the absences of `colleague`, or 404."""
    found: Absence | None = (
        Absence.objects.filter(pk=absence_id, staff=colleague)
        .select_related("staff__dealership")
        .first()
    )
    if found is None:
        raise Http404
    return found


def token_for(staff: Staff, token_id: int) -> ApiToken:
    """A program's key of this person's lot, or 404."""
    found: ApiToken | None = ApiToken.objects.filter(
        pk=token_id, dealership=staff.dealership_id
    ).first()
    if found is None:
        raise Http404
    return found


def person_by_id(staff_id: int) -> Staff:
    """Somebody of any lot, with the lot; for what runs beside the pages, without a request."""
    return Staff.objects.select_related("dealership").get(pk=staff_id)


def address_is_taken(email: str) -> bool:
    """Whether somebody of any lot signs in with this mail address."""
    return bool(Staff.objects.filter(email=email).exists())


def invited_by(token: str, *, at: datetime) -> Staff | None:
    """Whose one-time link this is, without using it up; None for a link that is spent."""
    token_hash = hashlib.sha256(token.encode()).hexdigest()
    with all_dealerships():
        found = (
            Invitation.objects.filter(token_hash=token_hash)
            .select_related("staff__dealership")
            .first()
        )
    return found.staff if found is not None and found.is_good(at) else None


def id_in(text: str) -> int:
    """The id in a field of a form or an address; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
