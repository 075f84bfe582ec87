"""How time grows with size: ``python benchmarks/growth.py news.jsonl.gz``.

Three sizes, each ten times the one before, of three things: a text, the articles in a database that others are brought
into, and the claims of an article. What is told is processor time in milliseconds, and the exponent of the power of the
size that fits it best: 1 where twice as much takes twice as long, 0 where it takes no longer.
"""

import argparse
import math
import statistics
import tempfile
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from time import process_time

from million import read_texts, rows

from factdb.claim import Article
from factdb.db.runs import start_run
from factdb.db.session import open_db
from factdb.db.store import Store
from factdb.extract import extract
from factdb.extract.articles import claims_of_all
from factdb.lexicon import load_lexicon

DECADES = (1, 10, 100, 1_000)
CHARACTERS, ARTICLES, CLAIMS, NEW = 1_000, 60, 10, 300
SENTENCE = "橙鹿科技{year}年第{quarter}季度营业收入为{number}.5亿元。"
Curve = tuple[str, list[tuple[int, float]]]


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path, help="JSON Lines with a field text, .gz or not")
    print(table(list(read_texts(parser.parse_args().corpus)), DECADES))


def table(texts: list[str], decades: tuple[int, ...]) -> str:
    """What grows how, as a table of Markdown."""
    heads = " | ".join(f"× {decade:,}" for decade in decades)
    lines = [f"| | {heads} | exponent |", "| --- |" + " ---: |" * (len(decades) + 1)]
    for name, points in curves(texts, decades):
        told = " | ".join(f"{1000 * seconds:,.1f} ms" for _, seconds in points)
        lines.append(f"| {name} | {told} | {exponent(points):.2f} |")
    return "\n".join(lines)


def curves(texts: list[str], decades: tuple[int, ...]) -> Iterator[Curve]:
    """The seconds that each size takes."""
    # What is made once at the first use is no part of it.
    extract("".join(texts[:100]))
    _article(decades[-1])
    yield f"extract a text of {CHARACTERS:,} characters", [(each, _text(texts, each)) for each in decades]
    yield f"read and store an article of {CLAIMS} claims", [(each, _article(each)) for each in decades]
    stored = [(each, _database(texts, each)) for each in decades]
    yield f"store {NEW} articles where {ARTICLES} are", stored


def exponent(points: list[tuple[int, float]]) -> float:
    """The slope of the line that fits the logarithms best."""
    sizes, times = ([math.log(point[at]) for point in points] for at in (0, 1))
    return statistics.linear_regression(sizes, times).slope


def _text(texts: list[str], decade: int) -> float:
    length = CHARACTERS * decade
    joined = "".join(islice(cycle(texts), length // 20))[:length]
    begun = process_time()
    extract(joined)
    return process_time() - begun


def _article(decade: int) -> float:
    sentences = (
        SENTENCE.format(year=2000 + at % 20, quarter=at % 4 + 1, number=at + 1) for at in range(CLAIMS * decade)
    )
    article = Article("/article", "".join(sentences))
    with tempfile.TemporaryDirectory() as folder, open_db(str(Path(folder, "facts.db"))) as db:
        return _store(Store(db, start_run(db, extractor_version="", lexicon="")), [article])


def _database(texts: list[str], decade: int) -> float:
    """What it takes to store some articles in a database of others."""
    size = ARTICLES * decade
    made = rows(texts, (size + NEW) // len(texts) + 2)
    articles = [Article(row["id"], row["text"], row["title"]) for row in islice(made, size + NEW)]
    with tempfile.TemporaryDirectory() as folder, open_db(str(Path(folder, "facts.db"))) as db:
        store = Store(db, start_run(db, extractor_version="", lexicon=""))
        for at in range(0, size, NEW):
            _store(store, articles[at : min(at + NEW, size)])
        return _store(store, articles[size:])


def _store(store: Store, articles: list[Article]) -> float:
    """The seconds that it takes to read articles and to store them."""
    begun = process_time()
    store.add_all(list(zip(articles, claims_of_all(articles, load_lexicon()), strict=True)))
    return process_time() - begun


if __name__ == "__main__":
    main()
