"""How quickly a database answers: ``python benchmarks/database.py small.db large.db``, a path or a URL each.

Of every question the best of five is told, in milliseconds, and in brackets the processor time: how long it takes by
itself, and how long the command takes as a whole process. Make databases of several sizes out of one corpus (see
million.py), and their columns tell what grows with the number of claims. With ``--ingest FILE`` the articles of a file
that the databases do not hold are brought into each, which tells whether that grows. With ``--write FILE`` the table
takes the place of the one of its name in a Markdown file.
"""

import argparse
import os
import platform
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from factdb.db.database import Database
from factdb.db.info import read_info
from factdb.db.queries import Filters, collect_stats, count_claims, count_topics, get_claim, last_claim, list_claims
from factdb.db.session import open_db

RUNS = 5
TRAFFIC = Filters(topic=("traffic",), limit=50)
SUBJECT = Filters(subject=("美国",), period=("2021",), limit=50)
WORDS = Filters(text="流量", limit=20)


def main() -> None:
    """Measure, and print a table or write it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("databases", nargs="+", help="a path or a URL each")
    parser.add_argument("--ingest", type=Path, help="a corpus that the databases do not hold yet")
    parser.add_argument("--write", type=Path, help="a Markdown file with a table for this kind of database")
    given = parser.parse_args()
    columns = [measure(url, given.ingest) for url in given.databases]
    rows = [f"| {name} | " + " | ".join(column[name] for column in columns) + " |" for name in columns[0]]
    rows.insert(1, "| --- |" + " ---: |" * len(columns))
    text = f"{machine(given.databases[0])}\n\n" + "\n".join(rows) + "\n"
    write_table(text, given.write, kind(given.databases[0]))


def write_table(text: str, page: Path | None, name: str) -> None:
    """Print a table, or put it in the place of the one of its name in a Markdown file."""
    if page is None:
        print(text)
        return
    marks = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    between = re.compile(f"(?<={re.escape(marks[0])}).*?(?={re.escape(marks[1])})", re.DOTALL)
    page.write_text(between.sub(lambda _: text, page.read_text(encoding="utf-8")), encoding="utf-8")


def measure(url: str, corpus: Path | None) -> dict[str, str]:
    """The column of a database: what was measured, by name."""
    with open_db(url) as db:
        info = read_info(db)
        column = {
            "": f"{info.claim_rows:,} claims",
            "articles": f"{info.article_rows:,}",
            "size": f"{info.size / 1e6:,.0f} MB",
        }
        column |= dict(answers(db))
    column |= dict(commands(url))
    if corpus is not None:
        column["ingest, processor time for 1,000 claims"] = f"{ingest(url, corpus):,.0f} ms"
    return column


def answers(db: Database) -> Iterator[tuple[str, str]]:
    """The questions by themselves."""
    some = last_claim(db) // 2
    questions: dict[str, Callable[[], object]] = {
        "`list --topic traffic`: 50 claims": lambda: list(list_claims(db, TRAFFIC)),
        "… their number": lambda: count_claims(db, TRAFFIC),
        "… the next page": lambda: list(list_claims(db, replace(TRAFFIC, after=some))),
        "`list --subject 美国 --period 2021`: 50 claims": lambda: list(list_claims(db, SUBJECT)),
        "… their number ": lambda: count_claims(db, SUBJECT),
        "`search 流量`: the best 20": lambda: list(list_claims(db, WORDS, ranked=True)),
        "… their number  ": lambda: count_claims(db, WORDS),
        "`topics`": lambda: count_topics(db),
        "`stats`": lambda: collect_stats(db),
        "`show ID`": lambda: get_claim(db, some or 1),
    }
    for name, ask in questions.items():
        yield name, best(ask)


def commands(url: str) -> Iterator[tuple[str, str]]:
    """The commands as whole processes."""
    for words in (
        "list --topic traffic --limit 50",
        "list --subject 美国 --period 2021",
        "search 流量",
        "topics",
        "stats",
    ):
        command = [sys.executable, "-m", "factdb", *words.split(), "--db", url]
        yield f"whole process: `factdb {words}`", best(partial(run, command))


def best(ask: Callable[[], object]) -> str:
    """The shortest of some runs, for others are at work on the machine, too; in brackets the least processor time.

    That holds what SQLite does, but not what a server does.
    """
    walls, works = [], []
    for _ in range(RUNS):
        start, work = time.perf_counter(), processor_time()
        ask()
        walls.append(time.perf_counter() - start)
        works.append(processor_time() - work)
    return f"{1000 * min(walls):,.1f} ms ({1000 * min(works):,.1f})"


def processor_time() -> float:
    """Seconds that this process and those that it ran have worked."""
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def run(command: list[str]) -> str:
    """What a command prints; it must go well."""
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 (our own command)
    return done.stderr


def ingest(url: str, corpus: Path) -> float:
    """Milliseconds of processor time of the ingest, and of SQLite in it, for a thousand claims."""
    with open_db(url) as db:
        before = last_claim(db)
    start = processor_time()
    run([sys.executable, "-m", "factdb", "ingest", str(corpus), "--db", url])
    work = processor_time() - start
    with open_db(url) as db:
        return 1e6 * work / (last_claim(db) - before)


def kind(url: str) -> str:
    """What kind of database it is, as the page's tables are named."""
    with open_db(url) as db:
        return read_info(db).engine


def machine(url: str) -> str:
    """Where it was measured."""
    with open_db(url) as db:
        info = read_info(db)
    kernel = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    return (
        f"{info.engine} {info.engine_version}, Python {platform.python_version()}, {kernel}. The best of {RUNS} runs."
    )


if __name__ == "__main__":
    main()
