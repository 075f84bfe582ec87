"""Attribution."""

from factdb.extract.passage import Passage


def read_attribution(passage: Passage) -> None:
    """Attribution."""
