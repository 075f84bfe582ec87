"""The search index: bigrams of each claim's sentence and names, made here and never by the database.

SQLite's own tokenizers do not find Chinese words of two characters. The index holds no text of its own:
to take a claim out, its bigrams are made again and must come out the same, so every upgrade rebuilds it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import add as add_strings

from sqlalchemy import ColumnElement, Connection, TextClause, and_, column, false, or_, select, table, text

from factdb.db.models import Claim
from factdb.db.names import simplify, simplify_words

_TABLE = "claim_search"
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(f"([{_HAN}]+)|([^\\W_{_HAN}]+)")
_BATCH = 5_000

_ADD = text("INSERT INTO claim_search(rowid, sentence, about) VALUES (:rowid, :sentence, :about)")
_REMOVE = text(
    "INSERT INTO claim_search(claim_search, rowid, sentence, about) VALUES ('delete', :rowid, :sentence, :about)"
)
# FTS5 keeps the number of words of each row beside the index.
_UNPAIRED = text(
    "SELECT id, 0 FROM claim WHERE id NOT IN (SELECT id FROM claim_search_docsize) "
    "UNION ALL SELECT id, 1 FROM claim_search_docsize WHERE id NOT IN (SELECT id FROM claim)"
)
_LENGTHS = text(
    "SELECT claim.id, sentence, subject, metric, sz FROM claim JOIN claim_search_docsize AS d ON d.id = claim.id "
    "WHERE claim.id > :last ORDER BY claim.id LIMIT :batch"
)
_CLEAR = text("INSERT INTO claim_search(claim_search) VALUES ('delete-all')")


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
        return {"rowid": self.claim_id, "sentence": bigrams(self.sentence), "about": bigrams(about)}


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
        dialect: The kind of database; one that has no index yet looks at every claim.
    """
    if dialect != "sqlite":
        columns = (Claim.sentence, Claim.subject, Claim.metric)
        held = [or_(*(each.icontains(word, autoescape=True) for each in columns)) for word in words.split()]
        return and_(*held) if held else false()
    phrases = [phrase for word in words.split() if (phrase := _phrase(word))]
    if not phrases:
        return false()
    index = table(_TABLE, column("rowid"))
    match = text(f"{_TABLE} MATCH :words").bindparams(words=" AND ".join(phrases))
    return and_(Claim.id.in_(select(index.c.rowid).where(match)))


def add(connection: Connection, entries: Iterable[Entry]) -> None:
    """Put claims into the index."""
    _write(connection, _ADD, entries)


def remove(connection: Connection, entries: Iterable[Entry]) -> None:
    """Take claims out of the index; each entry as it was put in."""
    _write(connection, _REMOVE, entries)


def _write(connection: Connection, statement: TextClause, entries: Iterable[Entry]) -> None:
    rows = [entry.values() for entry in entries]
    if rows and connection.dialect.name == "sqlite":
        connection.execute(statement, rows)


def rebuild(connection: Connection) -> None:
    """Make the index anew from the claims."""
    if connection.dialect.name != "sqlite":
        return
    connection.execute(_CLEAR)
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


def check(connection: Connection) -> Iterator[str]:
    """What is out of step between the index and the claims, in sentences: missing, left over, or of other lengths."""
    if connection.dialect.name != "sqlite":
        return
    for claim, in_index in connection.execute(_UNPAIRED):
        if in_index:
            yield f"The search index holds claim {claim}, which is gone."
        else:
            yield f"The search index lacks claim {claim}."
    last = 0
    while True:
        rows = connection.execute(_LENGTHS, {"last": last, "batch": _BATCH}).all()
        for row in rows:
            values = Entry(row.id, row.sentence, row.subject, row.metric).values()
            if _varints(row.sz) != [len(str(values[name]).split()) for name in ("sentence", "about")]:
                yield f"The search index holds other words than claim {row.id}."
        if not rows:
            return
        last = rows[-1].id


def _varints(data: bytes) -> list[int]:
    """Numbers as SQLite's full-text index packs them: seven bits a byte, the highest first."""
    numbers, number = [], 0
    for byte in data:
        number = number << 7 | byte & 0x7F
        if not byte & 0x80:
            numbers.append(number)
            number = 0
    return numbers


def _phrase(word: str) -> str:
    """A word as FTS5 looks for it: its tokens in a row, and a last single character as a beginning."""
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
    return f'"{" ".join(tokens)}"{"*" if beginning else ""}' if tokens else ""
