"""The corpus is the test: a value, then the texts that mean it; each text is a test of its own.

A file of ``tests/corpus/`` belongs to the module of ``factdb/extract/`` with the same stem. In it:

    [[case]]
    value = { low = "185000000", unit = "人" }     # the fields that must come out, as strings
    texts = ["手机淘宝日活用户«1.85亿»"]               # «» marks the figure; without marks, the whole text is it
    doc_date = 2017-02-21                          # the text's date, where it matters
    xfail = "why"                                  # a known failure: the row stands, and must fail

    [[none]]
    texts = ["一带一路"]                             # no claim at all; or, with field = "period", a marked
                                                   # figure whose field is null

In the files of the quantity stage, a text must hold no figure but the marked ones.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from factdb.claim import Claim
from factdb.extract import extract
from factdb.extract.view import View
from factdb.lexicon import FILES, load_lexicon

CORPUS = Path(__file__).parent / "corpus"
# In these files nothing but the marked figures may be found.
EXACT = {"numerals", "units", "quantities", "exclusions"}
# Rows of several articles, which test_conflicts.py reads.
OTHERS = {"conflicts"}


@dataclass(frozen=True)
class Row:
    """One text of the corpus and what must come of it."""

    stem: str
    text: str
    spans: tuple[tuple[int, int], ...]
    value: dict[str, Any]
    none: bool
    field: str | None
    doc_date: date | None


def _marked(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text without its marks, and the spans between them."""
    text, spans, start = "", [], 0
    for piece in re.split(r"([«»])", marked):
        if piece == "«":
            start = len(text)
        elif piece == "»":
            spans.append((start, len(text)))
        else:
            text += piece
    return text, tuple(spans)


def _rows() -> Iterator[Any]:
    for path in sorted(path for path in CORPUS.glob("*.toml") if path.stem not in OTHERS):
        for kind, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for entry in entries:
                marks = [pytest.mark.xfail(reason=entry["xfail"], strict=True)] if "xfail" in entry else []
                for marked in entry["texts"]:
                    text, spans = _marked(marked)
                    if kind == "case" and not spans:
                        spans = ((0, len(text)),)
                    row = Row(
                        path.stem,
                        text,
                        spans,
                        entry.get("value", {}),
                        none=kind == "none",
                        field=entry.get("field"),
                        doc_date=entry.get("doc_date"),
                    )
                    yield pytest.param(row, id=f"{path.stem}: {marked}", marks=marks)


def _plain(value: object) -> object:
    """A field as the corpus writes it."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, tuple):
        return list(value)
    return "null" if value is None else str(value)


def _number(value: str) -> str:
    return value if value == "null" else format(Decimal(value).normalize(), "f")


def _check(claim: Claim, row: Row) -> None:
    for name, wanted in row.value.items():
        want = _number(wanted) if name in {"low", "high"} else wanted
        if name == "low" and "high" not in row.value:
            assert _plain(claim.high) == want, "high is not low"
        assert _plain(getattr(claim, name)) == want, name


@pytest.mark.parametrize("row", list(_rows()))
def test_corpus(row: Row) -> None:
    """Each marked figure is found over exactly its characters, with the fields of its row."""
    if row.stem == "view":
        assert View.of(row.text, load_lexicon()).chars == row.value["chars"]
        return
    claims = {(claim.start, claim.end): claim for claim in extract(row.text, doc_date=row.doc_date)}
    if row.none and not row.spans:
        assert [claim.quote for claim in claims.values()] == []
        return
    quotes = [claim.quote for claim in claims.values()]
    for span in row.spans:
        assert span in claims, f"{row.text[span[0] : span[1]]} is not among {quotes}"
        if row.none:
            assert row.field is not None
            assert getattr(claims[span], row.field) is None
        else:
            _check(claims[span], row)
    if row.stem in EXACT:
        assert set(claims) == set(row.spans), quotes


@pytest.mark.parametrize("stem", FILES)
def test_each_lexicon_has_its_corpus(stem: str) -> None:
    """One stem joins module, lexicon and corpus."""
    assert (CORPUS / f"{stem}.toml").is_file()
    part = "tracking" if stem in OTHERS else "extract"
    assert (CORPUS.parents[1] / "factdb" / part / f"{stem}.py").is_file()


def test_each_corpus_has_its_lexicon() -> None:
    """No corpus file is left behind by a renamed module."""
    assert {path.stem for path in CORPUS.glob("*.toml")} == set(FILES)
