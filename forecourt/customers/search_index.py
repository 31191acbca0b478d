"""The index that finds customers by any three signs of their name, number or address.

SQLite keeps it in a full-text table, which triggers hold in step with the customers; PostgreSQL in
a trigram index. Installed after every migrate, since a migration that rebuilds the table on SQLite
drops its triggers.
"""

from typing import Any

from django.db import DatabaseError, connection, transaction

TRIGGERS = {
    "customers_search_insert": (
        "CREATE TRIGGER IF NOT EXISTS customers_search_insert "
        "AFTER INSERT ON customers_customer BEGIN "
        "INSERT INTO customers_search(rowid, search_text) VALUES (new.id, new.search_text); END"
    ),
    "customers_search_delete": (
        "CREATE TRIGGER IF NOT EXISTS customers_search_delete "
        "AFTER DELETE ON customers_customer BEGIN "
        "INSERT INTO customers_search(customers_search, rowid, search_text) "
        "VALUES ('delete', old.id, old.search_text); END"
    ),
    "customers_search_update": (
        "CREATE TRIGGER IF NOT EXISTS customers_search_update "
        "AFTER UPDATE OF search_text ON customers_customer BEGIN "
        "INSERT INTO customers_search(customers_search, rowid, search_text) "
        "VALUES ('delete', old.id, old.search_text); "
        "INSERT INTO customers_search(rowid, search_text) VALUES (new.id, new.search_text); END"
    ),
}


def install_search_index(**_: Any) -> None:
    """Safe to repeat; what was written while a trigger was missing is read in again."""
    if "customers_customer" not in connection.introspection.table_names():
        return
    if connection.vendor == "postgresql":
        _install_on_postgresql()
    else:
        _install_on_sqlite()


def _install_on_sqlite() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'customers_search%%'", [])
        if {"customers_search", *TRIGGERS} <= {row[0] for row in cursor.fetchall()}:
            return
        cursor.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS customers_search USING fts5("
            "search_text, content='customers_customer', content_rowid='id', tokenize='trigram')"
        )
        # What was erased must not be readable in the file any more.
        cursor.execute(
            "INSERT INTO customers_search(customers_search, rank) VALUES ('secure-delete', 1)"
        )
        for statement in TRIGGERS.values():
            cursor.execute(statement)
        cursor.execute("INSERT INTO customers_search(customers_search) VALUES ('rebuild')")


def _install_on_postgresql() -> None:
    """A server where pg_trgm may not be switched on searches without the index."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(
                "CREATE INDEX IF NOT EXISTS customers_search ON customers_customer "
                "USING gin (search_text gin_trgm_ops)"
            )
    except DatabaseError:
        return
