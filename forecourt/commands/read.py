"""What Forecourt understands of a file, as JSON lines; nothing is stored."""

import argparse
import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from forecourt.commands.faults import CommandFault

CALLS = {"twilio": "CallSid=", "sipgate": "callId="}


def add_to(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--kind", required=True, choices=["adf", "mail", "whatsapp", "call", "vin", "plate"]
    )
    parser.add_argument("--country", default="DE", help="for national numbers and plates")
    parser.add_argument("files", nargs="+", metavar="FILE")


def run(given: argparse.Namespace) -> int:
    for name in given.files:
        path = Path(name)
        if not path.is_file():
            raise CommandFault(f"There is no file {name}.")
        for line in _lines(given.kind, path, given.country):
            print(json.dumps(line, ensure_ascii=False))
    return 0


def _lines(kind: str, path: Path, country: str) -> Iterator[dict[str, Any]]:
    if kind == "vin":
        yield from (_vin(number, row) for number, row in _values(path, "vin"))
    elif kind == "plate":
        yield from (_plate(number, row, country) for number, row in _values(path, "plate"))
    else:
        yield _delivery(kind, path, country)


def _values(path: Path, column: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a CSV with that column (or `raw`), or each line of any other file."""
    text = path.read_text("utf-8-sig", errors="replace")
    if path.suffix.lower() == ".csv":
        for number, row in enumerate(csv.DictReader(text.splitlines()), start=1):
            yield (
                row.get("id") or str(number),
                {"value": row.get(column) or row.get("raw") or "", **row},
            )
    else:
        for number, line in enumerate(text.splitlines(), start=1):
            yield str(number), {"value": line}


def _vin(number: str, row: dict[str, str]) -> dict[str, Any]:
    from forecourt.stock.vin import read_vin

    reading = read_vin(row["value"])
    return {
        "id": number,
        "vin": reading.vin,
        "well_formed": reading.well_formed,
        "maker": reading.maker or None,
        "make": reading.make or None,
        "country": reading.country or None,
        "model_year": reading.model_year,
        "check_digit": reading.check_digit,
        "warnings": list(reading.warnings),
    }


def _plate(number: str, row: dict[str, str], country: str) -> dict[str, Any]:
    from forecourt.stock.plates import read_plate

    reading = read_plate(row["value"], row.get("country") or country)
    return {
        "id": number,
        "plate": reading.text,
        "key": reading.key,
        "country": reading.country or None,
        "warnings": list(reading.warnings),
    }


def _delivery(kind: str, path: Path, country: str) -> dict[str, Any]:
    from datetime import UTC, datetime

    from forecourt.capture.inquiry import Context
    from forecourt.channels.as_json import reading_as_json
    from forecourt.channels.registry import parse
    from forecourt.commands.feed import content_type

    body = path.read_bytes()
    channel = _channel(body) if kind == "call" else kind
    context = Context(
        received_at=datetime.now(UTC),
        region=country,
        content_type=content_type(path),
        headers={"content-type": content_type(path)},
    )
    return {"file": path.name, **reading_as_json(parse(channel, body, context))}


def _channel(body: bytes) -> str:
    text = body[:4000].decode("latin-1")
    return next((channel for channel, mark in CALLS.items() if mark in text), "calls")
