"""A database of a newer factdb is refused by every command, in a sentence."""

from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from factdb.cli import app
from factdb.db.database import Database

# Words that stand for what a command cannot do without.
_WORDS = {"TEXT": "营收", "CLAIM": "1", "ID": "1", "NUMBER": "1", "FOLDER": "shards"}
_MORE = {"correct": ["--unit", "USD"], "report": ["--output", "report.html"]}
# This asks for a terminal before it asks for anything else.
_AT_A_TERMINAL = {"review"}


def _commands(group: Any, *above: str) -> list[tuple[tuple[str, ...], Any]]:  # noqa: ANN401 (Typer's own classes)
    """Every command, by its words."""
    found: list[tuple[tuple[str, ...], Any]] = []
    for name, command in group.commands.items():
        words = (*above, name)
        found += _commands(command, *words) if hasattr(command, "commands") else [(words, command)]
    return found


COMMANDS = {" ".join(words): command for words, command in _commands(typer.main.get_command(app))}


def _reads_a_database(name: str) -> bool:
    """A backup is a copy of the file, whatever is in it."""
    return name not in {"db backup", *_AT_A_TERMINAL} and any(
        "--db" in parameter.opts for parameter in COMMANDS[name].params
    )


def _given(parameter: Any) -> list[str]:  # noqa: ANN401
    """What is typed for a parameter."""
    word = _WORDS.get(str(parameter.metavar).strip("{}[]."), "article.txt")
    return [*(option for option in parameter.opts[:1] if option.startswith("-")), word]


@pytest.mark.parametrize("name", [name for name in COMMANDS if _reads_a_database(name)])
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_every_command_refuses_a_newer_database(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """With the command that helps, code 2, and without touching it."""
    monkeypatch.chdir(tmp_path)
    Path("article.txt").write_text("营收4元。", encoding="utf-8")
    if name == "load":
        assert CliRunner().invoke(app, ["bulk", "article.txt", "-o", "shards", "--jobs", "1"]).exit_code == 0
    with db.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    words = [word for parameter in COMMANDS[name].params if parameter.required for word in _given(parameter)]
    words += _MORE.get(name, [])
    result = CliRunner().invoke(app, [*name.split(), *words, "--db", db.name])
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert "was written by a newer factdb (schema 9999)" in result.stderr
    assert "pip install --upgrade factdb" in result.stderr
