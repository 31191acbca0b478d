"""Doors of the team's screens."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from forecourt.dealership.models import Staff

View = Callable[..., HttpResponse]


def staff_only(view: View) -> View:
    """Let signed-in people in; others go to sign-in. Viewers may look, not write."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        staff = getattr(request, "staff", None)
        if staff is None:
            return redirect_to_login(request.get_full_path())
        if request.method not in {"GET", "HEAD"} and not staff.may_write:
            raise PermissionDenied
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
