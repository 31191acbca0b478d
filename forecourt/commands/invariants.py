"""What must always hold, asked of the database itself."""

from collections.abc import Callable, Iterator

from django.db import connection
from django.db.models import Count, F, Q
from django.utils import timezone

from forecourt.capture.models import Inbound, InboundState
from forecourt.conversations.models import Message
from forecourt.customers.models import Identity
from forecourt.dealership.models import Dealership
from forecourt.dealership.scope import acting_for, all_dealerships
from forecourt.leads.models import Lead
from forecourt.sla.models import Clock
from forecourt.timeline.guards import missing_guards
from forecourt.timeline.models import Event
from forecourt.timeline.verify import faults_of_chain


def faults(*, deep: bool = False) -> list[str]:
    """One sentence per broken invariant; empty if all hold. `deep` reads every row and page."""
    found = [f"{guard} is missing" for guard in missing_guards()]
    with all_dealerships():
        for check in CHECKS:
            found += check()
    if deep:
        found += list(_pages())
        for dealership in Dealership.objects.all():
            with acting_for(dealership):
                found += faults_of_chain(dealership, at=timezone.now())
    return found


def _count(what: str, rows: int) -> list[str]:
    return [f"{rows} {what}"] if rows else []


def _open_leads_without_owner_or_action() -> list[str]:
    open_leads = Lead.objects.filter(state="open")
    broken = open_leads.filter(
        Q(owner__isnull=True) | Q(next_kind="") | Q(next_due_at__isnull=True)
    )
    return _count("open leads have no owner, next action or due time", broken.count())


def _two_open_leads_of_one_customer() -> list[str]:
    twice = (
        Lead.objects.filter(state="open").values("customer").annotate(n=Count("id")).filter(n__gt=1)
    )
    return _count("customers have more than one open lead", twice.count())


def _rows_across_lots() -> list[str]:
    pairs = (
        (Lead, "customer"),
        (Lead, "owner"),
        (Lead, "vehicle"),
        (Message, "lead"),
        (Message, "customer"),
        (Identity, "customer"),
        (Clock, "lead"),
        (Inbound, "connection"),
    )
    found: list[str] = []
    for model, field in pairs:
        foreign = model.objects.exclude(**{f"{field}__dealership_id": F("dealership_id")})
        foreign = foreign.filter(**{f"{field}__isnull": False})
        name = model._meta.verbose_name_plural
        found += _count(f"{name} point to another lot's {field}", foreign.count())
    return found


def _leads_without_a_birth() -> list[str]:
    born = Event.objects.filter(kind="lead.opened", subject_type="lead").values("subject_id")
    return _count(
        "leads have no opening on the timeline", Lead.objects.exclude(pk__in=born).count()
    )


def _leads_without_a_message() -> list[str]:
    return _count("leads have no message", Lead.objects.filter(messages__isnull=True).count())


def _waiting_without_a_clock() -> list[str]:
    ticking = Clock.objects.filter(result="running").values("lead")
    waiting = Lead.objects.filter(state="open", waiting_since__isnull=False)
    return _count(
        "waiting customers have no running clock", waiting.exclude(pk__in=ticking).count()
    )


def _clocks_of_closed_leads() -> list[str]:
    running = Clock.objects.filter(result="running").exclude(lead__state="open")
    return _count("clocks run on closed leads", running.count())


def _clocks_of_nobody_waiting() -> list[str]:
    running = Clock.objects.filter(result="running", lead__state="open")
    return _count(
        "clocks run though nobody waits", running.filter(lead__waiting_since__isnull=True).count()
    )


def _clocks_of_another_wait() -> list[str]:
    running = Clock.objects.filter(result="running", lead__waiting_since__isnull=False)
    same = Q(started_at=F("lead__waiting_since"), due_at=F("lead__reply_due_at"))
    return _count("clocks run from another moment than the wait", running.exclude(same).count())


def _open_leads_of_people_who_left() -> list[str]:
    left = Lead.objects.filter(state="open", owner__is_active=False)
    return _count("open leads belong to people who left", left.count())


def _finished_inbound() -> list[str]:
    unfinished = Inbound.objects.exclude(state=InboundState.RECEIVED).filter(
        finished_at__isnull=True
    )
    return _count("deliveries ended without a time", unfinished.count())


CHECKS: tuple[Callable[[], list[str]], ...] = (
    _open_leads_without_owner_or_action,
    _two_open_leads_of_one_customer,
    _rows_across_lots,
    _leads_without_a_birth,
    _leads_without_a_message,
    _waiting_without_a_clock,
    _clocks_of_closed_leads,
    _clocks_of_nobody_waiting,
    _clocks_of_another_wait,
    _open_leads_of_people_who_left,
    _finished_inbound,
)


def _pages() -> Iterator[str]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(20)")
        yield from (f"database: {row[0]}" for row in cursor.fetchall() if row[0] != "ok")
        cursor.execute("PRAGMA foreign_key_check")
        broken = cursor.fetchall()
        if broken:
            yield f"{len(broken)} rows point to rows that are not there"
