"""Words in titles, which no index holds: every character is looked for in all its spellings."""

import re

from sqlalchemy import ColumnElement, false, literal

from factdb.db.models import Article
from factdb.db.names import simplify, spellings
from factdb.db.types import storable

# AI is not what retail is about, nor 85 what 1850 is.
_BORDER = "[^0-9A-Za-z０-９Ａ-Ｚａ-ｚ]"
_SIGN = "[^0-9A-Za-z０-９Ａ-Ｚａ-ｚ㐀-鿿]"
_OUTER_SIGNS = re.compile(r"^[\W_]+|[\W_]+$")
# No title is as long, and both databases refuse patterns of some length.
_LONGEST = 500


def in_title(word: str, dialect: str) -> ColumnElement[bool]:
    """The condition that an article's title holds a word: of Chinese any part, of Latin words and numbers the whole.

    Args:
        word: What to look for, in any script, width and case.
        dialect: The kind of database.
    """
    word = _OUTER_SIGNS.sub("", storable(word))
    if len(word) > _LONGEST:
        return false()
    before, after = (_BORDER if re.match("[0-9a-z]", simplify(end)) else "" for end in (word[0], word[-1]))
    pattern = before + "".join(map(_any_spelling, word)) + after
    title = literal(" ") + Article.title + " "
    return title.op("GLOB")(f"*{pattern}*") if dialect == "sqlite" else title.op("~")(pattern)


def _any_spelling(character: str) -> str:
    """A set of characters, in the notation that GLOB and regular expressions share; one sign is like another."""
    if not character.isalnum():
        return _SIGN
    same = "".join(sorted(spellings(character)))
    # GLOB goes on to a single character at a leap, and to a set step by step.
    return same if len(same) == 1 else f"[{same}]"
