"""What surrounds the messages of one `change`: whose number it came to, who the people are."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from forecourt.capture.inquiry import Identity, Person
from forecourt.channels.cleaning import list_of, mapping_of, text_of

ID_LIMIT = 256
_WA_ID = re.compile(r"\+?([0-9]{5,20})")
_USER_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,159}")
_SECONDS = re.compile(r"[0-9]{1,12}")
_LATEST = 4_102_444_800  # 2100-01-01


@dataclass(slots=True)
class Value:
    """The `value` of one change, with the warnings gathered while it is read."""

    receiver: str
    own_number: str
    contacts: Mapping[str, Mapping[str, object]]  # by each of their ids
    warnings: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, raw: Mapping[str, object], warnings: list[str]) -> "Value":
        metadata = mapping_of(raw.get("metadata"))
        people: dict[str, Mapping[str, object]] = {}
        for item in list_of(raw.get("contacts")):
            for key in _ids(mapping_of(item)):
                people.setdefault(key, mapping_of(item))
        return cls(
            receiver=text_of(metadata.get("phone_number_id"), 64),
            own_number=wa_id(metadata.get("display_phone_number")),
            contacts=people,
            warnings=warnings,
        )

    def warn(self, sentence: str) -> None:
        if len(self.warnings) < 50:
            self.warnings.append(sentence)

    def moment(self, raw: object) -> datetime | None:
        """Unix seconds, sent as a string, as a time in UTC; None with a warning if it is none."""
        digits = text_of(raw, 32)
        if _SECONDS.fullmatch(digits) and 0 < int(digits) < _LATEST:
            return datetime.fromtimestamp(int(digits), UTC)
        self.warn(f"The time {digits[:32]!r} is not a time.")
        return None

    def person(self, number: object, *user_ids: object) -> Person:
        """The person with these ids, with name and further ids from `contacts`.

        A contact belongs to a message by equal wa_id or user_id, never by its place in the list.
        """
        phone = wa_id(number)
        if not phone and text_of(number):
            self.warn("A sender's number is not a number.")
        users = [user_id(raw) for raw in user_ids]
        contact = self._contact(phone, users)
        phone = phone or wa_id(contact.get("wa_id"))
        users += [user_id(contact.get(key)) for key in ("user_id", "parent_user_id")]
        identities = [Identity("whatsapp", phone)] if phone else []
        identities += [Identity("whatsapp_user", user) for user in dict.fromkeys(users) if user]
        return Person(
            name=text_of(mapping_of(contact.get("profile")).get("name"), 120),
            phones=("+" + phone,) if phone else (),
            identities=tuple(identities),
        )

    def username(self, person: Person) -> str:
        for identity in person.identities:
            if identity.kind == "whatsapp_user" and identity.value in self.contacts:
                profile = mapping_of(self.contacts[identity.value].get("profile"))
                return text_of(profile.get("username"), 120)
        return ""

    def _contact(self, phone: str, users: list[str]) -> Mapping[str, object]:
        keys = (key for key in (phone, *users) if key)
        return next((self.contacts[key] for key in keys if key in self.contacts), {})


def _ids(contact: Mapping[str, object]) -> list[str]:
    users = [user_id(contact.get(key)) for key in ("user_id", "parent_user_id")]
    return [key for key in (wa_id(contact.get("wa_id")), *users) if key]


def wa_id(raw: object) -> str:
    """The digits of a WhatsApp number, "" if it is none."""
    match = _WA_ID.fullmatch(text_of(raw, 64))
    return match.group(1) if match else ""


def user_id(raw: object) -> str:
    """A business-scoped user id such as "DE.91827364554637281", "" if it is none."""
    value = text_of(raw, 200)
    return value if _USER_ID.fullmatch(value) else ""


def first_error(raw: object) -> dict[str, str]:
    """Code and words of the first of the `errors`, as Meta states them."""
    for item in list_of(raw):
        error = mapping_of(item)
        details = text_of(mapping_of(error.get("error_data")).get("details"), 1000)
        words = details or text_of(error.get("message"), 500) or text_of(error.get("title"), 500)
        found = {"error_code": text_of(error.get("code"), 32), "error": words}
        return {key: value for key, value in found.items() if value}
    return {}
