"""A dealer's stock list, CSV or XLSX, into rows that can be shown and imported.

A row that is odd is kept and says what is wrong with it; only a file that is no table at all is
refused. Headings, languages and units: see `headings.py`; rows: see `stock_row.py`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forecourt.exchange import cells
from forecourt.exchange.headings import field_of, unit_in
from forecourt.exchange.problems import (
    CUT_OFF,
    NO_HEADINGS,
    NO_ROWS,
    OPEN_QUOTE,
    OTHER_CURRENCY,
    TOO_FEW_CELLS,
    TOO_MANY_CELLS,
    TWICE,
)
from forecourt.exchange.stock_row import Reading, StockRow, car_of, with_problems
from forecourt.exchange.tables import MOST_ROWS, Table, UnreadableFile, read_table
from forecourt.stock.words import fold

__all__ = ["StockRow", "StockSheet", "UnreadableFile", "read_stock"]

_HEADER_WITHIN = 20
# Columns kept in words: unknown ones, and facts that a stock row has no field for.
_AS_NOTES = frozenset({"", "notes", "vat", "inspection", "displacement", "trade_price", "place"})
_TOTALS = frozenset({"summe", "gesamt", "razem", "suma", "total", "totals", "grand total"})


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
    if any(row.price is not None and row.currency != currency for row in read):
        problems.append(OTHER_CURRENCY)
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
    reading = Reading({}, [], region, currency)
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
    return car_of(reading, header.units, index + 1)


def _marked_doubles(rows: list[StockRow]) -> Iterator[StockRow]:
    seen: set[str] = set()
    for row in rows:
        keys = {key for key in (fold(row.stock_number), row.vin) if key}
        yield with_problems(row, [*row.problems, TWICE]) if keys & seen else row
        seen |= keys
