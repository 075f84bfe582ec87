"""The prompt of ``factdb sql``: lines become statements, a few words begin with a dot, history is kept."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from factdb.cli._output import say
from factdb.cli._statements import Statements
from factdb.cli._table import print_fields
from factdb.db.sql import tables
from factdb.db.views import VIEWS
from factdb.errors import FactdbError

if TYPE_CHECKING:
    from factdb.db.session import Database

_HELP = """\
A statement ends with ; and may run over several lines.
.tables           the views and tables
.columns NAME     the columns of one of them
.help             this
.quit             leave, as Ctrl-D does
Ctrl-C stops a statement, or drops the lines typed so far. Tab completes names."""
# As those know them who come from another prompt.
_SYNONYMS = {"\\d": ".tables", "\\dt": ".tables", "\\dv": ".tables", "\\q": ".quit", "\\?": ".help", "\\h": ".help"}
_SYNONYMS |= {".schema": ".columns", ".exit": ".quit", "exit": ".quit", "quit": ".quit", "help": ".help"}
_KEPT_LINES = 1_000


class UnknownWordError(FactdbError):
    """A word with a dot that is none of the prompt's."""

    def __init__(self, word: str) -> None:
        super().__init__(f"There is no {word} here. .help says what there is.")


class UnknownTableError(FactdbError):
    """There is no such table to tell the columns of."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no view or table {name}. .tables lists them.")


class Prompt:
    """A conversation at the terminal."""

    def __init__(self, database: "Database", ask: Callable[[str], None]) -> None:
        self._database = database
        self._ask = ask
        self._tables = tables(database)

    def run(self) -> None:
        """Answer until the person leaves."""
        say(f"{self._database.name}, for reading only. End a statement with ; and see .help for more.")
        with _history(sorted({*self._tables, *(name for columns in self._tables.values() for name in columns)})):
            for asked in self._asked():
                try:
                    if not self._word(asked):
                        self._ask(asked)
                except FactdbError as fault:
                    say(str(fault))
                except KeyboardInterrupt:
                    say("Stopped by Ctrl-C.")

    def _asked(self) -> Iterator[str]:
        """The statements and words that are typed."""
        taken = Statements()
        while True:
            try:
                line = input("     > " if taken.held else "factdb> ")
            except EOFError:
                typer.echo()
                return
            except KeyboardInterrupt:
                typer.echo()
                taken.drop()
                continue
            if not taken.held and self._is_word(line.rstrip(" ;").split()[:1]):
                if _SYNONYMS.get(line.strip(" ;"), line.strip(" ;")) == ".quit":
                    return
                yield line
            else:
                yield from taken.take(line)

    @staticmethod
    def _is_word(first: list[str]) -> bool:
        return bool(first) and (first[0].startswith((".", "\\")) or first[0] in _SYNONYMS)

    def _word(self, asked: str) -> bool:
        """Do what a word of the prompt's says; whether it was one."""
        name, *rest = asked.rstrip(" ;").split()
        if not self._is_word([name]):
            return False
        word = _SYNONYMS.get(name, name)
        if word == ".tables" and rest:
            word = ".columns"
        match word:
            case ".tables":
                print_fields(list(self._overview()))
            case ".columns" if rest:
                print_fields(list(self._columns(rest[0])))
            case ".help":
                typer.echo(_HELP)
            case _:
                raise UnknownWordError(name)
        return True

    def _overview(self) -> Iterator[tuple[str, str]]:
        meanings = {view.name: view.meaning for view in VIEWS}
        for name, columns in self._tables.items():
            yield name, meanings.get(name, ", ".join(columns))

    def _columns(self, name: str) -> Iterator[tuple[str, str]]:
        if name not in self._tables:
            raise UnknownTableError(name)
        meanings = {column.name: column.meaning for view in VIEWS if view.name == name for column in view.columns}
        return ((column, meanings.get(column, "")) for column in self._tables[name])


@contextmanager
def _history(names: Sequence[str]) -> Iterator[None]:
    """Line editing, the lines of earlier times, and Tab for names; nothing of it where Python has no readline."""
    try:
        import readline
    except ModuleNotFoundError:
        yield
        return
    bare = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if bare else "tab: complete")
    readline.set_completer_delims(" \t\n,();=<>+-*/")
    readline.set_completer(_completer(names))
    path = _history_file()
    with suppress(OSError):
        readline.read_history_file(path)
    readline.set_history_length(_KEPT_LINES)
    try:
        yield
    finally:
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            # Questions may tell what somebody works on.
            path.touch(mode=0o600)
            readline.write_history_file(path)


def _completer(names: Sequence[str]) -> Callable[[str, int], str | None]:
    def complete(typed: str, number: int) -> str | None:
        found = [name for name in names if name.startswith(typed.lower())]
        return found[number] if number < len(found) else None

    return complete


def _history_file() -> Path:
    """Where the system keeps what a program remembers."""
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(home) / "factdb" / "sql_history"
