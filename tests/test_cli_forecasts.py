"""``factdb forecasts``: what a person reads first, and what a program gets."""

import json
from datetime import date

import pytest
from tracking_story import Told, tell
from typer.testing import CliRunner, Result

from factdb.cli import app
from factdb.db.database import Database


def run(*arguments: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(app, ("forecasts", *arguments), catch_exceptions=False)


@pytest.fixture
def foreseen(db: Database, new_url: str) -> str:
    """A database with 25 forecasts for 2016; of one, which was stored last, the outcome is known."""
    for number in range(1, 25):
        tell(db, Told(f"a{number}", "某报", date(2016, 1, 5), f"预计2016年第{number}中学的学生为{number}00人。"))
    tell(db, Told("b", "某报", date(2016, 1, 5), "预计2016年橙鹿的广告收入为5亿元。"))
    tell(db, Told("c", "他报", date(2017, 1, 5), "2016年橙鹿的广告收入为6亿元。"))
    return new_url


def test_what_is_known_stands_first_and_fills_no_more_than_a_screen(foreseen: str) -> None:
    """Of many forecasts most are never heard of again."""
    done = run("--db", foreseen)
    told = done.stderr.splitlines()
    assert told == [
        "25 claims looked ahead to what is over by now; of 1 the outcome is known.",
        "These are 20 of 25 claims; --limit 0 shows all.",
    ]
    lines = done.stdout.splitlines()[1:]
    assert len(lines) == 20
    assert lines[0].endswith("6亿元    above +20%")
    assert all(line.endswith("open") for line in lines[1:])
    assert len(run("--limit", "0", "--db", foreseen).stdout.splitlines()) == 26


def test_a_program_gets_all_unless_it_asks_for_fewer(foreseen: str) -> None:
    """By subject, metric and period, as they are read."""
    everything = json.loads(run("--format", "json", "--db", foreseen).stdout)
    assert len(everything) == 25
    assert json.loads(run("--format", "json", "--limit", "3", "--db", foreseen).stdout) == everything[:3]


def test_nothing_foreseen_is_a_sentence_and_no_empty_table(foreseen: str) -> None:
    """A program still gets its heading."""
    done = run("--on", "2015-01-01", "--db", foreseen)
    assert (done.stdout, done.stderr) == ("", "No forecast or target whose time has come matches.\n")
    assert run("--on", "2015-01-01", "--format", "csv", "--db", foreseen).stdout.startswith("id,subject,")


def test_a_day_that_is_none_is_told_by_its_option(foreseen: str) -> None:
    """The message names what was typed, --on and not another option."""
    result = run("--on", "上月", "--db", foreseen)
    assert result.exit_code == 2
    assert result.stderr == "--on 上月 is no date. Write it as year-month-day, such as 2017-02-21.\n"
