"""A car's facts as people read them, in the language that is on."""

from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel.core import Locale, UnknownLocaleError
from babel.numbers import format_currency, format_decimal
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forecourt.stock.models import Vehicle

PLATE_STATES: dict[str, str] = {
    Vehicle.Status.SOURCED: "in_transit",
    Vehicle.Status.IN_TRANSIT: "in_transit",
    Vehicle.Status.RESERVED: "reserved",
    Vehicle.Status.SOLD: "sold",
}
_OTHER_NAMES = {"Czech Republic": "CZ", "Turkey": "TR"}  # as `wmi.csv` has them


def shown_price(amount: Decimal | None, currency: str) -> str:
    """ "€18,400", "18.400 €", "52 900 zł"; cents only where there are some; "" without a price."""
    if amount is None:
        return ""
    whole = amount == amount.to_integral_value()
    return format_currency(
        amount,
        currency,
        locale=_locale(),
        currency_digits=not whole,
        format=_plain(currency, whole),
    )


def shown_number(number: int | None) -> str:
    return "" if number is None else format_decimal(number, locale=_locale())


def shown_mileage(vehicle: Vehicle) -> str:
    return f"{shown_number(vehicle.mileage_km)}\u00a0km" if vehicle.mileage_km is not None else ""


def shown_facts(vehicle: Vehicle) -> list[str]:
    """Year, mileage, fuel, gearbox and power: what one asks first."""
    power = f"{vehicle.power_kw}\u00a0kW" if vehicle.power_kw else ""
    facts = [
        str(vehicle.year or ""),
        shown_mileage(vehicle),
        _word(vehicle.fuel),
        _word(vehicle.gearbox),
    ]
    return [fact for fact in [*facts, power] if fact]


def shown_country(name: str) -> str:
    """A country by its English name in the language that is on; one not known stays as it is."""
    code = _territories().get(name, "")
    return str(_locale().territories.get(code, name))


def plate_state(vehicle: Vehicle) -> str:
    """How its plate is drawn; "" for a car that stands here and is free."""
    return PLATE_STATES.get(vehicle.status, "")


def days_standing(vehicle: Vehicle, today: date) -> int:
    return max((today - vehicle.stocked_on).days, 0)


def vin_in_groups(vin: str) -> str:
    """Maker, description, year and plant, number: WVW ZZZAUZ JP 002041."""
    return f"{vin[:3]} {vin[3:9]} {vin[9:11]} {vin[11:]}" if len(vin) == 17 else vin


def shown_registration(stored: str) -> str:
    """A first registration, 2019-03 or 2019-03-14, as papers have it: 03/2019."""
    return f"{stored[5:7]}/{stored[:4]}" if len(stored) > 4 else stored


def _word(stored: str) -> str:
    """A stored fuel or gearbox in the language that is on; anything else as it was typed."""
    words = {
        "diesel": _("diesel"),
        "petrol": _("petrol"),
        "hybrid": _("hybrid"),
        "plug-in hybrid": _("plug-in hybrid"),
        "electric": _("electric"),
        "lpg": "LPG",
        "cng": "CNG",
        "hydrogen": _("hydrogen"),
        "manual": _("manual"),
        "automatic": _("automatic"),
    }
    return words.get(stored, stored)


@lru_cache(maxsize=1)
def _territories() -> dict[str, str]:
    return {name: code for code, name in Locale("en").territories.items()} | _OTHER_NAMES


def _plain(currency: str, whole: bool) -> str | None:
    if not whole:
        return None
    pattern: str = _locale().currency_formats["standard"].pattern
    return pattern.replace(".00", "")


def _locale() -> Locale:
    try:
        return Locale.parse(get_language() or "en", sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
