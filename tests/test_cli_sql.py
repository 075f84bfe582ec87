"""``factdb sql``: what it prints, the prompt at a terminal, and statements from standard input."""

import csv
import json
import os
import pty
import re
import subprocess
import sys
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from select import select
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from factdb.claim import Article
from factdb.cli import app
from factdb.cli._statements import statements
from factdb.db.database import Database

if TYPE_CHECKING:
    from conftest import MakeClaim, Put

TEXT = "橙鹿的日活用户达到1.85亿人，占3.5%。"
# Seconds after which a terminal that shows nothing is asked for its prompt again.
_PATIENCE = 10


@pytest.fixture
def url(db: Database, put: "Put", make_claim: "MakeClaim") -> str:
    """A database with two claims; its address."""
    people = make_claim(TEXT, "1.85亿人", low=Decimal(185000000), unit="人", subject="橙鹿", topics=("traffic",))
    put(Article("/a", TEXT, title="=1+1\x1b[31m"), people, make_claim(TEXT, "3.5%", low=Decimal("3.5"), unit="percent"))
    return db.url.render_as_string(hide_password=False)


def run(url: str, *arguments: str, typed: str | None = None, columns: str = "80") -> Result:
    """Ask in this process."""
    arguments = ("sql", *arguments, "--db", url)
    return CliRunner().invoke(app, arguments, input=typed, env={"COLUMNS": columns}, catch_exceptions=False)


def test_a_table_has_numbers_to_the_right(url: str) -> None:
    """In plain digits; what is null is empty."""
    asked = run(url, "SELECT subject, low FROM claims ORDER BY id")
    assert asked.stdout == "subject        low\n橙鹿     185000000\n               3.5\n"


def test_too_many_columns_stand_below_one_another(url: str) -> None:
    """A terminal of 80 cells has no room for 34 columns."""
    told = run(url, "SELECT * FROM claims ORDER BY id").stdout
    assert re.search(r"^low_exact +185000000$", told, re.MULTILINE)
    assert "\n\nid                 2\n" in told


def test_a_column_may_be_as_wide_as_the_terminal(url: str) -> None:
    """A sentence that fits is not cut."""
    assert TEXT in run(url, "SELECT id, sentence FROM claims").stdout


def test_json_has_numbers_and_csv_plain_digits(url: str) -> None:
    """Each row an object, or a line."""
    statement = "SELECT id, low, subject FROM claims ORDER BY id"
    rows = json.loads(run(url, statement, "--format", "json").stdout)
    assert rows == [{"id": 1, "low": 185000000.0, "subject": "橙鹿"}, {"id": 2, "low": 3.5, "subject": None}]
    table = list(csv.reader(run(url, statement, "--format", "csv").stdout.splitlines()))
    assert table == [["id", "low", "subject"], ["1", "185000000", "橙鹿"], ["2", "3.5", ""]]


def test_digits_that_a_json_number_lacks_stay(url: str) -> None:
    """Who asks for the exact value gets it."""
    statement = "SELECT low_exact FROM claims UNION ALL SELECT '12345678901234567890.12345'"
    rows = json.loads(run(url, statement, "--format", "json").stdout)
    assert "12345678901234567890.12345" in [row["low_exact"] for row in rows]


def test_text_of_articles_does_nothing(url: str) -> None:
    """It neither acts on a terminal nor is a formula in a spreadsheet."""
    assert "=1+1␛[31m" in run(url, "SELECT title FROM articles").stdout
    assert "\x1b" not in run(url, "SELECT title FROM articles", "--format", "json").stdout
    assert run(url, "SELECT title FROM articles", "--format", "csv").stdout.splitlines()[1].startswith("'=1+1")


def test_a_table_ends_somewhere_and_says_so(url: str) -> None:
    """At a thousand rows, or where --limit says; a program gets all."""
    statement = "WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < 1500) SELECT i FROM r"
    told = run(url, statement)
    assert len(told.stdout.splitlines()) == 1001
    assert told.stderr == "These are the first 1,000 rows; --limit 0 shows all.\n"
    assert len(run(url, statement, "--limit", "0").stdout.splitlines()) == 1501
    assert len(run(url, statement, "--format", "csv").stdout.splitlines()) == 1501
    assert len(json.loads(run(url, statement, "--format", "json", "--limit", "7").stdout)) == 7


