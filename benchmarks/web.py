"""How quickly the web page answers: ``python benchmarks/web.py large.db --ingest FILE``.

It starts `factdb serve` on a database, asks for each kind of page by itself and tells the best of five in milliseconds;
then has wrk (which must be installed) ask over 32 connections for 10 seconds. With ``--ingest FILE`` the articles
of a file that the database does not hold come in meanwhile: give a copy of the database. Make large databases out of a
corpus with million.py. With ``--write FILE`` the table takes the place of the one named web in a Markdown file.
"""

import argparse
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from database import RUNS, machine, write_table
from sqlalchemy import func, select

from factdb.db.info import read_info
from factdb.db.models import Claim
from factdb.db.session import open_db

CONNECTIONS, SECONDS = 32, 10
FACTDB = [sys.executable, "-m", "factdb"]
# As wrk writes it.
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


def main() -> None:
    """Measure, and print a table or write it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("database", help="a path or a URL")
    parser.add_argument("--ingest", type=Path, help="a corpus that the database does not hold yet")
    parser.add_argument("--no-load", action="store_true", help="only one visitor at a time")
    parser.add_argument("--write", type=Path, help="a Markdown file with a table named web")
    given = parser.parse_args()
    pages = pages_of(given.database)
    with served(given.database) as address:
        rows = {name: [alone(address + path)] for name, path in pages.items()}
        if not given.no_load:
            for name in ("claims", "an article"):
                rows[name] += loaded(address + pages[name])
            if given.ingest is not None:
                for name in ("claims", "an article"):
                    with ingesting(given.database, given.ingest) as is_running:
                        rows[f"{name}, while articles come in"] = ["", *loaded(address + pages[name])]
                        if not is_running():
                            sys.exit(f"{given.ingest} was read before the time was over: give a larger one.")
    write_table(table(given.database, rows), given.write, "web")


def pages_of(url: str) -> dict[str, str]:
    """The pages that are asked for, by name."""
    with open_db(url) as db, db.connect() as connection:
        claims = func.count().label("claims")
        by_size = select(Claim.article_id, claims).group_by(Claim.article_id).order_by(claims.desc())
        most, number = connection.execute(by_size.limit(1)).one()
        last = connection.scalar(select(func.max(Claim.id))) or 0
        usual = connection.scalar(select(Claim.article_id).where(Claim.id >= last // 2).order_by(Claim.id).limit(1))
    return {
        "overview": "/",
        "claims": "/claims",
        "… of a topic": "/claims?topic=traffic",
        "… of a metric": f"/claims?metric={quote('营业收入')}",
        "… of a period": "/claims?period=2021",
        "… from a value on": f"/claims?min={quote('1亿')}",
        "… the largest first": "/claims?sort=-value",
        "… the newest first": "/claims?sort=-published_on",
        "… by subject": "/claims?sort=subject",
        "… a late page": f"/claims?after=[{last - 1000}]",
        "… a late page by value": "/claims?sort=value&after=[100.0,100.0,5]",
        "search": f"/search?text={quote('流量')}",
        "an article": f"/articles/{usual}",
        f"an article of {number} claims": f"/articles/{most}",
    }


@contextmanager
def served(url: str) -> Iterator[str]:
    """`factdb serve` on a free port; its address."""
    server = subprocess.Popen([*FACTDB, "serve", "--db", url, "--port", "0"], stderr=subprocess.PIPE, text=True)  # noqa: S603 (our own command)
    try:
        said = server.stderr.readline() if server.stderr else ""
        found = re.search(r"http://\S+(?=/ )", said)
        if not found:
            sys.exit(f"factdb serve has not begun: {said}")
        yield found[0]
    finally:
        server.terminate()
        server.wait()


@contextmanager
def ingesting(url: str, corpus: Path) -> Iterator[Callable[[], bool]]:
    """`factdb ingest` at work; whether it still is."""
    work = subprocess.Popen([*FACTDB, "ingest", str(corpus), "--db", url, "--jobs", "1"], stderr=subprocess.DEVNULL)  # noqa: S603 (our own command)
    try:
        yield lambda: work.poll() is None
    finally:
        work.terminate()
        work.wait()


def alone(address: str) -> str:
    """The shortest of some times, for others are at work on the machine, too."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        with urlopen(address) as answer:  # noqa: S310 (our own page)
            answer.read()
        times.append(time.perf_counter() - start)
    return f"{1000 * min(times):,.0f} ms"


def loaded(address: str) -> list[str]:
    """Requests a second, the median and the 99th percentile of the time for one, and errors, under load."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", address]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 (a fixed command)
    half, most = (_milliseconds(said, part) for part in ("50%", "99%"))
    rate = re.search(r"Requests/sec:\s+(\S+)", said)
    counted = r"(?:connect|read|write|timeout|Non-2xx or 3xx responses:) (\d+)"
    faults = sum(map(int, re.findall(counted, said)))
    return [f"{float(rate[1]) if rate else 0:,.0f}", f"{half:,.0f} ms", f"{most:,.0f} ms", str(faults)]


def _milliseconds(said: str, part: str) -> float:
    found = re.search(rf"{part}\s+([\d.]+)(us|ms|s)", said)
    return float(found[1]) * _UNITS[found[2]] if found else 0.0


def table(url: str, rows: dict[str, list[str]]) -> str:
    """The figures as Markdown."""
    with open_db(url) as db:
        claims = read_info(db).claim_rows
    head = [f"{claims:,} claims", "alone", "a second", "median", "99 %", "errors"]
    lines = [f"| {' | '.join(head)} |", "| --- |" + " ---: |" * (len(head) - 1)]
    for name, cells in rows.items():
        lines.append(f"| {name} | " + " | ".join([*cells, *[""] * (len(head) - 1 - len(cells))]) + " |")
    return f"{machine(url)}\n\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
