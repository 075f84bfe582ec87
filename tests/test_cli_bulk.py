"""``factdb bulk`` as it is typed, and what it says."""

import json
import re
import shlex
from pathlib import Path

import pytest
from many_articles import text_of
from pyarrow import parquet
from typer.testing import CliRunner

from factdb.cli import app
from factdb.cli._app import app as commands

RUNNER = CliRunner()


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A corpus in the folder where the command runs."""
    monkeypatch.chdir(tmp_path)
    rows = [{"正文": text_of(number), "日期": "2021-03-05"} for number in range(60)]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (tmp_path / "archive").mkdir()
    for path in ("corpus.jsonl", "archive/a.jsonl"):
        (tmp_path / path).write_text(lines, encoding="utf-8")
    import pyarrow as pa  # noqa: PLC0415 (only here)

    parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "news.parquet")


def _examples(name: str) -> list[str]:
    found = next(each for each in commands.registered_commands if each.name == name)
    return re.findall(rf"^  factdb ({name} .*)$", str(found.epilog), re.MULTILINE)


@pytest.mark.parametrize("example", _examples("bulk"))
def test_the_examples_of_the_help(example: str) -> None:
    """Each does what it says, and again is harmless."""
    done = RUNNER.invoke(app, shlex.split(example))
    assert done.exit_code == 0, done.output
    assert re.fullmatch(
        r"Made 1 shard in shards: 60 articles, \d+ claims, in [\d.]+ s \([\d.]+ MB of text a second\)\.\n", done.stdout
    )
    assert done.stderr == ""
    again = RUNNER.invoke(app, shlex.split(example))
    assert (again.exit_code, again.stdout) == (0, "Made 0 shards in shards; 1 were there already.\n")


@pytest.mark.parametrize("example", _examples("load"))
def test_the_examples_of_the_help_of_load(example: str) -> None:
    """Each does what it says, and again is harmless."""
    RUNNER.invoke(app, ["bulk", "corpus.jsonl", "-o", "shards"])
    done = RUNNER.invoke(app, shlex.split(example))
    assert done.exit_code == 0, done.output
    said = r"Loaded 1 shard into (factdb|archive)\.db: 60 articles \(60 new, 0 unchanged\), \d+ claims, in [\d.]+ s "
    assert re.match(said, done.stdout)
    again = RUNNER.invoke(app, shlex.split(example))
    assert (again.exit_code, again.stdout.partition(" into ")[0]) == (0, "Loaded 0 shards")
    none = RUNNER.invoke(app, ["load", "archive"])
    there = Path("archive").absolute()
    assert none.exit_code == 2
    assert none.stderr == f"{there} is no folder of shards. Make one with `factdb bulk PATH -o {there}`.\n"


def test_who_writes_the_talk_to_a_file_is_told_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line a minute, for an archive takes hours; here, one for each shard."""
    monkeypatch.setattr("factdb.cli._progress._TOLD", 0)
    made = RUNNER.invoke(app, ["bulk", "corpus.jsonl", "-o", "shards", "--jobs", "1", "--shard-size", "0.01"])
    assert re.fullmatch(r"(0 of 0 MB, [\d,]+ claims, [\d.]+ MB/s, [\d.]+ s left\n)+", made.stderr), made.stderr
    shards = made.stderr.count("\n")
    loaded = RUNNER.invoke(app, ["load", "shards"])
    lines = [line for line in loaded.stderr.splitlines() if not line.startswith("Created")]
    assert shards == len(lines) > 1
    for number, line in enumerate(lines, start=1):
        assert re.fullmatch(rf"{number} of {shards}, [\d,]+ claims, [\d,]+ a second", line), line


def test_what_goes_wrong_is_told_in_sentences() -> None:
    """Problems end with 1, mistakes with 2."""
    with Path("corpus.jsonl").open("a", encoding="utf-8") as stream:
        stream.write("{broken\n")
    done = RUNNER.invoke(app, ["bulk", "corpus.jsonl", "nowhere.jsonl", "-o", "shards"])
    assert done.exit_code == 1
    assert done.stdout.endswith(" 2 problems.\n")
    assert done.stderr.splitlines() == [
        "There is no file nowhere.jsonl. Check the spelling and the folder you are in.",
        "Line 61 of corpus.jsonl is no JSON (Expecting property name enclosed in double quotes); it was left out.",
    ]
    refused = RUNNER.invoke(app, ["bulk", "corpus.jsonl", "-o", "archive"])
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.endswith("holds other files. Name a folder that is new or empty, or one of `factdb bulk`.\n")
