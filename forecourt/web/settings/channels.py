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
from forecourt.capture.queries import WayIn, ways_in
from forecourt.capture.secrets import LostKey, open_secrets
from forecourt.capture.verbs.connect import change_connection
from forecourt.channels.keys import forget_doors
from forecourt.channels.mail.imap import Account
from forecourt.dealership.access import owner_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.web.settings.channel_words import CHANNEL_WORDS, ChannelWords, words_for
from forecourt.web.settings.mailbox import MailboxForm, save_mailbox
from forecourt.web.settings.mailbox_words import trouble_in_words

HERE = "/settings/channels/"
LONGEST = 500


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """One connection as the list shows it."""

    id: int
    words: ChannelWords
    address: str
    is_on: bool
    seen_at: datetime | None  # the newest delivery
    read_at: datetime | None  # when its mailbox was last read without trouble
    trouble: str

    @property
    def state(self) -> str:
        if not self.is_on:
            return "off"
        return "trouble" if self.trouble else "seen" if self.seen_at else "waiting"


def line_of(way: WayIn) -> ChannelLine:
    connection = way.connection
    return ChannelLine(
        id=connection.pk,
        words=words_for(connection.channel),
        address=f"{settings.PUBLIC_URL}/in/{connection.channel}/{connection.key}",
        is_on=connection.is_on,
        seen_at=way.delivered_at,
        read_at=connection.last_seen_at,
        trouble=trouble_in_words(connection.trouble),
    )


def channel_lines() -> list[ChannelLine]:
    """Every way in of the lot in scope, in the order of CHANNEL_WORDS."""
    order = {channel: place for place, channel in enumerate(CHANNEL_WORDS)}
    found = [one for one in ways_in() if one.connection.channel in order]
    return [line_of(one) for one in sorted(found, key=lambda one: order[one.connection.channel])]


@require_safe
@owner_only
def channels(request: StaffRequest) -> HttpResponse:
    return render(
        request, "settings/channels.html", {"lines": channel_lines(), "chapter": "channels"}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@owner_only
def channel(request: StaffRequest, connection_id: int) -> HttpResponse:
    way = _way_in(connection_id)
    connection = way.connection
    mailbox = None
    if connection.channel == "mail":
        mailbox = MailboxForm(request.POST or None, connection=connection)
    if request.method != "POST":
        return render(request, "settings/channel.html", _shown(way, mailbox))
    if mailbox and not mailbox.is_valid():
        return render(request, "settings/channel.html", _shown(way, mailbox), status=422)
    _save(request, connection)
    if mailbox:
        save_mailbox(request, connection, mailbox)
    else:
        messages.info(request, _("Saved"))
    forget_doors()
    return redirect(request.path)


def _save(request: StaffRequest, connection: Connection) -> None:
    """Take over the secrets that were typed and the settings that changed."""
    words = words_for(connection.channel)
    typed = {
        name: request.POST.get(name, "").strip()[:LONGEST]
        for name in (*words.secrets, *words.settings)
    }
    secrets = {name: typed[name] for name in words.secrets if typed[name]}
    changed = {
        name: typed[name]
        for name in words.settings
        if typed[name] != connection.settings.get(name, "")
    }
    if secrets or changed:
        change_connection(
            connection, at=timezone.now(), by=request.staff, secrets=secrets, settings=changed
        )


def _shown(way: WayIn, mailbox: MailboxForm | None) -> dict[str, Any]:
    connection, words = way.connection, words_for(way.connection.channel)
    kept, lost = _kept(connection)
    return {
        "line": line_of(way),
        "words": words,
        "mailbox": mailbox,
        "has_mailbox": mailbox is not None and Account.is_entered(connection),
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


@require_POST
@owner_only
def switch(request: StaffRequest, connection_id: int) -> HttpResponse:
    """On or off. What is off answers as if the address did not exist."""
    connection = _way_in(connection_id).connection
    is_on = request.POST.get("on") == "1"
    change_connection(connection, at=timezone.now(), by=request.staff, is_on=is_on)
    forget_doors()
    return redirect(f"{HERE}{connection.pk}/")


def _way_in(connection_id: int) -> WayIn:
    found = ways_in(only=connection_id)
    if not found:
        raise Http404
    return found[0]


def _kept(connection: Connection) -> tuple[dict[str, str], bool]:
    try:
        return open_secrets(connection.secrets), False
    except LostKey:
        return {}, True
