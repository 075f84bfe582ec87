"""Forecasts beside their outcomes: met, missed and by how much, or open; and how well each source did."""

import csv
import io
from datetime import date

import pytest
from tracking_story import HARBOUR, ORCHARD, STORY, SUMMIT, Told, tell
from typer.testing import CliRunner
from typer.testing import Result as Done

from factdb.cli import app
from factdb.db.database import Database
from factdb.tracking.forecasts import Checked, Result, Score, check_forecasts, score_sources

TODAY = date(2018, 12, 31)


def checked(db: Database, *told: Told, on: date = TODAY) -> list[Checked]:
    """The forecasts of a database that holds these articles."""
    tell(db, *told)
    return list(check_forecasts(db, on))


def two(ahead: str, after: str) -> tuple[Told, Told]:
    """An article that looks ahead, and one that tells what came."""
    return (
        Told("f1", SUMMIT, date(2016, 1, 5), ahead),
        Told("f2", HARBOUR, date(2017, 2, 1), after),
    )


def test_the_story_has_forecasts_met_and_missed(db: Database) -> None:
    """What lies ahead of us still is not judged."""
    found = [(one.forecast.quote, one.result, one.outcome and one.outcome.quote) for one in checked(db)]
    assert found == [
        ("1.5亿人", Result.MET, "1.53亿人"),
        ("2亿人", Result.BELOW, "1.53亿人"),
        ("1.8亿人", Result.MET, "2.1亿人"),
        ("2.5亿人", Result.BELOW, "2.2亿人"),
    ]


def test_a_page_begins_behind_the_last_one(db: Database) -> None:
    """Each forecast stands on one page, though several are of one subject and metric."""
    ids = [one.forecast.id for one in checked(db)]
    for at, last in enumerate(ids):
        assert [one.forecast.id for one in check_forecasts(db, TODAY, after=last)] == ids[at + 1 :]


def test_how_far_a_forecast_missed_is_a_share_of_it(db: Database) -> None:
    """2.2亿 is 12% below 2.5亿."""
    assert checked(db)[-1].error == pytest.approx(-0.12)


@pytest.mark.parametrize(
    ("ahead", "after", "result"),
    [
        ("预计2016年青禾读书的营业收入为3.0亿元。", "2016年青禾读书的营业收入为3.02亿元。", Result.MET),
        ("预计2016年青禾读书的营业收入为3.0亿元。", "2016年青禾读书的营业收入为4.1亿元。", Result.ABOVE),
        ("预计2016年青禾读书的营业收入为5亿元。", "2016年青禾读书的营业收入为6亿元。", Result.ABOVE),
        ("预计2016年青禾读书的营业收入为5亿元。", "2016年青禾读书的营业收入为5.4亿元。", Result.MET),
        ("预计2016年青禾读书的营业收入为3亿至5亿元。", "2016年青禾读书的营业收入为4.1亿元。", Result.MET),
        ("预计2016年青禾读书的营业收入将超过3亿元。", "2016年青禾读书的营业收入为2.1亿元。", Result.BELOW),
        ("青禾读书计划2016年营业收入达到3.0亿元。", "2016年青禾读书的营业收入为4.1亿元。", Result.MET),
        ("预计2016年青禾读书的营业收入同比增长10%。", "2016年青禾读书的营业收入同比下降3%。", Result.BELOW),
        ("预计2016年青禾读书的营业收入为3.0亿元。", "2015年青禾读书的营业收入为4.1亿元。", Result.OPEN),
        ("预计2016年青禾读书的营业收入为3.0亿元。", "2016年青禾读书的净利润为4.1亿元。", Result.OPEN),
    ],
)
def test_a_forecast_is_held_against_the_same_thing(db: Database, ahead: str, after: str, result: Result) -> None:
    """Its comparator and its rounding say how much is left open; a target that is passed is met."""
    (one,) = checked(db, *two(ahead, after))
    assert one.result is result