def test_no_rows_are_said(url: str) -> None:
    """On standard error; JSON and CSV are empty and whole."""
    assert run(url, "SELECT 1 FROM claims WHERE id = 99").stderr == "No rows.\n"
    assert json.loads(run(url, "SELECT 1 FROM claims WHERE id = 99", "--format", "json").stdout) == []
    assert run(url, "SELECT 1 AS one FROM claims WHERE id = 99", "--format", "csv").stdout.split() == ["one"]


def test_a_fault_is_a_sentence(url: str) -> None:
    """With code 2, and nothing on standard output."""
    for statement in ("SELECT subjet FROM claims", "DELETE FROM claim", "SELECT FROM WHERE"):
        asked = run(url, statement)
        assert (asked.exit_code, asked.stdout) == (2, "")
        assert "The database says: " in asked.stderr


def test_standard_input_may_hold_several_statements(url: str) -> None:
    """One after another; the first that is wrong ends it."""
    typed = "SELECT ';' AS a; -- a remark; with a sign\nSELECT\n  2 AS b;;\nSELECT 3 AS c"
    assert run(url, typed=typed).stdout == "a\n;\nb\n2\nc\n3\n"
    asked = run(url, typed="SELECT 1 AS a; SELECT x; SELECT 2 AS b;")
    assert (asked.exit_code, asked.stdout) == (2, "a\n1\n")


def test_a_statement_ends_with_a_semicolon_of_its_own() -> None:
    """Not with one in a text, a name or a remark."""
    assert list(statements(["SELECT 'a;", 'b\' AS "c;d"; /* ; */ SELECT 1', ";", ";"])) == [
        "SELECT 'a;\nb' AS \"c;d\";",
        "/* ; */ SELECT 1\n;",
    ]


def _talk(url: str, folder: Path, lines: list[str]) -> str:
    """What a terminal shows while somebody types these lines at the prompt, and Ctrl-D at last."""
    environment = {**os.environ, "XDG_STATE_HOME": str(folder), "COLUMNS": "80", "TERM": "dumb"}
    process, terminal = pty.fork()
    if process == 0:
        os.execve(sys.executable, [sys.executable, "-m", "factdb", "sql", "--db", url], environment)  # noqa: S606
    shown = ""
    for line in [*lines, "\x04"]:
        while not shown.endswith("> "):
            if not select([terminal], [], [], _PATIENCE)[0]:
                # Ctrl-C has the terminal throw away what it has not shown yet, the prompt at times.
                os.write(terminal, b"\n")
            shown += os.read(terminal, 4096).decode("utf-8", "replace")
        os.write(terminal, line.encode() if line in "\x03\x04" else f"{line}\n".encode())
        shown += "\n"
    with suppress(OSError):
        while read := os.read(terminal, 4096):
            shown += read.decode("utf-8", "replace")
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
    return shown.replace("\r", "")


def test_the_prompt_answers_until_it_is_left(url: str, tmp_path: Path) -> None:
    """Statements of several lines, words with a dot, faults that end nothing, Ctrl-C for a line, Ctrl-D."""
    lines = [
        "SELECT low", "FROM claims WHERE unit = '人';", "SELECT subjet FROM claims;", ".columns topic", "\\d",
        ".nothing", "SELECT 1", "\x03", "SELECT 42 AS answer;",
    ]  # fmt: skip
    shown = _talk(url, tmp_path, lines)
    for told in (
        "185000000",
        "subjet",
        "parent_id",
        "Levels that can be put",
        "no .nothing",
        "answer\n",
    ):
        assert told in shown
    history = tmp_path / "factdb" / "sql_history"
    assert "SELECT subjet FROM claims;" in history.read_text(encoding="utf-8")
    assert history.stat().st_mode & 0o077 == 0


def test_very_many_rows_take_little_memory(url: str) -> None:
    """They are printed as they come: 50 MB of them need hardly more than two rows do."""
    code = (
        "import resource, sys; from factdb.cli import main\n"
        "try: main()\n"
        "finally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )

    def kilobytes(count: int) -> int:
        rows = "WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i <"
        statement = " ".join((rows, str(count), ") SELECT i, '", "x" * 10_000, "' AS x FROM r"))
        command = [sys.executable, "-c", code, "sql", statement, "--format", "csv", "--db", url]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True)
        return int(done.stderr)

    assert kilobytes(5_000) - kilobytes(2) < 25_000
