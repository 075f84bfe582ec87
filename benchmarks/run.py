"""All that can be measured in one go: ``python benchmarks/run.py news.jsonl.gz --write docs/performance.md``.

Extraction beside other libraries on the same texts, each in an environment that is made for it; the commands as whole
processes; and how time grows with size. The figures of one run were taken on one machine in one hour, so their ratios
tell something, though others were at work on it. With ``--quick`` all is small and takes two minutes or so; with
``--postgresql URL``, an empty database, it is loaded into one of a server, too.
"""

import argparse
import importlib.metadata
import json
import os
import platform
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bulk import FACTDB, commands, measure
from database import answers, write_table
from extraction import race
from growth import DECADES, table
from million import read_texts
from peers import PEERS

from factdb.db.session import open_db

QUICK, PACKAGES = 2_000, ("factdb", "rjieba", "sqlalchemy", "pyarrow", "ray")


def main() -> None:
    """Measure, and print the tables or write them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path, help="JSON Lines with a field text, .gz or not")
    parser.add_argument("--quick", action="store_true", help=f"the first {QUICK:,} texts, and smaller sizes")
    parser.add_argument("--no-peers", action="store_true", help="leave other libraries out")
    parser.add_argument("--no-ray", action="store_true", help="leave Ray out")
    parser.add_argument("--postgresql", metavar="URL", help="an empty database to load into")
    parser.add_argument("--write", type=Path, help="a Markdown file with a part named run")
    given = parser.parse_args()
    texts = list(read_texts(given.corpus))[: QUICK if given.quick else None]
    parts = [machine(texts), "### Extraction", extraction(texts, peers=not given.no_peers)]
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus.jsonl")
        corpus.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
        parts += ["### Commands", "\n".join(whole(corpus, given.postgresql, ray=not given.no_ray))]
        with open_db(str(Path(folder, "ingested.db"))) as db:
            rows = "\n".join(f"| {name} | {told} |" for name, told in answers(db))
            parts += ["### Questions", f"| asked of the ingested corpus | the best of 5 |\n| --- | ---: |\n{rows}"]
    parts += ["### Growth", table(texts, DECADES[:3] if given.quick else DECADES)]
    write_table("\n\n".join(parts) + "\n", given.write, "run")


def machine(texts: list[str]) -> str:
    """Where it was measured, with what, and on what."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    size = sum(len(text.encode()) for text in texts) / 1e6
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, load {busy:.1f}; "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {versions}. "
        f"{len(texts):,} texts, {size:.2f} MB of UTF-8."
    )


def extraction(texts: list[str], *, peers: bool) -> str:
    """Who reads how fast, as a table; factdb's own rate in batches is what the others are held against."""
    racers = race(texts, PEERS if peers else {})
    own = next(each.rate for each in racers if each.name == "factdb, a few hundred at a time")
    lines = [
        "| processor time of one core | MB/s | factdb is so many times as fast | found |",
        "| --- | ---: | ---: | ---: |",
    ]
    for each in racers:
        part = f" (in one of {each.share} texts)" if each.share > 1 else ""
        lines.append(f"| {each.name} | {each.rate:.3g} | {own / each.rate:.3g} | {each.found:,}{part} |")
    return "\n".join(lines)


def whole(corpus: Path, server: str | None, *, ray: bool) -> Iterator[str]:
    """Commands as whole processes, as a table."""
    folder = corpus.parent
    size = corpus.stat().st_size / 1e6
    yield "| whole processes | took | of processor | memory of a process | said |\n| --- | ---: | ---: | ---: | --- |"
    facts, table_of_claims = str(folder / "ingested.db"), str(folder / "claims.csv")
    named = [
        ("`ingest`", ["ingest", str(corpus), "--db", facts]),
        ("… again", ["ingest", str(corpus), "--db", facts]),
        ("`export` as CSV", ["export", "-o", table_of_claims, "--db", facts]),
        *commands(corpus, folder, server, ray=ray, shard_size=max(size / 10, 0.1)),
    ]
    for name, arguments in named:
        found = measure([*FACTDB, *arguments])
        said = found.said.replace(str(folder), "…")
        yield (f"| {name} | {found.seconds:,.1f} s | {found.work:,.1f} s | {found.memory / 1e6:,.0f} MB | {said} |")


if __name__ == "__main__":
    main()
