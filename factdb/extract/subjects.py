"""Subjects."""

from factdb.extract.passage import Passage


def read_subjects(passage: Passage) -> None:
    """Subjects."""
