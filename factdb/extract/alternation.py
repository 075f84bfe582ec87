"""Patterns out of lists of words, in the shape that ``re`` searches fastest.

Every branch of an alternation begins with a literal, one for each first character, so that ``re`` skips to the
characters that can begin a word, and tries at most the words that begin so.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

NOTHING = r"(?!)"
# So many first characters are tried one by one; more are split into so many parts.
_SECTION, _PARTS = 20, 4


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


def last_characters(*words: Iterable[str]) -> frozenset[str]:
    """The characters that words end with: where another one stands, none of them ends, and ``re`` need not look."""
    return frozenset(word[-1] for group in words for word in group)


def any_of_many(words: Iterable[str]) -> str:
    """As `any_of`, for hundreds of first characters.

    ``re`` tries the branches of an alternation one by one. So first comes a look at two characters, which few places
    in a text pass, then a few looks that narrow down the part of the alphabet that the first character lies in.
    """
    by_first: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        by_first[word[0]].append(word)
    if not by_first:
        return NOTHING
    return rf"(?={_first_two(by_first)})(?:{_parted(sorted(by_first), by_first)})"


def _parted(firsts: list[str], by_first: Mapping[str, list[str]]) -> str:
    """The words of some first characters; of many, in parts that a look at the character tells apart."""
    if len(firsts) <= _SECTION:
        return any_of(word for first in firsts for word in by_first[first])
    size = -(-len(firsts) // _PARTS)
    parts = [firsts[at : at + size] for at in range(0, len(firsts), size)]
    return "|".join(rf"(?=[{re.escape(part[0])}-{re.escape(part[-1])}])(?:{_parted(part, by_first)})" for part in parts)


def _first_two(by_first: Mapping[str, list[str]]) -> str:
    """What the first two characters of a word may be."""
    alone = "".join(word for words in by_first.values() for word in words if len(word) == 1)
    seconds = "".join(sorted({word[1] for words in by_first.values() for word in words if len(word) > 1}))
    then = [f"[{re.escape(seconds)}]"] if seconds else []
    then += [f"(?<=[{re.escape(alone)}])"] if alone else []
    return f"[{re.escape(''.join(by_first))}](?:{'|'.join(then)})"


def _rest(rests: list[str]) -> str:
    """What may follow a first character."""
    return rests[0] if len(rests) == 1 else f"(?:{'|'.join(rests)})"
