"""The reference part of docs/api.md: the public names of the package, from their docstrings and annotations."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

import factdb
from factdb.db import models
from factdb.db.counts import Stats, TopicCount
from factdb.db.filters import Filters
from factdb.db.groups import Group
from factdb.db.runs import ProblemRow, RunRow
from factdb.export import Written
from factdb.extract import extract
from factdb.ingest import IngestSummary
from factdb.report import Contents
from factdb.tracking.figures import Figure
from factdb.tracking.series import Point, Series

# What the functions give that has no public name.
RESULTS = (Contents, Figure, Group, IngestSummary, Point, ProblemRow, RunRow, Series, Stats, TopicCount, Written)
# Those whose fields are columns, which are explained with the tables.
STORED: dict[str, tuple[type, ...]] = {
    "Claim": (models.Claim,),
    "ClaimRow": (models.Claim, models.Article),
    "Figure": (models.Claim, models.Article),
    "ProblemRow": (models.Problem,),
    "RunRow": (models.Run,),
}
SECTIONS = ("Attributes", "Args", "Returns", "Yields", "Raises")
ENTRY = re.compile(r"^ {4}(\*{0,2}\w+): (.*(?:\n(?: {5,}.*)?)*)", re.MULTILINE)


def make_names() -> str:
    """A section for each function and each type, and a table of the filters."""
    public = [(name, _value(name)) for name in factdb.__all__ if name != "__version__"]
    functions = (_function(name, value) for name, value in public if not inspect.isclass(value))
    types = (_type(name, value) for name, value in public if inspect.isclass(value))
    filters = _table("filter", "which claims", _entries(_parts(Filters)["Attributes"]))
    return "\n".join((
        "## Functions\n",
        *functions,
        "## Types\n",
        *types,
        "## Results\n",
        *(_type(kind.__name__, kind) for kind in RESULTS),
        f"## Filters\n\nWhat asks for claims takes these as keywords, one value or several.\n\n{filters}",
    ))  # fmt: skip


def _value(name: str) -> Any:  # noqa: ANN401 (any public name)
    """What a public name stands for; a package may stand for its function."""
    return extract if name == "extract" else getattr(factdb, name)


def _function(name: str, function: Any) -> str:  # noqa: ANN401 (anything that is called)
    parts = _parts(function)
    lines = [f"### {name}\n", f"```text\n{_call(name, function)}\n```\n", f"{_tidy(parts[''])}\n"]
    if "Args" in parts:
        lines.append(_table("argument", "is", _entries(parts["Args"])))
    lines += (f"{title}: {_tidy(parts[title])}\n" for title in ("Returns", "Yields") if title in parts)
    if "Raises" in parts:
        lines.append(_table("raises", "if", _entries(parts["Raises"])))
    return "\n".join(lines)


def _type(name: str, kind: type) -> str:
    parts = _parts(kind)
    lines = [f"### {name}\n", f"{_tidy(parts[''])}\n"]
    fields = dict(_entries(parts.get("Attributes", "")))
    for table in STORED.get(name, ()):
        fields = _columns(table) | fields
    annotations = [(field, given) for field, given in inspect.get_annotations(kind).items() if field[0] != "_"]
    if annotations:
        lines.append(
            _table("field", "is", ((f"{field}: {_annotation(given)}", fields[field]) for field, given in annotations))
        )
    methods = [
        (_call(one, method), _tidy(_parts(method)[""]))
        for one, method in inspect.getmembers(kind, inspect.isfunction)
        if one[0] != "_" and not issubclass(kind, Exception)
    ]
    if methods:
        lines.append(_table("method", "does", methods))
    return "\n".join(lines)


def _columns(table: type) -> dict[str, str]:
    return dict(_entries(_parts(table)["Attributes"]))


def _parts(value: Any) -> dict[str, str]:  # noqa: ANN401 (anything with a docstring)
    """A docstring by its sections; what goes before them is under an empty name."""
    pieces = re.split(rf"^({'|'.join(SECTIONS)}):\n", inspect.getdoc(value) or "", flags=re.MULTILINE)
    return {"": pieces[0].strip()} | dict(zip(pieces[1::2], pieces[2::2], strict=True))


def _entries(section: str) -> Iterator[tuple[str, str]]:
    for name, meaning in ENTRY.findall(section):
        yield name, _tidy(meaning)


def _table(first: str, second: str, rows: Any) -> str:  # noqa: ANN401 (pairs of texts)
    lines = (f"| `{name.replace('|', chr(92) + '|')}` | {text} |\n" for name, text in rows)
    return f"| {first} | {second} |\n| --- | --- |\n{''.join(lines)}"


def _call(name: str, function: Any) -> str:  # noqa: ANN401 (anything that is called)
    """How a function is called, with the types of its parameters, and what it gives."""
    signature = inspect.signature(function)
    parameters = [parameter for parameter in signature.parameters.values() if parameter.name != "self"]
    words = [_parameter(parameter) for parameter in parameters]
    keyword = next((n for n, one in enumerate(parameters) if one.kind is one.KEYWORD_ONLY), None)
    if keyword is not None:
        words.insert(keyword, "*")
    gives = _annotation(signature.return_annotation)
    line = f"{name}({', '.join(words)}) -> {gives}"
    if len(line) <= 100:  # noqa: PLR2004 (what fits on a line of the page)
        return line
    return f"{name}(\n    " + ",\n    ".join(words) + f",\n) -> {gives}"


def _parameter(parameter: inspect.Parameter) -> str:
    if parameter.kind is parameter.VAR_KEYWORD:
        return f"**{parameter.name}"
    default = f" = {parameter.default!r}" if parameter.default is not parameter.empty else ""
    return f"{parameter.name}: {_annotation(parameter.annotation)}{default}"


def _annotation(given: Any) -> str:  # noqa: ANN401 (any annotation)
    """An annotation in the words of the source: `Path`, not `pathlib.Path`."""
    text = given.__name__ if isinstance(given, type) and not hasattr(given, "__args__") else str(given)
    return re.sub(r"\b(?:\w+\.)+(\w+)", r"\1", text).replace("NoneType", "None")


def _tidy(text: str) -> str:
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "<br>".join(" ".join(part.split()) for part in paragraphs).replace("``", "`").replace("|", r"\|")
