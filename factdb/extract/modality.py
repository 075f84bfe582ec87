"""Modality."""

from factdb.extract.passage import Passage


def read_modality(passage: Passage) -> None:
    """Modality."""
