"""Reading a file as `factdb ingest` does, for tests that say what should come of it."""

from pathlib import Path

from factdb.claim import Article
from factdb.errors import Problem
from factdb.readers import Source, read_articles


def read_parts(path: Path) -> tuple[list[Article], list[Problem]]:
    """The articles in a file, and what went wrong with others."""
    parts = list(read_articles(Source(path.name, path)))
    return [part for part in parts if isinstance(part, Article)], [part for part in parts if isinstance(part, Problem)]


def read_article(path: Path) -> Article:
    """The one article in a file."""
    (article,), problems = read_parts(path)
    assert not problems
    return article


def read_fault(path: Path) -> str:
    """Why a file cannot be read."""
    articles, (problem,) = read_parts(path)
    assert not articles
    return problem.message
