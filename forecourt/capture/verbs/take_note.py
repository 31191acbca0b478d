"""What a provider tells about talk that is there already. A notice never opens a lead."""

from datetime import datetime

from django.db import IntegrityError, transaction

from forecourt.capture.identities import known_identities
from forecourt.capture.inquiry import Notice
from forecourt.capture.verbs.capture import clamp
from forecourt.conversations.models import Annotation, Direction, Message
from forecourt.conversations.queries import message_known_as
from forecourt.conversations.verbs.correct_call import correct_call
from forecourt.customers.models import Customer, Identity
from forecourt.customers.verbs.recognise import recognise
from forecourt.dealership.models import Dealership
from forecourt.leads.models import Lead
from forecourt.leads.verbs.answer import answer
from forecourt.timeline.happened import happened

ANNOTATIONS = {"status", "edit", "revoke", "reaction"}
SPOKEN = {"echo": Direction.OUT, "history": Direction.IN, "auto_reply": Direction.IN}


def take_note(notice: Notice, *, channel: str, dealership: Dealership, at: datetime) -> None:
    """Apply a notice. Safe to repeat, in any order."""
    if notice.kind in ANNOTATIONS:
        _annotate(notice, channel, dealership, at)
    elif notice.kind in SPOKEN:
        _add_to_thread(notice, channel, dealership, at)
    elif notice.kind == "identity_changed":
        _move_identity(notice, dealership, at)
    elif notice.kind in {"call_answered", "call_ended"}:
        known = message_known_as(channel, [notice.about])
        if known is not None and notice.kind == "call_answered":
            correct_call(known, "answered", at=at)
    elif notice.kind in {"opt_out", "opt_in", "bounce", "delayed", "resend"}:
        _write_down(notice, channel, dealership, at)


def _annotate(notice: Notice, channel: str, dealership: Dealership, at: datetime) -> None:
    Annotation.objects.bulk_create(
        [
            Annotation(
                dealership=dealership,
                channel=channel,
                about=notice.about[:255],
                kind=notice.kind,
                value=(notice.status or notice.detail.get("emoji", ""))[:20],
                text=notice.text,
                at=clamp(notice.at, at),
                key=(notice.provider_id or f"{notice.status}:{notice.at}")[:255],
            )
        ],
        ignore_conflicts=True,
    )


def _add_to_thread(notice: Notice, channel: str, dealership: Dealership, at: datetime) -> None:
    """Talk that happened elsewhere: staff in their phone, a back-filled thread, auto-replies."""
    known = known_identities(notice.person, region=dealership.country)
    if not known:
        return
    direction = Direction.OUT if notice.detail.get("direction") == "out" else SPOKEN[notice.kind]
    said_at = notice.at or at if notice.kind == "history" else clamp(notice.at, at)
    try:
        with transaction.atomic():
            customer = recognise(
                known, dealership=dealership, at=at, name=notice.person.name
            ).customer
            lead = Lead.objects.filter(customer=customer).open().first()
            Message.objects.create(
                dealership=dealership,
                customer=customer,
                lead=lead,
                direction=direction,
                channel=channel,
                kind=notice.kind,
                body=notice.text,
                provider_id=notice.provider_id[:255],
                at=said_at,
                stored_at=at,
            )
            if notice.kind == "echo" and lead is not None and not _asked_later(lead, said_at):
                answered_at = max(said_at, lead.waiting_since or said_at)
                answer(lead, channel=channel, evidence="answered", by=None, at=answered_at)
    except IntegrityError:
        if message_known_as(channel, [notice.provider_id]) is None:
            raise  # another writer got to know the customer in this moment: begin anew


def _asked_later(lead: Lead, at: datetime) -> bool:
    """Whether the customer wrote again after `at`. A clock may have begun later than they wrote:
    a provider that comes back after days brings question and answer together.
    """
    return Message.objects.filter(lead=lead, direction=Direction.IN, at__gt=at).exists()


def _move_identity(notice: Notice, dealership: Dealership, at: datetime) -> None:
    """A number or user id changed: the customer keeps both, the new one counts from now on."""
    old = known_identities(notice.person, region=dealership.country)
    rows = [row for one in old for row in Identity.objects.filter(kind=one.kind, value=one.value)]
    fresh = {
        Identity.Kind.WHATSAPP: notice.detail.get("wa_id", ""),
        Identity.Kind.WHATSAPP_USER: notice.detail.get("user_id", ""),
    }
    for row in rows[:1]:
        for kind, value in fresh.items():
            if value:
                Identity.objects.get_or_create(
                    dealership=dealership,
                    kind=kind,
                    value=value,
                    defaults={"customer_id": row.customer_id, "created_at": at, "raw": value},
                )
        happened("customer.identity_changed", row.customer, at=at)


def _write_down(notice: Notice, channel: str, dealership: Dealership, at: datetime) -> None:
    message = (
        message_known_as(channel, [notice.about, notice.provider_id]) if notice.about else None
    )
    subject: Customer | Lead | None = message.lead if message else None
    if subject is None:
        known = known_identities(notice.person, region=dealership.country)
        held = [Identity.objects.filter(kind=one.kind, value=one.value).first() for one in known]
        subject = next((row.customer for row in held if row), None)
    if subject is not None:
        lead = subject if isinstance(subject, Lead) else None
        happened(
            f"customer.{notice.kind}", subject, lead=lead, at=clamp(notice.at, at), channel=channel
        )
