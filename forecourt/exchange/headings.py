"""The headings of dealers' stock lists in English, German and Polish."""

import re

from forecourt.exchange.cells import CURRENCIES, currency_in
from forecourt.stock.words import fold

# Field of a stock row: its headings, folded, without dots and units.
_TABLE = {
    "stock_number": "stock no|stock #|stock|stock number|ref|reference|interne nr|interne nummer|"
    "lagernr|lagernummer|nr|nr magazynowy|nr ref|lp|numer magazynowy|"
    "bestandsnr|bestandsnummer|nr wewnetrzny|numer wewnetrzny",
    "vin": "vin|chassis|chassis no|chassis number|fin|fahrgestellnummer|fahrgestellnr|fgnr|"
    "fahrzeug-ident-nr|nr nadwozia|nr vin|numer vin",
    "plate": "reg|registration|vrm|plate|reg no|registration number|number plate|kennzeichen|kz|"
    "amtl kennzeichen|nr rej|nr rejestracyjny|numer rejestracyjny",
    "make": "make|manufacturer|brand|marke|hersteller|marka",
    "model": "model|modell",
    "variant": "derivative|trim|variant|version|typ|ausstattung|ausfuhrung|variante|wersja",
    "vehicle": "vehicle|car|fahrzeug|bezeichnung|pojazd|samochod|auto",
    "first_registration": "1st reg|first reg|first registered|first registration|reg date|ez|"
    "erstzulassung|erstzul|data 1 rej|data 1 rejestracji|pierwsza rejestracja|"
    "data pierwszej rejestracji",
    "year": "year|my|model year|baujahr|bj|modelljahr|rok prod|rok produkcji|rocznik|rok",
    "mileage": "mileage|miles|odometer|km|km-stand|kilometerstand|kilometer|laufleistung|"
    "przebieg|kilometry",
    "fuel": "fuel|fuel type|kraftstoff|kraftstoffart|paliwo|rodzaj paliwa",
    "gearbox": "gearbox|transmission|getriebe|getriebeart|skrzynia|skrzynia biegow",
    "power": "bhp|power|kw|hp|leistung|leistung kw|ps|moc",
    "displacement": "cc|engine size|engine|hubraum|ccm|pojemnosc|pojemnosc skokowa",
    "colour": "colour|color|exterior colour|farbe|aussenfarbe|kolor",
    "price": "price|retail|screen price|retail price|asking price|preis|vk|vk-preis|"
    "verkaufspreis|cena|cena sprzedazy|cena brutto",
    "trade_price": "trade|trade price|handlerpreis|cena dla handlu",
    "cost": "cost|bought for|stand-in value|purchase price|ek|einkauf|ek-preis|einkaufspreis|"
    "cena zakupu",
    "currency": "currency|wahrung|waluta",
    "vat": "vat|vat status|mwst|faktura",
    "inspection": "mot|mot expiry|mot due|hu|tuv|hu bis|tuv bis|hu/au|przeglad|przeglad do|"
    "inspection|hauptuntersuchung",
    "status": "status|state|stan",
    "place": "standort|stellplatz|location|place|lokalizacja|miejsce",
    "notes": "notes|note|comments|comment|remarks|bemerkung|bemerkungen|notiz|uwagi|opis|"
    "notizen|notatki|beschreibung|description",
}
FIELD_OF = {heading: field for field, headings in _TABLE.items() for heading in headings.split("|")}

_BRACKETS = re.compile(r"\([^()]{0,30}\)|\[[^\[\]]{0,30}\]")
_UNITS = "|".join(map(re.escape, ("kw", "ps", "km", "mi", "miles", *CURRENCIES)))
_UNIT_AT_END = re.compile(rf"(?<=\S) (?:in )?(?:{_UNITS})$")
_SPACES = re.compile(r"[\s_]+")


def tidy_heading(heading: str) -> str:
    """The heading as the table has it: small letters, no accents, dots or units."""
    bare = _BRACKETS.sub(" ", fold(heading[:200])).replace(".", " ").replace(":", " ")
    return _SPACES.sub(" ", bare).strip(" *")


def field_of(heading: str) -> str | None:
    """The field of a stock row that a column holds; None if the heading is not known."""
    bare = tidy_heading(heading)
    return FIELD_OF.get(bare) or FIELD_OF.get(_UNIT_AT_END.sub("", bare))


def unit_in(heading: str) -> str:
    """The unit that a heading names: km, mi, kw, hp, a currency (ISO 4217) or nothing.

    In Polish lists KM over the power column means horsepower.
    """
    words = set(re.findall(r"[a-z]+", fold(heading)))
    if field_of(heading) in {"price", "cost"}:
        return currency_in(heading)
    if field_of(heading) == "power":
        if words & {"kw"}:
            return "kw"
        return "hp" if words & {"bhp", "hp", "ps", "km"} else ""
    if words & {"miles", "mi", "mls"}:
        return "mi"
    return "km" if words & {"km", "kilometer", "kilometerstand", "kilometry"} else ""
