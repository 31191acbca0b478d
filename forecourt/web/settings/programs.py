"""Keys for programs that use the API."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from forecourt.dealership.access import owner_only, token_for
from forecourt.dealership.middleware import StaffRequest
from forecourt.dealership.queries import keys_for_programs
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
        "tokens": keys_for_programs(at_most=MOST_SHOWN),
        "made": made,
        "name": name,
        "chapter": "programs",
    }
    return render(request, "settings/programs.html", context)


@require_POST
@owner_only
def revoke(request: StaffRequest, token_id: int) -> HttpResponse:
    revoke_token(token_for(request.staff, token_id), by=request.staff, at=timezone.now())
    return redirect("/settings/programs/")
