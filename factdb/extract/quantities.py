"""Find the figures."""

from factdb.extract.passage import Passage


def find_quantities(passage: Passage) -> None:
    """Find the figures."""
