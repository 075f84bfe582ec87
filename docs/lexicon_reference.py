"""The reference part of docs/lexicon.md: every file of the lexicon with its keys, from the code and the files."""

import inspect
import re
from collections.abc import Iterator
from itertools import takewhile
from typing import get_args, get_origin

import msgspec

from factdb.lexicon import FILES, Lexicon, Table
from factdb.resources import lexicons_folder


def make_sections() -> str:
    """A section for each file: what it is for, and a row for each key."""
    return "\n".join(_section(stem) for stem in FILES)


def _section(stem: str) -> str:
    lines = (lexicons_folder() / f"{stem}.toml").read_text(encoding="utf-8").splitlines()
    opening = " ".join(line.lstrip("# ") for line in takewhile(lambda line: line.startswith("# "), lines))
    rows = "".join(_rows(Lexicon.__annotations__[stem], "", lines))
    return f"## {stem}.toml\n\n{opening}\n\n| key | holds | meaning |\n| --- | --- | --- |\n{rows}"


def _rows(table: type[Table], prefix: str, lines: list[str]) -> Iterator[str]:
    meanings = _attributes(table)
    for field in msgspec.structs.fields(table):
        key = f"{prefix}{field.encode_name}"
        inner = _inner(field.type)
        meaning = meanings.get(field.name) or _comment(key, lines) or _summary(inner)
        holds = _holds(field.type)
        if inner and not _attributes(inner):
            holds += " of " + ", ".join(f"`{part.encode_name}`" for part in msgspec.structs.fields(inner))
        yield f"| `{key}` | {holds} | {meaning.replace('``', '`').replace('|', chr(92) + '|')} |\n"
        if inner and _attributes(inner):
            yield from _rows(inner, f"{key}.", lines)


def _inner(kind: object) -> type[Table] | None:
    """The table that a key holds, or a list of which it holds."""
    tables = (part for part in (kind, *get_args(kind)) if isinstance(part, type) and issubclass(part, Table))
    return next(tables, None)


def _summary(table: type[Table] | None) -> str:
    """The first line of a table's docstring."""
    return inspect.cleandoc(table.__doc__ or "").partition("\n")[0] if table else ""


def _attributes(table: type[Table]) -> dict[str, str]:
    """What the docstring of a table says of each of its keys."""
    _, _, attributes = inspect.cleandoc(table.__doc__ or "").partition("Attributes:\n")
    entries = re.findall(r"^    (\w+): (.*(?:\n {8}.*)*)", attributes, re.MULTILINE)
    return {name: re.sub(r"\s+", " ", meaning) for name, meaning in entries}


def _comment(key: str, lines: list[str]) -> str:
    """What the file itself says above a key or a table."""
    name = re.escape(key.rpartition(".")[2])
    for number, line in enumerate(lines):
        if re.match(rf"(?:\[\[?{re.escape(key)}\]\]?|{name}\s*=)", line):
            above = list(takewhile(lambda line: line.startswith("#"), reversed(lines[:number])))
            return " ".join(line.lstrip("# ") for line in reversed(above))
    return ""


def _holds(kind: object) -> str:
    """The type of a key in words."""
    origin = get_origin(kind)
    if origin in {tuple, frozenset}:
        return "tables" if _inner(kind) else "a list"
    if _inner(kind):
        return "a table"
    if origin is dict:
        return "a table, word by word"
    return {int: "a number", bool: "true or false"}.get(kind, "text") if isinstance(kind, type) else "text"
