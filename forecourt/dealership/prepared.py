"""Ask a question of which Django composed the statement once.

Composing a listing from query objects costs several times what the database takes to answer it. A
question is written as a query set as ever; the first asking composes it with marks in place of the
values, and later ones put their values where the marks stood. Rows come as Django would make them.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models import query as rows_of

from forecourt.dealership.scope import dealership_in_scope

Row = TypeVar("Row", bound=models.Model)
Item = TypeVar("Item")
Value = int | str | datetime | date

MOST_KEPT = 500
LENGTHS = (0, 1, 4, 16, 64, 256)
_MARKED_NUMBER = 2_000_000_000  # fits the narrowest column
_MARKED_MOMENT = datetime(1801, 1, 1, tzinfo=UTC)

_kept: dict[tuple[Hashable, ...], "Prepared[Any]"] = {}


@dataclass(frozen=True, slots=True)
class Prepared(Generic[Row]):
    """One statement with holes for values, and how its rows become objects."""

    sql: str
    values: tuple[Any, ...]
    holes: tuple[tuple[int, str], ...]  # position among the values, name of the value
    compiler: Any
    converters: Any
    populators: Sequence[Any]

    def rows(self, given: dict[str, Value]) -> list[Row]:
        """Objects, with related ones and annotations, of a query set without `values`."""
        fields = self.compiler.klass_info["select_fields"]
        start, end = fields[0], fields[-1] + 1
        model = self.compiler.klass_info["model"]
        names = frozenset(column[0].target.attname for column in self.compiler.select[start:end])
        annotated = tuple(self.compiler.annotation_col_map.items())
        found: list[Row] = []
        for row in self._asked(given):
            one: Row = model.from_db(connection.alias, names, row[start:end])
            for populator in self.populators:
                populator.populate(row, one)
            for name, position in annotated:
                setattr(one, name, row[position])
            found.append(one)
        return found

    def tuples(self, given: dict[str, Value]) -> list[tuple[Any, ...]]:
        """Rows of a query set with `values_list`, in the order of its names."""
        return [tuple(row) for row in self._asked(given)]

    def _asked(self, given: dict[str, Value]) -> Any:
        values = list(self.values)
        for position, name in self.holes:
            mark = values[position]
            values[position] = _in_database(given[name], type(mark))
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            found = cursor.fetchall()
        return self.compiler.apply_converters(found, self.converters) if self.converters else found


def prepared(
    question: Callable[..., "models.QuerySet[Row, Any]"], *shape: Hashable, **values: Value
) -> Prepared[Row]:
    """The statement of `question(*shape, **values)` for the lot in scope.

    `shape` decides how the statement is built, `values` only fill it; each value must stand in the
    statement as it was given. Raises ScopeError outside a lot's scope.
    """
    kinds = tuple((name, type(value)) for name, value in values.items())
    key = (question, dealership_in_scope(), connection.vendor, shape, kinds)
    known = _kept.get(key)
    if known is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        known = _kept[key] = _compose(question, shape, values)
    return known


def ask(
    question: Callable[..., "models.QuerySet[Row, Any]"], *shape: Hashable, **values: Value
) -> list[Row]:
    """The rows of `question(*shape, **values)`; see `prepared` for what the two are."""
    return prepared(question, *shape, **values).rows(values)


def padded(values: Sequence[Item]) -> list[Item]:
    """The values of a list in a statement, some repeated, so that few lengths are composed."""
    length = next(size for size in (*LENGTHS, len(values)) if size >= len(values))
    return [values[n % len(values)] for n in range(length)]


def _compose(
    question: Callable[..., "models.QuerySet[Row, Any]"],
    shape: tuple[Hashable, ...],
    values: dict[str, Value],
) -> Prepared[Row]:
    marks = {name: _mark(value, n) for n, (name, value) in enumerate(values.items())}
    compiler = question(*shape, **marks).query.get_compiler(connection.alias)
    sql, params = compiler.as_sql()
    stand = {_in_database(mark, str): name for name, mark in marks.items()}
    holes = tuple((n, stand[param]) for n, param in enumerate(params) if _is_mark(param, stand))
    missing = set(marks) - {name for _, name in holes}
    assert not missing, f"{question.__name__}: {missing} does not stand in the statement"
    converters = compiler.get_converters([column[0] for column in compiler.select])
    info = compiler.klass_info
    made: Any = rows_of.get_related_populators
    populators = made(info, compiler.select, connection.alias) if info else []
    for populator in populators:
        populator.init_list = frozenset(populator.init_list)
    return Prepared(sql, tuple(params), holes, compiler, converters, populators)


def _mark(value: Value, n: int) -> Value:
    if isinstance(value, datetime):
        return _MARKED_MOMENT + timedelta(days=n)
    if isinstance(value, date):
        return date(1802, 1, 1) + timedelta(days=n)
    if isinstance(value, str):
        return f"value {n} \N{PILCROW SIGN}"
    return _MARKED_NUMBER + n


def _is_mark(param: Any, stand: dict[Any, str]) -> bool:
    return isinstance(param, int | str | datetime | date) and param in stand


def _in_database(value: Value, kind: type) -> Any:
    """As Django hands this value to the driver; whole numbers as `kind`, which fits the column."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return kind(value) if isinstance(value, int) and issubclass(kind, int) else value
