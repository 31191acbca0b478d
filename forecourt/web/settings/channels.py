"""The ways in: their addresses, whether they are on, and their secrets, which are never shown."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forecourt.capture.models import Connection
from forecourt.capture.secrets import LostKey, open_secrets
from forecourt.capture.verbs.connect import change_connection
from forecourt.channels.keys import forget_doors
from forecourt.dealership.access import owner_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.web.inbox.reason_words import reason_in_words
from forecourt.web.settings.channel_words import CHANNEL_WORDS, ChannelWords, words_for

HERE = "/settings/channels/"
LONGEST = 500


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """One connection as the list shows it."""

    id: int
    words: ChannelWords
    address: str
    is_on: bool
    seen_at: datetime | None
    trouble: str

    @property
    def state(self) -> str:
        if not self.is_on:
            return "off"
        return "trouble" if self.trouble else "seen" if self.seen_at else "waiting"


def line_of(connection: Connection) -> ChannelLine:
    return ChannelLine(
        id=connection.pk,
        words=words_for(connection.channel),
        address=f"{settings.PUBLIC_URL}/in/{connection.channel}/{connection.key}",
        is_on=connection.is_on,
        seen_at=connection.last_seen_at,
        trouble=reason_in_words(connection.trouble),
    )


def channel_lines() -> list[ChannelLine]:
    """Every way in of the lot in scope, in the order of CHANNEL_WORDS."""
    order = {channel: place for place, channel in enumerate(CHANNEL_WORDS)}
    found = [one for one in Connection.objects.order_by("id") if one.channel in order]
    return [line_of(one) for one in sorted(found, key=lambda one: order[one.channel])]


@require_safe
@owner_only
def channels(request: StaffRequest) -> HttpResponse:
    return render(
        request, "settings/channels.html", {"lines": channel_lines(), "chapter": "channels"}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@owner_only
def channel(request: StaffRequest, connection_id: int) -> HttpResponse:
    connection = _connection(connection_id)
    words = words_for(connection.channel)
    if request.method == "POST":
        typed = {name: request.POST.get(name, "").strip()[:LONGEST] for name in words.secrets}
        change_connection(
            connection,
            at=timezone.now(),
            by=request.staff,
            secrets={name: value for name, value in typed.items() if value},
            settings={
                name: request.POST.get(name, "").strip()[:LONGEST] for name in words.settings
            },
        )
        forget_doors()
        messages.info(request, _("Saved"))
        return redirect(request.path)
    kept, lost = _kept(connection)
    context: dict[str, Any] = {
        "line": line_of(connection),
        "words": words,
        "secrets": [
            {"name": name, "label": label, "is_set": bool(kept.get(name))}
            for name, label in words.secrets.items()
        ],
        "settings": [
            {"name": name, "label": label, "value": connection.settings.get(name, "")}
            for name, label in words.settings.items()
        ],
        "lost": lost,
        "chapter": "channels",
    }
    return render(request, "settings/channel.html", context)


@require_POST
@owner_only
def switch(request: StaffRequest, connection_id: int) -> HttpResponse:
    """On or off. What is off answers as if the address did not exist."""
    connection = _connection(connection_id)
    is_on = request.POST.get("on") == "1"
    change_connection(connection, at=timezone.now(), by=request.staff, is_on=is_on)
    forget_doors()
    return redirect(f"{HERE}{connection.pk}/")


def _connection(connection_id: int) -> Connection:
    found: Connection | None = Connection.objects.filter(pk=connection_id).first()
    if found is None:
        raise Http404
    return found


def _kept(connection: Connection) -> tuple[dict[str, str], bool]:
    try:
        return open_secrets(connection.secrets), False
    except LostKey:
        return {}, True
