"""No library that ships with Forecourt is under the GPL or AGPL. `python -m tests.licences`.

The libraries are those of requirements/run.lock; their licences are what their metadata say. Of a
choice ("MIT OR GPL-2.0") the free part counts. The LGPL is fine for a library that is imported.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
COPYLEFT = re.compile(r"(?<!L)(?<!Lesser )A?GPL|(?<!Lesser )General Public License|Affero", re.I)

READ_BY_HAND = {"pysqlite3": "zlib"}  # its metadata are silent; the licence stands in its source


def refused(licence: str) -> bool:
    """True when no alternative of `licence` may ship. Alternatives stand apart by OR or ";"."""
    return all(COPYLEFT.search(part) for part in re.split(r"\s+OR\s+|;", licence))


def shipped() -> list[str]:
    lock = (ROOT / "requirements" / "run.lock").read_text()
    return re.findall(r"^([a-z0-9._-]+)==", lock, re.M)


def licences(packages: list[str]) -> dict[str, str]:
    """The licence of each package installed here; "UNKNOWN" where its metadata say nothing."""
    command = [sys.executable, "-m", "piplicenses", "--from=mixed", "--format=json", "--packages"]
    answer = subprocess.run([*command, *packages], check=True, capture_output=True, text=True)
    stated = {row["Name"]: row["License"] for row in json.loads(answer.stdout)}
    return stated | {name: words for name, words in READ_BY_HAND.items() if name in stated}


def main() -> int:
    found = licences(shipped())
    faults = [f"{name}: {words}" for name, words in found.items() if refused(words)]
    faults += [f"{name}: no licence stated" for name, words in found.items() if words == "UNKNOWN"]
    print("\n".join(faults) or f"{len(found)} libraries, none under the GPL or AGPL")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
