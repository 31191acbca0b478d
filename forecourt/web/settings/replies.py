"""How soon a customer has an answer: minutes of opening hours, by channel."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from forecourt.dealership.access import owner_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.dealership.models import Dealership, Staff
from forecourt.sla.models import Trigger
from forecourt.sla.rules import DEFAULT_MINUTES, PRESETS, rule_for
from forecourt.sla.verbs.set_rule import set_rule

CHANNELS = {"": "minutes", "whatsapp": "minutes_whatsapp", "calls": "minutes_calls"}
LIKE_CALLS = ("calls", "sipgate", "twilio")
CHOICES = [(minutes, str(minutes)) for minutes in (5, 10, 15, 30, 60)]


def minutes_in_force(lot: Dealership) -> dict[str, int]:
    """What a channel of CHANNELS has now; where nobody set it, the preset."""
    found = {channel: rule_for(lot, Trigger.FIRST_RESPONSE, channel) for channel in CHANNELS}
    return {
        channel: rule.minutes if rule else PRESETS.get(channel, DEFAULT_MINUTES)
        for channel, rule in found.items()
    }


class RepliesForm(forms.Form):
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("Mail, forms and portals"),
        choices=CHOICES,
        coerce=int,
        widget=forms.RadioSelect,
    )
    minutes_whatsapp = forms.TypedChoiceField(
        label=gettext_lazy("WhatsApp"), choices=CHOICES, coerce=int, widget=forms.RadioSelect
    )
    minutes_calls = forms.TypedChoiceField(
        label=gettext_lazy("Missed calls"), choices=CHOICES, coerce=int, widget=forms.RadioSelect
    )

    def save(self, lot: Dealership, *, by: Staff) -> None:
        """Put in force what was chosen."""
        chosen = {channel: self.cleaned_data[name] for channel, name in CHANNELS.items()}
        chosen |= dict.fromkeys(LIKE_CALLS, chosen["calls"])
        for channel, minutes in chosen.items():
            set_rule(lot, Trigger.FIRST_RESPONSE, channel, minutes, by=by, at=timezone.now())


def replies_facts(lot: Dealership) -> dict[str, int]:
    return {CHANNELS[channel]: minutes for channel, minutes in minutes_in_force(lot).items()}


@require_http_methods(["GET", "HEAD", "POST"])
@owner_only
def replies(request: StaffRequest) -> HttpResponse:
    lot = request.staff.dealership
    form = RepliesForm(request.POST or None, initial=replies_facts(lot))
    if form.is_bound and form.is_valid():
        form.save(lot, by=request.staff)
        messages.info(request, _("Saved"))
        return redirect(request.path)
    context = {"form": form, "chapter": "replies"}
    return render(request, "settings/replies.html", context, status=422 if form.errors else 200)
