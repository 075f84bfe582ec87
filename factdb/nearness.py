"""The name that somebody meant who typed one that is none: alike in its characters, Chinese or Latin."""

from collections.abc import Iterable, Sequence
from heapq import nlargest

# So much of what two names consist of must be the same: 日活用户数 and 日活用户, 流亮 and 流量, 手淘 and 手机淘宝.
_ALIKE = 0.4
# The least part of the characters that names alike can share; whatever has fewer is not looked at closely.
_SHARED = 0.3


def nearest(name: str, names: Iterable[str], *, most: int = 1) -> list[str]:
    """Those of the names that are most like `name`, the nearest first; none where nothing is like it.

    What is compared are characters, and pairs of them with the beginning and the end, for in Chinese two
    characters are a word and a spelling has no syllables. Hundreds of thousands of names take about a second.

    Args:
        name: What was typed.
        names: What there is; read once, and not kept.
        most: At most so many.
    """
    wanted = name.casefold()
    characters, parts = set(wanted), _parts(wanted)
    alike = (
        (share, -len(other), other)
        for other in names
        if len(characters.intersection(folded := other.casefold())) >= _SHARED * len(characters)
        and (share := _share(parts, _parts(folded))) >= _ALIKE
    )
    return [other for _, _, other in nlargest(most, alike)]


def meant(names: Sequence[str]) -> str:
    """A question after a name that is none: `` Did you mean 公里, 公顷 or 公斤?``; empty where nothing was found."""
    *others, last = names or [""]
    found = " or ".join(filter(None, (", ".join(others), last)))
    return f" Did you mean {found}?" if found else ""


def _parts(name: str) -> set[str]:
    framed = f"\0{name}\0"
    return {*name, *(framed[at : at + 2] for at in range(len(framed) - 1))}


def _share(some: set[str], others: set[str]) -> float:
    return 2 * len(some & others) / (len(some) + len(others))
