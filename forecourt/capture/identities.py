"""The identities that an inquiry states, normalised with the lot's country."""

from forecourt.capture.inquiry import Person
from forecourt.customers.mails import normalise_email
from forecourt.customers.models import Identity
from forecourt.customers.phones import normalise_phone
from forecourt.customers.verbs.recognise import Known

MOST = 12


def known_identities(person: Person, *, region: str) -> list[Known]:
    """Each identity once; withheld and unreadable numbers are no identity."""
    found = [
        Known(Identity.Kind(one.kind), one.value[:200], one.value)
        for one in person.identities
        if one.value
    ]
    for raw in person.phones:
        phone = normalise_phone(raw, region)
        if phone:
            found.append(Known(Identity.Kind.PHONE, phone, raw))
    for raw in person.emails:
        email = normalise_email(raw)
        if email:
            found.append(Known(Identity.Kind.EMAIL, email, raw))
    unique = {(known.kind, known.value): known for known in found}
    return list(unique.values())[:MOST]
