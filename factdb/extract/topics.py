"""Topics."""

from factdb.extract.passage import Passage


def assign_topics(passage: Passage) -> None:
    """Topics."""
