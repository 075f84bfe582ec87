"""``factdb track``: what a person reads, and what a program gets."""

import csv
import io
import json

import pytest
from rich.cells import cell_len
from tracking_story import tell
from typer.testing import CliRunner, Result

from factdb.cli import app
from factdb.db.database import Database

SERIES = ("--subject", "手淘", "--metric", "DAU")


def run(*arguments: str, width: int = 80) -> Result:
    """Run a command in this process, on a terminal so wide."""
    return CliRunner().invoke(app, arguments, env={"COLUMNS": str(width)}, catch_exceptions=False)


@pytest.fixture
def story(db: Database, new_url: str) -> str:
    """A database with the story; where it is."""
    tell(db)
    return new_url


def test_a_series_reads_as_a_table(story: str) -> None:
    """A period is named once; what a change implies, and how the newest word stands to the others, is beside it."""
    done = run("track", *SERIES, "--period", "2014..2016", "--db", story)
    assert done.stderr == "手机淘宝 · 日活用户, in 人: 12 claims of 7 articles.\n"
    assert done.stdout.splitlines() == [
        "id  period  value           implies     published_on  source    note",
        " 1  2014    1.2亿人                     2015-02-03    柚子观察  agrees with 3",
        " 3          1.22亿人                    2015-03-01    港湾财经  newest",
        " 2  2015    1.5亿人 目标                2015-02-03    柚子观察",
        " 4          2亿人 预测                  2015-03-01    港湾财经",
        " 5          1.53亿人                    2016-02-02    柚子观察  agrees with 7",
        " 7          ≈ 1.5亿人                   2016-03-09    山顶研究  newest",
        " 6          同比增 27%      ≈ 1.55亿人  2016-02-02    柚子观察",
        " 8  2016    > 1.8亿人 预测              2016-03-09    山顶研究",
        " 9          1.85亿人                    2017-02-20    港湾财经  now 2.1亿人 (13)",
        "11          1.846亿人                   2017-03-05    山顶研究  now 2.1亿人 (13)",
        "13          2.1亿人                     2017-03-20    柚子观察  newest",
        "10          同比增 21%      ≈ 1.85亿人  2017-02-20    港湾财经",
    ]


def test_what_no_row_has_takes_no_room(story: str) -> None:
    """On a narrow terminal a column of blanks would cut its neighbours."""
    assert run("track", *SERIES, "--period", "2014", "--db", story).stdout.splitlines() == [
        "id  period  value     published_on  source    note",
        " 1  2014    1.2亿人   2015-02-03    柚子观察  agrees with 3",
        " 3          1.22亿人  2015-03-01    港湾财经  newest",
    ]


def test_a_series_of_nothing_is_told(story: str) -> None:
    """No heading over nothing."""
    done = run("track", *SERIES, "--period", "1999", "--db", story)
    told = "There is no claim about 日活用户 of 手机淘宝 within 1999. See what there is with `factdb list`.\n"
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", told)


@pytest.mark.parametrize("width", [40, 80, 140])
def test_the_table_fits_the_terminal(story: str, width: int) -> None:
    """No line is wider than the terminal."""
    lines = run("track", *SERIES, "--db", story, width=width).stdout.splitlines()
    assert max(map(cell_len, lines)) <= width


def test_json_and_csv_say_the_same(story: str) -> None:
    """Programs get the values exactly, with what is implied as its two ends."""
    objects = json.loads(run("track", *SERIES, "--db", story, "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(run("track", *SERIES, "--db", story, "--format", "csv").stdout)))
    assert [{name: "" if value is None else str(value) for name, value in item.items()} for item in objects] == rows
    (change,) = [row for row in rows if row["id"] == "6"]
    assert (change["implied_low"], change["implied_high"], change["implied_from"]) == ("153697500", "156187500", "3")
    assert [row["standing"] for row in rows if row["period"] == "2014"] == ["agrees", "newest"]


def test_a_unit_is_named_as_people_do(story: str) -> None:
    """A unit that no claim is in is an error that says which there are."""
    done = run("track", *SERIES, "--unit", "元", "--db", story)
    assert done.exit_code == 2
    assert done.stderr == "No claim about 日活用户 of 手机淘宝 is in CNY. There are 人, percent.\n"
