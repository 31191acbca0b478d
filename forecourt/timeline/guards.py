"""What the database itself refuses: changing the record, and seeing another lot's rows.

Django drops SQLite triggers without a word when a migration rebuilds a table, so the guards are
installed anew after every migrate, and `missing_guards` is asked at every start.
"""

from typing import Any

from django.apps import apps
from django.db import connection, models

APPEND_ONLY = ("timeline_event", "timeline_seal")
REFUSAL = "the timeline is append-only"
# The column itself is compared, not its text: of that the planner would know no statistics, expect
# one row of each lot, and read whole lots to sort them.
MAY_BE_SEEN = (
    "current_setting('forecourt.dealership', true) = '*' OR dealership_id = "
    "NULLIF(NULLIF(current_setting('forecourt.dealership', true), '*'), '')::bigint"
)


def install_guards(**_: Any) -> None:
    """Install triggers, and on PostgreSQL row-level security. Safe to repeat."""
    if connection.vendor == "postgresql":
        _install_on_postgresql()
    else:
        _install_on_sqlite()


def remove_guards() -> None:
    """Take the triggers away. For tests and erasing a test lot only."""
    present = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in APPEND_ONLY:
            if table not in present:
                continue
            for name in _trigger_names(table):
                if connection.vendor == "postgresql":
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                else:
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def missing_guards() -> list[str]:
    """Names of guards that should stand and do not."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        present = {row[0] for row in cursor.fetchall()}
        wanted = {name for table in APPEND_ONLY for name in _trigger_names(table)}
        missing = sorted(wanted - present)
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tablename FROM pg_policies WHERE policyname = 'one_dealership'")
            guarded = {row[0] for row in cursor.fetchall()}
            missing += sorted(f"row security on {t}" for t in tenant_tables() if t not in guarded)
    return missing


def tenant_tables() -> list[str]:
    """Tables whose rows belong to one dealership."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if _belongs_to_a_dealership(model) and model._meta.label != "dealership.Staff"
    )


def _belongs_to_a_dealership(model: type[models.Model]) -> bool:
    return any(field.name == "dealership" for field in model._meta.concrete_fields)


def _trigger_names(table: str) -> list[str]:
    names = [f"{table}_no_update", f"{table}_no_delete"]
    return [*names, f"{table}_no_truncate"] if connection.vendor == "postgresql" else names


def _present(table: str) -> bool:
    return table in connection.introspection.table_names()


def _install_on_sqlite() -> None:
    with connection.cursor() as cursor:
        for table in filter(_present, APPEND_ONLY):
            for act in ("UPDATE", "DELETE"):
                cursor.execute(
                    f"CREATE TRIGGER IF NOT EXISTS {table}_no_{act.lower()} BEFORE {act} "
                    f"ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
                )


def _install_on_postgresql() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION forecourt_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
        for table in filter(_present, APPEND_ONLY):
            for act, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
                cursor.execute(
                    f"CREATE OR REPLACE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                    f"FOR EACH {each} EXECUTE FUNCTION forecourt_refuse()"
                )
        for table in filter(_present, tenant_tables()):
            cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            cursor.execute(f"DROP POLICY IF EXISTS one_dealership ON {table}")
            cursor.execute(f"CREATE POLICY one_dealership ON {table} USING ({MAY_BE_SEEN})")
