"""A further inquiry of a customer whose lead is open."""

from datetime import datetime

from forecourt.dealership.models import Staff
from forecourt.leads.change import matches
from forecourt.leads.models import Lead, OtherVehicle
from forecourt.leads.verbs.open_lead import Asked, NextAction
from forecourt.timeline.happened import happened

_DECIDING = ("waiting_since", "next_due_at", "rings", "vehicle_id", "last_contact_at")


class ChangedMeanwhile(Exception):
    """Somebody answered, closed or joined the lead since it was read: read it again."""


def join(
    lead: Lead,
    *,
    asked: Asked,
    next_action: NextAction | None,
    reply_due_at: datetime | None,
    by: Staff | None,
    at: datetime,
    overtaken: bool = False,
) -> Lead:
    """Put the inquiry on the open lead; its owner stays.

    The next action comes forward only if the customer did not already wait for us with an earlier
    due time: a second message never moves a promise back. `overtaken` says that the customer waits
    since this question, which later ones overtook on their way to us. Raises ChangedMeanwhile,
    since a question that meets its answer, or a closed lead, would otherwise wait for nobody.
    """
    seen = matches({name: getattr(lead, name) for name in ("state", *_DECIDING)})
    changed = ["last_contact_at", "last_words"]
    if lead.last_contact_at is None or asked.at >= lead.last_contact_at:  # else it came late
        words = Lead.fitting("last_words", asked.words)
        lead.last_contact_at, lead.last_words = asked.at, words or lead.last_words
    changed += _add_facts(lead, asked)
    begins = asked.waits_for_us and lead.waiting_since is None
    if begins or overtaken:
        known = None if begins else lead.reply_due_at
        lead.waiting_since = asked.clock_from
        lead.reply_due_at = min(filter(None, [known, reply_due_at]), default=None)
        changed += ["waiting_since", "reply_due_at"]
    if next_action and (lead.next_due_at is None or next_action.due_at < lead.next_due_at):
        for name, value in next_action.as_fields().items():
            setattr(lead, name, value)
            changed.append(name)
    written = {name: getattr(lead, name) for name in changed}
    if not Lead.objects.filter(seen, pk=lead.pk).update(**written):
        raise ChangedMeanwhile(lead.pk)
    happened(
        "lead.joined",
        lead,
        lead=lead,
        by=by,
        at=asked.at,
        channel=asked.channel,
        vehicle=asked.vehicle.pk if asked.vehicle else None,
        rings=lead.rings,
        wait_begins=begins,
        overtaken=overtaken,
        waits_from=asked.clock_from.isoformat() if asked.waits_for_us else None,
    )
    return lead


def _add_facts(lead: Lead, asked: Asked) -> list[str]:
    changed = []
    if asked.vehicle and lead.vehicle_id is None:
        lead.vehicle = asked.vehicle
        lead.vehicle_reason, lead.vehicle_confidence = (
            asked.vehicle_reason,
            asked.vehicle_confidence,
        )
        changed += ["vehicle", "vehicle_reason", "vehicle_confidence"]
    elif asked.vehicle and asked.vehicle.pk != lead.vehicle_id:
        OtherVehicle.objects.get_or_create(
            lead=lead,
            vehicle=asked.vehicle,
            defaults={"dealership_id": lead.dealership_id, "at": asked.at},
        )
    for flag in ("has_trade_in", "wants_finance"):
        if getattr(asked, flag) and not getattr(lead, flag):
            setattr(lead, flag, True)
            changed.append(flag)
    for text in ("wish", "interest"):
        if getattr(asked, text) and not getattr(lead, text):
            setattr(lead, text, Lead.fitting(text, getattr(asked, text)))
            changed.append(text)
    if asked.rings:
        lead.rings += asked.rings
        changed.append("rings")
    return changed
