"""Write new rows with a statement made once per table, and read rows of a statement by hand.

Django composes an INSERT anew for each row, which costs several times what the database takes for
it. Capture writes six rows per inquiry, so its rows go through here: same models, same columns,
same constraints, the statement kept. Nothing but plain rows; everything else is Django's.
"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

MOST_AT_ONCE = 100

Row = TypeVar("Row", bound=models.Model)


def insert(row: models.Model) -> None:
    """Write one new row and give it its id. Raises IntegrityError as `save` does."""
    insert_all([row])


def insert_all(rows: Sequence[models.Model]) -> None:
    """Write new rows of one model, MOST_AT_ONCE to a statement, and give them their ids."""
    for start in range(0, len(rows), MOST_AT_ONCE):
        _insert(rows[start : start + MOST_AT_ONCE])


def insert_what_is_new(rows: Sequence[models.Model]) -> None:
    """Write those rows of one model that no constraint refuses; they get no ids."""
    for start in range(0, len(rows), MOST_AT_ONCE):
        few = rows[start : start + MOST_AT_ONCE]
        model = type(few[0])
        with connection.cursor() as cursor:
            cursor.execute(
                f"{_statement(model, connection.vendor, len(few))} ON CONFLICT DO NOTHING",
                _values(few),
            )


def _insert(rows: Sequence[models.Model]) -> None:
    model = type(rows[0])
    pk = connection.ops.quote_name(str(model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_statement(model, connection.vendor, len(rows))} RETURNING {pk}", _values(rows)
        )
        for row, (pk,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = pk
            row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 - as save() does


@lru_cache(maxsize=512)
def _statement(model: type[models.Model], vendor: str, count: int) -> str:
    quote = connection.ops.quote_name
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    names = ", ".join(quote(str(field.column)) for field in fields)
    places = f"({', '.join(['%s'] * len(fields))})"
    return (
        f"INSERT INTO {quote(model._meta.db_table)} ({names}) "  # noqa: S608 - names of our models
        f"VALUES {', '.join([places] * count)}"
    )


def _values(rows: Sequence[models.Model]) -> list[Any]:
    columns = _columns(type(rows[0]), connection.vendor)
    return [prepare(getattr(row, name)) for row in rows for name, prepare in columns]


@lru_cache(maxsize=512)
def _columns(
    model: type[models.Model], vendor: str
) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    return tuple((field.attname, preparer(field, vendor)) for field in fields)


@lru_cache(maxsize=64)
def columns_of(model: type[models.Model], alias: str) -> str:
    """The columns of a SELECT whose rows `made_of` understands."""
    quote = connection.ops.quote_name
    fields = model._meta.local_concrete_fields
    return ", ".join(f"{alias}.{quote(str(field.column))}" for field in fields)


def made_of(model: type[Row], values: Sequence[Any]) -> Row:
    """The object of one row of `columns_of`, as Django would make it."""
    names, converters = _converters(model, connection.vendor)
    row = list(values[: len(names)])
    for position, column, convert in converters:
        row[position] = convert(row[position], column, connection)
    one: Row = model.from_db(connection.alias, names, row)
    return one


@lru_cache(maxsize=512)
def _converters(
    model: type[models.Model], vendor: str
) -> tuple[tuple[str, ...], tuple[tuple[int, Any, Callable[..., Any]], ...]]:
    fields = model._meta.local_concrete_fields
    columns = [field.get_col(model._meta.db_table) for field in fields]
    return tuple(field.attname for field in fields), tuple(
        (position, column, convert)
        for position, column in enumerate(columns)
        for convert in (
            *connection.ops.get_db_converters(column),
            *column.get_db_converters(connection),
        )
    )


def preparer(field: "models.Field[Any, Any]", vendor: str) -> Callable[[Any], Any]:
    """How a value of this column goes into the statement."""
    if isinstance(field, models.JSONField):
        return _json
    if isinstance(field, models.DateTimeField):
        return _sqlite_moment if vendor == "sqlite" else _same
    if isinstance(field, models.CharField | models.TextField):
        return _text
    if isinstance(field, models.ForeignKey | models.IntegerField | models.BooleanField):
        return _same
    return lambda value: field.get_db_prep_save(value, connection)


def _same(value: Any) -> Any:
    return value


def _text(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _json(value: Any) -> str | None:
    """As Django writes it: None is NULL, which most columns refuse, and never JSON's null."""
    if value is None:
        return None
    return json.dumps(value, cls=DjangoJSONEncoder) if value else json.dumps(value)


def _sqlite_moment(value: datetime | None) -> str | None:
    """As Django's SQLite backend writes it: UTC without a zone."""
    return None if value is None else str(value.astimezone(UTC).replace(tzinfo=None))
