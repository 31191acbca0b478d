"""Stefan's lot, with a row in every table and a canary in every column of text."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import DatabaseError, models, transaction

from forecourt.capture.envelope import Envelope
from forecourt.capture.inquiry import Identity, Inquiry, Person, Source
from forecourt.capture.models import Connection, IdempotencyKey, Inbound
from forecourt.capture.verbs.capture import capture
from forecourt.capture.verbs.store import row_of, store
from forecourt.channels.verbs.connect_all import connect_all
from forecourt.conversations.models import Annotation
from forecourt.conversations.verbs.note import note
from forecourt.dealership.models import Absence, ApiToken, DayException, Dealership, Staff
from forecourt.dealership.scope import acting_for, all_dealerships
from forecourt.dealership.verbs.invite import invite
from forecourt.dealership.verbs.issue_token import issue_token
from forecourt.leads.models import Lead, OtherVehicle
from forecourt.sla.models import Trigger
from forecourt.sla.verbs.set_rule import set_rule
from forecourt.stock.models import Advert, StockList
from forecourt.timeline.guards import APPEND_ONLY, tenant_tables
from forecourt.timeline.models import Event
from forecourt.timeline.verbs.seal import seal
from tests.cast import car

CANARY = "Kanarek7"
KEPT = {"token_hash", "password", "currency", "timezone"}
Ids = dict[str, int]


def furnish(
    lot: Dealership,
    owner: Staff,
    at: datetime,
    phone: str = "+48601234567",
    factor_type: str = "webauthn",
    word: str = CANARY,
) -> Ids:
    """Rows of every kind at `lot`; the id of one of each, by the names that addresses use."""
    with acting_for(lot):
        connect_all(lot, at=at)
        golf = car(lot, make="Fiat", model="Panda", stock_number=f"S-{lot.pk}", price=100)
        polo = car(lot, make="Fiat", model="Tipo", stock_number=f"T-{lot.pk}", price=100)
        asked = _asked(word, phone)
        captured = capture(asked, dealership=lot, at=at)
        lead = captured.lead
        Lead.objects.filter(pk=lead.pk).update(vehicle=golf)
        OtherVehicle.objects.create(dealership=lot, lead=lead, vehicle=polo, at=at)
        Advert.objects.create(dealership=lot, vehicle=golf, key=f"ad-{lot.pk}")
        StockList.objects.create(
            dealership=lot, by=owner, filename="a.csv", body=b"x", created_at=at
        )
        note(lead, word, by=owner, at=at)
        Annotation.objects.create(
            dealership=lot, channel="whatsapp", about="wamid.1", kind="edit", at=at, key="1"
        )
        connection = Connection.objects.filter(channel="form").get()
        store([row_of(connection, Envelope("form", word.encode(), at), "1")])
        Inbound.objects.update(state="held", finished_at=at, reason=word)
        IdempotencyKey.objects.create(dealership=lot, key="k", request_hash="h", at=at)
        set_rule(lot, Trigger.FIRST_RESPONSE, "form", 7, by=owner, at=at)
        away = Absence.objects.create(
            dealership=lot, staff=owner, kind="leave", begins_at=at + timedelta(days=300),
            ends_at=at + timedelta(days=301),
        )  # fmt: skip
        DayException.objects.create(dealership=lot, day=at.date(), reason="closed")
        invite(owner, at=at)
        issue_token(lot, "program", at=at)
        factor = Authenticator.objects.create(user=owner, type=factor_type, data={"name": word})
        seal(lot)
        _fill_the_rest(lot, at)
        return {
            "lead_id": lead.pk,
            "event_id": Event.objects.filter(lead_id=lead.pk).latest("id").pk,
            "vehicle_id": golf.pk,
            "customer_id": lead.customer_id,
            "inbound_id": Inbound.objects.get().pk,
            "connection_id": connection.pk,
            "person_id": owner.pk,
            "absence_id": away.pk,
            "token_id": ApiToken.objects.earliest("id").pk,
            "factor_id": factor.pk,
        }


def _asked(word: str, phone: str) -> Inquiry:
    return Inquiry(
        kind="message",
        source=Source("whatsapp", provider=word),
        provider_id="wamid.1",
        person=Person(name=word, phones=(phone,), identities=(Identity("relay", word),)),
        message=word,
        other_ids=("other.1",),
    )


def of_lot(lot: Dealership, model: Any) -> Any:
    return model._base_manager.filter(dealership=lot.pk)


def tables() -> list[type[models.Model]]:
    ours = {*tenant_tables(), "dealership_staff"}
    return [model for model in apps.get_models() if model._meta.db_table in ours]


def plant_canaries(lot: Dealership) -> int:
    """Write the canary into every column of text that takes it; returns into how many."""
    planted = 0
    with all_dealerships():
        for model in tables():
            if model._meta.db_table in APPEND_ONLY:
                continue
            for field in model._meta.concrete_fields:
                planted += _plant(lot, model, field)
        Dealership.objects.filter(pk=lot.pk).update(name=CANARY, address=CANARY)
    return planted


def _plant(lot: Dealership, model: type[models.Model], field: Any) -> bool:
    text = isinstance(field, models.CharField | models.TextField) and not field.choices
    if not text or field.name in KEPT or (field.max_length or 99) < len(CANARY):
        return False
    if field.name in {"channel", "key", "public_key", "theme", "state", "kind", "trigger"}:
        return False
    word = f"{CANARY.lower()}@komis.example" if isinstance(field, models.EmailField) else CANARY
    try:
        with transaction.atomic():
            return bool(of_lot(lot, model).update(**{field.name: word}))
    except DatabaseError:
        return False  # unique: another row of this lot has it


def _fill_the_rest(lot: Dealership, at: datetime) -> None:
    """One row in each table that nothing above writes to, out of whatever its columns take."""
    plain: dict[type[Any], Any] = {
        models.DateTimeField: at, models.DateField: at.date(), models.TimeField: at.time(),
        models.JSONField: {}, models.BinaryField: b"x", models.BooleanField: True,
    }  # fmt: skip
    with all_dealerships():
        for model in tables():
            if of_lot(lot, model).exists():
                continue
            row: dict[str, Any] = {}
            for field in model._meta.concrete_fields:
                if field.primary_key or field.has_default() or field.null:
                    continue
                if field.is_relation:
                    owner: Any = field.related_model
                    own = [lot] if owner is Dealership else of_lot(lot, owner)
                    row[field.name] = next(iter(own))
                elif isinstance(field, models.CharField | models.TextField):
                    row[field.name] = field.choices[0][0] if field.choices else f"x{lot.pk}"
                else:
                    row[field.name] = plain.get(type(field), 1)
            model._base_manager.create(**row)


def empty_tables(lot: Dealership) -> list[str]:
    """Tables in which the lot has no row: nothing could leak from them, so nothing is proved."""
    with all_dealerships():
        return [model._meta.label for model in tables() if not of_lot(lot, model).exists()]


def fingerprint(lot: Dealership) -> dict[str, str]:
    """A hash of all the lot's rows per table."""
    found = {}
    with all_dealerships():
        for model in tables():
            rows = [
                [bytes(value) if isinstance(value, memoryview) else value for value in row]
                for row in of_lot(lot, model).order_by("pk").values_list()
            ]
            found[model._meta.label] = hashlib.sha256(repr(rows).encode()).hexdigest()
        own = Dealership.objects.filter(pk=lot.pk).values_list()
        found["lot"] = hashlib.sha256(repr(list(own)).encode()).hexdigest()
    return found
