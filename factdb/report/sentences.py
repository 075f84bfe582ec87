"""The sentences of a report, each with its figures marked and its source."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from factdb.charts.page import link_source
from factdb.db.database import Database
from factdb.db.filters import Filters
from factdb.db.places import stored_place
from factdb.db.queries import ClaimRow, list_claims
from factdb.db.sorting import SortKey
from factdb.wording import html_text, period, statement

_NEWEST_FIRST = (SortKey("published_on", descending=True),)
# A sentence is cut to so many characters before its first figure, and altogether.
_BEFORE, _LONGEST = 120, 400


def write_sentences(db: Database, filters: Filters) -> Iterator[str]:
    """The sentences of the claims wanted as items of a list, those of the newest articles first."""
    rows = list_claims(db, filters, sort=_NEWEST_FIRST)
    for _, group in groupby(rows, key=lambda row: (row.article_id, row.sentence)):
        claims = list(group)
        places = [(start, start + len(claim.quote)) for claim in claims if (start := stored_place(db, claim)) >= 0]
        told = claims[0].published_on
        day = f' <time datetime="{told}">{told}</time>' if told else ""
        meant = "".join(f"<li>{_meaning(claim)}</li>" for claim in claims)
        yield (
            f"<li><blockquote>{mark_figures(claims[0].sentence, places)}</blockquote>\n"
            f'<ul class="meant">{meant}</ul>\n<p class="source">{link_source(claims[0])}{day}</p></li>\n'
        )


def mark_figures(sentence: str, places: Iterable[tuple[int, int]]) -> str:
    """A sentence as HTML with its figures marked; a very long one is cut around the first of them.

    Args:
        sentence: The sentence.
        places: Where figures begin and end in it; they may overlap.
    """
    places = sorted(places)
    first = max(places[0][0] - _BEFORE, 0) if places and len(sentence) > _LONGEST else 0
    last = min(first + _LONGEST, len(sentence))
    parts, at = ["…" if first else ""], first
    for start, end in places:
        start, end = max(start, at), min(end, last)  # noqa: PLW2901 (a figure within another one is marked with it)
        if start < end:
            parts += [html_text(sentence[at:start]), f"<mark>{html_text(sentence[start:end])}</mark>"]
            at = end
    return "".join([*parts, html_text(sentence[at:last]), "…" if last < len(sentence) else ""])


def _meaning(claim: ClaimRow) -> str:
    """Of whom, what, how much and when, as far as it is known."""
    named = (claim.canonical_subject or claim.subject, claim.canonical_metric or claim.metric, period(claim))
    words = " · ".join(word for word in named if word)
    by = f"（{html_text(claim.attribution)}）" if claim.attribution else ""
    return f"{html_text(words)} <strong>{html_text(statement(claim))}</strong>{by}"
