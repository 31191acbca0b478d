"""Take a stock list into the lot; says which rows are to be fixed."""

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from forecourt.commands.faults import FAULT, GOOD, CommandFault
from forecourt.commands.setting_up import set_up, the_lot

if TYPE_CHECKING:
    from forecourt.dealership.models import Dealership
    from forecourt.exchange.spreadsheets import StockRow, StockSheet
    from forecourt.stock.verbs.import_stock import Result

WORDS = {"added": "new", "changed": "changed", "same": "as before", "refused": "left out"}


def add_to(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=["vehicles"])
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
    parser.add_argument("--dealership", metavar="SLUG")


def run(given: argparse.Namespace) -> int:
    set_up()
    from django.db import IntegrityError
    from django.utils import timezone

    from forecourt.dealership.scope import acting_for
    from forecourt.exchange.stock_import import rows_of
    from forecourt.stock.verbs.import_stock import import_stock

    lot = the_lot(given.dealership)
    sheet = _read(Path(given.file), lot)
    try:
        with acting_for(lot):
            results = import_stock(
                lot, rows_of(sheet), by=None, at=timezone.now(), dry_run=given.dry_run
            )
    except IntegrityError:
        raise CommandFault("The stock changed in this moment; run it again.", FAULT) from None
    return _report(sheet, results, dry_run=given.dry_run)


def _read(path: Path, lot: "Dealership") -> "StockSheet":
    from forecourt.exchange.spreadsheets import UnreadableFile
    from forecourt.exchange.stock_import import MOST_BYTES, read_list

    if not path.is_file():
        raise CommandFault(f"There is no file {path}.")
    if path.stat().st_size > MOST_BYTES:
        raise CommandFault("This file is larger than 10 MB; give the list alone.", FAULT)
    try:
        return read_list(path.read_bytes(), path.name, region=lot.country, currency=lot.currency)
    except UnreadableFile as why:
        raise CommandFault(str(why), FAULT) from None


def _report(sheet: "StockSheet", results: "list[Result]", *, dry_run: bool) -> int:
    """Print what is to be fixed, then the counts; FAULT if anything was left out."""
    by_line = {one.line: one for one in results}
    for problem in sheet.problems:
        print(problem)
    counts: Counter[str] = Counter()
    for row in sheet.rows:
        result = by_line.get(row.line)
        what = result.what if result else "refused"
        counts[what] += 1
        said = _to_fix(row, result)
        if said:
            left_out = " (left out)" if what == "refused" else ""
            print(f"row {row.line}{left_out}: {' '.join(said)}")
    print(", ".join(f"{counts[what]} {word}" for what, word in WORDS.items()) + ".")
    if dry_run:
        print("Nothing was changed.")
    return FAULT if counts["refused"] or sheet.problems else GOOD


def _to_fix(row: "StockRow", result: "Result | None") -> list[str]:
    """The sentences about a row, each once: the list and the stock both know a double."""
    from forecourt.exchange.problems import TWICE as TWICE_IN_LIST
    from forecourt.stock.verbs.import_stock import TWICE

    said = list(row.problems)
    known = result and result.reason is TWICE and TWICE_IN_LIST in said
    if result and result.reason and not known:
        said.append(str(result.reason))
    return said
