"""The table of words by which figures are told apart that only seem to contradict one another."""

from factdb.lexicon.table import Table


class ConflictWords(Table, frozen=True):
    """``conflicts.toml``; each key is explained there."""

    anybody: tuple[str, ...]
    events: tuple[str, ...]
    moving: tuple[str, ...]
    daily: tuple[str, ...]
    standing: tuple[str, ...]
    scopes: tuple[str, ...]
    provisos: tuple[str, ...]
    fillers: tuple[str, ...]
    vague: tuple[str, ...]
    anything: tuple[str, ...]
    shares: tuple[str, ...]
    unbounded: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]
