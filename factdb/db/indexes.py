"""The search index as each kind of database has it."""

from array import array
from collections.abc import Callable, Mapping, Sequence
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
    bindparam,
    column,
    delete,
    func,
    or_,
    select,
    table,
    text,
)

from factdb.db.bulk import insert_rows
from factdb.db.tokens import Phrase

TABLE = "claim_search"
# PostgreSQL's index is asked for so many tokens of a phrase, for its queries nest; the phrase itself settles it.
_ASKED = 200

_Values = Mapping[str, Any]
# A claim with what the index tells of its row, and the values that the row should have.
_Holds = Callable[[Row[Any], _Values], bool]
# Sums of tokens are kept to 64 bits.
_SUM = 2**64 - 1


class Index(Protocol):
    """What a search index does. Its rows have the columns `claim_id`, `sentence` and `about`: tokens, not texts."""

    # The claims that have no row, with 0, and the rows that have no claim, with 1.
    UNPAIRED: str
    # Claims from an id on, each with what the index tells of its row.
    STORED: str

    def find(self, phrases: Sequence[Phrase], *, only_names: bool) -> Select[Any]:
        """The ids of the claims that hold all phrases; in their names, if `only_names`."""

    def add(self, connection: Connection, rows: Sequence[_Values]) -> None:
        """Put rows in."""

    def remove(self, connection: Connection, rows: Sequence[_Values]) -> None:
        """Take rows out, each as it was put in."""

    def clear(self, connection: Connection) -> None:
        """Take all rows out."""

    def comparison(self, connection: Connection) -> _Holds:
        """What tells whether a row holds the tokens that it should, each at its place."""


class Fts5:
    """SQLite's index, which holds no text: to take a row out, its tokens are given once more."""

    # FTS5 keeps the number of words of each row beside the index.
    UNPAIRED = """SELECT id, 0 FROM claim WHERE id NOT IN (SELECT id FROM claim_search_docsize)
        UNION ALL SELECT id, 1 FROM claim_search_docsize WHERE id NOT IN (SELECT id FROM claim)"""
    STORED = """SELECT claim.id, claim.sentence, subject, metric, sz
        FROM claim JOIN claim_search_docsize AS d ON d.id = claim.id
        WHERE claim.id > :last ORDER BY claim.id LIMIT :batch"""

    _ADD = text("INSERT INTO claim_search(rowid, sentence, about) VALUES (:claim_id, :sentence, :about)")
    _REMOVE = text(
        "INSERT INTO claim_search(claim_search, rowid, sentence, about) VALUES ('delete', :claim_id, :sentence, :about)"
    )
    _CLEAR = text("INSERT INTO claim_search(claim_search) VALUES ('delete-all')")
    _INDEX = table(TABLE, column("rowid"))

    def find(self, phrases: Sequence[Phrase], *, only_names: bool) -> Select[Any]:
        """The ids of the claims that hold all phrases; in their names, if `only_names`."""
        query = " AND ".join(f'"{phrase}"{"*" if phrase.beginning else ""}' for phrase in phrases)
        words: BindParameter[str] = bindparam("words", f"about : ({query})" if only_names else query, unique=True)
        return select(self._INDEX.c.rowid).where(text(f"{TABLE} MATCH :words").bindparams(words))

    def add(self, connection: Connection, rows: Sequence[_Values]) -> None:
        """Put rows in."""
        if rows:
            connection.execute(self._ADD, rows)

    def remove(self, connection: Connection, rows: Sequence[_Values]) -> None:
        """Take rows out, each as it was put in."""
        if rows:
            connection.execute(self._REMOVE, rows)

    def clear(self, connection: Connection) -> None:
        """Take all rows out."""
        connection.execute(self._CLEAR)

    def comparison(self, connection: Connection) -> _Holds:
        """What tells whether a row holds the tokens that it should, each at its place.

        The index tells its tokens in their own order and not row by row, so a sum is kept for each row.
        """
        sums = self._sums(connection)

        def holds(stored: Row[Any], values: _Values) -> bool:
            texts = [(name, values[name]) for name in ("sentence", "about")]
            counted = _varints(stored.sz) == [len(text.split()) for _, text in texts]
            return counted and sum(_sum(name, text) for name, text in texts) & _SUM == sums[stored.id]

        return holds

    @staticmethod
    def _sums(connection: Connection) -> "array[int]":
        """By the ids of the claims, the sums of what the index holds of each."""
        highest = connection.scalar(text("SELECT MAX(id) FROM claim")) or 0
        sums = array("Q", bytes(8 * (highest + 1)))
        connection.execute(text(f"CREATE VIRTUAL TABLE temp.token USING fts5vocab(main, {TABLE}, instance)"))
        driver: Any = connection.connection.driver_connection
        for term, claim, name, place in driver.execute("SELECT term, doc, col, offset FROM temp.token"):
            # Those of claims that are gone are told elsewhere.
            if claim <= highest:
                sums[claim] = sums[claim] + hash((name, place, term)) & _SUM
        connection.execute(text("DROP TABLE temp.token"))
        return sums


