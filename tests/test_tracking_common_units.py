"""Units that measure the same are brought into one, exactly or with no more digits than were told."""

from datetime import date
from decimal import Decimal

import pytest
from tracking_story import Told, tell

from factdb.db.database import Database
from factdb.tracking.conflict_search import search_conflicts
from factdb.tracking.conflicts import list_conflicts
from factdb.tracking.explaining import explain_conflict
from factdb.tracking.forecasts import check_forecasts
from factdb.tracking.series import Series, Standing, track
from factdb.wording import statement

LATE = date(2020, 6, 1)


def told(db: Database, *texts: str) -> None:
    """An article for each text, of papers of their own."""
    tell(db, *(Told(f"u{number}", f"第{number}报", LATE, text) for number, text in enumerate(texts, start=1)))


def series(db: Database, metric: str, unit: str | None = None) -> Series:
    """What was said of 青禾股份."""
    return track(db, "青禾股份", metric, unit=unit)


def levels(found: Series) -> list[str]:
    """The levels as a person reads them."""
    return [statement(point.figure) for point in found.levels]


def test_lengths_stand_in_one_series_and_agree(db: Database) -> None:
    """320公里 is 320 km and 32万米."""
    told(db, *(f"青禾股份2019年的管道长度为{length}。" for length in ("320公里", "320公里", "32万米", "321km")))
    found = series(db, "管道长度")
    assert (found.unit, found.others) == ("公里", {})
    assert levels(found)[-2:] == ["320公里", "321公里"]
    assert [point.standing for point in found.points][-2:] == [Standing.AGREES, Standing.NEWEST]
    assert levels(series(db, "管道长度", "米"))[-1] == "32.1万米"


def test_what_has_no_end_as_a_decimal_has_a_digit_more_than_was_told(db: Database) -> None:
    """100亩 are 66,700平方米 or so, and leave open what 100亩 do: 6.7万平方米 agrees, and 7.5万平方米 does not."""
    told(db, *(f"青禾股份2019年的占地面积为{area}。" for area in ("7.5万平方米", "6.7万平方米", "100亩")))
    found = series(db, "占地面积", "平方米")
    assert levels(found) == ["7.5万平方米", "6.7万平方米", "6.67万平方米"]
    assert [point.standing for point in found.points] == [Standing.REVISED, Standing.AGREES, Standing.NEWEST]


def test_currencies_are_never_converted(db: Database) -> None:
    """What a dollar was worth no article says."""
    told(
        db,
        "青禾股份2019年的营业收入为70亿元。",
        "青禾股份2019年的营业收入为10亿美元。",
        "青禾股份2018年营业收入60亿元。",
    )
    found = series(db, "营业收入")
    assert (found.unit, found.others) == ("CNY", {"USD": 1})
    search_conflicts(db)
    assert not list(list_conflicts(db))


@pytest.mark.parametrize(("other", "apart"), [("3200吨", False), ("320万公斤", False), ("4100吨", True)])
def test_figures_disagree_across_units(db: Database, other: str, *, apart: bool) -> None:
    """3200吨 are 320万公斤; the sentence that explains a conflict has each figure as its text has it."""
    told(db, "青禾股份2019年的产量为3210000千克。", f"青禾股份2019年的产量为{other}。")
    search_conflicts(db)
    found = [explain_conflict(conflict) for conflict in list_conflicts(db)]
    assert len(found) == apart
    assert all("3,210,000千克" in one and "4100吨" in one for one in found)


def test_a_change_in_another_unit_implies_a_level(db: Database) -> None:
    """比上年增加500米 on 3.00公里 makes 3.5公里."""
    told(db, "青禾股份2018年的管道长度为3.00公里。", "青禾股份2019年的管道长度同比增加500米。")
    (change,) = (point for point in series(db, "管道长度").points if point.figure.is_change)
    assert change.implied is not None
    assert change.implied.middle() == Decimal("3.5")


def test_an_outcome_is_told_in_the_unit_of_its_forecast(db: Database) -> None:
    """A forecast of 50公顷 is met by 750亩."""
    tell(db, Told("f", "早报", date(2018, 3, 1), "青禾股份预计2019年占地面积将达到50公顷。"))
    told(db, "青禾股份2019年的占地面积为750亩。")
    (checked,) = check_forecasts(db, LATE)
    assert (str(checked.result), checked.outcome and statement(checked.outcome)) == ("met", "50公顷")
