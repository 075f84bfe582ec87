"""What an analyst asks `list`, `search` and `export` for: order, columns, groups, units, filters together."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from factdb.claim import Article, Basis, Change, Modality
from factdb.cli import app
from factdb.db.database import Database

if TYPE_CHECKING:
    from conftest import MakeClaim, Put

TEXT = "云帆快递2019年收入12亿元,同比增长30%。预计2020年收入15亿元。公司有线路3000公里,日均用户80万人。"
OTHER = "北湾航运线路长2000米,收入为9000万元。"


@pytest.fixture
def url(db: Database, put: "Put", make_claim: "MakeClaim") -> str:
    """A database with seven claims of two companies; its address."""
    year = {"period": "2019", "period_start": date(2019, 1, 1), "period_end": date(2019, 12, 31)}
    told = {"subject": "云帆快递", "metric": "收入", "topics": ("revenue",)}
    put(
        Article("/yun.txt", TEXT, "云帆快递年报", publisher="东渡财经", published_on=date(2020, 3, 1)),
        make_claim(TEXT, "12亿元", low=Decimal(1200000000), unit="CNY", **told, **year),
        make_claim(
            TEXT, "30%", low=Decimal(30), unit="percent", change=Change.INCREASE, basis=Basis.YOY, **told, **year
        ),
        make_claim(TEXT, "15亿元", low=Decimal(1500000000), unit="CNY", modality=Modality.FORECAST, **told),
        make_claim(
            TEXT, "3000公里", low=Decimal(3000), unit="公里", subject="云帆快递", metric="线路", topics=("other",)
        ),
        make_claim(
            TEXT, "80万人", low=Decimal(800000), unit="人", subject="云帆快递", metric="用户", topics=("traffic",)
        ),
    )
    put(
        Article("/bei.txt", OTHER, "北湾航运的线路", publisher="南岸日报", published_on=date(2018, 6, 30)),
        make_claim(OTHER, "2000米", low=Decimal(2000), unit="米", subject="北湾航运", metric="线路", topics=("other",)),
        make_claim(
            OTHER, "9000万元", low=Decimal(90000000), unit="CNY", subject="北湾航运", metric="收入", topics=("revenue",)
        ),
    )  # fmt: skip
    return db.url.render_as_string(hide_password=False)


def run(url: str, *arguments: str) -> Result:
    """Run a command in this process, on a terminal of 100 cells."""
    return CliRunner().invoke(app, [*arguments, "--db", url], env={"COLUMNS": "100"}, catch_exceptions=False)


def lines(url: str, *arguments: str) -> list[str]:
    """What a command prints, line by line; it must not fail."""
    result = run(url, *arguments)
    assert result.exit_code == 0, result.stderr
    return [line.rstrip() for line in result.stdout.splitlines()]


# What is asked for, and the figures that are the answer, whichever command is asked.
ASKED = [
    (("--sort", "-value"), ["15亿元", "12亿元", "9000万元", "80万人", "3000公里", "2000米", "30%"]),
    (("--sort", "subject,-value", "--limit", "3"), ["15亿元", "12亿元", "80万人"]),
    (("--sort", "-period", "--sort", "value"), ["30%", "12亿元", "2000米", "3000公里", "80万人", "9000万元", "15亿元"]),
    (("--min", "1亿元"), ["12亿元", "15亿元"]),
    (("--min", "9000万元", "--max", "12亿元"), ["12亿元", "9000万元"]),
    (("--min", "2公里"), ["3000公里", "2000米"]),
    (("--max", "2km", "--unit", "米"), ["2000米"]),
    (("--not-topic", "revenue"), ["3000公里", "80万人", "2000米"]),
    (("--not-topic", "revenue", "--not-topic", "traffic"), ["3000公里", "2000米"]),
    (("--since", "2020"), ["12亿元", "30%", "15亿元", "3000公里", "80万人"]),
    (("--since", "2018-06-30", "--until", "2018-06"), ["2000米", "9000万元"]),
    (("--until", "2018-06-29"), []),
    (("--since", "2019", "--not-topic", "other", "--unit", "元", "--unit", "%", "--period", "2019"), ["12亿元", "30%"]),
    (("--subject", "云帆快递", "--min", "1亿元", "--modality", "forecast", "--since", "2020-03"), ["15亿元"]),
    (("--topic", "revenue", "--not-subject", "云帆快递", "--until", "2020"), ["9000万元"]),
    (("--change", "increase", "--basis", "yoy", "--min", "30%"), ["30%"]),
]


@pytest.mark.parametrize(("options", "quotes"), ASKED, ids=" ".join)
def test_list_and_export_answer_alike(url: str, options: tuple[str, ...], quotes: list[str]) -> None:
    """Filters are joined by "and", an option given again by "or"; the file holds what the table shows."""
    expected = ["quote", *quotes]
    assert lines(url, "list", *options, "--columns", "quote", "--format", "csv") == expected
    assert lines(url, "export", *options, "--columns", "quote") == expected


def test_search_takes_the_same_options(url: str) -> None:
    """With its words as one filter more; sorted by what was asked for rather than by what fits best."""
    options = (
        "--min",
        "1亿元",
        "--sort",
        "-value",
        "--units",
        "亿元",
        "--columns",
        "low,unit,subject",
        "--format",
        "csv",
    )
    assert lines(url, "search", "收入", *options) == ["low,unit,subject", "15,亿元,云帆快递", "12,亿元,云帆快递"]
    found = ("--since", "2018", "--until", "2019", "--not-topic", "revenue", "--columns", "quote", "--format", "csv")
    assert lines(url, "search", "线路", *found) == ["quote", "2000米"]


def test_columns_in_the_order_asked_for_and_units_in_the_output_alone(url: str) -> None:
    """A bound is one of what is stored, whatever it is shown in; what has no such unit stays as it is."""
    options = ("--units", "万元,km", "--columns", "value,low,unit,period", "--sort", "unit,value")
    assert lines(url, "export", *options, "--min", "2000", "--max", "1200000000") == [
        "value,low,unit,period",
        "9000万元,9000,万元,",
        '"120,000万元",120000,万元,2019',
        "80万人,800000,人,",
        "3000 km,3000,km,",
        "2 km,2,km,",
    ]


def test_groups_with_their_ranges(url: str) -> None:
    """Unit by unit; two stored units that are shown as one are one row."""
    options = ("list", "--group-by", "metric", "--format", "csv")
    apart = lines(url, *options, "--not-topic", "traffic")
    assert apart == [
        "metric,unit,claims,min,max,newest_period",
        "营业收入,CNY,3,90000000,1500000000,2019",
        "线路,公里,1,3000,3000,",
        "线路,米,1,2000,2000,",
        "营业收入,percent,1,30,30,2019",
    ]
    assert lines(url, *options, "--not-topic", "traffic", "--units", "km,亿元") == [
        "metric,unit,claims,min,max,newest_period",
        "营业收入,亿元,3,0.9,15,2019",
        "线路,km,2,2,3000,",
        "营业收入,percent,1,30,30,2019",
    ]
    shown = run(url, "list", "--group-by", "subject,metric", "--units", "km,亿元", "--sort", "-max", "--limit", "2")
    assert [re.split(r"\s{2,}", line.strip()) for line in shown.stdout.splitlines()] == [
        ["subject", "metric", "claims", "values", "newest_period"],
        ["云帆快递", "用户", "1", "80万人"],
        ["云帆快递", "线路", "1", "3000 km"],
    ]
    assert shown.stderr == "These are 2 of 6 groups; --limit 0 shows all.\n"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--subject", "云帆快運"), "There is no subject 云帆快運. Did you mean 云帆快递?"),
        (("--metric", "收人"), "There is no metric 收人. Did you mean 收入?"),
        (("--not-topic", "revenu"), "There is no topic revenu. Did you mean revenue?"),
        (("--unit", "公理"), "There is no unit 公理. Did you mean 公顷, 公里 or 公斤?"),
        (("--units", "公理"), "There is no unit 公理. Did you mean 公顷, 公里 or 公斤?"),
        (("--min", "3公理"), "There is no unit 公理. Did you mean 公顷, 公里 or 公斤?"),
        (("--sort", "-valeu"), "There is no sorting by valeu. Did you mean value?"),
        (("--columns", "subjet"), "There is no column subjet. Did you mean subject?"),
        (("--since", "上月"), "'上月' is no date for since. Write it as 2017-02-21"),
    ],
)
def test_a_word_that_is_none_is_answered_with_the_one_that_was_meant(
    url: str, options: tuple[str, ...], sentence: str
) -> None:
    """By every command alike, before anything is printed."""
    for command in (("list",), ("search", "收入"), ("export",)):
        result = run(url, *command, *options)
        assert (result.exit_code, result.stdout) == (2, "")
        assert sentence in result.stderr


def test_a_file_that_was_asked_for_with_a_slip_is_not_made(url: str, tmp_path: Path) -> None:
    """Nor is the one of last week lost."""
    path = tmp_path / "claims.csv"
    path.write_text("last week")
    assert run(url, "export", "--metric", "收人", "-o", str(path)).exit_code == 2
    assert path.read_text() == "last week"
    assert list(tmp_path.glob("claims*")) == [path]
