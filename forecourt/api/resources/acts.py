"""`leads/{id}/…`: what a person does about a lead, each one verb."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpResponse
from pydantic import Field

from forecourt.api.actor import owner_behind
from forecourt.api.answers import answer, number_of
from forecourt.api.door import ApiRequest
from forecourt.api.fields import Body, Id, Line, Moment, Word, Words
from forecourt.api.problems import Problem, unfit
from forecourt.api.resources.leads import lead_as_json, lead_of, router
from forecourt.api.shapes.lead import LeadOut
from forecourt.conversations.verbs.note import LONGEST, note
from forecourt.dealership.models import Staff
from forecourt.leads.models import Lead, LostReason, NextKind
from forecourt.leads.queries import newest_act
from forecourt.leads.reach import FURTHEST, OLDEST
from forecourt.leads.steps import after_attempt, after_reopening
from forecourt.leads.verbs.assign import CannotTakeLeads, GivenMeanwhile, assign
from forecourt.leads.verbs.attempt import LeadIsClosed, Outcome, attempt
from forecourt.leads.verbs.lose import AnotherIsOpen, lose, reopen
from forecourt.leads.verbs.open_lead import NextAction
from forecourt.leads.verbs.plan_next import plan_next
from forecourt.leads.verbs.undo import TooLateToUndo, undo

Kind = Literal["reply", "call_back", "call", "message", "visit", "drive", "appraise", "wait"]


class NextActionIn(Body):
    """What comes next, by when, and whether it was promised to the customer."""

    kind: Kind
    due_at: Moment
    text: Line | None = None
    promised: Annotated[bool, Field(strict=True)] = False

    def as_next(self, at: datetime) -> NextAction:
        """Raises Problem for a time years off: a slip that nobody would see again."""
        if not at - OLDEST <= self.due_at <= at + FURTHEST:
            raise unfit("due_at", f"must lie within {FURTHEST.days} days")
        return NextAction(
            NextKind(self.kind), self.due_at, (self.text or "").strip(), self.promised
        )


class NoteIn(Body):
    """Seen by the team alone."""

    text: Annotated[Words, Field(min_length=1, max_length=LONGEST)]


class AttemptIn(Body):
    """A call, or a message from the person's own phone, and how it went.

    Without `next_action` the usual next step for the outcome is taken.
    """

    channel: Annotated[Word, Field(min_length=1, max_length=15)] = "call"
    outcome: Literal["not_sent", "no_answer", "voicemail", "sent", "reached"]
    began_at: Moment | None = None
    next_action: NextActionIn | None = None


class AssignIn(Body):
    """`seen_owner` is the owner the program saw; 409 if it is somebody else by now."""

    owner: Id
    seen_owner: Id | None = None


class LoseIn(Body):
    reason: Literal["bought_elsewhere", "price", "no_answer", "not_serious", "other"]
    spam: Annotated[bool, Field(strict=True)] = False


class UndoIn(Body):
    """`event` is a row of the timeline, e.g. "e12"; without it the newest act is meant."""

    event: Id | None = None


class ReopenIn(Body):
    """Without `next_action` a call is due when the lot was open for an hour more."""

    next_action: NextActionIn | None = None


@router.post("/{lead_id}/note", response={201: LeadOut}, summary="Write something down")
def write_note(request: ApiRequest, lead_id: str, body: NoteIn) -> HttpResponse:
    lead = lead_of(lead_id)
    if not body.text.strip():
        raise unfit("text", "is empty")
    note(lead, body.text, by=owner_behind(request.lot), at=request.at)
    return answer(lead_as_json(lead), 201)


@router.post("/{lead_id}/attempt", response={201: LeadOut}, summary="Say how a call went")
def record_attempt(request: ApiRequest, lead_id: str, body: AttemptIn) -> HttpResponse:
    lead, outcome = lead_of(lead_id), Outcome(body.outcome)
    next_action = (
        body.next_action.as_next(request.at)
        if body.next_action
        else after_attempt(lead, outcome, dealership=request.lot, at=request.at)
    )
    with _refusals(lead):
        attempt(
            lead,
            channel=body.channel,
            outcome=outcome,
            next_action=next_action,
            by=owner_behind(request.lot),
            at=request.at,
            began_at=_not_ahead(body.began_at, request.at),
        )
    return answer(lead_as_json(lead_of(lead_id)), 201)


@router.post("/{lead_id}/next-action", response={200: LeadOut}, summary="Say what comes next")
def plan_next_action(request: ApiRequest, lead_id: str, body: NextActionIn) -> HttpResponse:
    lead = lead_of(lead_id)
    with _refusals(lead):
        plan_next(lead, body.as_next(request.at), by=owner_behind(request.lot), at=request.at)
    return answer(lead_as_json(lead_of(lead_id)))


@router.post("/{lead_id}/assign", response={200: LeadOut}, summary="Give it to a colleague")
def assign_lead(request: ApiRequest, lead_id: str, body: AssignIn) -> HttpResponse:
    lead = lead_of(lead_id)
    to = Staff.of_lot.filter(pk=number_of(body.owner) or 0).first()
    if to is None:
        raise unfit("owner", "names nobody of this lot")
    seen = lead.owner_id if body.seen_owner is None else number_of(body.seen_owner) or 0
    with _refusals(lead):
        assign(lead, to=to, seen_owner_id=seen, by=owner_behind(request.lot), at=request.at)
    return answer(lead_as_json(lead_of(lead_id)))


@router.post("/{lead_id}/lose", response={200: LeadOut}, summary="Close it without a sale")
def lose_lead(request: ApiRequest, lead_id: str, body: LoseIn) -> HttpResponse:
    lead = lead_of(lead_id)
    with _refusals(lead):
        lose(
            lead,
            reason=LostReason(body.reason),
            by=owner_behind(request.lot),
            at=request.at,
            is_spam=body.spam,
        )
    return answer(lead_as_json(lead_of(lead_id)))


@router.post("/{lead_id}/reopen", response={200: LeadOut}, summary="Open it again")
def reopen_lead(request: ApiRequest, lead_id: str, body: ReopenIn) -> HttpResponse:
    lead = lead_of(lead_id)
    next_action = (
        body.next_action.as_next(request.at)
        if body.next_action
        else after_reopening(request.lot, at=request.at)
    )
    with _refusals(lead):
        reopen(lead, next_action=next_action, by=owner_behind(request.lot), at=request.at)
    return answer(lead_as_json(lead_of(lead_id)))


@router.post("/{lead_id}/undo", response={200: LeadOut}, summary="Take back the last act")
def undo_act(request: ApiRequest, lead_id: str, body: UndoIn) -> HttpResponse:
    """409 when something came after it, or a day has passed."""
    lead = lead_of(lead_id)
    act = _act_named(lead, body.event)
    try:
        undo(lead, event_id=act, by=owner_behind(request.lot), at=request.at)
    except TooLateToUndo:
        raise Problem(409, "This cannot be taken back any more.") from None
    return answer(lead_as_json(lead_of(lead_id)))


def _act_named(lead: Lead, opaque: str | None) -> int:
    """The event of a timeline row such as "e12"; without one the newest act on the lead."""
    if opaque is not None:
        number = number_of(opaque.removeprefix("e"))
        if number is None:
            raise unfit("event", "names no row of this timeline")
        return number
    newest = newest_act(lead.pk)
    if newest is None:
        raise Problem(409, "There is nothing to take back.")
    return newest.pk


@contextmanager
def _refusals(lead: Lead) -> Iterator[None]:
    """A verb's refusal as 409, with how the lead stands now."""
    try:
        yield
    except LeadIsClosed:
        raise Problem(409, "The lead is closed. Reopen it first.") from None
    except GivenMeanwhile as found:
        detail = "The lead was given away or closed meanwhile."
        raise Problem(409, detail, owner=str(found.lead.owner_id)) from None
    except CannotTakeLeads:
        raise unfit("owner", "does not take leads") from None
    except AnotherIsOpen:
        other = Lead.objects.filter(customer=lead.customer_id).open().first()
        detail = "The customer has another open lead."
        raise Problem(409, detail, lead=str(other.pk) if other else None) from None


def _not_ahead(began_at: datetime | None, at: datetime) -> datetime | None:
    return min(began_at, at) if began_at is not None else None
