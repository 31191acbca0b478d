"""`forecourt read … | head` ends quietly."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_a_reader_who_leaves_gets_no_traceback(tmp_path: Path) -> None:
    numbers = tmp_path / "numbers.txt"
    numbers.write_text("WVWZZZAUZJP002041\n" * 2000)
    words = ["read", "--kind", "vin", str(numbers)]
    process = subprocess.Popen(
        [sys.executable, "-m", "forecourt.commands", *words],
        cwd=ROOT,
        env={**os.environ, "FORECOURT_DATA": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    said = process.stderr.read()
    process.stderr.close()

    assert (process.wait(timeout=30), said) == (141, b"")
