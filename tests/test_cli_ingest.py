"""Reading articles into a database from the command line, the demo among them."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import tomllib
from datetime import date
from pathlib import Path

import pytest
from rights import run_bound_by_rights
from typer.testing import CliRunner, Result

from factdb.cli import app
from factdb.db.session import open_db
from factdb.resources import articles_folder

ARTICLE = "手机淘宝去年的日活用户超过1.85亿人,占大盘的3%。"
SAMPLES = sorted(articles_folder().glob("*.txt"))


def run(*arguments: str, typed: str | bytes | None = None) -> Result:
    """Run a command in this process, in the current folder."""
    return CliRunner().invoke(app, arguments, input=typed, env={"COLUMNS": "80"}, catch_exceptions=False)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test works in an empty folder."""
    monkeypatch.chdir(tmp_path)


def test_an_article_is_read_into_a_database_made_on_the_way() -> None:
    """No step comes before the first ingest, and a second one changes nothing."""
    Path("article.txt").write_text(ARTICLE, encoding="utf-8")
    result = run("ingest", "article.txt", "--date", "2017-02-21", "--source", "柚子观察")
    assert (result.exit_code, result.stderr) == (0, "Created the database factdb.db.\n")
    assert result.stdout == "Read 1 article (1 new, 0 unchanged) and stored 2 claims in factdb.db.\n"
    again = run("ingest", "article.txt")
    assert (again.exit_code, again.stderr) == (0, "")
    assert again.stdout == "Read 1 article (0 new, 1 unchanged) and stored 0 claims in factdb.db.\n"
    assert run("list").stdout.count("柚子观察") == 2


def test_standard_input_is_an_article() -> None:
    """A text may be piped in, with its title given."""
    assert run("ingest", "-", "--title", "封群之后", typed=ARTICLE).exit_code == 0
    assert "封群之后" in run("show", "1").stdout


def test_what_is_wrong_with_a_source_is_a_line_and_the_others_are_read() -> None:
    """A missing, an empty and a binary file, and a folder of nothing, each one sentence; the good one is stored."""
    Path("good.txt").write_text(ARTICLE, encoding="utf-8")
    Path("empty.txt").touch()
    Path("binary.txt").write_bytes(bytes(range(256)) * 8)
    Path("folder").mkdir()
    result = run("ingest", "none.txt", "empty.txt", "binary.txt", "folder", "good.txt")
    assert result.exit_code == 1
    assert result.stdout.endswith("Read 1 article (1 new, 0 unchanged) and stored 2 claims in factdb.db. 4 problems.\n")
    created, *problems = result.stderr.splitlines()
    assert created == "Created the database factdb.db."
    for name, problem in zip(("none.txt", "empty.txt", "binary.txt", "folder"), problems, strict=True):
        assert re.fullmatch(rf".*\b{name}\b.*\. .*\.", problem), problem


def test_a_folder_may_hold_the_database_itself() -> None:
    """Who reads the current folder into it is not told off for factdb.db."""
    Path("article.txt").write_text(ARTICLE, encoding="utf-8")
    assert [run("ingest", ".").exit_code for _ in range(2)] == [0, 0]


def test_an_empty_path_is_not_the_current_folder() -> None:
    """A shell's empty variable must not read everything there is."""
    for command in ("ingest", "extract"):
        result = run(command, "")
        assert (result.exit_code, result.stderr[:30]) == (2, "One of the paths is empty. Nam")


def test_a_file_s_name_cannot_act_on_the_terminal() -> None:
    """A name is text from elsewhere, too."""
    result = run("ingest", "a\x1b[2Jb.txt")
    assert "\x1b" not in result.stderr
    assert "␛[2J" in result.stderr


def test_a_file_that_is_no_database_is_left_alone() -> None:
    """Nobody's file is overwritten."""
    Path("letter.db").write_text("Dear all", encoding="utf-8")
    result = run("ingest", "x.txt", "--db", "letter.db")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("letter.db is not a database")
    assert Path("letter.db").read_text(encoding="utf-8") == "Dear all"


