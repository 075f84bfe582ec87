"""The reference part of docs/api.md: the public names of the package, from their docstrings."""

import inspect
import re
from typing import Any

import factdb
from factdb.db.filters import Filters
from factdb.extract import extract


def make_names() -> str:
    """A table of the functions, one of the types, and one of the filters."""
    public = [(name, _value(name)) for name in factdb.__all__ if name != "__version__"]
    functions = [(_call(name, value), value) for name, value in public if not inspect.isclass(value)]
    types = [(name, value) for name, value in public if inspect.isclass(value)]
    filters = re.findall(r"^    (\w+): (.*?)(?=^    \w+: |\Z)", _attributes(Filters), re.MULTILINE | re.DOTALL)
    return "\n".join(
        (
            "## Functions\n\n" + _table("function", "does", [(name, _summary(value)) for name, value in functions]),
            "## Types\n\n" + _table("type", "is", [(name, _summary(value)) for name, value in types]),
            "## Filters\n\n"
            + _table("filter", "which claims", [(name, " ".join(text.split())) for name, text in filters]),
        )
    )


def _value(name: str) -> Any:  # noqa: ANN401 (any public name)
    """What a public name stands for; a package may stand for its function."""
    return extract if name == "extract" else getattr(factdb, name)


def _table(first: str, second: str, rows: list[tuple[str, str]]) -> str:
    lines = (f"| `{name}` | {text.replace('``', '`')} |\n" for name, text in rows)
    return f"| {first} | {second} |\n| --- | --- |\n{''.join(lines)}"


def _call(name: str, function: Any) -> str:  # noqa: ANN401 (anything that is called)
    """How a function is called: its parameters, those with a default in brackets."""
    parameters = inspect.signature(function).parameters.values()
    words = []
    for parameter in parameters:
        sign = "**" if parameter.kind is parameter.VAR_KEYWORD else ""
        optional = parameter.default is not parameter.empty
        words.append(f"{sign}{parameter.name}=…" if optional else f"{sign}{parameter.name}")
    return f"{name}({', '.join(words)})"


def _summary(value: Any) -> str:  # noqa: ANN401 (anything with a docstring)
    """The first paragraph of a docstring, on one line."""
    return " ".join((inspect.getdoc(value) or "").partition("\n\n")[0].split()).replace("|", r"\|")


def _attributes(kind: type) -> str:
    return (inspect.getdoc(kind) or "").partition("Attributes:\n")[2]
