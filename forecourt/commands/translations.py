"""Compile the message catalogues; no gettext is needed on the machine."""

import os
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_translations(folder: Path = LOCALE) -> None:
    """Write each `.mo` that is missing or older than its `.po`."""
    for source in folder.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        with source.open("rb") as reading:
            catalogue = read_po(reading, locale=source.parent.parent.name)
        unfinished = target.with_suffix(f".{os.getpid()}.mo")  # several processes may compile
        with unfinished.open("wb") as writing:
            write_mo(writing, catalogue)
        unfinished.replace(target)
