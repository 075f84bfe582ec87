"""How a claim reads in a table: its value in words, its period, and its quote in its sentence."""

from collections.abc import Iterable
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from factdb.cli._table import Marked, print_quotes
from factdb.wording import format_statement

if TYPE_CHECKING:
    from factdb.claim import Claim
    from factdb.db.queries import ClaimRow
    from factdb.db.session import Database

_RAW = "raw:"


def statement(claim: "Claim | ClaimRow") -> str:
    """The value as a person reads it: ``1.85亿人``, ``同比增 12%``, ``> 100亿元 预测``."""
    return format_statement(
        claim.low,
        claim.high,
        claim.cmp,
        claim.unit,
        change=claim.change,
        basis=claim.basis,
        modality=claim.modality,
    )


def period(claim: "Claim | ClaimRow") -> str:
    """The period, or the text's own words where it is not fixed; empty if there is none."""
    return (claim.period or "").removeprefix(_RAW)


def source(row: "ClaimRow") -> str:
    """Where the claim is from, in a few words: the publisher, else the headline, else the file's name or the host."""
    if row.publisher or row.title:
        return row.publisher or row.title or ""
    address = urlsplit(row.uri)
    return address.netloc or PurePath(row.uri).name


def mark_in_text(claim: "Claim | ClaimRow", text: str) -> Marked:
    """The claim's sentence with its quote, from the text that the claim is from."""
    first = max(claim.end - len(claim.sentence), 0)
    start = claim.start - text.find(claim.sentence, first, claim.start + len(claim.sentence))
    return Marked(claim.sentence, start, start + len(claim.quote))


def mark_stored(database: "Database", claim: "ClaimRow") -> Marked:
    """A stored claim's sentence with its quote; the article is asked only where the sentence says it twice."""
    start = claim.sentence.find(claim.quote)
    if claim.sentence.find(claim.quote, start + 1) < 0:
        return Marked(claim.sentence, start, start + len(claim.quote))

    from factdb.db.queries import get_text

    return mark_in_text(claim, get_text(database, claim.article_id))


def mark_words(marked: Marked, words: str) -> Marked:
    """The sentence with that of the words marked which stands nearest to the quote; as it is if none is there."""
    from factdb.db.tokens import places

    found = places(words, marked.sentence)
    if not found:
        return marked
    start, end = min(found, key=lambda place: max(place[0] - marked.end, marked.start - place[1]))
    return Marked(marked.sentence, start, end)


def print_claims(database: "Database", rows: Iterable["ClaimRow"], words: str | None = None) -> None:
    """Print stored claims as a table, each with its sentence, where the quote is marked, or else the words given."""
    print_quotes(
        ("id", "value", "metric", "subject", "period", "source"), (_line(database, row, words) for row in rows)
    )


def _line(database: "Database", row: "ClaimRow", words: str | None) -> tuple[tuple[object, ...], Marked]:
    cells = (row.id, statement(row), row.metric, row.subject, period(row), source(row))
    marked = mark_stored(database, row)
    return cells, mark_words(marked, words) if words else marked