class Gin:
    """PostgreSQL's: a table of tokens, and over it an index that tells which rows hold all tokens of the phrases.

    Whether these stand in a row is then seen in the tokens themselves, for PostgreSQL's own phrases end at 16,383
    positions, and with 256 of a word. Nor is `to_tsvector` of use, which would take the tokens apart again.
    """

    UNPAIRED = """SELECT id, 0 FROM claim WHERE NOT EXISTS (SELECT 1 FROM claim_search WHERE claim_id = claim.id)
        UNION ALL SELECT claim_id, 1 FROM claim_search
            WHERE NOT EXISTS (SELECT 1 FROM claim WHERE claim.id = claim_id)"""
    STORED = """SELECT claim.id, claim.sentence, subject, metric, found.sentence AS sentence_tokens, found.about
        FROM claim JOIN claim_search AS found ON claim_id = claim.id
        WHERE claim.id > :last ORDER BY claim.id LIMIT :batch"""

    _ROWS = Table(
        TABLE,
        MetaData(),
        Column("claim_id", Integer, primary_key=True),
        Column("sentence", Text),
        Column("about", Text),
    )
    # As the index has it, so that the index is used.
    _HELD = text("array_to_tsvector(string_to_array(btrim(sentence || ' ' || about), ' ')) @@ CAST(:tokens AS tsquery)")

    def find(self, phrases: Sequence[Phrase], *, only_names: bool) -> Select[Any]:
        """The ids of the claims that hold all phrases; in their names, if `only_names`."""
        tokens = " & ".join(
            f"'{token}'{':*' if phrase.beginning and at == len(phrase.tokens) else ''}"
            for phrase in phrases
            for at, token in enumerate(phrase.tokens[:_ASKED], start=1)
        )
        found = select(self._ROWS.c.claim_id).where(self._HELD.bindparams(bindparam("tokens", tokens, unique=True)))
        for phrase in phrases:
            held = self._stands_in(self._ROWS.c.about, phrase)
            if only_names:
                found = found.where(held)
            elif len(phrase.tokens) > 1:
                found = found.where(or_(held, self._stands_in(self._ROWS.c.sentence, phrase)))
        return found

    @staticmethod
    def _stands_in(tokens: ColumnElement[str], phrase: Phrase) -> ColumnElement[bool]:
        return func.strpos(" " + tokens + " ", f" {phrase}{'' if phrase.beginning else ' '}") > 0

    def add(self, connection: Connection, rows: Sequence[_Values]) -> None:
        """Put rows in."""
        insert_rows(connection, self._ROWS, rows)

    def remove(self, connection: Connection, rows: Sequence[_Values]) -> None:
        """Take rows out."""
        connection.execute(delete(self._ROWS).where(self._ROWS.c.claim_id.in_([row["claim_id"] for row in rows])))

    def clear(self, connection: Connection) -> None:
        """Take all rows out."""
        connection.execute(delete(self._ROWS))

    def comparison(self, connection: Connection) -> _Holds:  # noqa: ARG002 (as SQLite's)
        """What tells whether a row holds the tokens that it should, each at its place."""
        return lambda stored, values: (stored.sentence_tokens, stored.about) == (values["sentence"], values["about"])


INDEXES: Mapping[str, Index] = {"sqlite": Fts5(), "postgresql": Gin()}


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
