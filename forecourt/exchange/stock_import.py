"""A dealer's stock list, from its bytes to the rows that `import_stock` takes."""

from forecourt.exchange.spreadsheets import StockRow, StockSheet, read_stock
from forecourt.stock.facts import FIELDS, CarFacts, facts_from
from forecourt.stock.verbs.import_stock import Row

MOST_BYTES = 10 * 1024 * 1024


def read_list(data: bytes, filename: str, *, region: str, currency: str) -> StockSheet:
    """The list with its guessed columns. Raises UnreadableFile if it is no table."""
    return read_stock(data, filename, region, currency)


def rows_of(sheet: StockSheet) -> list[Row]:
    """The rows that name a car, with only what the list says about each."""
    return [Row(row.line, _facts(row)) for row in sheet.rows if row.make or row.vin]


def _facts(row: StockRow) -> CarFacts:
    stated = {name: getattr(row, name, None) for name in FIELDS}
    given = {name: value for name, value in stated.items() if value not in (None, "")}
    if row.price is None:
        given.pop("currency", None)
    return facts_from(given)
