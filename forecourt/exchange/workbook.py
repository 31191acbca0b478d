"""The cells of a workbook, read by a child process with little memory and little time.

The reader makes room for every cell up to the last one before it looks at any, and a file of a
kilobyte may name a last cell that no machine has room for. That ends the child, not the house.
"""

import json
import subprocess
import sys
from datetime import date
from typing import Any

MOST_MEMORY = 512 * 1024 * 1024  # bytes of address space
MOST_SECONDS = 20
MOST_SHEETS = 10


class TooMuch(Exception):
    """The workbook asks for more memory or time than a list of cars needs."""


class NotAWorkbook(ValueError):
    """The bytes cannot be opened."""


def cells_of(data: bytes, most_rows: int) -> list[list[str]]:
    """The first `most_rows` rows of the first sheet that holds any, as text.

    Raises NotAWorkbook and TooMuch.
    """
    command = [sys.executable, "-m", "forecourt.exchange.workbook", str(most_rows)]
    try:
        child = subprocess.run(  # noqa: S603 - our own module
            command, input=data, capture_output=True, timeout=MOST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise TooMuch from None
    if child.returncode:
        raise TooMuch
    rows: list[list[str]] | None = json.loads(child.stdout)
    if rows is None:
        raise NotAWorkbook
    return rows


def _main() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    json.dump(_read(sys.stdin.buffer.read(), int(sys.argv[1])), sys.stdout)


def _read(data: bytes, most_rows: int) -> list[list[str]] | None:
    import io

    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for name in book.sheet_names[:MOST_SHEETS]:
                sheet = book.get_sheet_by_name(name)
                if rows := sheet.to_python(skip_empty_area=False, nrows=most_rows):
                    return [[_text(cell) for cell in row] for row in rows]
    except (CalamineError, ValueError, OSError):
        return None
    return []


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return cell.isoformat()[:10] if isinstance(cell, date) else str(cell)


if __name__ == "__main__":
    _main()
