"""The lot's mailbox on the page of its mail channel: entered, tried, fetched from."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from forecourt.capture.access import way_in_for
from forecourt.capture.models import Connection
from forecourt.capture.secrets import LostKey, open_secrets
from forecourt.channels.mail.imap import PORTS, Account
from forecourt.channels.verbs.fetch_mail import fetch_mail
from forecourt.channels.verbs.keep_mailbox import keep_mailbox
from forecourt.channels.verbs.try_mailbox import try_mailbox
from forecourt.dealership.access import owner_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.web.settings.mailbox_words import trouble_in_words

USUAL_PORT = {"tls": 993, "starttls": 143}
NAMES = ("imap_host", "imap_security", "imap_port", "imap_user", "imap_folders")
_LINE = r"^[^\x00-\x1f\x7f]*$"
_PLAIN = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}


class MailboxForm(forms.Form):
    """An empty server means no mailbox. The password is taken and never shown."""

    imap_host = forms.RegexField(
        r"^[\w.:-]*$",
        label=gettext_lazy("Server"),
        max_length=200,
        required=False,
        widget=forms.TextInput({**_PLAIN, "inputmode": "url", "placeholder": "imap.example.com"}),
    )
    imap_security = forms.ChoiceField(
        label=gettext_lazy("Encryption"),
        choices=(("tls", "TLS"), ("starttls", "STARTTLS")),
        initial="tls",
        required=False,
        widget=forms.RadioSelect,
    )
    imap_port = forms.IntegerField(
        label=gettext_lazy("Port"),
        min_value=1,
        max_value=65535,
        required=False,
        help_text=gettext_lazy("Empty: 993 for TLS, 143 for STARTTLS."),
        widget=forms.TextInput({**_PLAIN, "inputmode": "numeric"}),
    )
    imap_user = forms.RegexField(
        _LINE,
        label=gettext_lazy("User name"),
        max_length=200,
        required=False,
        widget=forms.TextInput(_PLAIN),
    )
    imap_password = forms.RegexField(
        _LINE,
        label=gettext_lazy("Password"),
        max_length=500,
        required=False,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password", "dir": "ltr"}),
    )
    imap_folders = forms.RegexField(
        _LINE,
        label=gettext_lazy("Folders"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("With commas between. Empty: INBOX."),
        widget=forms.TextInput(_PLAIN),
    )

    def __init__(self, *args: Any, connection: Connection, **kwargs: Any) -> None:
        given = {name: connection.settings.get(name, "") for name in NAMES}
        given["imap_security"] = given["imap_security"] or "tls"
        super().__init__(*args, **{"initial": given, **kwargs})
        self._connection = connection
        self.has_password = _has_password(connection)
        if self.has_password:
            password = self.fields["imap_password"]
            password.help_text = _("Set. Leave empty to keep it.")
            password.widget.attrs["placeholder"] = "••••••••"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors or not cleaned["imap_host"]:
            return cleaned
        host = cleaned["imap_host"]
        cleaned["imap_security"] = cleaned["imap_security"] or "tls"
        cleaned["imap_port"] = cleaned["imap_port"] or USUAL_PORT[cleaned["imap_security"]]
        if cleaned["imap_port"] not in PORTS and (
            f"{host}:{cleaned['imap_port']}" not in settings.PRIVATE_MAIL_HOSTS
        ):
            self.add_error("imap_port", _("A mailbox is read on port 993 or 143."))
        if not cleaned["imap_user"]:
            self.add_error("imap_user", _("Enter the user name of the mailbox."))
        if not cleaned["imap_password"] and not self._stays():
            self.add_error("imap_password", _("Enter the password for this mailbox."))
        return cleaned

    def _stays(self) -> bool:
        """A kept password is only ever shown to the server and user it was entered for."""
        kept = self._connection.settings
        names = ("imap_host", "imap_port", "imap_security", "imap_user")
        same = all(str(kept.get(name, "")) == str(self.cleaned_data[name]) for name in names)
        return self.has_password and same

    def facts(self) -> dict[str, Any]:
        """The settings to keep; all empty where the mailbox was taken away."""
        if not self.cleaned_data["imap_host"]:
            return dict.fromkeys(NAMES, "")
        return {name: self.cleaned_data[name] for name in NAMES}


def save_mailbox(request: StaffRequest, connection: Connection, form: MailboxForm) -> None:
    """Keep what a valid form holds, and try it if that was asked for."""
    facts, password = form.facts(), form.cleaned_data["imap_password"]
    if password or any(str(connection.settings.get(n, "")) != str(facts[n]) for n in NAMES):
        keep_mailbox(connection, facts, password, at=timezone.now(), by=request.staff)
    if request.POST.get("then") == "test" and facts["imap_host"]:
        say_result(request, try_mailbox(connection), _("Saved. The mailbox can be read."))
    else:
        messages.info(request, _("Saved"))


def say_result(request: StaffRequest, trouble: str, good: str) -> None:
    if trouble:
        messages.error(request, trouble_in_words(trouble))
    else:
        messages.info(request, good)


@require_POST
@owner_only
def fetch(request: StaffRequest, connection_id: int) -> HttpResponse:
    """Look into the mailbox now."""
    connection = way_in_for(request.staff, connection_id, channel="mail")
    if not Account.is_entered(connection):
        raise Http404
    count = fetch_mail(connection, at=timezone.now())
    connection.refresh_from_db(fields=["trouble"])
    fetched = ngettext("%(count)d new message.", "%(count)d new messages.", count)
    nothing = _("No new messages.")
    say_result(request, connection.trouble, fetched % {"count": count} if count else nothing)
    return redirect(f"/settings/channels/{connection.pk}/")


def _has_password(connection: Connection) -> bool:
    try:
        return bool(open_secrets(connection.secrets).get("imap_password"))
    except LostKey:
        return False
