"""The functions of `import factdb`: what docs/api.md shows, filters as keywords, tables, and faults."""

import re
import shutil
import subprocess
import sys
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import factdb
from factdb.api import UnknownFilterError, Wanted, make_filters
from factdb.db.database import Database
from factdb.db.filters import Filters
from factdb.export.columns import COLUMNS

TOP = Path(__file__).parents[1]
PAGE = (TOP / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_examples_of_the_page_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One after another, in a folder with the sample articles; each prints what it is for."""
    shutil.copytree(TOP / "seeds" / "articles", tmp_path / "articles")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for example in EXAMPLES:
        exec(compile(example, "docs/api.md", "exec"), names)  # noqa: S102 (our own page)
        assert capsys.readouterr().out.strip() or "print" not in example
    assert (tmp_path / "ads.xlsx").stat().st_size > 1000
    assert len(EXAMPLES) >= 8


def test_every_public_name_is_shown() -> None:
    """Whoever reads the page knows what there is."""
    assert [name for name in factdb.__all__ if name != "__version__" and f"\n### {name}\n" not in PAGE] == []


def test_the_keywords_are_the_filters() -> None:
    """A filter that is new is a keyword, too."""
    assert set(Wanted.__annotations__) == {field.name for field in fields(Filters)}


def test_filters_take_one_value_or_several() -> None:
    """Amounts with their unit, and days as they are."""
    filters = make_filters({"topic": "traffic", "unit": ["元", "人"], "since": date(2017, 2, 1), "limit": 3})
    assert (filters.topic, filters.unit, filters.since, filters.limit) == (("traffic",), ("元", "人"), "2017-02-01", 3)
    assert make_filters({"min": Decimal(5)}).min == Decimal(5)
    assert make_filters({"max": "1.5亿元"}) == make_filters({"max": "150000000元"})


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"topics": "traffic"}, "There is no filter topics. Did you mean topic?"),
        ({"min": "viel"}, "min='viel' is no amount"),
        ({"topic": "trafic"}, "trafic"),
        ({"since": "gestern"}, "gestern"),
    ],
)
def test_what_is_wrong_is_told(db: Database, wanted: dict[str, Any], told: str) -> None:
    """With what may have been meant."""
    with pytest.raises(factdb.FactdbError, match=re.escape(told)):
        list(factdb.list_claims(db, **wanted))


def test_a_filter_that_is_none_is_a_type_error_too() -> None:
    """As it is with any keyword that a function does not have."""
    with pytest.raises(TypeError):
        make_filters({"subjet": "x"})
    assert issubclass(UnknownFilterError, factdb.FactdbError)


@pytest.fixture
def filled(db: Database) -> Database:
    """A database with the sample articles."""
    factdb.ingest(db, TOP / "seeds" / "articles")
    return db


def test_a_data_frame_has_all_of_every_claim(filled: Database) -> None:
    """Numbers to reckon with, exact ones beside them, and days as days."""
    claims = list(factdb.list_claims(filled))
    frame = factdb.to_pandas(claims)
    assert [name for name in frame.columns if not name.endswith("_exact")] == list(COLUMNS)
    assert frame["low_exact"].tolist() == [claim.low for claim in claims]
    assert frame["low"].dtype == "float64"
    assert frame["published_on"].dt.year.min() > 2000
    assert frame["topics"].tolist() == [claim.topics for claim in claims]
    for name in ("subject", "period_start", "duplicate_of", "unit"):
        told = [None if pd.isna(value) else value for value in frame[name]]
        expected = [getattr(claim, name) for claim in claims]
        assert [getattr(value, "date", lambda value=value: value)() for value in told] == expected


def test_an_empty_data_frame_has_its_columns(filled: Database) -> None:
    """A question without an answer breaks nothing."""
    frame = factdb.to_pandas(factdb.list_claims(filled, text="没有这样的词"))
    assert (len(frame), frame["low"].dtype) == (0, "float64")
    assert factdb.to_arrow([]).column_names == list(COLUMNS)


def test_an_arrow_table_is_that_of_the_parquet_file(filled: Database, tmp_path: Path) -> None:
    """The same columns, types and values."""
    from pyarrow import parquet  # noqa: PLC0415 (an extra)

    factdb.export(filled, tmp_path / "claims.parquet")
    assert factdb.to_arrow(factdb.list_claims(filled)).equals(parquet.read_table(tmp_path / "claims.parquet"))


@pytest.mark.parametrize(("package", "function"), [("pandas", "to_pandas"), ("pyarrow", "to_arrow")])
def test_a_missing_extra_is_named(package: str, function: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it."""
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.delitem(sys.modules, "factdb.export.parquet", raising=False)
    with pytest.raises(factdb.FactdbError, match=r'pip install "factdb\[\w+\]"'):
        getattr(factdb, function)([])


def test_names_are_functions_whatever_was_imported() -> None:
    """The modules `factdb.ingest` and `factdb.export` do not hide them, and none is imported before it is used."""
    code = (
        "import sys, factdb; assert not {'sqlalchemy', 'pandas', 'pyarrow'} & set(sys.modules);"
        "import factdb.ingest, factdb.export; from factdb.export import COLUMNS;"
        "assert factdb.ingest.__module__ == factdb.export.__module__ == 'factdb.api';"
        "assert all(callable(getattr(factdb, name)) for name in factdb.__all__ if name != '__version__')"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
