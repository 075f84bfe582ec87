"""The search index: bigrams of each claim's sentence and names, made here and never by the database.

Neither SQLite's tokenizers nor PostgreSQL's find Chinese words of two characters. SQLite's index (FTS5) holds no text
of its own: to take a claim out, its bigrams are made again and must come out the same, so every upgrade rebuilds it.
PostgreSQL keeps the bigrams, and over them an index that tells which claims hold all tokens of a phrase; whether they
stand in a row is then seen in the bigrams, for its own phrases end at 16,383 positions.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import add as add_strings

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    case,
    column,
    delete,
    false,
    func,
    or_,
    select,
    table,
    text,
)

from factdb.db.bulk import insert_rows
from factdb.db.models import Claim
from factdb.db.names import simplify, simplify_words

_TABLE = "claim_search"
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# PostgreSQL indexes no word of more than 2,046 bytes; longer ones count as several.
_RUN = re.compile(f"([{_HAN}]+)|([^\\W_{_HAN}]{{1,255}})")
_BATCH = 5_000

# SQLite's, which is spoken to in its own language, and PostgreSQL's.
_FTS = table(_TABLE, column("rowid"))
_ADD = text("INSERT INTO claim_search(rowid, sentence, about) VALUES (:claim_id, :sentence, :about)")
_REMOVE = text(
    "INSERT INTO claim_search(claim_search, rowid, sentence, about) VALUES ('delete', :claim_id, :sentence, :about)"
)
_CLEAR = text("INSERT INTO claim_search(claim_search) VALUES ('delete-all')")
_ROWS = Table(
    _TABLE, MetaData(), Column("claim_id", Integer, primary_key=True), Column("sentence", Text), Column("about", Text)
)
_TOKENS = text("array_to_tsvector(string_to_array(btrim(sentence || ' ' || about), ' ')) @@ CAST(:tokens AS tsquery)")


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Tokens that must stand in a row; of the last one its beginning is enough, if `beginning`."""

    tokens: tuple[str, ...]
    beginning: bool

    def for_sqlite(self) -> str:
        """As FTS5 looks for it."""
        return f'"{" ".join(self.tokens)}"{"*" if self.beginning else ""}'

    def for_postgresql(self) -> str:
        """As a query for all of its tokens."""
        words = [f"'{token}'" for token in self.tokens]
        return " & ".join([*words[:-1], words[-1] + (":*" if self.beginning else "")])

    def stands_in(self, bigrams_of: ColumnElement[str]) -> ColumnElement[bool]:
        """The condition that it stands in a text of which these are the bigrams."""
        words = f" {' '.join(self.tokens)}{'' if self.beginning else ' '}"
        return func.strpos(" " + bigrams_of + " ", words) > 0


@dataclass(frozen=True, slots=True)
class Entry:
    """What is indexed of a claim: its sentence, and whom and what it is about."""

    claim_id: int
    sentence: str
    subject: str | None
    metric: str | None

    def values(self) -> dict[str, object]:
        """The row of the index."""
        about = " ".join(filter(None, (self.subject, self.metric)))
        return {"claim_id": self.claim_id, "sentence": bigrams(self.sentence), "about": bigrams(about)}


def is_index_table(name: str) -> bool:
    """Whether a table belongs to the index."""
    return name == _TABLE or name.startswith(f"{_TABLE}_")


@lru_cache(maxsize=256)
def bigrams(words: str) -> str:
    """The tokens of a text: pairs of Han characters with the last one alone, and other words whole.

    Claims of one sentence come one after the other, so a few answers are kept.
    """
    tokens: list[str] = []
    for han, other in _RUN.findall(simplify_words(words)):
        if other:
            tokens.append(other)
        else:
            tokens.extend(map(add_strings, han, han[1:]))
            tokens.append(han[-1])
    return " ".join(tokens)


def matching(words: str, dialect: str) -> ColumnElement[bool]:
    """The condition that a claim's sentence or names hold all of `words`, each as it stands.

    Args:
        words: What to look for; white space separates one from another.
        dialect: The kind of database.
    """
    return Claim.id.in_(_found(words, dialect)) if _phrases(words) else false()


def ranking(words: str, dialect: str) -> tuple[ColumnElement[int], ...]:
    """What to order the claims that match `words` by: those first whose subject and metric hold them all, then by
    length, for a short sentence is about little else.
    """  # noqa: D205
    if not _phrases(words):
        return (Claim.id.asc(),)
    about = case((Claim.id.in_(_found(words, dialect, only_names=True)), 0), else_=1)
    return (about, func.length(Claim.sentence), Claim.id.asc())


def _found(words: str, dialect: str, *, only_names: bool = False) -> Select[tuple[int]]:
    """The ids of the claims that hold the words."""
    phrases = _phrases(words)
    if dialect == "sqlite":
        query = " AND ".join(phrase.for_sqlite() for phrase in phrases)
        match = text(f"{_TABLE} MATCH :words").bindparams(
            bindparam("words", f"about : ({query})" if only_names else query, unique=True)
        )
        return select(_FTS.c.rowid).where(match)
    sentence, about = _ROWS.c.sentence, _ROWS.c.about
    tokens = " & ".join(dict.fromkeys(phrase.for_postgresql() for phrase in phrases))
    wanted: list[ColumnElement[bool]] = [_TOKENS.bindparams(bindparam("tokens", tokens, unique=True))]
    for phrase in phrases:
        if only_names:
            wanted.append(phrase.stands_in(about))
        elif len(phrase.tokens) > 1:
            wanted.append(or_(phrase.stands_in(sentence), phrase.stands_in(about)))
    return select(_ROWS.c.claim_id).where(and_(*wanted))


def add(connection: Connection, entries: Iterable[Entry]) -> None:
    """Put claims into the index."""
    rows = [entry.values() for entry in entries]
    if connection.dialect.name == "postgresql":
        insert_rows(connection, _ROWS, rows)
    elif rows:
        connection.execute(_ADD, rows)


def remove(connection: Connection, entries: Iterable[Entry]) -> None:
    """Take claims out of the index; each entry as it was put in."""
    rows = [entry.values() for entry in entries]
    if connection.dialect.name == "postgresql":
        connection.execute(delete(_ROWS).where(_ROWS.c.claim_id.in_([row["claim_id"] for row in rows])))
    elif rows:
        connection.execute(_REMOVE, rows)


def rebuild(connection: Connection) -> None:
    """Make the index anew from the claims."""
    connection.execute(_CLEAR if connection.dialect.name == "sqlite" else delete(_ROWS))
    last = 0
    while True:
        rows = connection.execute(
            select(Claim.id, Claim.sentence, Claim.subject, Claim.metric)
            .where(Claim.id > last)
            .order_by(Claim.id)
            .limit(_BATCH)
        ).all()
        if not rows:
            return
        add(connection, (Entry(*row) for row in rows))
        last = rows[-1].id


def _phrases(words: str) -> list[_Phrase]:
    return [phrase for word in words.split() if (phrase := _phrase(word)).tokens]


def _phrase(word: str) -> _Phrase:
    """A word as it is looked for: its tokens in a row, and a last single character as a beginning."""
    runs = _RUN.findall(simplify(word))
    tokens: list[str] = []
    beginning = False
    for at, (han, other) in enumerate(runs):
        if other:
            tokens.append(other)
        elif at + 1 < len(runs):
            tokens.extend(han[i : i + 2] for i in range(len(han)))
        else:
            tokens.extend(han[i : i + 2] for i in range(max(1, len(han) - 1)))
            beginning = len(han) == 1
    return _Phrase(tuple(tokens), beginning)
