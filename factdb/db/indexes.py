"""The search indexes as each kind of database has them."""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Row,
    Select,
    Table,
    Text,
    TextClause,
    bindparam,
    column,
    delete,
    func,
    or_,
    select,
    table,
    text,
)

from factdb.db import postgres
from factdb.db.bulk import insert_rows
from factdb.db.tokens import Phrase

# PostgreSQL's index is asked for so many tokens of a phrase, for its queries nest; the phrase itself settles it.
_ASKED = 200

_Values = Mapping[str, Any]
# A row with what the index tells of it, and the values that it should have there.
_Holds = Callable[[Row[Any], _Values], bool]
# The indexes of a table of PostgreSQL's but that of its key.
_SECONDARY = text("""
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = CAST(:name AS regclass) AND NOT indisprimary
""")
# Sums of tokens are kept to 64 bits.
_SUM = 2**64 - 1


@dataclass(frozen=True, slots=True)
class Layout:
    """What is indexed of the rows of a table.

    Attributes:
        name: The table of the index.
        over: The table whose rows it is over.
        columns: The columns of the index, which hold tokens.
        texts: The columns that these are made of.
    """

    name: str
    over: str
    columns: tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def key(self) -> str:
        """The column that says which row it is."""
        return f"{self.over}_id"


CLAIMS = Layout("claim_search", "claim", ("sentence", "about"), ("sentence", "subject", "metric"))
TITLES = Layout("title_search", "article", ("title",), ("title",))


class Index(Protocol):
    """What a search index does. Its rows have its layout's key and columns: tokens, not texts."""

    # The rows that the index lacks, with 0, and those that are only in the index, with 1.
    unpaired: TextClause
    # Rows from an id on, each with what the index tells of it.
    stored: TextClause

    def find(self, phrases: Sequence[Phrase], within: str | None = None) -> Select[Any]:
        """The ids of the rows that hold all phrases; in one column, if it is named."""

    def add(self, connection: Connection, rows: Sequence[_Values]) -> None:
        """Put rows in."""

    def remove(self, connection: Connection, rows: Sequence[_Values]) -> None:
        """Take rows out, each as it was put in."""

    def emptied(self, connection: Connection) -> AbstractContextManager[None]:
        """Take all rows out, and have others come in, as many as there are, before the context ends."""

    def comparison(self, connection: Connection) -> _Holds:
        """What tells whether a row holds the tokens that it should, each at its place."""


