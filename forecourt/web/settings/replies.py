"""How soon a customer has an answer: minutes of opening hours, by channel."""

from collections.abc import Mapping

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from forecourt.channels import TELEPHONY
from forecourt.dealership.access import owner_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.dealership.models import Dealership, Staff
from forecourt.sla.models import Trigger
from forecourt.sla.rules import terms
from forecourt.sla.verbs.set_rule import set_rule

CHANNELS = {"": "minutes", "whatsapp": "minutes_whatsapp", "calls": "minutes_calls"}
CHOICES = [(minutes, str(minutes)) for minutes in (5, 10, 15, 30, 60)]


def minutes_in_force(lot: Dealership) -> dict[str, int]:
    """What a channel of CHANNELS has now."""
    return {channel: terms(lot, Trigger.FIRST_RESPONSE, channel)[0] for channel in CHANNELS}


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
        chosen |= dict.fromkeys(TELEPHONY, chosen["calls"])
        for channel, minutes in chosen.items():
            set_rule(lot, Trigger.FIRST_RESPONSE, channel, minutes, by=by, at=timezone.now())


def as_fields(minutes: Mapping[str, int]) -> dict[str, int]:
    """Minutes by channel, as the form's fields."""
    return {CHANNELS[channel]: number for channel, number in minutes.items()}


@require_http_methods(["GET", "HEAD", "POST"])
@owner_only
def replies(request: StaffRequest) -> HttpResponse:
    lot = request.staff.dealership
    form = RepliesForm(request.POST or None, initial=as_fields(minutes_in_force(lot)))
    if form.is_bound and form.is_valid():
        form.save(lot, by=request.staff)
        messages.info(request, _("Saved"))
        return redirect(request.path)
    context = {"form": form, "chapter": "replies"}
    return render(request, "settings/replies.html", context, status=422 if form.errors else 200)
