"""What can be wrong with a statement, in the database's words, with the place and what may have been meant."""

import re
from collections.abc import Callable, Iterable

from factdb.errors import FactdbError
from factdb.nearness import meant, nearest


class SqlError(FactdbError):
    """The database does not take a statement."""


class ReadingOnlyError(SqlError):
    """A statement that would do more than read."""

    def __init__(self, said: str) -> None:
        super().__init__(f"Only what reads can be asked here: SELECT, WITH, VALUES. The database says: {said}.")


class SqlTimeoutError(SqlError):
    """A statement that takes too long."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"The statement took longer than {seconds:g} seconds and was stopped. "
            "Ask for less, or give it more time with --timeout."
        )


class InMemoryError(SqlError):
    """A database without a file, which cannot be opened once more for reading only."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The database {name} is no file that can be opened for reading only. Keep it in a file.")


# How SQLite and PostgreSQL name what they do not know, and where they got stuck.
_UNKNOWN = re.compile(
    r"no such (?:column|table|function|table-valued function): (?P<lite>.+)"
    r"|(?:column|relation) \"?(?P<server>[^\s\"]+)\"? does not exist"
    r"|function (?P<function>\w+)\(.*\) does not exist"
)
_STUCK = re.compile(r'(?:near|token:|at or near) "(?P<token>.+?)"(?::| at end|$)')
# Signs that an input method for Chinese puts where SQL has those of ASCII.
_FULL_WIDTH = dict(zip("，；（）‘’“”＝＞＜＊", ",;()''''=><*", strict=True))


def explain(statement: str, said: str, hint: str | None, names: Callable[[], Iterable[str]]) -> SqlError:
    """The fault of a statement as a sentence.

    Args:
        statement: As it was given.
        said: What the database says of it.
        hint: What it advises.
        names: Gives the names of tables and columns, if they are needed.
    """
    unknown = _UNKNOWN.search(said)
    name = next(filter(None, unknown.groups()), "") if unknown else ""
    stuck = _STUCK.search(said)
    place = _place(statement, name or (stuck["token"] if stuck else ""))
    advice = _advice(statement, said, name, stuck["token"] if stuck else "") or hint
    if name and not advice:
        advice = meant(nearest(name.rpartition(".")[2], names())).strip()
    return SqlError(f"The database says: {said.rstrip('.')}{place}.{f' {advice}' if advice else ''}")


def _place(statement: str, token: str) -> str:
    """Where the token stands, if it is in one place only: line and character."""
    found = [match.start() for match in re.finditer(re.escape(token), statement, re.IGNORECASE)] if token else []
    if len(found) != 1:
        return ""
    before = statement[: found[0]]
    column = len(before) - (before.rfind("\n") + 1) + 1
    line = f"line {before.count(chr(10)) + 1}, " if "\n" in statement.strip() else ""
    return f" ({line}character {column})"


def _advice(statement: str, said: str, name: str, token: str) -> str:
    if "one statement at a time" in said or "multiple commands" in said:
        return "The prompt and standard input take several, one after another."
    if token and statement.lstrip().startswith(token):
        return "A statement begins with SELECT, WITH or VALUES."
    for sign in name or token:
        if sign in _FULL_WIDTH:
            return f"The sign {sign} is no part of SQL; write {_FULL_WIDTH[sign]} instead."
    return f"Text stands in single quotes: '{name}'." if name and f'"{name}"' in statement else ""
