"""The index that finds customers by any three signs of their name, number or address.

SQLite keeps it in a full-text table, PostgreSQL in a table of numbers; triggers hold both in step
with the customers. Installed after every migrate, since a migration that rebuilds the table on
SQLite drops its triggers.
"""

from typing import Any

from django.db import connection, transaction

from forecourt.dealership.scope import all_dealerships

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
    """Row-level security lets no index answer LIKE, so the signs are looked up beside the rows.

    `customers_grams` holds for each customer a number for every three signs of the search text,
    salted with the lot, so that a look-up meets no other lot's customers. It has no policy.
    """
    with all_dealerships(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_trigger WHERE tgname = 'customers_grams_follow'")
        if cursor.fetchone():
            return
        cursor.execute("DROP INDEX IF EXISTS customers_search")  # on LIKE, which never used it
        for statement in GRAMS:
            cursor.execute(statement)


GRAMS = (
    """
    CREATE TABLE IF NOT EXISTS customers_grams (
        customer_id bigint PRIMARY KEY, grams integer[] NOT NULL
    )
    """,
    """
    CREATE OR REPLACE FUNCTION grams_of(lot bigint, words text) RETURNS integer[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT coalesce(array_agg(DISTINCT
            ('x' || left(md5(lot || ':' || substr(words, place, 3)), 7))::bit(28)::integer
        ), '{}') FROM generate_series(1, length(words) - 2) place
    $$
    """,
    """
    CREATE OR REPLACE FUNCTION keep_customers_grams() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            DELETE FROM customers_grams WHERE customer_id = old.id;
        ELSE
            INSERT INTO customers_grams
            VALUES (new.id, grams_of(new.dealership_id, new.search_text))
            ON CONFLICT (customer_id) DO UPDATE SET grams = excluded.grams;
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER customers_grams_follow
    AFTER INSERT OR DELETE OR UPDATE OF search_text, dealership_id ON customers_customer
    FOR EACH ROW EXECUTE FUNCTION keep_customers_grams()
    """,
    """
    TRUNCATE customers_grams
    """,
    """
    INSERT INTO customers_grams
    SELECT id, grams_of(dealership_id, search_text) FROM customers_customer
    """,
    "CREATE INDEX IF NOT EXISTS customers_with_grams ON customers_grams USING gin (grams)",
)
