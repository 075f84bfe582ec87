"""Metrics."""

from factdb.extract.passage import Passage


def read_metrics(passage: Passage) -> None:
    """Metrics."""
