"""The command line as a whole: its help, how quickly it answers, and how commands end."""

import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from factdb.cli import app
from factdb.db.database import Database

COMMANDS = (
    "demo", "ingest", "bulk", "load", "list", "search", "show", "sql", "export", "topics", "stats", "track", "plot",
    "report", "diff", "watch", "forecasts", "review", "accept", "correct", "reject", "undo", "history", "quality",
    "serve", "extract", "explain", "reextract", "runs", "problems", "subjects", "metrics", "conflicts", "gold", "db",
)  # fmt: skip
FACTDB = [sys.executable, "-m", "factdb"]


def run(*arguments: str, cwd: Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the command line as a process of its own."""
    environment = {**os.environ, "COLUMNS": "100"}
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [*FACTDB, *arguments], cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False, **options
    )


def test_the_help_lists_the_commands_in_the_way_of_the_data() -> None:
    """A newcomer reads what to do first, and then what comes of it."""
    listed = CliRunner().invoke(app, ["--help"]).stdout.partition("\nCommands:\n")[2].partition("\n\n")[0]
    assert tuple(re.findall(r"^  (\w+)", listed, re.MULTILINE)) == COMMANDS
    assert "..." not in listed, "a summary is cut short"


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_help_has_an_example(name: str) -> None:
    """Each page of help ends with commands that can be copied, on lines of their own."""
    result = CliRunner().invoke(app, [*name.split(), "--help"])
    assert result.exit_code == 0
    _, _, examples = result.stdout.partition("  Examples:\n")
    assert re.findall(rf"^    (?:\w+ \S+ \| )?factdb {name}", examples, re.MULTILINE), result.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_explained(name: str) -> None:
    """No option or argument stands without words."""
    page = CliRunner().invoke(app, [name, "--help"]).stdout
    lines = re.sub(r"(?s)^.*?(?=^\w+:$)", "", page.partition("Examples:")[0], count=1, flags=re.MULTILINE).splitlines()
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if re.match(r"  (?:-|[A-Z]+ )", line):
            assert re.search(r"\S {2,}\S", line.strip()) or re.match(r" {8,}\S", after), line


@pytest.mark.parametrize("columns", ["40", "80", "140"])
def test_help_is_the_same_at_each_width(columns: str) -> None:
    """The reference in the documentation is what everybody sees."""
    pages = [CliRunner().invoke(app, ["list", "--help"], env={"COLUMNS": width}).stdout for width in (columns, "80")]
    assert pages[0] == pages[1]


def test_help_is_quick(tmp_path: Path) -> None:
    """No heavy module is loaded before a command needs it."""
    code = "import sys, factdb.cli; print(*{'sqlalchemy', 'alembic', 'rich', 'rjieba'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_the_version_is_the_package_s(tmp_path: Path) -> None:
    """``--version`` says which factdb this is."""
    done = run("--version", cwd=tmp_path)
    assert re.fullmatch(r"factdb \d+\.\d+\.\d+\S*\n", done.stdout)


def test_the_shell_can_complete_commands_and_topics(tmp_path: Path) -> None:
    """Tab completes a command's name, and a topic's with its Chinese name."""
    script = shutil.which("factdb", path=str(Path(sys.executable).parent))
    if script is None:
        pytest.skip("the console script is not installed here")
    for typed, completed in (("factdb exp", "export"), ("factdb list --topic tra", "traffic")):
        environment = {
            **os.environ,
            "_FACTDB_COMPLETE": "complete_bash",
            "COMP_WORDS": typed,
            "COMP_CWORD": str(len(typed.split()) - 1),
        }
        done = subprocess.run([script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert completed in done.stdout.split()


def test_a_fault_is_one_sentence_and_code_2(tmp_path: Path) -> None:
    """What the user did wrong is told on standard error, without a traceback."""
    done = run("list", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "There is no database factdb.db. Make it with `factdb ingest PATH`, or name another one with --db.\n"
    )


def test_ctrl_c_ends_with_130_and_a_sentence(tmp_path: Path) -> None:
    """A command that waits can be stopped."""
    process = subprocess.Popen(
        [*FACTDB, "extract", "--records", "-"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write('{"id": 1, "text": "日活用户1.85亿"}\n' * 500)
    process.stdin.flush()
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, talk = process.communicate(timeout=30)
    assert process.returncode == 130
    assert talk == "Stopped by Ctrl-C.\n"


def test_a_reader_that_leaves_ends_it_quietly(tmp_path: Path, db: Database) -> None:
    """``factdb … | head -1`` says nothing about a broken pipe."""
    records = tmp_path / "records.jsonl"
    records.write_text('{"id": 1, "text": "日活用户1.85亿"}\n' * 1000, encoding="utf-8")
    for arguments in (["extract", "--records", str(records)], ["topics", "--db", db.name]):
        process = subprocess.Popen(
            [*FACTDB, *arguments], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
        )
        assert process.stdout is not None
        assert process.stderr is not None
        if arguments[0] == "extract":
            process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(timeout=30) == 141
        process.stderr.close()


def test_chinese_is_written_whatever_the_locale(tmp_path: Path) -> None:
    """A pipe gets UTF-8 where the locale knows no Chinese."""
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run([*FACTDB, "list", "--help"], cwd=tmp_path, env=environment, capture_output=True, check=True)
    assert "日活用户" in done.stdout.decode("utf-8")


def test_an_empty_command_line_shows_the_help(tmp_path: Path) -> None:
    """Who types only ``factdb`` learns what there is."""
    done = run(cwd=tmp_path)
    assert "Commands:" in done.stdout + done.stderr


def test_help_answers_in_under_four_tenths_of_a_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole process takes less, by the processor's clock: the machine may be busy with other things."""
    # Where coverage is measured, every process would begin by starting it.
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)

    def seconds() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run("--help", cwd=tmp_path)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

    assert min(seconds() for _ in range(3)) < 0.4


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("list", "--limit", "十"), "Invalid value for '--limit': '十' is no whole number."),
        (("list", "--limit", "-3"), "Invalid value for '--limit': -3 is less than 0."),
        (("serve", "--port", "65536"), "Invalid value for '--port': 65536 is more than 65535."),
        (("list", "--status", "ok"), "Invalid value for '--status': 'ok' is not one of 'unreviewed',"),
        (("db", "copy", "a.db"), "Missing argument 'TO'."),
        (("conflicts", "--limit", "\x1b[2J"), r"Invalid value for '--limit': '\x1b[2J' is no whole number."),
    ],
)
def test_an_option_that_cannot_be_read_is_told_plainly(arguments: tuple[str, ...], says: str) -> None:
    """What was typed, and what is wrong with it, also in a command of two words; nothing of a library's own words."""
    result = CliRunner().invoke(app, arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"Error: {says}" in result.stderr
    assert not re.search("Value error|Input should", result.stderr)


@pytest.mark.parametrize(
    "command",
    ["list --limit 0 --db {}", "export --format csv --db {}", "list --format json --db {}", "--version", "-h"],
)
def test_a_full_disk_under_the_output_is_told(command: str, read_db: Database) -> None:
    """What is written into a file that finds no room ends in a sentence, once, and not in a traceback."""
    call = [*FACTDB, *command.format(read_db.name).split()]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(call, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    assert done.returncode == 2
    told = "What this command writes found no room: No space left on device. Make room, and run it again.\n"
    assert done.stderr.endswith(told)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_a_stream_that_is_closed_is_one_that_says_nothing(closed: str, read_db: Database) -> None:
    """Started without standard streams, as a job scheduler may, a command does its work all the same."""
    call = f"{sys.executable} -m factdb list --db {read_db.name} {closed}"
    done = subprocess.run(["sh", "-c", call], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    read = f"{sys.executable} -m factdb extract - {closed}"
    done = subprocess.run(["sh", "-c", read], capture_output=True, encoding="utf-8", input="", check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
