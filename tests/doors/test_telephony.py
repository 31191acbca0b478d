"""Every telephone sample through its door: twilio, sipgate, and calls for all other systems."""

import base64
import hashlib
import hmac
import json
import time
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from forecourt.commands.feed import FORM
from forecourt.conversations.models import Message
from forecourt.dealership.scope import acting_for
from forecourt.leads.models import Lead, NextKind
from tests.doors.lots import Lot, sample, samples
from tests.doors.stated import Stated, is_stored_as, leaves_no_lead, utc, waits_for_a_person

OWEN, JONAS = frozenset({"+447700900118"}), frozenset({"+491713920042"})
MISSED = Stated(kind="call", call="missed", rings=1, next=NextKind.CALL_BACK)
RECORDING = (
    "https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000001"
    "/Recordings/RE00000000000000000000000000000001"
)
LEADS = {
    ("twilio", "01_twilio_dial_action_no_answer.form.txt"): replace(
        MISSED, key="CA00000000000000000000000000000001", phones=OWEN,
        facts={"call": {"dialled": "+442079460123"}},
    ),
    ("twilio", "05_twilio_voicemail_recording.form.txt"): replace(
        MISSED, key="CA00000000000000000000000000000007", phones=OWEN, call="voicemail",
        facts={"call": {"duration_s": 34, "recording": RECORDING}},
    ),
    ("sipgate", "13_sipgate_hangup_missed.form.txt"): replace(
        MISSED, key="sg-1001", phones=JONAS, facts={"call": {"dialled": "+493023125010"}}
    ),
    ("sipgate", "14_sipgate_hangup_normal.form.txt"): replace(
        MISSED, key="sg-1002", phones=JONAS, facts={"call": {"confidence": "likely"}}
    ),
    ("calls", "21_placetel_hungup_missed.form.txt"): replace(
        MISSED, phones=JONAS, facts={"extra": {"system": "Placetel"}}
    ),
    ("calls", "40_vonage_event_unanswered.json"): replace(
        MISSED, phones=OWEN, acted_at=utc(19, 10, 2, 30), facts={"extra": {"system": "Vonage"}}
    ),
    ("calls", "51_3cx_reportcall_missed.json"): replace(
        MISSED, phones=JONAS, acted_at=utc(19, 10, 5), facts={"extra": {"system": "3CX"}}
    ),
    ("calls", "60_asterisk_ami_events.txt"): replace(
        MISSED, key="1795082400.31", phones=JONAS, facts={"extra": {"system": "Asterisk"}}
    ),
}  # fmt: skip
IN_POLAND = {
    ("calls", "31_zadarma_notify_end_missed.form.txt"): replace(
        MISSED, key="in_0001", phones=frozenset({"+48512000033"}), acted_at=utc(19, 10, 0),
        facts={"extra": {"system": "Zadarma"}},
    ),
}  # fmt: skip
NO_LEAD = {
    ("twilio", "03_twilio_status_completed_same_call.form.txt"),
    ("sipgate", "10_sipgate_newcall.form.txt"),
    ("sipgate", "15_sipgate_anonymous.form.txt"),
    ("sipgate", "m03_sipgate_no_callid.form.txt"),
    ("calls", "20_placetel_incoming.form.txt"),
    ("calls", "30_zadarma_notify_start.form.txt"),
    ("calls", "32_zadarma_notify_record.form.txt"),
    ("calls", "41_vonage_event_completed.json"),
    ("calls", "61_asterisk_ari_stasis_end.json"),
}
ANSWERED = {
    ("twilio", "02_twilio_dial_action_answered.form.txt"),
    ("sipgate", "12_sipgate_answer.form.txt"),
}
WAITING = {
    ("twilio", "04_twilio_anonymous_busy.form.txt"): ("unrouted", "", "number was withheld"),
    ("twilio", "m02_twilio_hostile_from.form.txt"): ("unrouted", "", "There is no name, phone"),
    ("calls", "22_placetel_hungup_voicemail.form.txt"): ("unrouted", "", "number was withheld"),
    ("calls", "33_zadarma_echo_handshake.json"): ("held", "unreadable", ""),
    ("calls", "42_vonage_answer_url_request.json"): ("held", "unreadable", ""),
    ("calls", "50_3cx_crm_template.xml"): ("held", "unreadable", ""),
    ("calls", "m01_fritzbox_garbage.txt"): ("held", "unreadable", ""),
}
ON_THEIR_OWN = {
    ("twilio", "06_twilio_bad_signature.form.txt"),
    ("twilio", "m05_duplicate_delivery.json"),
    ("sipgate", "11_sipgate_newcall_response.xml"),
    ("sipgate", "m04_batch_out_of_order.json"),
    ("calls", "70_fritzbox_callmonitor.txt"),
}
VECTORS = {"signatures.json", "published_vectors.json"}


