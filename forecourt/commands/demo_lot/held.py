"""Deliveries of the demo lot that wait for a person."""

from datetime import datetime, timedelta

from forecourt.capture.envelope import Envelope
from forecourt.capture.models import Connection
from forecourt.capture.verbs.read_inbound import claim, read_inbound
from forecourt.capture.verbs.store import row_of, store
from forecourt.channels.registry import parse
from forecourt.dealership.models import Dealership

SPAM = (
    b'{"name": "SEO Team", "email": "rank@example.com", "website": "http://x.example", '
    b'"message": "First place in search engines, guaranteed. http://a.example http://b.example"}'
)
BROKEN = (
    b'<?xml version="1.0"?><!DOCTYPE adf [<!ENTITY x SYSTEM "file:///etc/hostname">]><adf>&x;</adf>'
)
NEWSLETTER = (
    b"From: news@auction.example\r\nTo: info@demo.example\r\nSubject: This week's auction list\r\n"
    b"List-Id: <weekly.auction.example>\r\nMessage-ID: <w47@auction.example>\r\n\r\n"
    b"212 vehicles from leasing returns.\r\n"
)
KEPT = (
    ("form", SPAM, "application/json", 35),
    ("adf", BROKEN, "application/xml", 130),
    ("mail", NEWSLETTER, "message/rfc822", 320),
)


def leave_something_held(dealership: Dealership, at: datetime) -> None:
    """Spam, a forged document and a newsletter, brought in through the doors' own store."""
    for channel, body, media_type, ago in KEPT:
        connection = Connection.objects.get(channel=channel)
        envelope = Envelope(
            channel=channel,
            body=body,
            received_at=at - timedelta(minutes=ago),
            headers={"content-type": media_type},
        )
        store([row_of(connection, envelope, f"demo:{channel}")])
    for row in claim(at=at):
        read_inbound(row, parse=parse, at=at)
