"""How a claim reads in a table: its value in words, its period, and its quote in its sentence."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from factdb.cli._table import Marked, print_quotes, print_table
from factdb.wording import period

if TYPE_CHECKING:
    from factdb.claim import Claim
    from factdb.db.queries import ClaimRow
    from factdb.db.session import Database


def mark_in_text(claim: "Claim | ClaimRow", text: str) -> Marked:
    """The claim's sentence with its quote, from the text that the claim is from."""
    from factdb.db.places import place_in_sentence

    start = place_in_sentence(claim, text)
    return Marked(claim.sentence, start, start + len(claim.quote))


def mark_stored(database: "Database", claim: "ClaimRow") -> Marked:
    """A stored claim's sentence with its quote."""
    from factdb.db.places import stored_place

    start = stored_place(database, claim)
    return Marked(claim.sentence, start, start + len(claim.quote))


def mark_words(marked: Marked, words: str) -> Marked:
    """The sentence with that of the words marked which stands nearest to the quote; as it is if none is there."""
    from factdb.db.tokens import places

    found = places(words, marked.sentence)
    if not found:
        return marked
    start, end = min(found, key=lambda place: max(place[0] - marked.end, marked.start - place[1]))
    return Marked(marked.sentence, start, end)


_COLUMNS = ("id", "value", "metric", "subject", "period", "source")


def print_claims(
    database: "Database", rows: Iterable["ClaimRow"], words: str | None = None, columns: Sequence[str] = ()
) -> None:
    """Print stored claims as a table, each with its sentence, where the quote is marked, or else the words given.

    Args:
        database: Where the claims are from.
        rows: The claims.
        words: What to mark instead of the quote.
        columns: What to show; the sentence only if it is one of them. The usual ones, with the sentence, if empty.
    """
    if columns and "sentence" not in columns:
        print_table(columns, ([_cell(row, name) for name in columns] for row in rows))
        return
    others = tuple(name for name in columns if name != "sentence") or _COLUMNS
    print_quotes(others, (([_cell(row, name) for name in others], _marked(database, row, words)) for row in rows))


def _cell(row: "ClaimRow", name: str) -> object:
    """What a claim has in a column, as a person reads it."""
    from factdb.export.columns import NUMBERS, cell_of, value_of

    if name == "period":
        return period(row)
    value = value_of(row, name)
    return value if name in NUMBERS else cell_of(value)


def _marked(database: "Database", row: "ClaimRow", words: str | None) -> Marked:
    marked = mark_stored(database, row)
    return mark_words(marked, words) if words else marked
