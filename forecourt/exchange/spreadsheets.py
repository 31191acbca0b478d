"""A dealer's stock list, CSV or XLSX, into rows that can be shown and imported.

A row that is odd is kept and says what is wrong with it; only a file that is no table at all is
refused. Headings, languages and units: see `headings.py`; values: see `cells.py`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from forecourt.exchange import cells
from forecourt.exchange.headings import field_of, unit_in
from forecourt.exchange.problems import (
    BAD_COST,
    BAD_DATE,
    BAD_MILEAGE,
    BAD_POWER,
    BAD_PRICE,
    BAD_VIN,
    BAD_YEAR,
    CHECK_VIN,
    CUT_OFF,
    NO_CAR,
    NO_HEADINGS,
    NO_ROWS,
    OPEN_QUOTE,
    TOO_FEW_CELLS,
    TOO_LONG,
    TOO_MANY_CELLS,
    TWICE,
)
from forecourt.exchange.tables import MOST_ROWS, Table, UnreadableFile, read_table
from forecourt.stock.vin import read_vin
from forecourt.stock.words import find_car_words, fold

__all__ = ["StockRow", "StockSheet", "UnreadableFile", "read_stock"]

KM_PER_MILE = Decimal("1.609344")
_HEADER_WITHIN = 20
_TOTALS = frozenset({"summe", "gesamt", "razem", "suma", "total", "totals", "grand total"})
_NOTHING = frozenset({"", "-", "--", "n/a", "na", "k a", "k.a.", "?", "brak", "none", "tbc"})
_LONGEST = {"stock_number": 40, "plate": 20, "make": 60, "model": 80, "colour": 60, "variant": 200}


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


@dataclass(frozen=True, slots=True)
class StockSheet:
    rows: tuple[StockRow, ...]
    columns: Mapping[str, str]  # heading to the field it was taken for, "" for a note
    notes: tuple[str, ...] = ()  # what stood above the headings
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Header:
    at: int
    headings: tuple[str, ...]
    fields: tuple[str, ...]
    units: Mapping[str, str]


@dataclass(slots=True)
class _Reading:
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
        most = _LONGEST.get(name, 500)
        if len(text) > most:
            self.problems.append(TOO_LONG)
        return " ".join(text[:most].split())


def read_stock(data: bytes, filename: str, region: str, currency: str) -> StockSheet:
    """Read a stock list of a lot in `region` (ISO 3166), whose prices are in `currency` (ISO 4217).

    Raises UnreadableFile if no row of headings is found or the file is no table.
    """
    table = read_table(data, filename, region)
    header = _header(table)
    if header is None:
        raise UnreadableFile(NO_HEADINGS)
    read = [_row(table, index, header, region, currency) for index in _car_rows(table, header)]
    problems = [CUT_OFF] if table.cut_off or len(read) > MOST_ROWS else []
    if not read:
        problems.append(NO_ROWS)
    above = (" ".join(filter(None, row)) for row in table.rows[: header.at])
    return StockSheet(
        rows=tuple(_marked_doubles(read[:MOST_ROWS])),
        columns=dict(zip(header.headings, header.fields, strict=True)),
        notes=tuple(filter(None, above)),
        problems=tuple(problems),
    )


def _header(table: Table) -> _Header | None:
    for at, row in enumerate(table.rows[:_HEADER_WITHIN]):
        if sum(field_of(cell) is not None for cell in row if cell) < 3:
            continue
        fields: list[str] = []
        for cell in row:
            name = field_of(cell) or ""
            fields.append("" if name in fields else name)
        units = {name: unit_in(cell) for name, cell in zip(fields, row, strict=True) if name}
        return _Header(at, tuple(row), tuple(fields), units)
    return None


def _car_rows(table: Table, header: _Header) -> Iterator[int]:
    for index in range(header.at + 1, len(table.rows)):
        filled = [cell for cell in table.rows[index] if cell]
        if not filled:
            continue
        if fold(filled[0]).strip(" :.") in _TOTALS:
            return
        yield index


def _row(table: Table, index: int, header: _Header, region: str, currency: str) -> StockRow:
    row = [cells.plain_cell(cell) for cell in table.rows[index]]
    reading = _Reading({}, [], region, currency)
    for heading, name, cell in zip(header.headings, header.fields, row, strict=False):
        if name:
            reading.cells[name] = cell
        if cell and name in _AS_NOTES:
            reading.notes.append(f"{heading}: {cell}" if heading and name != "notes" else cell)
    extra = [cell for cell in row[len(header.headings) :] if cell]
    reading.notes.extend(extra)
    if index in table.broken:
        reading.problems.append(OPEN_QUOTE)
    if extra:
        reading.problems.append(TOO_MANY_CELLS)
    elif len(row) < len(header.headings):
        reading.problems.append(TOO_FEW_CELLS)
    return _car(reading, header, index + 1)


# Columns kept in words: unknown ones, and facts that a stock row has no field for.
_AS_NOTES = frozenset({"", "notes", "vat", "inspection", "displacement", "trade_price", "place"})


def _car(reading: _Reading, header: _Header, line: int) -> StockRow:
    make, model, variant, year = _name(reading)
    registered = _first_registration(reading)
    named = reading.text("currency")
    money = cells.read_money(f"1 {named}", reading.currency) if named else None
    reading.currency = money.currency if money else reading.currency
    price = _money(reading, "price", BAD_PRICE)
    vin = _vin(reading)
    row = StockRow(
        line=line,
        make=make,
        model=model,
        variant=variant,
        year=year or (int(registered[:4]) if registered else None),
        first_registration=registered,
        mileage_km=_mileage(reading, header.units.get("mileage", "")),
        fuel=cells.read_fuel(reading.text("fuel")),
        gearbox=cells.read_gearbox(reading.text("gearbox")),
        power_kw=_power(reading, header.units.get("power", "")),
        colour=reading.text("colour"),
        vin=vin,
        plate=reading.text("plate").upper(),
        stock_number=reading.text("stock_number"),
        status=cells.read_status(reading.text("status") or reading.text("place")),
        price=price.amount if price else None,
        currency=price.currency if price else reading.currency,
        cost=cost.amount if (cost := _money(reading, "cost", BAD_COST)) else None,
        notes="\n".join(reading.notes)[:4000],
    )
    problems = [*reading.problems, *([] if row.names_a_car else [NO_CAR])]
    return _with_problems(row, problems)


def _name(reading: _Reading) -> tuple[str, str, str, int | None]:
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
    return make, model, variant, year


def _first_registration(reading: _Reading) -> str:
    text = reading.text("first_registration")
    if not text:
        return ""
    found = cells.read_date(text)
    if found is None:
        reading.problems.append(BAD_DATE)
    return found or ""


def _mileage(reading: _Reading, unit: str) -> int | None:
    text = reading.text("mileage")
    if not text:
        return None
    found = cells.read_distance(text, unit or ("mi" if reading.region == "GB" else "km"))
    if found is None or found[0] > 3_000_000:
        reading.problems.append(BAD_MILEAGE)
        return None
    distance, said = found
    return round(distance * KM_PER_MILE) if said == "mi" else distance


def _power(reading: _Reading, unit: str) -> int | None:
    text = reading.text("power")
    if not text:
        return None
    power = cells.read_power(text, unit, reading.region)
    if power is None or not 0 < power < 2_000:
        reading.problems.append(BAD_POWER)
        return None
    return power


def _money(reading: _Reading, name: str, problem: str) -> cells.Money | None:
    text = reading.cells.get(name, "")
    if not text:
        return None
    money = cells.read_money(text, reading.currency)
    if money is None or not (money.amount is None or 0 < money.amount <= cells.MOST_MONEY):
        reading.problems.append(problem)
        return None
    return money


def _vin(reading: _Reading) -> str:
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


def _marked_doubles(rows: list[StockRow]) -> Iterator[StockRow]:
    seen: set[str] = set()
    for row in rows:
        keys = {key for key in (fold(row.stock_number), row.vin) if key}
        yield _with_problems(row, [*row.problems, TWICE]) if keys & seen else row
        seen |= keys


def _with_problems(row: StockRow, problems: list[str]) -> StockRow:
    return replace(row, problems=tuple(dict.fromkeys(problems)))
