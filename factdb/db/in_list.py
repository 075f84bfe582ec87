"""The condition that a column's value is one of many, which are given as one parameter.

However many there are, it is one and the same statement, which nobody has to compile, send or plan for each number of
them; and no limit of a driver's parameters is met.
"""

import json
from typing import Any, Self

from sqlalchemy import ARRAY, Boolean, ColumnElement, Dialect, Text, TypeDecorator, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine


class _Many(TypeDecorator[list[Any]]):
    """An array of PostgreSQL's; in SQLite a text of JSON."""

    impl = Text
    cache_ok = True

    def __init__(self, of: TypeEngine[Any]) -> None:
        super().__init__()
        self.of = of

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type in this kind of database."""
        return dialect.type_descriptor(ARRAY(self.of) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: list[Any] | None, dialect: Dialect) -> Any:  # noqa: ANN401 (as its parent)
        """What is sent."""
        return value if dialect.name == "postgresql" else json.dumps(value)


class _InList(FunctionElement[bool]):
    """A column, and the parameter that its value is looked for in."""

    inherit_cache = True
    type = Boolean()

    def self_group(self, against: Any = None) -> Self:  # noqa: ANN401, ARG002 (as its parent)
        """Itself: `… = 1`, which SQLite would be given, keeps it from its indexes."""
        return self


def in_list(column: ColumnElement[Any] | InstrumentedAttribute[Any], name: str) -> ColumnElement[bool]:
    """The condition that a column's value is one of a list.

    Args:
        column: Of numbers, or of text as it is stored.
        name: That of the parameter.
    """
    return _InList(column, bindparam(name, type_=_Many(column.type)))


@compiles(_InList)
def _for_sqlite(element: _InList, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 (SQLAlchemy's)
    column, values = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 (two clauses of ours)


@compiles(_InList, "postgresql")
def _for_postgresql(element: _InList, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 (SQLAlchemy's)
    column, values = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} = ANY ({values})"
