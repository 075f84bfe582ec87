"""Change and basis."""

from factdb.extract.passage import Passage


def read_change(passage: Passage) -> None:
    """Change and basis."""
