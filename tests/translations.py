"""Every word a person reads is there in German and Polish. `python -m tests.translations`.

A message that the code or a template marks must stand in forecourt/locale/<language>, translated,
not fuzzy, with every plural form its language has and the same placeholders. `--write` merges new
messages into the catalogues, for a translator to fill.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

PACKAGE = Path(__file__).parents[1] / "forecourt"
LANGUAGES = ("de", "pl")
PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[sd]|%[sd]|\{[a-z_0-9]*\}")
IGNORED = ("tests", "samples", "locale", "migrations")


def extract(into: Path, language: str) -> polib.POFile:
    """The messages that the sources mark, merged into the catalogue under `into`."""
    (into / language / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    command = [str(Path(sys.executable).parent / "django-makemessages-rs")]
    command += ["--root", str(PACKAGE), "--locale-dir", str(into), "--locale", language]
    command += ["--no-wrap", "--no-fuzzy-matching", "--sort-output"]
    command += ["--no-obsolete", "--keep-header", "--add-location", "file", "--force-po"]
    for name in IGNORED:
        command += ["--ignore", name]
    subprocess.run(command, check=True, capture_output=True)
    return polib.pofile(str(into / language / "LC_MESSAGES" / "django.po"))


def catalogue(language: str) -> polib.POFile:
    path = PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


def faults(wanted: polib.POFile, found: polib.POFile) -> Iterator[str]:
    """One line for each message of `wanted` that `found` does not translate whole."""
    forms = _plural_forms(found)
    known = {(entry.msgctxt, entry.msgid): entry for entry in found if not entry.obsolete}
    for entry in wanted:
        where = entry.occurrences[0][0] if entry.occurrences else "?"
        here = known.get((entry.msgctxt, entry.msgid))
        if here is None or not here.translated():
            yield f"{where}: not translated: {entry.msgid!r}"
        elif entry.msgid_plural and len(here.msgstr_plural) != forms:
            yield f"{where}: {forms} plural forms wanted: {entry.msgid!r}"
        elif strangers := _strangers(entry, here):
            yield f"{where}: {', '.join(strangers)} is no placeholder of {entry.msgid!r}"


def _plural_forms(found: polib.POFile) -> int:
    """How many forms the catalogue says its language has; 0 where it says nothing."""
    stated = re.search(r"nplurals=(\d+)", found.metadata.get("Plural-Forms", ""))
    return int(stated[1]) if stated else 0


def _strangers(entry: polib.POEntry, here: polib.POEntry) -> list[str]:
    """Placeholders of the translation that the message does not have; they would raise."""
    given = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    words = " ".join([here.msgstr, *here.msgstr_plural.values()])
    return sorted(set(PLACEHOLDER.findall(words)) - given)


def main() -> int:
    if "--write" in sys.argv:
        for language in LANGUAGES:
            extract(PACKAGE / "locale", language)
        return 0
    found, wanted = [], polib.POFile()
    with tempfile.TemporaryDirectory() as empty:
        for language in LANGUAGES:
            wanted = extract(Path(empty), language)
            found += [f"{language}: {fault}" for fault in faults(wanted, catalogue(language))]
    print("\n".join(found) or f"{len(wanted)} messages, all translated")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
