"""What a person settled holds in series, implied values, forecasts and charts, until a new source speaks."""

from datetime import date

import pytest
from tracking_story import HARBOUR, ORCHARD, STORY, SUMMIT, Told, tell

from factdb.charts.marks import describe, make_chart
from factdb.charts.terminal import draw_terminal
from factdb.db.database import Database
from factdb.tracking.conflict_search import search_conflicts
from factdb.tracking.conflicts import FoundConflict, list_conflicts, reopen, settle
from factdb.tracking.forecasts import check_forecasts
from factdb.tracking.series import Point, Standing, track

RIGHT, ROUNDED, WRONG = "1.85亿人", "1.846亿人", "2.1亿人"


def the_conflict(db: Database) -> FoundConflict:
    """The one of the story: 2016 has 1.85亿 and 1.846亿, and then 2.1亿."""
    search_conflicts(db)
    (conflict,) = (conflict for conflict in list_conflicts(db) if conflict.kind == "values")
    return conflict


@pytest.fixture
def settled(db: Database) -> Database:
    """The story, settled for 1.85亿."""
    tell(db, *STORY)
    conflict = the_conflict(db)
    right = next(figure for figure in conflict.figures if figure.quote == RIGHT)
    settle(db, conflict.id, right.id, reviewer="林小满")
    return db


def of_2016(db: Database) -> dict[str, Point]:
    """The actual levels of the year by what they say."""
    points = track(db, "手机淘宝", "日活用户", period="2016").levels
    return {point.figure.quote: point for point in points if point.figure.modality == "actual"}


def standings(db: Database) -> dict[str, Standing]:
    """How they stand."""
    return {quote: point.standing for quote, point in of_2016(db).items()}


def test_what_is_right_is_the_last_word_though_another_is_newer(settled: Database) -> None:
    """The other is shown as settled against, with who said so; what agrees with the right one agrees with it."""
    points = of_2016(settled)
    assert standings(settled) == {RIGHT: Standing.RIGHT, ROUNDED: Standing.AGREES, WRONG: Standing.WRONG}
    assert points[ROUNDED].newest == points[WRONG].newest == points[RIGHT].figure
    assert points[RIGHT].newest is None
    settlement = points[WRONG].settled
    assert settlement is not None
    assert (settlement.reviewer, points[RIGHT].settled, points[ROUNDED].settled) == ("林小满", settlement, None)


def test_a_settlement_that_is_taken_back_leaves_the_newest_word(settled: Database) -> None:
    """As it was before; and who settles it anew is heard again."""
    (conflict,) = list_conflicts(settled, settled=True)
    reopen(settled, conflict.id, reviewer="周舟")
    assert standings(settled) == {RIGHT: Standing.REVISED, ROUNDED: Standing.REVISED, WRONG: Standing.NEWEST}
    wrong = next(figure for figure in conflict.figures if figure.quote == WRONG)
    settle(settled, conflict.id, wrong.id, reviewer="周舟")
    assert standings(settled) == {RIGHT: Standing.WRONG, ROUNDED: Standing.WRONG, WRONG: Standing.RIGHT}


def test_taking_a_second_judgement_back_opens_the_question_again(settled: Database) -> None:
    """Two people judged, one after the other: the first judgement does not come back by itself."""
    (conflict,) = list_conflicts(settled, settled=True)
    wrong = next(figure for figure in conflict.figures if figure.quote == WRONG)
    settle(settled, conflict.id, wrong.id, reviewer="周舟")
    assert standings(settled)[WRONG] is Standing.RIGHT
    reopen(settled, conflict.id, reviewer="周舟")
    assert standings(settled) == {RIGHT: Standing.REVISED, ROUNDED: Standing.REVISED, WRONG: Standing.NEWEST}


def test_a_new_source_that_says_otherwise_has_the_newest_word(settled: Database) -> None:
    """One that says the same as what is right changes nothing."""
    tell(settled, Told("a20", SUMMIT, date(2019, 1, 5), "手机淘宝2016年的日活用户为1.85亿人,三年后回头看仍然可观。"))
    assert standings(settled)[WRONG] is Standing.WRONG
    tell(settled, Told("a21", HARBOUR, date(2019, 2, 5), "复核之后,手机淘宝2016年的日活用户为1.95亿人。"))
    assert standings(settled) == {
        **dict.fromkeys((RIGHT, ROUNDED, WRONG), Standing.REVISED),
        "1.95亿人": Standing.NEWEST,
    }


def test_a_new_revision_that_says_the_same_stays_right(settled: Database) -> None:
    """The claim of the new text takes the place of the old one."""
    (old,) = (told for told in STORY if told.name == "a5")
    tell(settled, old._replace(text=f"{old.text}这一数字来自年报。"))
    assert standings(settled) == {RIGHT: Standing.RIGHT, ROUNDED: Standing.AGREES, WRONG: Standing.WRONG}


def test_changes_are_measured_against_what_is_right(settled: Database) -> None:
    """同比增 19% on 1.85亿 makes 2.2亿, and on 2.1亿 it would make 2.5亿."""
    (change,) = (point for point in track(settled, "手机淘宝", "日活用户").points if point.figure.quote == "19%")
    assert change.implied_from is not None
    assert change.implied_from.quote == RIGHT
    assert change.implied is not None
    assert all(change.implied.meets(point.figure.interval) for point in of_2017(settled))


def of_2017(db: Database) -> list[Point]:
    """The actual levels of the year after."""
    points = track(db, "手机淘宝", "日活用户", period="2017").levels
    return [point for point in points if point.figure.modality == "actual"]


def test_forecasts_are_held_against_what_is_right(settled: Database) -> None:
    """More than 1.8亿 is met by 1.85亿, a little, and not by 2.1亿."""
    (checked,) = (one for one in check_forecasts(settled, date(2018, 1, 1)) if one.forecast.period == "2016")
    assert checked.outcome is not None
    assert (checked.outcome.quote, checked.result) == (RIGHT, "met")


def test_charts_join_what_is_right_and_say_what_is_not(settled: Database) -> None:
    """The line goes through it; the other is a small letter in the terminal, and is named as settled against."""
    chart = make_chart(track(settled, "手机淘宝", "日活用户"))
    assert RIGHT in {mark.point.figure.quote for mark in chart.line}
    told = {mark.point.figure.quote: describe(mark) for mark in chart.marks if mark.days[0].year == 2016}
    assert told[WRONG].endswith("裁定不采用")
    assert told[RIGHT].endswith("裁定为准")
    lines = draw_terminal(chart, 100)
    assert lines[-1].endswith("a 裁定不采用")
    assert any("a" in line for line in lines[2:18])


def test_what_the_person_did_not_judge_is_not_settled_against(db: Database) -> None:
    """A figure of another scope has no part in the conflict: it is another word than the last, and no more."""
    tell(db, *STORY, Told("a22", ORCHARD, date(2018, 6, 1), "2016年,手机淘宝平均日活用户为2.3亿人。"))
    conflict = the_conflict(db)
    settle(db, conflict.id, conflict.sides[0][0].id, reviewer="林小满")
    assert standings(db) == {
        RIGHT: Standing.RIGHT,
        ROUNDED: Standing.AGREES,
        WRONG: Standing.WRONG,
        "2.3亿人": Standing.REVISED,
    }
