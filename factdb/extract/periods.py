"""Periods."""

from factdb.extract.passage import Passage


def read_periods(passage: Passage) -> None:
    """Periods."""
