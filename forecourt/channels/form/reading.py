"""The fields of a posted form as texts under our names. Never raises."""

from collections.abc import Mapping

from forecourt.channels.cleaning import safe_json
from forecourt.channels.mail.fields import fields_of, is_form, media_type

MAX_FIELDS = 100

ALIASES = {
    "full_name": "name", "fullname": "name", "customer_name": "name", "your_name": "name",
    "telephone": "phone", "tel": "phone", "mobile": "phone", "phone_number": "phone",
    "e_mail": "email", "mail": "email", "email_address": "email", "your_email": "email",
    "comment": "message", "comments": "message", "text": "message", "your_message": "message",
    "vehicle": "car", "stock": "stock_number", "stocknumber": "stock_number",
    "registration": "plate", "reg": "plate", "url": "ad_url", "ad": "ad_url",
    "lang": "language", "locale": "language", "type": "kind", "interest": "kind",
    "callback": "call_window", "best_time": "call_window", "client_id": "id",
    "appointment": "wish", "preferred_time": "wish", "firstname": "first_name",
    "lastname": "last_name", "tradein": "trade_in", "part_exchange": "trade_in",
    "registration_number": "plate", "odometer": "mileage", "km": "mileage",
}  # fmt: skip


def read_fields(body: bytes, content_type: str) -> dict[str, str] | None:
    """Every field, names in snake case; inner tables joined by "_". None if it is no form."""
    kind = media_type(content_type)
    starts = body[:100].lstrip()[:1] == b"{"
    if kind.endswith("json") or (starts and kind in ("", "text/plain")):
        try:
            data = safe_json(body)
        except ValueError:
            return None
        return _named(_flat(data, "")) if isinstance(data, dict) else None
    if is_form(body, content_type):
        return _named(fields_of(body, content_type)[0])
    return None


def _flat(data: Mapping[str, object], prefix: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in list(data.items())[:MAX_FIELDS]:
        key = f"{prefix}{name}"[:100]
        if isinstance(value, Mapping):
            if not prefix.count("_") > 1:
                found |= _flat(value, f"{key}_")
        elif isinstance(value, list):
            found[key] = ", ".join(str(v) for v in value[:20] if isinstance(v, str | int | float))
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            found[key] = str(value)
        elif value is True:
            found[key] = "yes"
    return dict(list(found.items())[:MAX_FIELDS])


def _named(fields: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in list(fields.items())[:MAX_FIELDS]:
        key = name.strip().lower().replace("-", "_").replace(" ", "_")
        key = ALIASES.get(key, key)
        for inner in ("car_", "vehicle_"):
            key = key.removeprefix(inner) if key not in ("car_", "vehicle_") else key
        key = "trade_in_" + key.removeprefix("tradein_") if key.startswith("tradein_") else key
        if value.strip():
            found.setdefault(key[:60], value)
    return found