def test_a_database_of_a_newer_factdb_asks_for_an_upgrade() -> None:
    """What this version cannot read it does not touch."""
    open_db("new.db").close()
    connection = sqlite3.connect("new.db")
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = 'zzzz'")
    connection.close()
    result = run("list", "--db", "new.db")
    assert result.exit_code == 2
    assert "newer factdb" in result.stderr


def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path) -> None:
    """The remedy is another folder or other rights."""
    tmp_path.chmod(0o555)
    result = run_bound_by_rights("ingest", "x.txt", folder=tmp_path)
    tmp_path.chmod(0o755)
    assert result.returncode == 2
    assert "cannot be opened for writing" in result.stderr


def test_the_url_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """``FACTDB_URL`` stands for ``--db`` everywhere."""
    monkeypatch.setenv("FACTDB_URL", "sqlite:///other.db")
    Path("article.txt").write_text(ARTICLE, encoding="utf-8")
    assert run("ingest", "article.txt").stdout.endswith(" in other.db.\n")
    assert len(run("list").stdout.splitlines()) == 5
    assert not Path("factdb.db").exists()


def test_the_demo_works_in_an_empty_folder_and_its_advice_does(tmp_path: Path) -> None:
    """Each command that the demo names runs as it stands, on the demo's own database."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    output = run("demo").stdout
    assert f"{len(SAMPLES)} sample articles" in output
    advice = re.findall(r"^  (factdb .*?)  +# ", output, re.MULTILINE)
    assert len(advice) >= 4
    for line in advice:
        assert "factdb-demo.db" in line
        done = subprocess.run(
            ["bash", "-c", line.replace("factdb ", f"{sys.executable} -m factdb ", 1)],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, line
        assert done.stdout or b"Wrote" in done.stderr, line
    assert not Path("factdb.db").exists()


def test_the_demo_never_touches_another_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Samples do not mix with a person's own articles, and a second demo adds nothing."""
    monkeypatch.setenv("FACTDB_URL", "sqlite:///mine.db")
    first, second = run("demo"), run("demo")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stdout == second.stdout
    assert [path.name for path in Path().glob("*.db")] == ["factdb-demo.db"]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_says_where_it_is_from(path: Path) -> None:
    """Beside each text stand its title, its source and its date."""
    about = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    assert {"title", "source", "date"} <= set(about) <= {"title", "source", "date", "author"}
    assert isinstance(about["date"], date)
    assert 200 < len(path.read_text(encoding="utf-8")) < 600


def test_the_samples_show_what_there_is() -> None:
    """Together they hold every kind of statement, of change and of bound, and a period told by the date."""
    run("demo")
    listed = run("list", "--db", "factdb-demo.db", "--format", "csv").stdout
    for word in ("forecast", "target", "increase", "decrease", "yoy", "qoq", "range", "gt", "le", "USD|HKD", "percent"):
        assert re.search(rf",(?:{word}),", listed), word
    assert "1.85亿人,185000000" not in listed
    assert len(SAMPLES) >= 6


@pytest.mark.skipif(os.name != "posix", reason="a signal is sent as POSIX has it")
def test_ctrl_c_keeps_what_was_read(tmp_path: Path) -> None:
    """An ingest that is stopped says so, and the same command again reads the rest."""
    Path("article.txt").write_text(ARTICLE, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "factdb", "ingest", "article.txt", "-"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    # The second article never comes.
    while process.poll() is None and "1.85亿" not in run("list").stdout:
        time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    said, talk = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said == "Read 1 article (1 new, 0 unchanged) and stored 2 claims in factdb.db.\n"
    assert talk.endswith("Stopped by Ctrl-C. What was read before stays; the same command again goes on from there.\n")
    assert (
        "(1 new, among them 1 reprint; 1 unchanged)"
        in run("ingest", "article.txt", "-", typed=f"又一篇。{ARTICLE}").stdout
    )
