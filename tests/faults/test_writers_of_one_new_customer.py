"""Two processes bring the same new customer at once: nothing of either is lost."""

import threading
from datetime import datetime

import pytest
from django.db import connection, transaction

from forecourt.capture.inquiry import Identity as SentIdentity
from forecourt.capture.inquiry import Notice, Person
from forecourt.capture.races import again_if_refused
from forecourt.capture.verbs.take_note import take_note
from forecourt.conversations.models import Message
from forecourt.customers.models import Customer, Identity
from forecourt.customers.verbs.recognise import Known, recognise
from forecourt.dealership.models import Dealership
from forecourt.dealership.scope import acting_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("postgres_only")]


def test_an_echo_beside_the_first_message_is_kept(lot: Dealership, at: datetime) -> None:
    number = "491701234567"
    begun, go = threading.Event(), threading.Event()

    def other_process() -> None:
        known = [Known(Identity.Kind.WHATSAPP, number)]
        with acting_for(lot), transaction.atomic():
            recognise(known, dealership=lot, at=at, name="Anna")
            begun.set()
            go.wait(5)
        connection.close()

    thread = threading.Thread(target=other_process)
    thread.start()
    begun.wait(5)
    threading.Timer(0.3, go.set).start()
    person = Person(identities=(SentIdentity("whatsapp", number),))
    echo = Notice(kind="echo", provider_id="wamid.1", person=person, text="Yes", at=at)
    with acting_for(lot):
        again_if_refused(lambda _: take_note(echo, channel="whatsapp", dealership=lot, at=at))
        thread.join()
        assert Message.objects.filter(provider_id="wamid.1").count() == 1
        assert Customer.objects.count() == 1
