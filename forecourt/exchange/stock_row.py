"""One row of a stock list: its cells into a car, in our units and words."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from forecourt.exchange import cells
from forecourt.exchange.problems import (
    BAD_COST,
    BAD_DATE,
    BAD_MILEAGE,
    BAD_POWER,
    BAD_PRICE,
    BAD_VIN,
    BAD_YEAR,
    CHECK_VIN,
    NO_CAR,
    TOO_LONG,
)
from forecourt.stock.facts import longest
from forecourt.stock.vin import read_vin
from forecourt.stock.words import find_car_words, fold

KM_PER_MILE = Decimal("1.609344")
_NOTHING = frozenset({"", "-", "--", "n/a", "na", "k a", "k.a.", "?", "brak", "none", "tbc"})
_CUT = ("stock_number", "plate", "make", "model", "variant", "colour")
_LONGEST_OTHER = 500


@dataclass(frozen=True, slots=True)
class StockRow:
    """One car as the list has it, in our units. Empty text and None: the list does not say.

    `problems` are sentences for the person who imports; `notes` hold the columns we have no field
    for. Text is as written, formulas included: write it out through `safe_cell` only.
    """

    line: int  # which row of the file, the first is 1
    make: str = ""
    model: str = ""
    variant: str = ""
    year: int | None = None
    first_registration: str = ""  # YYYY-MM-DD or YYYY-MM
    mileage_km: int | None = None
    fuel: str = ""  # petrol, diesel, hybrid, plug-in hybrid, electric, lpg, cng, hydrogen
    gearbox: str = ""  # manual, automatic
    power_kw: int | None = None
    colour: str = ""
    vin: str = ""
    plate: str = ""
    stock_number: str = ""
    status: str = ""
    price: Decimal | None = None
    currency: str = ""
    cost: Decimal | None = None
    notes: str = ""
    problems: tuple[str, ...] = ()

    @property
    def names_a_car(self) -> bool:
        return bool(self.vin or (self.make and self.model))


@dataclass(slots=True)
class Reading:
    """One row while it is read."""

    cells: dict[str, str]
    notes: list[str]
    region: str
    currency: str
    problems: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        text = self.cells.get(name, "")
        if fold(text) in _NOTHING:
            return ""
        return self.fitting(name, " ".join(text.split()))

    def fitting(self, name: str, text: str) -> str:
        """`text` as far as the car has room for it; says so if there is more."""
        most = (longest(name) if name in _CUT else None) or _LONGEST_OTHER
        if len(text) > most:
            self.problems.append(TOO_LONG)
        return text[:most].rstrip()


def car_of(reading: Reading, units: Mapping[str, str], line: int) -> StockRow:
    make, model, variant, year = _name(reading)
    registered = _first_registration(reading)
    named = reading.text("currency")
    money = cells.read_money(f"1 {named}", reading.currency) if named else None
    reading.currency = money.currency if money else reading.currency
    price = _money(reading, "price", BAD_PRICE, units)
    vin = _vin(reading)
    row = StockRow(
        line=line,
        make=make,
        model=model,
        variant=variant,
        year=year or (int(registered[:4]) if registered else None),
        first_registration=registered,
        mileage_km=_mileage(reading, units.get("mileage", "")),
        fuel=cells.read_fuel(reading.text("fuel")),
        gearbox=cells.read_gearbox(reading.text("gearbox")),
        power_kw=_power(reading, units.get("power", "")),
        colour=reading.text("colour"),
        vin=vin,
        plate=reading.text("plate").upper(),
        stock_number=reading.text("stock_number"),
        status=cells.read_status(reading.text("status") or reading.text("place")),
        price=price.amount if price else None,
        currency=price.currency if price else reading.currency,
        cost=cost.amount if (cost := _money(reading, "cost", BAD_COST, units)) else None,
        notes="\n".join(reading.notes)[:4000],
    )
    problems = [*reading.problems, *([] if row.names_a_car else [NO_CAR])]
    return with_problems(row, problems)


def with_problems(row: StockRow, problems: list[str]) -> StockRow:
    """The row with these instead, each once."""
    return replace(row, problems=tuple(dict.fromkeys(problems)))


def _name(reading: Reading) -> tuple[str, str, str, int | None]:
    """Make, model, variant and year; from one column that names the whole car if need be."""
    make, model, variant = (reading.text(name) for name in ("make", "model", "variant"))
    year = None
    if text := reading.text("year"):
        year = cells.read_year(text)
        if year is None:
            reading.problems.append(BAD_YEAR)
    whole = reading.text("vehicle")
    if whole and not (make and model):
        words = find_car_words(whole)
        make, model, year = make or words.make, model or words.model, year or words.year
        rest = whole.partition(words.model_said)[2] if words.model_said else whole
        variant = variant or rest.replace(f"({words.year})", "").strip(" ,-") if make else whole
        variant = reading.fitting("variant", variant)
    return make, model, variant, year


def _first_registration(reading: Reading) -> str:
    text = reading.text("first_registration")
    if not text:
        return ""
    found = cells.read_date(text)
    if found is None:
        reading.problems.append(BAD_DATE)
    return found or ""


def _mileage(reading: Reading, unit: str) -> int | None:
    text = reading.text("mileage")
    if not text:
        return None
    found = cells.read_distance(text, unit or ("mi" if reading.region == "GB" else "km"))
    if found is None or found[0] > 3_000_000:
        reading.problems.append(BAD_MILEAGE)
        return None
    distance, said = found
    return round(distance * KM_PER_MILE) if said == "mi" else distance


def _power(reading: Reading, unit: str) -> int | None:
    text = reading.text("power")
    if not text:
        return None
    power = cells.read_power(text, unit, reading.region)
    if power is None or not 0 < power < 2_000:
        reading.problems.append(BAD_POWER)
        return None
    return power


def _money(
    reading: Reading, name: str, problem: str, units: Mapping[str, str]
) -> cells.Money | None:
    text = reading.cells.get(name, "")
    if not text:
        return None
    money = cells.read_money(text, units.get(name) or reading.currency)
    if money is None or not (money.amount is None or 0 < money.amount <= cells.MOST_MONEY):
        reading.problems.append(problem)
        return None
    return money


def _vin(reading: Reading) -> str:
    text = reading.text("vin")
    if not text:
        return ""
    vin = read_vin(text)
    if not vin.well_formed or len(set(vin.vin)) == 1:
        reading.problems.append(BAD_VIN)
        reading.notes.append(f"VIN: {text[:40]}")
        return ""
    if vin.check_digit == "wrong":
        reading.problems.append(CHECK_VIN)
    return vin.vin
