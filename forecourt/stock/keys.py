"""The columns by which a car is found, kept from its facts in one place."""

from forecourt.dealership.folding import fold, key_of
from forecourt.stock.models import Vehicle
from forecourt.stock.plates import plate_key
from forecourt.stock.vin import normalise
from forecourt.stock.words import canonical_make

KEYS = ("vin", "make_key", "model_key", "plate_key", "stock_key", "search_text")


def set_keys(vehicle: Vehicle) -> None:
    """Bring every column of KEYS in line with what was typed. Saves nothing.

    The usual name of the make counts as its key, so "VW" and "Volkswagen" are one make.
    """
    vehicle.vin = normalise(vehicle.vin)[:20]
    vehicle.make_key = key_of(canonical_make(vehicle.make))[:60]
    vehicle.model_key = key_of(vehicle.model)[:80]
    vehicle.plate_key = plate_key(vehicle.plate)[:20]
    vehicle.stock_key = key_of(vehicle.stock_number)[:30]
    vehicle.search_text = _search_text(vehicle)


def _search_text(vehicle: Vehicle) -> str:
    """Folded words, then plate and stock number also without their separators."""
    words = [vehicle.make, canonical_make(vehicle.make), vehicle.model, vehicle.variant]
    codes = [vehicle.stock_number, vehicle.plate, vehicle.vin, vehicle.stock_key, vehicle.plate_key]
    year = str(vehicle.year or "")
    folded = (fold(part) for part in [*words, *codes, year, vehicle.colour])
    return " ".join(dict.fromkeys(filter(None, folded)))[:400]
