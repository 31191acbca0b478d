"""A stock list into the lot: upload, look at what would happen, confirm."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forecourt.dealership.access import staff_only
from forecourt.dealership.middleware import StaffRequest
from forecourt.dealership.models import Staff
from forecourt.exchange.problems import TWICE as TWICE_IN_LIST
from forecourt.exchange.spreadsheets import StockRow, StockSheet, UnreadableFile
from forecourt.exchange.stock_import import MOST_BYTES, read_list, rows_of
from forecourt.stock.access import list_kept_for
from forecourt.stock.shown import shown_number, shown_price
from forecourt.stock.verbs.import_stock import TWICE, Result, import_stock
from forecourt.stock.verbs.keep_list import forget_list, keep_list
from forecourt.web.stock.column_words import COLUMN_WORDS

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list with what becomes of it."""

    row: StockRow
    what: str
    word: str
    reasons: list[str]
    price: str
    mileage: str


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def upload(request: StaffRequest) -> HttpResponse:
    staff = request.staff
    if request.method != "POST":
        return _page(request, {})
    sent = request.FILES.get("list")
    if sent is None:
        return _page(request, {"error": _("Choose a file first.")}, 422)
    if (sent.size or 0) > MOST_BYTES:
        return _page(
            request, {"error": _("This file is larger than 10 MB. Send the list alone.")}, 422
        )
    body, name = sent.read(), (sent.name or "list")[-200:]
    try:
        sheet = _read(body, name, staff)
    except UnreadableFile as fault:
        return _page(request, {"error": _(str(fault))}, 422)
    kept = keep_list(filename=name, body=body, by=staff, at=timezone.now())
    results = import_stock(
        staff.dealership, rows_of(sheet), by=staff, at=timezone.now(), dry_run=True
    )
    return _page(request, {"kept": kept, **_shown(sheet, results)})


@require_POST
@staff_only
def confirm(request: StaffRequest) -> HttpResponse:
    staff = request.staff
    kept = list_kept_for(staff, request.POST.get("list", ""))
    sheet = _read(bytes(kept.body), kept.filename, staff)
    try:
        results = import_stock(staff.dealership, rows_of(sheet), by=staff, at=timezone.now())
    except IntegrityError:
        error = _("The stock changed in this moment. Look again and confirm.")
        return _page(request, {"error": error}, 409)
    forget_list(kept)
    return _page(request, {"done": True, **_shown(sheet, results)})


def _read(body: bytes, name: str, staff: Staff) -> StockSheet:
    lot = staff.dealership
    return read_list(body, name, region=lot.country, currency=lot.currency)


def _shown(sheet: StockSheet, results: list[Result]) -> dict[str, Any]:
    """Rows to fix first, then the others; counts of each; the columns as they were guessed."""
    by_line = {one.line: one for one in results}
    lines = [_line(row, by_line.get(row.line)) for row in sheet.rows]
    counts = Counter(line.what for line in lines)
    lines.sort(key=lambda line: not line.reasons)
    return {
        "lines": lines[:MOST_SHOWN],
        "hidden": max(len(lines) - MOST_SHOWN, 0),
        "to_fix": sum(bool(line.reasons) for line in lines),
        "added": counts["added"],
        "changed": counts["changed"],
        "same": counts["same"],
        "refused": counts["refused"],
        "good": counts["added"] + counts["changed"],
        "columns": [
            (heading, COLUMN_WORDS.get(name, name))
            for heading, name in sheet.columns.items()
            if heading
        ],
        "notes": [note[:120] for note in sheet.notes[:5]],
        "problems": sheet.problems,
    }


def _line(row: StockRow, result: Result | None) -> Line:
    what = result.what if result else "refused"
    words = {
        "added": _("new"),
        "changed": _("changes"),
        "same": _("as it is"),
        "refused": _("left out"),
    }
    said = bool(
        result and result.reason and not (result.reason is TWICE and TWICE_IN_LIST in row.problems)
    )
    own = [str(result.reason)] if result and said else []
    return Line(
        row,
        what,
        words[what],
        [*(_(problem) for problem in row.problems), *own],
        shown_price(row.price, row.currency or "EUR"),
        shown_number(row.mileage_km),
    )


def _page(request: StaffRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, "stock/import.html", {"place": "stock", **context}, status=status)
