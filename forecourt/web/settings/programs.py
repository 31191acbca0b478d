"""Keys for programs that use the API."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from forecourt.dealership.access import owner_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.dealership.models import ApiToken
from forecourt.dealership.verbs.issue_token import issue_token
from forecourt.dealership.verbs.revoke_token import revoke_token

MOST_SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@owner_only
def programs(request: StaffRequest) -> HttpResponse:
    """The list; POST makes a key and shows it this once."""
    made, name = "", request.POST.get("name", "").strip()[:80]
    if request.method == "POST" and name:
        made = issue_token(request.staff.dealership, name, at=timezone.now(), by=request.staff)
    context = {
        "tokens": ApiToken.objects.order_by("revoked_at", "-id")[:MOST_SHOWN],
        "made": made,
        "name": name,
        "chapter": "programs",
    }
    return render(request, "settings/programs.html", context)


@require_POST
@owner_only
def revoke(request: StaffRequest, token_id: int) -> HttpResponse:
    token = ApiToken.objects.filter(pk=token_id).first()
    if token is None:
        raise Http404
    revoke_token(token, by=request.staff, at=timezone.now())
    return redirect("/settings/programs/")
