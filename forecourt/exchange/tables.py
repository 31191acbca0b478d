"""Rows of text out of the files that spreadsheet programs write: CSV in any dress, and XLSX.

Formulas are never worked out: a CSV cell is text, and of XLSX the stored values are read.
"""

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext_noop as _

from forecourt.exchange.problems import UNPACKS_TOO_FAR
from forecourt.exchange.workbook import NotAWorkbook, TooMuch, cells_of

MOST_ROWS = 5_000
MOST_READ = MOST_ROWS + 31  # with a title, the header and one that shows there are too many
MOST_CELL = 32 * 1024
MOST_COLUMNS = 200
MOST_UNPACKED = 50 * 1024 * 1024
MOST_RATIO = 100
_DELIMITERS = ";\t|,"
_ZIP = b"PK\x03\x04"
_POLISH = "ąćęłńśźżĄĆĘŁŃŚŹŻ"
_POLISH_REGION = "PL"


# Control characters, and those that turn the direction of what follows.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


@dataclass(frozen=True, slots=True)
class Table:
    rows: list[list[str]]  # of one file, index plus 1 is the line
    broken: frozenset[int] = frozenset()  # indexes of rows with a quote left open
    cut_off: bool = False  # there was more than may be read


class UnreadableFile(ValueError):
    """The file is no table that can be read; the message says why and what to do."""


def read_table(data: bytes, filename: str, region: str) -> Table:
    """All rows, empty ones included.

    Raises UnreadableFile.
    """
    if data.startswith(_ZIP) or filename.lower().endswith((".xlsx", ".xlsm", ".ods")):
        return _from_workbook(data, filename)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(_("This is an old Excel file: save it as .xlsx or .csv."))
    return _from_csv(_decode(data, region))


def _decode(data: bytes, region: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if data[:400].count(0) > len(data[:400]) // 4:
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace")
    western, eastern = data.decode("cp1252", "replace"), data.decode("cp1250", "replace")
    return eastern if region == _POLISH_REGION or _is_polish(eastern, western) else western


def _is_polish(eastern: str, western: str) -> bool:
    """Whether the bytes make Polish letters in one code page and odd signs in the other."""
    signs = "³¹æê¿œŸñ¯£¥ÆÊ"
    polish = sum(eastern.count(letter) for letter in _POLISH)
    return polish >= 3 and sum(western.count(sign) for sign in signs[:7]) >= 3


def _from_csv(text: str) -> Table:
    text = text.replace("\0", "").replace("\ufffe", "")
    delimiter = _delimiter(text)
    if text.count('"') % 2:  # a quote left open would swallow the rest: each line for itself
        lines = text.splitlines()
        rows = [_one_line(line, delimiter) for line in lines[:MOST_READ]]
        broken = frozenset(n for n, line in enumerate(lines[:MOST_READ]) if line.count('"') % 2)
        return _table(rows, broken)
    csv.field_size_limit(MOST_CELL * 64)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return _table(list(islice(reader, MOST_READ)))
    except csv.Error as error:
        raise UnreadableFile(_("A cell of this list is far too long: shorten it.")) from error


def _table(rows: list[list[str]], broken: frozenset[int] = frozenset()) -> Table:
    cells = [[_clean(cell) for cell in row[:MOST_COLUMNS]] for row in rows]
    return Table(cells, broken, len(rows) >= MOST_READ)


def _clean(cell: str) -> str:
    return _UNPRINTABLE.sub("", cell[:MOST_CELL]).strip()


def _one_line(line: str, delimiter: str) -> list[str]:
    """The cells of a line; after a quote that is not closed all is one cell."""
    if line.count('"') % 2:
        head, _, rest = line.rpartition('"')
        return [*_one_line(head, delimiter)[:-1], rest]
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def _delimiter(text: str) -> str:
    """The separator that parts the first lines into the most cells of equal number."""
    lines = [line for line in text[:20_000].splitlines()[:21] if line.strip()]

    def weight(sign: str) -> tuple[int, int]:
        counts = [len(_one_line(line, sign)) for line in lines]
        wide = [count for count in counts if count > 1]
        usual = max(set(wide), key=lambda count: (wide.count(count), count)) if wide else 0
        return wide.count(usual) * usual if usual else 0, usual

    return max(_DELIMITERS, key=weight)


def _from_workbook(data: bytes, filename: str) -> Table:
    if filename.lower().endswith((".xlsm", ".xlsb")):
        raise UnreadableFile(_("A workbook with macros is not read: save it as .xlsx or .csv."))
    _refuse_bombs(data)
    try:
        return _table(cells_of(data, MOST_READ))
    except NotAWorkbook as error:
        raise UnreadableFile(
            _("This workbook cannot be opened: save it again or as .csv.")
        ) from error
    except TooMuch as error:
        raise UnreadableFile(UNPACKS_TOO_FAR) from error


def _refuse_bombs(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnreadableFile(_("This is not a complete workbook: send it again.")) from error
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if (
        len(entries) > 2_000
        or unpacked > MOST_UNPACKED
        or (unpacked > 1024 * 1024 and unpacked / packed > MOST_RATIO)
    ):
        raise UnreadableFile(UNPACKS_TOO_FAR)
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        raise UnreadableFile(_("A workbook with macros is not read: save it as .xlsx or .csv."))
