"""Codes that a lead keeps, in words: why this owner, why this car, what it waits for."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

_DAYS = re.compile(r"\s?\d{4}-\d{2}-\d{2}(?:/\d{4}-\d{2}-\d{2})?")

OWNER_REASONS = {
    "last_owner": gettext_lazy("knows this customer"),
    "only_one_on_duty": gettext_lazy("the only one on duty"),
    "longest_without": gettext_lazy("waited longest for a lead"),
    "nobody_on_duty": gettext_lazy("nobody was on duty"),
    "took_it": gettext_lazy("took it in person"),
    "given": gettext_lazy("given by a colleague"),
    "took_over": gettext_lazy("took it over"),
}
VEHICLE_REASONS = {
    "vin": gettext_lazy("by its VIN"),
    "advert": gettext_lazy("by the advert"),
    "stock_number": gettext_lazy("by its stock number"),
    "plate": gettext_lazy("by its plate"),
    "words": gettext_lazy("by the words of the message"),
    "person": gettext_lazy("chosen by a person"),
}
WAITING_FOR = {
    "partner": pgettext_lazy("waiting for", "Partner decides"),
    "finance": pgettext_lazy("waiting for", "Finance"),
    "own_car": pgettext_lazy("waiting for", "Sells own car first"),
    "comparing": pgettext_lazy("waiting for", "Compares offers"),
    "slot": pgettext_lazy("waiting for", "A free time"),
    "unit_sold": pgettext_lazy("waiting for", "Car is sold"),
    "price": pgettext_lazy("waiting for", "Price"),
    "paperwork": pgettext_lazy("waiting for", "Papers"),
}
NEXT_TEXTS = {
    **WAITING_FOR,
    "call_to_note": gettext_lazy("Write down the call"),
    "after_no_answer": gettext_lazy("No answer so far"),
    "after_voicemail": gettext_lazy("Voicemail left"),
    "after_talk": gettext_lazy("After the talk"),
    "after_message": gettext_lazy("If nothing comes back"),
    "reopened": gettext_lazy("Opened again"),
}
TRIED = frozenset({"after_no_answer", "after_voicemail"})
CHANNELS = {
    "adf": "ADF",
    "call": gettext_lazy("Phone"),
    "calls": gettext_lazy("Phone"),
    "form": gettext_lazy("Web form"),
    "mail": gettext_lazy("Mail"),
    "meta": "Meta",
    "note": gettext_lazy("Note"),
    "portal": gettext_lazy("Portal"),
    "phone": gettext_lazy("Phone"),
    "sipgate": gettext_lazy("Phone"),
    "sms": "SMS",
    "twilio": gettext_lazy("Phone"),
    "walkin": gettext_lazy("Walk-in"),
    "walk_in": gettext_lazy("Walk-in"),
    "whatsapp": "WhatsApp",
}


def owner_reason_in_words(code: str) -> str:
    return str(OWNER_REASONS.get(code, ""))


def next_text_in_words(text: str) -> str:
    """A code in the reader's language; words that a person typed as they are."""
    return str(NEXT_TEXTS.get(text, text))


def channel_in_words(channel: str, provider: str = "") -> str:
    """The provider's own name where one is known, else the channel's."""
    return provider or str(CHANNELS.get(channel, channel))


def vehicle_reason_in_words(code: str) -> str:
    return str(VEHICLE_REASONS.get(code, ""))


def ready_in_words(*, finance: bool, trade_in: bool, wish: str) -> str:
    """Why this buyer stands higher: "finance · trade-in · Saturday 11:00"."""
    parts = [_("finance") if finance else "", _("trade-in") if trade_in else "", _short(wish)]
    return " · ".join(filter(None, parts))


def rings_in_words(rings: int) -> str:
    return ngettext("rang %(n)s time", "rang %(n)s times", rings) % {"n": rings} if rings else ""


def _short(wish: str) -> str:
    """The wish in the customer's words; the days that a portal adds stand in the talk."""
    return _DAYS.sub("", wish).strip() or wish
