"""The SQLite that Forecourt runs on, and how it is opened.

Python often links a SQLite with the WAL-reset fault (3.7.0 to 3.51.2, fixed in 3.51.3 and in the
backports 3.44.6 and 3.50.7), which can lose commits. The pysqlite3 wheel brings a sound one; it
takes the place of `sqlite3` before Django imports it.
"""

import sys
from types import ModuleType
from typing import Any

import pysqlite3
from pysqlite3 import dbapi2

Version = tuple[int, int, int]

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = dbapi2

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # NORMAL may take back acknowledged rows after a power cut
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # the wheel has it off: erased text would stay in free pages
    "PRAGMA recursive_triggers=ON",  # else INSERT OR REPLACE walks round the append-only triggers
    "PRAGMA journal_size_limit=67108864",
    "PRAGMA cache_size=-32000",
    "PRAGMA mmap_size=268435456",
    "PRAGMA temp_store=MEMORY",
)


class UnsafeSQLite(RuntimeError):
    """This SQLite can lose commits; Forecourt does not start on it."""


def is_sound(version: Version) -> bool:
    """Whether this SQLite has the fix of the WAL-reset fault."""
    if version >= (3, 51, 3):
        return True
    return (
        version[:2] in {(3, 44), (3, 50)}
        and version >= {(3, 44): (3, 44, 6), (3, 50): (3, 50, 7)}[version[:2]]
    )


def refuse_unsafe(module: ModuleType | Any = dbapi2) -> None:
    """Raise UnsafeSQLite unless the linked library is sound."""
    version: Version = module.sqlite_version_info
    if not is_sound(version):
        found = ".".join(map(str, version))
        raise UnsafeSQLite(
            f"SQLite {found} can lose data in WAL mode; install pysqlite3 0.6.1 or later."
        )


def options() -> dict[str, Any]:
    """Django's OPTIONS for the SQLite engine. Writers queue up to 20 s for the one write lock."""
    refuse_unsafe()
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": ";".join(PRAGMAS),
    }
