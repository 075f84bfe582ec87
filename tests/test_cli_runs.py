"""What was ingested, and what went wrong, can be asked for afterwards."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from factdb.cli import app
from factdb.db.runs import start_run
from factdb.db.session import open_db

ARTICLE = "手机淘宝去年的日活用户超过1.85亿人,占大盘的3%。"


def run(*arguments: str, typed: str | None = None) -> Result:
    """Run a command in this process, in the current folder."""
    return CliRunner().invoke(app, arguments, input=typed, env={"COLUMNS": "80"}, catch_exceptions=False)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test works in an empty folder."""
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(ARTICLE, encoding="utf-8")
    Path("odd.txt").write_bytes(f"{ARTICLE}又及。".encode() * 3 + b"\xff")


def test_runs_are_listed_newest_first() -> None:
    """With counts and how they ended."""
    run("ingest", "a.txt", "missing.txt")
    run("ingest", "a.txt", "odd.txt")
    header, *lines = run("runs").stdout.splitlines()
    assert header.split() == ["run", "started", "outcome", "took", "articles", "new", "claims", "problems", "version"]
    assert [line.split()[0] for line in lines] == ["2", "1"]
    assert re.fullmatch(r" +1  \d\d-\d\d \d\d:\d\d  done +[\d.]+s +1 +1 +2 +1  [\d.]+", lines[1])
    told = json.loads(run("runs", "--format", "json").stdout)
    assert [(each["articles"], each["new"], each["unchanged"], each["problems"], each["notes"]) for each in told] == [
        (2, 1, 1, 0, 1), (1, 1, 0, 1, 0),
    ]  # fmt: skip
    assert len(run("runs", "--limit", "1", "--format", "csv").stdout.splitlines()) == 2


def test_runs_of_several_kinds_show_theirs_whole() -> None:
    """On 80 columns: what was ingested, and what was read anew."""
    run("ingest", "a.txt")
    run("reextract", "--apply", "--every")
    header, *lines = run("runs").stdout.splitlines()
    assert header.split()[-2:] == ["problems", "kind"]
    assert [line.split()[-1] for line in lines] == ["reextract", "ingest"]
    assert all(re.match(r" +\d  \d\d-\d\d \d\d:\d\d  done ", line) for line in lines)


def test_a_run_that_was_killed_shows_as_such_and_one_at_work_does_not() -> None:
    """By whether its process lives."""
    with open_db("factdb.db") as db:
        gone = subprocess.Popen([sys.executable, "-c", ""])
        gone.wait()
        for pid in (gone.pid, os.getpid()):
            number = start_run(db, extractor_version="test", lexicon="test")
            with db.begin() as connection:
                connection.exec_driver_sql("UPDATE run SET pid = ? WHERE id = ?", (pid, number))
    assert [each["outcome"] for each in json.loads(run("runs", "--format", "json").stdout)] == ["running", "killed"]


def test_a_run_elsewhere_is_killed_when_it_was_not_seen_for_long() -> None:
    """A process of another machine cannot be asked."""
    with open_db("factdb.db") as db:
        for _ in range(2):
            start_run(db, extractor_version="test", lexicon="test")
        with db.begin() as connection:
            connection.exec_driver_sql("UPDATE run SET host = 'elsewhere'")
            connection.exec_driver_sql("UPDATE run SET seen_at = '2020-01-01 00:00:00.000000' WHERE id = 1")
    assert [each["outcome"] for each in json.loads(run("runs", "--format", "json").stdout)] == ["running", "killed"]


def test_problems_of_a_run_are_told_with_its_notes_told_apart() -> None:
    """Those of the newest run, or of another one."""
    run("ingest", "missing.txt")
    run("ingest", "odd.txt", "gone.txt")
    note, problem = run("problems").stdout.splitlines()
    assert note.startswith("note: 1 place of odd.txt could not be read")
    assert problem.startswith("problem: There is no file gone.txt.")
    assert run("problems", "--run", "1").stdout.startswith("problem: There is no file missing.txt.")
    (told,) = json.loads(run("problems", "--run", "1", "--format", "json").stdout)
    assert (told["run"], told["kind"], told["source"]) == (1, "problem", "missing.txt")
    run("ingest", "a.txt")
    assert run("problems").stderr == "Run 3 met no problems.\n"


def test_a_run_that_is_none_is_named() -> None:
    """Also where there is none at all."""
    open_db("factdb.db").close()
    assert "There are no runs yet" in run("problems").stderr
    assert "There are no runs yet" in run("runs").stderr
    result = run("problems", "--run", "7")
    assert (result.exit_code, result.stderr) == (2, "There is no run 7. `factdb runs` lists them.\n")


def test_a_title_is_for_a_single_article() -> None:
    """Nothing is stored under a headline that is another article's."""
    result = run("ingest", ".", "--title", "年报")
    assert result.exit_code == 2
    assert "'年报' can be the title of a single article" in result.stderr
    assert run("list", "--format", "json").stdout == "[]\n"
    assert run("ingest", "a.txt", "missing.txt", "--title", "年报").exit_code == 1
    assert json.loads(run("list", "--format", "json").stdout)[0]["title"] == "年报"


def test_several_processes_store_what_one_stores() -> None:
    """From the command line, too; 0 is one for each processor."""
    Path("many").mkdir()
    for number in range(30):
        Path(f"many/{number}.txt").write_text(f"第{number}家公司营收{number + 10}亿元。", encoding="utf-8")
    for jobs in ("1", "0"):
        assert "Read 30 articles (30 new" in run("ingest", "many", "--jobs", jobs, "--db", f"{jobs}.db").stdout
    one, many = (run("list", "--format", "csv", "--db", f"{jobs}.db").stdout for jobs in ("1", "0"))
    assert one == many


def test_a_reprint_is_listed_when_it_is_asked_for() -> None:
    """And `show` says where a date comes from, and what an article reprints."""
    Path("b.txt").write_text(ARTICLE, encoding="utf-8")
    run("ingest", "a.txt", "b.txt", "--date", "2017-02-21")
    assert len(json.loads(run("list", "--format", "json").stdout)) == 2
    assert len(json.loads(run("list", "--reprints", "--format", "json").stdout)) == 4
    shown = run("show", "4").stdout
    assert re.search(r"^date_rule +given$", shown, re.MULTILINE)
    assert re.search(r"^duplicate_of +1$", shown, re.MULTILINE)
    assert "all,claims,2" in run("stats", "--format", "csv").stdout
    assert "all,claims,4" in run("stats", "--format", "csv", "--reprints").stdout