class Fts5:
    """SQLite's index, which holds no text: to take a row out, its tokens are given once more."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        name, over = layout.name, layout.over
        columns, values = ", ".join(layout.columns), ", ".join(f":{column}" for column in (layout.key, *layout.columns))
        self._add = text(f"INSERT INTO {name}(rowid, {columns}) VALUES ({values})")
        self._remove = text(f"INSERT INTO {name}({name}, rowid, {columns}) VALUES ('delete', {values})")
        self._clear = text(f"INSERT INTO {name}({name}) VALUES ('delete-all')")
        self._ids: Any = table(name, column("rowid")).c.rowid
        # FTS5 keeps the number of words of each row beside the index.
        self.unpaired = text(
            f"SELECT id, 0 FROM {over} WHERE id NOT IN (SELECT id FROM {name}_docsize) "
            f"UNION ALL SELECT id, 1 FROM {name}_docsize WHERE id NOT IN (SELECT id FROM {over})"
        )
        texts = ", ".join(f"{over}.{column}" for column in layout.texts)
        self.stored = text(
            f"SELECT {over}.id, {texts}, sz FROM {over} JOIN {name}_docsize AS held ON held.id = {over}.id "
            f"WHERE {over}.id > :last ORDER BY {over}.id LIMIT :batch"
        )

    def find(self, phrases: Sequence[Phrase], within: str | None = None) -> Select[Any]:
        """The ids of the rows that hold all phrases; in one column, if it is named."""
        query = " AND ".join(f'"{phrase}"{"*" if phrase.beginning else ""}' for phrase in phrases)
        words: BindParameter[str] = bindparam("words", f"{within} : ({query})" if within else query, unique=True)
        return select(self._ids).where(text(f"{self._layout.name} MATCH :words").bindparams(words))

    def add(self, connection: Connection, rows: Sequence[_Values]) -> None:
        """Put rows in."""
        if rows:
            connection.execute(self._add, rows)

    def remove(self, connection: Connection, rows: Sequence[_Values]) -> None:
        """Take rows out, each as it was put in."""
        if rows:
            connection.execute(self._remove, rows)

    @contextmanager
    def emptied(self, connection: Connection) -> Iterator[None]:
        """Take all rows out, and have others come in, as many as there are, before the context ends."""
        connection.execute(self._clear)
        yield

    def comparison(self, connection: Connection) -> _Holds:
        """What tells whether a row holds the tokens that it should, each at its place.

        The index tells its tokens in their own order and not row by row, so a sum is kept for each row.
        """
        sums = self._sums(connection)

        def holds(stored: Row[Any], values: _Values) -> bool:
            texts = [(name, values[name]) for name in self._layout.columns]
            counted = _varints(stored.sz) == [len(text.split()) for _, text in texts]
            return counted and sum(_sum(name, text) for name, text in texts) & _SUM == sums[stored.id]

        return holds

    def _sums(self, connection: Connection) -> "array[int]":
        """By the ids of the rows, the sums of what the index holds of each."""
        highest = connection.scalar(text(f"SELECT MAX(id) FROM {self._layout.over}")) or 0
        sums = array("Q", bytes(8 * (highest + 1)))
        connection.execute(
            text(f"CREATE VIRTUAL TABLE temp.token USING fts5vocab(main, {self._layout.name}, instance)")
        )
        driver: Any = connection.connection.driver_connection
        for term, row, name, place in driver.execute("SELECT term, doc, col, offset FROM temp.token"):
            # Those of rows that are gone are told elsewhere.
            if row <= highest:
                sums[row] = sums[row] + hash((name, place, term)) & _SUM
        connection.execute(text("DROP TABLE temp.token"))
        return sums


class Gin:
    """PostgreSQL's: a table of tokens, and over it an index that tells which rows hold all tokens of the phrases.

    Whether these stand in a row is then seen in the tokens themselves, for PostgreSQL's own phrases end at 16,383
    positions, and with 256 of a word. Nor is `to_tsvector` of use, which would take the tokens apart again.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        name, over, key = layout.name, layout.over, layout.key
        columns = (Column(column, Text) for column in layout.columns)
        self._rows = Table(name, MetaData(), Column(key, Integer, primary_key=True), *columns)
        self._key: Any = self._rows.c[key]
        self.unpaired = text(
            f"SELECT id, 0 FROM {over} WHERE NOT EXISTS (SELECT 1 FROM {name} WHERE {key} = {over}.id) "
            f"UNION ALL SELECT {key}, 1 FROM {name} WHERE NOT EXISTS (SELECT 1 FROM {over} WHERE {over}.id = {key})"
        )
        texts = ", ".join(f"{over}.{column}" for column in layout.texts)
        tokens = ", ".join(f"held.{column} AS {column}_tokens" for column in layout.columns)
        self.stored = text(
            f"SELECT {over}.id, {texts}, {tokens} FROM {over} JOIN {name} AS held ON {key} = {over}.id "
            f"WHERE {over}.id > :last ORDER BY {over}.id LIMIT :batch"
        )
        # As the index has it, so that the index is used.
        together = " || ' ' || ".join(layout.columns)
        self._held = text(f"array_to_tsvector(string_to_array(btrim({together}), ' ')) @@ CAST(:tokens AS tsquery)")

    def find(self, phrases: Sequence[Phrase], within: str | None = None) -> Select[Any]:
        """The ids of the rows that hold all phrases; in one column, if it is named."""
        tokens = " & ".join(
            f"'{token}'{':*' if phrase.beginning and at == len(phrase.tokens) else ''}"
            for phrase in phrases
            for at, token in enumerate(phrase.tokens[:_ASKED], start=1)
        )
        found = select(self._key).where(self._held.bindparams(bindparam("tokens", tokens, unique=True)))
        for phrase in phrases:
            if within or len(phrase.tokens) > 1:
                columns = (within,) if within else self._layout.columns
                found = found.where(or_(*(self._stands_in(self._rows.c[column], phrase) for column in columns)))
        return found

    @staticmethod
    def _stands_in(tokens: ColumnElement[str], phrase: Phrase) -> ColumnElement[bool]:
        return func.strpos(" " + tokens + " ", f" {phrase}{'' if phrase.beginning else ' '}") > 0

    def add(self, connection: Connection, rows: Sequence[_Values]) -> None:
        """Put rows in."""
        insert_rows(connection, self._rows, rows)

    def remove(self, connection: Connection, rows: Sequence[_Values]) -> None:
        """Take rows out."""
        connection.execute(delete(self._rows).where(self._key.in_([row[self._layout.key] for row in rows])))

    @contextmanager
    def emptied(self, connection: Connection) -> Iterator[None]:
        """Take all rows out, and have others come in, as many as there are, before the context ends.

        The index over the tokens is made of all of them: to put them in row by row takes many times as long.
        """
        indexes = connection.execute(_SECONDARY, {"name": self._layout.name}).all()
        for name, _ in indexes:
            connection.exec_driver_sql(f"DROP INDEX {name}")
        connection.exec_driver_sql(f"TRUNCATE {self._layout.name}")
        yield
        postgres.make_indexes(connection, [definition for _, definition in indexes])

    def comparison(self, connection: Connection) -> _Holds:  # noqa: ARG002 (as SQLite's)
        """What tells whether a row holds the tokens that it should, each at its place."""
        return lambda stored, values: all(
            getattr(stored, f"{column}_tokens") == values[column] for column in self._layout.columns
        )


_KINDS: Mapping[str, Callable[[Layout], Index]] = {"sqlite": Fts5, "postgresql": Gin}
_INDEXES: Mapping[tuple[Layout, str], Index] = {
    (layout, dialect): kind(layout) for layout in (CLAIMS, TITLES) for dialect, kind in _KINDS.items()
}


def index_of(layout: Layout, dialect: str) -> Index:
    """The index of a layout in a kind of database."""
    return _INDEXES[layout, dialect]


@lru_cache(maxsize=256)
def _sum(name: str, tokens: str) -> int:
    """The sum of the tokens of a column; claims of one sentence come one after the other."""
    return sum(hash((name, place, token)) for place, token in enumerate(tokens.split()))


def _varints(data: bytes) -> list[int]:
    """Numbers as SQLite's full-text index packs them: seven bits a byte, the highest first."""
    numbers, number = [], 0
    for byte in data:
        number = number << 7 | byte & 0x7F
        if not byte & 0x80:
            numbers.append(number)
            number = 0
    return numbers