def test_no_sample_is_left_out() -> None:
    told = {*LEADS, *IN_POLAND, *NO_LEAD, *ANSWERED, *WAITING, *ON_THEIR_OWN}
    there = {
        (channel, name)
        for channel in ("twilio", "sipgate", "calls")
        for name in samples(channel)
        if name not in VECTORS
    }
    assert told == there


@pytest.mark.parametrize(("channel", "name"), LEADS)
def test_a_missed_call_is_a_lead_to_call_back(channel: str, name: str, house: Lot) -> None:
    is_stored_as(LEADS[channel, name], house.feed(channel, name), house, channel)


@pytest.mark.parametrize(("channel", "name"), IN_POLAND)
def test_local_times_are_of_the_lot(channel: str, name: str, polish_house: Lot) -> None:
    delivered = polish_house.feed(channel, name)
    is_stored_as(IN_POLAND[channel, name], delivered, polish_house, channel)


@pytest.mark.parametrize(("channel", "name"), sorted(NO_LEAD))
def test_a_step_of_a_call_opens_no_lead(channel: str, name: str, house: Lot) -> None:
    leaves_no_lead(house.feed(channel, name), house)


@pytest.mark.parametrize(("channel", "name"), sorted(ANSWERED))
def test_an_answered_call_is_a_lead_to_note_and_no_clock_runs(
    channel: str, name: str, house: Lot
) -> None:
    house.feed(channel, name)

    with acting_for(house.dealership):
        lead = Lead.objects.get()
        assert Message.objects.get().call_outcome == "answered"
        assert (lead.waiting_since, lead.rings) == (None, 0)
        assert (lead.next_kind, lead.next_text) == (NextKind.WAIT, "call_to_note")
        assert not lead.clocks.filter(result="running").exists()


@pytest.mark.parametrize(("channel", "name"), WAITING)
def test_a_call_of_nobody_waits_for_a_person(channel: str, name: str, house: Lot) -> None:
    state, held, reason = WAITING[channel, name]
    waits_for_a_person(house.feed(channel, name), house, state, held, reason)


def test_a_ringing_call_is_answered_as_the_provider_wants(house: Lot) -> None:
    reply = house.feed("sipgate", "10_sipgate_newcall.form.txt").reply
    address = f"{house.server.url}/in/sipgate/{house.connection('sipgate').key}"
    wanted = sample("sipgate", "11_sipgate_newcall_response.xml").read_text()

    assert reply.content_type == "application/xml"
    assert reply.body.decode().split() == [
        part.replace("https://forecourt.example/telephony/sipgate/s3cr3t/", address)
        for part in wanted.split()
    ]


def test_handshakes_are_answered(house: Lot) -> None:
    house.set_up("calls", settings={"forward_to": "+44 7700 900222"})
    path = f"/in/calls/{house.connection('calls').key}"
    asked = json.loads(sample("calls", "42_vonage_answer_url_request.json").read_text())

    echo = house.server.ask(f"{path}?zd_echo=4f2a91", method="GET")
    assert (echo.status, echo.body) == (200, b"4f2a91")
    rings = house.server.ask(f"{path}?{urlencode(asked['query'])}", method="GET")
    (told,) = json.loads(rings.body)
    (wanted,) = asked["response_ncco"]
    assert told | {"eventUrl": []} == wanted | {"eventUrl": []}
    assert told["eventUrl"] == [f"{house.server.url}{path}"]


def test_a_bad_signature_is_refused(house: Lot) -> None:
    body = sample("twilio", "06_twilio_bad_signature.form.txt").read_bytes()

    refused = house.post(
        "twilio", body, FORM, {"X-Twilio-Signature": "oev2D86u2bezp0jY3JQUgXgbRBc="}
    )

    assert (refused.reply.status, refused.row) == (403, None)


SIGNED = json.loads(sample("calls", "signatures.json").read_text())
SETTING = {"X-PLACETEL-SIGNATURE": "placetel_secret", "Signature": "zadarma_secret"}


