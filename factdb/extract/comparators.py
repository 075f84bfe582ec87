"""Comparators."""

from factdb.extract.passage import Passage


def read_comparators(passage: Passage) -> None:
    """Comparators."""
