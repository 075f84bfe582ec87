"""Patterns out of lists of words, in the shape that ``re`` searches fastest.

Every branch of an alternation begins with a literal, one for each first character, so that ``re`` skips to the
characters that can begin a word, and tries at most the words that begin so.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

NOTHING = r"(?!)"


def any_of(words: Iterable[str], guards: Mapping[str, str] | None = None) -> str:
    """An alternation of words, a longer one before a shorter that it begins with.

    Args:
        words: The words; of none, the pattern finds nothing.
        guards: Patterns to put behind some of the words: what must or may not stand around them.
    """
    by_first: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        by_first[word[0]].append(re.escape(word[1:]) + (guards or {}).get(word, ""))
    branches = [re.escape(first) + _rest(rests) for first, rests in sorted(by_first.items())]
    return "|".join(branches) or NOTHING


def _rest(rests: list[str]) -> str:
    """What may follow a first character."""
    return rests[0] if len(rests) == 1 else f"(?:{'|'.join(rests)})"
