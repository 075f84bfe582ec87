"""The page of a search: articles by their titles, claims, and articles by their texts, which are asked for later."""

from collections.abc import Iterator
from dataclasses import dataclass

from factdb.db.articles import ArticleRow
from factdb.db.database import Database
from factdb.db.filters import Filters
from factdb.db.paging import page_claims
from factdb.db.texts import LookedThrough, find_titles, look_through_texts
from factdb.db.tokens import phrases_of, places
from factdb.web.pages import Line, make_lines

_TITLES, _CLAIMS, _TEXTS = 10, 20, 20


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was found.

    Attributes:
        words: What was looked for.
        is_empty: Whether there is no word in it.
        more: Whether there are more claims than are shown.
    """

    words: str
    is_empty: bool
    titles: list[ArticleRow]
    lines: list[Line]
    more: bool


def make_search(db: Database, words: str) -> SearchPage:
    """The page of a search for words."""
    if not phrases_of(words):
        return SearchPage(words, is_empty=True, titles=[], lines=[], more=False)
    claims = page_claims(db, Filters(text=words), limit=_CLAIMS)
    return SearchPage(
        words,
        is_empty=False,
        titles=find_titles(db, words, _TITLES),
        lines=make_lines(claims.rows),
        more=claims.next is not None,
    )


def make_texts(db: Database, words: str, before: int | None) -> LookedThrough:
    """The articles whose texts hold the words, as far as one look reaches."""
    return look_through_texts(db, words, before=before, limit=_TEXTS)


def cut_words(text: str, words: str) -> Iterator[tuple[str, bool]]:
    """A text in pieces, each with whether it is one of the words."""
    last = 0
    for start, end in places(words, text) if words else ():
        if start > last:
            yield text[last:start], False
        yield text[start:end], True
        last = end
    if last < len(text):
        yield text[last:], False
