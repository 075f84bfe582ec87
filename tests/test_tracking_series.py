"""The series of a subject and a metric: each period's words in the order they were told, and the newest of them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import update
from tracking_story import HARBOUR, ORCHARD, STORY, Told, tell

from factdb.claim import Article, Change, Status
from factdb.db.database import Database
from factdb.db.meant import UnknownNameError
from factdb.db.models import Claim
from factdb.tracking.naming import NothingMeasuredError
from factdb.tracking.series import Point, Series, Standing, UnitNotUsedError, track


def of_period(series: Series, period: str) -> list[Point]:
    """The points of one period."""
    return [point for point in series.points if point.figure.period == period]


def test_levels_and_changes_stand_by_period_as_they_were_told(db: Database) -> None:
    """A period's levels come first, forecasts of it among them by the day they were made, then its changes."""
    tell(db)
    series = track(db, "手机淘宝", "日活用户")
    assert series.unit == "人"
    assert [point.figure.quote for point in of_period(series, "2015")] == [
        "1.5亿人",
        "2亿人",
        "1.53亿人",
        "1.5亿人",
        "27%",
    ]
    assert [point.figure.period for point in series.points] == sorted(
        str(point.figure.period) for point in series.points
    )


def test_names_are_those_that_people_use(db: Database) -> None:
    """An alias of the subject and of the metric gives the same series."""
    tell(db)
    assert track(db, "手淘", "DAU") == track(db, "手机淘宝", "日活用户")


def test_the_last_word_on_a_period_is_the_newest(db: Database) -> None:
    """What it leaves open agrees with it, and what it does not it revises; a figure that stands alone is neither."""
    tell(db)
    series = track(db, "手机淘宝", "日活用户")
    actual = [
        point for point in of_period(series, "2016") if point.figure.modality == "actual" and not point.figure.is_change
    ]
    assert [point.standing for point in actual] == [Standing.REVISED, Standing.REVISED, Standing.NEWEST]
    assert [point.newest and point.newest.quote for point in actual] == ["2.1亿人", "2.1亿人", None]
    rounded = of_period(series, "2014")
    assert [point.standing for point in rounded] == [Standing.AGREES, Standing.NEWEST]
    assert [point.standing for point in of_period(series, "2030")] == [Standing.ALONE]


def test_a_change_implies_a_level(db: Database) -> None:
    """27% above the 1.22亿 of the year before is 1.55亿, as far as the digits of both tell."""
    tell(db)
    (change,) = [point for point in of_period(track(db, "手机淘宝", "日活用户"), "2015") if point.figure.is_change]
    assert change.implied is not None
    assert change.implied.middle() == Decimal("1.55e8")
    assert change.implied_from is not None
    assert change.implied_from.quote == "1.22亿人"


def test_a_reprint_counts_once(db: Database) -> None:
    """The paper that prints another one's article says nothing of its own."""
    tell(db)
    assert {point.figure.publisher for point in of_period(track(db, "手机淘宝", "日活用户"), "2016")}.isdisjoint(
        {"转载网"}
    )


def test_only_the_current_revision_of_an_article_speaks(db: Database) -> None:
    """A paper that corrects its article has said the new figure only."""
    tell(db, STORY[0], STORY[0]._replace(text="2014年,手机淘宝的日活用户为1.3亿人。"))
    assert [point.figure.quote for point in track(db, "手机淘宝", "日活用户").points] == ["1.3亿人"]


def test_what_a_person_rejected_is_left_out(db: Database) -> None:
    """A claim that is wrong is no part of the series."""
    tell(db, STORY[2])
    with db.begin() as connection:
        connection.execute(update(Claim).where(Claim.quote == "27%").values(status=Status.REJECTED))
    assert [point.figure.quote for point in track(db, "手机淘宝", "日活用户").points] == ["1.53亿人"]


def test_an_article_that_repeats_itself_speaks_once(db: Database) -> None:
    """The headline's figure and the body's are one word."""
    twice = Told(
        "c1",
        HARBOUR,
        date(2017, 1, 1),
        "手机淘宝2016年的日活用户为1.85亿人。今天公布,手机淘宝2016年的日活用户为1.85亿人。",
    )
    tell(db, twice)
    assert len(track(db, "手机淘宝", "日活用户").points) == 1


def test_a_part_of_the_time_can_be_asked_for(db: Database) -> None:
    """--period leaves out what lies outside, and what has no fixed period."""
    tell(db)
    periods = {point.figure.period for point in track(db, "手机淘宝", "日活用户", period="2015..2016").points}
    assert periods == {"2015", "2016"}


def test_levels_of_another_unit_are_left_out(db: Database, put: Any, make_claim: Any) -> None:  # noqa: ANN401 (see conftest.py)
    """A series has one unit, that of most levels or the one asked for; changes belong to both."""
    text = "青柠视频收入3亿元、4亿元、5亿美元,增长6%。"
    known = {"subject": "青柠视频", "metric": "收入", "period": "2016"}
    put(
        Article("/a.txt", text),
        make_claim(text, "3亿元", low=Decimal(300000000), unit="CNY", **known),
        make_claim(text, "4亿元", low=Decimal(400000000), unit="CNY", **known),
        make_claim(text, "5亿美元", low=Decimal(500000000), unit="USD", **known),
        make_claim(text, "6%", low=Decimal(6), unit="percent", change=Change.INCREASE, **known),
    )
    series = track(db, "青柠视频", "收入")
    assert (series.unit, series.others) == ("CNY", {"USD": 1})
    assert [point.figure.quote for point in series.points] == ["3亿元", "4亿元", "6%"]
    assert [point.figure.quote for point in track(db, "青柠视频", "收入", unit="USD").points] == ["5亿美元", "6%"]
    with pytest.raises(UnitNotUsedError, match="There are CNY, USD, percent"):
        track(db, "青柠视频", "收入", unit="JPY")


def test_unknown_names_are_told_with_what_is_like_them(db: Database) -> None:
    """A slip of the pen is answered with the name that was meant, and a metric that is not there with others."""
    tell(db)
    with pytest.raises(UnknownNameError, match=r"There is no subject 手机掏宝\. Did you mean 手机淘宝"):
        track(db, "手机掏宝", "日活用户")
    with pytest.raises(
        NothingMeasuredError, match=r"no claim about 净利润 of 手机淘宝\. What is known of 手机淘宝: 日活用户"
    ):
        track(db, "手机淘宝", "净利润")


def test_sources_of_one_paper_are_told_apart_by_article(db: Database) -> None:
    """Two articles of a paper are two words, the later one the newer."""
    tell(
        db,
        STORY[4],
        STORY[4]._replace(name="z9", published_on=date(2017, 6, 1), text="2016年,手机淘宝的日活用户为1.99亿人。"),
    )
    points = [point for point in track(db, "手机淘宝", "日活用户").points if not point.figure.is_change]
    assert [(point.figure.publisher, point.standing) for point in points] == [
        (HARBOUR, Standing.REVISED),
        (HARBOUR, Standing.NEWEST),
    ]
    assert ORCHARD not in {point.figure.publisher for point in points}
