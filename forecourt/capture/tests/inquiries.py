"""One customer's inquiries, by portal and by WhatsApp."""

from datetime import UTC, datetime, timedelta

from forecourt.capture.inquiry import Car, Identity, Inquiry, Person, Source

FRIDAY_NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

PORTAL = Inquiry(
    kind="portal",
    source=Source("mail", "mobile.de"),
    provider_id="<m1@mobile.example>",
    person=Person(name="Piotr Nowak", phones=("0170 5550123",), emails=("Piotr@Example.com",)),
    message="Guten Tag, ist der BMW noch da? Würden Sie meinen Golf in Zahlung nehmen?",
    vehicle=Car(text="BMW 320d Touring", stock_number="F-2038"),
    trade_ins=(Car(make="VW", model="Golf", mileage=98_000, mileage_unit="km"),),
)
WHATSAPP = Inquiry(
    kind="message",
    source=Source("whatsapp"),
    provider_id="wamid.1",
    person=Person(
        name="Piotr", phones=("+491705550123",), identities=(Identity("whatsapp", "491705550123"),)
    ),
    message="Hallo?",
)