def test_only_what_was_told_afterwards_is_an_outcome(db: Database) -> None:
    """A figure that was known when the forecast was made is none."""
    ahead, after = two("预计2016年青禾读书的营业收入为3.0亿元。", "2016年青禾读书的营业收入为4.1亿元。")
    (one,) = checked(db, ahead._replace(published_on=date(2017, 6, 1)), after)
    assert one.result is Result.OPEN


def test_a_period_that_is_not_over_is_not_judged(db: Database) -> None:
    """On the last day of a year its forecasts are still ahead."""
    told = two("预计2016年青禾读书的营业收入为3.0亿元。", "2015年青禾读书的营业收入为4.1亿元。")
    assert checked(db, *told, on=date(2016, 12, 31)) == []


def test_sources_are_scored(db: Database) -> None:
    """How many were met, how many were not, and how far off they were in the middle."""
    scores = {score.source: score for score in score_sources(checked(db))}
    assert scores[ORCHARD] == Score(ORCHARD, 1, met=1, missed=0, open=0, error=0.02)
    assert (scores[SUMMIT].met, scores[SUMMIT].missed) == (1, 1)
    assert (scores[HARBOUR].met, scores[HARBOUR].missed) == (0, 1)


def run(*arguments: str) -> Done:
    """Run a command in this process."""
    return CliRunner().invoke(app, arguments, env={"COLUMNS": "80"}, catch_exceptions=False)


def test_the_command_shows_them_side_by_side(db: Database, new_url: str) -> None:
    """A table for a person, scores on demand, and all fields for a program."""
    tell(db, *STORY)
    done = run("forecasts", "--on", "2018-12-31", "--db", new_url)
    assert done.stderr == "4 claims looked ahead to what is over by now; of 4 the outcome is known.\n"
    assert [line.split()[-2:] for line in done.stdout.splitlines()[1:]] == [
        ["met", "+2%"],
        ["below", "-24%"],
        ["met", "+17%"],
        ["below", "-12%"],
    ]
    scores = run("forecasts", "--on", "2018-12-31", "--scores", "--db", new_url).stdout.splitlines()
    assert scores[1].split() == ["山顶研究", "2", "1", "1", "0", "14%"]
    rows = list(
        csv.DictReader(io.StringIO(run("forecasts", "--on", "2018-12-31", "-f", "csv", "--db", new_url).stdout))
    )
    assert (rows[1]["result"], rows[1]["low"], rows[1]["outcome_low"]) == ("below", "200000000", "153000000")


def test_the_commands_of_conflicts_settle_and_reopen(db: Database, new_url: str) -> None:
    """What is settled is listed no more, and again when that is taken back."""
    tell(db, *STORY)
    shown = run("conflicts", "--db", new_url).stdout
    assert shown.splitlines() == [
        "  1 手机淘宝 · 日活用户 · 2016",
        "    山顶研究 2017-03-05 (+1): 1.846亿人; 柚子观察 2017-03-20: 2.1亿人. They are",
        "    12% apart.",
        "    Claims 9, 11 | 13.",
    ]
    done = run("conflicts", "settle", "1", "--claim", "9", "--reviewer", "林小满", "--note", "见年报", "--db", new_url)
    assert done.stderr == "Settled conflict 1 for claim 9. `factdb conflicts reopen 1` takes it back.\n"
    assert run("conflicts", "--db", new_url).stderr == "There is no conflict.\n"
    settled = run("conflicts", "--settled", "--db", new_url).stdout
    assert settled.endswith("    林小满 settled it for claim 9: 见年报.\n")
    assert run("conflicts", "reopen", "1", "--reviewer", "周舟", "--db", new_url).exit_code == 0
    assert run("conflicts", "--db", new_url).stdout == shown
    assert run("conflicts", "settle", "7", "--claim", "9", "--reviewer", "周舟", "--db", new_url).exit_code == 2
