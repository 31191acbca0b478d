"""Signatures of the providers, the word they are refused with, and the key of a delivery."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from forecourt.capture.envelope import Envelope
from forecourt.channels.mail.receive import dedupe, prove, refusal

SAMPLES = Path(__file__).parent.parent / "samples"
FORM = "application/x-www-form-urlencoded"
MAILGUN = {"mailgun_signing_key": "key-sample-signing-0001"}
SENT = datetime.fromtimestamp(1795082400, UTC)


def posted(name: str, at: datetime = SENT, kind: str = FORM, **headers: str) -> Envelope:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    body = (SAMPLES / name).read_bytes()
    return Envelope("mail", body, at, headers={"content-type": kind, **named})


def test_mailguns_signature_is_checked_and_a_bad_one_answered_with_406() -> None:
    good = posted("20_mailgun_route_post.form.txt")
    bad = posted("21_mailgun_route_bad_signature.form.txt")

    assert prove(good, MAILGUN)
    assert not prove(bad, MAILGUN)
    refused = refusal(bad)
    assert refused is not None
    assert refused.status == 406
    assert prove(bad, {})


def test_a_stale_or_future_mailgun_post_is_refused() -> None:
    name = "20_mailgun_route_post.form.txt"

    assert prove(posted(name, SENT + timedelta(hours=12)), MAILGUN)
    assert not prove(posted(name, SENT + timedelta(hours=12, seconds=1)), MAILGUN)
    assert prove(posted(name, SENT - timedelta(minutes=5)), MAILGUN)
    assert not prove(posted(name, SENT - timedelta(minutes=5, seconds=1)), MAILGUN)


def test_a_mailgun_token_seen_before_is_the_same_delivery() -> None:
    first = posted("20_mailgun_route_post.form.txt")
    again = posted("22_mailgun_route_replayed_token.form.txt")

    assert dedupe(first) == dedupe(again)


def test_with_a_secret_set_nothing_unsigned_is_taken() -> None:
    bare = posted("01_direct_enquiry.eml", kind="message/rfc822")

    assert prove(bare, {})
    assert not prove(bare, MAILGUN)


def test_amazon_must_name_its_own_server_and_our_topic() -> None:
    json = "text/plain; charset=UTF-8"
    ours = {"sns_topic_arn": "arn:aws:sns:eu-central-1:123456789012:inbound"}
    hostile = posted("26_sns_hostile_cert_url.json", kind=json)
    genuine = posted("25_ses_sns_notification.json", kind=json)

    assert not prove(hostile, {})
    assert not prove(hostile, ours)
    assert prove(genuine, ours)
    assert not prove(genuine, {"sns_topic_arn": "arn:aws:sns:eu-central-1:1:other"})


def test_autotrader_signs_time_and_body() -> None:
    name, secret = "32_autotrader_deal_webhook.json", "whsec_sample_autotrader"
    signature = "t=1795082520,v1=8462b615b931737e22e6d59e0b89f79b550c94d1ad2fcdfe71b5c06629fb6ad0"
    kind = "application/json"
    signed = posted(name, kind=kind, autotrader_signature=signature)
    forged = posted(name, kind=kind, autotrader_signature=signature[:-1] + "1")

    assert prove(signed, {"autotrader_webhook_secret": secret})
    assert not prove(forged, {"autotrader_webhook_secret": secret})
    assert not prove(posted(name, kind=kind), {"autotrader_webhook_secret": secret})


def test_dubizzle_and_postmark_prove_themselves_their_way() -> None:
    kind = "application/json"
    name = "36_dubizzle_group_whatsapp_lead_push.json"
    body = (SAMPLES / name).read_bytes()
    mark = hashlib.md5(b"s3" + body, usedforsecurity=False).hexdigest()
    postmark = "23_postmark_inbound.json"

    assert prove(posted(name, kind=kind, x_bayut_signature=mark), {"dubizzle_secret": "s3"})
    assert not prove(posted(name, kind=kind, x_bayut_signature="0"), {"dubizzle_secret": "s3"})
    secrets = {"postmark_basic_auth": "user:pass"}
    assert prove(posted(postmark, kind=kind, authorization="Basic dXNlcjpwYXNz"), secrets)
    assert not prove(posted(postmark, kind=kind), secrets)


def test_a_bare_mail_is_known_by_its_message_id() -> None:
    def key(body: bytes) -> str:
        return dedupe(Envelope("mail", body, SENT, headers={"content-type": "message/rfc822"}))

    one = b"Message-ID: <a@example.org>\r\nSubject: x\r\n\r\nbody"
    other_route = b"Received: by b\r\nmessage-id:\r\n <a@example.org>\r\n\r\nbody"
    in_body_only = b"Subject: x\r\n\r\nMessage-ID: <a@example.org>"

    assert key(one) == key(other_route)
    assert key(in_body_only) == hashlib.sha256(in_body_only).hexdigest()
