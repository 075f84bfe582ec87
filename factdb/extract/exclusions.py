"""Drop what is no claim."""

from factdb.extract.passage import Passage


def drop_exclusions(passage: Passage) -> None:
    """Drop what is no claim."""