@pytest.mark.parametrize("vector", SIGNED, ids=lambda vector: vector["file"])
def test_placetel_and_zadarma_are_believed_by_their_own_signature(
    vector: dict[str, object], polish_house: Lot
) -> None:
    headers: dict[str, str] = vector["headers"]  # type: ignore[assignment]
    ((header, proof),) = headers.items()
    body = sample("calls", str(vector["file"])).read_bytes()
    polish_house.set_up("calls", secrets={SETTING[header]: str(vector["secret"])})

    assert polish_house.post("calls", body, FORM, {header: proof[:-2] + "xx"}).reply.status == 403
    assert polish_house.post("calls", body, FORM, {header: proof}).stored.state in {
        "done", "unrouted",
    }  # fmt: skip


def test_vonage_and_3cx_are_believed_by_token_and_key(house: Lot) -> None:
    house.set_up("calls", secrets={"vonage_secret": "v0", "3cx_key": "k3y"})
    unanswered = sample("calls", "40_vonage_event_unanswered.json").read_bytes()
    kind = "application/json"

    good = {"Authorization": _token("v0", unanswered)}
    false = {"Authorization": _token("v1", unanswered)}
    assert house.post("calls", unanswered, kind, false).reply.status == 403
    assert house.post("calls", unanswered, kind, good).stored.lead_ids
    missed = sample("calls", "51_3cx_reportcall_missed.json").read_bytes()
    assert house.post("calls", missed, kind, {"X-Forecourt-Key": "K3Y"}).reply.status == 403
    assert house.post("calls", missed, kind, {"X-Forecourt-Key": "k3y"}).stored.lead_ids


def _token(key: str, body: bytes) -> str:
    def part(value: bytes) -> str:
        return base64.urlsafe_b64encode(value).rstrip(b"=").decode()

    claims = {"iat": int(time.time()), "payload_hash": hashlib.sha256(body).hexdigest()}
    signed = f"{part(json.dumps({'alg': 'HS256'}).encode())}.{part(json.dumps(claims).encode())}"
    return f"Bearer {signed}.{part(hmac.new(key.encode(), signed.encode(), 'sha256').digest())}"


def test_a_call_in_any_order_ends_as_answered(house: Lot) -> None:
    base = {"direction": "in", "from": "491713920042", "to": "493023125010"}
    for event in json.loads(sample("sipgate", "m04_batch_out_of_order.json").read_text()):
        house.signed("sipgate", urlencode(base | event).encode(), FORM)

    with acting_for(house.dealership):
        lead, message = Lead.objects.get(), Message.objects.get()
        assert message.call_outcome == "answered"
        assert lead.waiting_since is None
        assert lead.clocks.get().result == "met"


def test_two_deliveries_of_one_call_are_one_call(house: Lot) -> None:
    body = sample("twilio", "01_twilio_dial_action_no_answer.form.txt").read_bytes()
    for event in json.loads(sample("twilio", "m05_duplicate_delivery.json").read_text()):
        assert event["CallSid"].encode() in body
        house.signed("twilio", body + f"&Delivered={event['delivered']}".encode(), FORM)

    with acting_for(house.dealership):
        assert Message.objects.count() == Lead.objects.count() == 1
        assert Lead.objects.get().rings == 1


def test_what_twilio_sends_first_does_not_make_a_missed_call_answered(house: Lot) -> None:
    house.feed("twilio", "01_twilio_dial_action_no_answer.form.txt")
    house.feed("twilio", "03_twilio_status_completed_same_call.form.txt")

    with acting_for(house.dealership):
        assert Message.objects.get().call_outcome == "missed"
        assert Lead.objects.get().waiting_since is not None


def test_a_mornings_call_monitor_is_a_lead_per_caller(house: Lot) -> None:
    row = house.feed("calls", "70_fritzbox_callmonitor.txt").stored

    with acting_for(house.dealership):
        outcomes = dict(
            Message.objects.values_list("call_outcome", "lead__customer__identities__value")
        )
    assert outcomes == {"missed": "+491713920042", "answered": "+491713920088"}
    assert (row.state, row.reason) == ("unrouted", "The caller's number was withheld.")


def test_a_hostile_caller_is_shown_as_text(house: Lot) -> None:
    row = house.feed("twilio", "m02_twilio_hostile_from.form.txt").stored

    for path in ("/inbox/?show=held", f"/inbox/original/{row.pk}/"):
        assert "<script>alert(1)" not in house.page(path)
    assert house.server.outgoing() == []
