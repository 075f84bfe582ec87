"""Charts of a series: what is drawn, with what sign, whence, and that it is safe and fits."""

from datetime import date
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import resvg_py
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from tracking_story import STORY, Told, tell

from factdb.charts import picture
from factdb.charts.axes import time_axis, value_axis
from factdb.charts.marks import OTHERS, Bound, Chart, NothingToDrawError, make_chart
from factdb.charts.page import draw_page
from factdb.charts.svg import draw_svg
from factdb.charts.terminal import draw_terminal
from factdb.claim import Article, Modality
from factdb.db.database import Database
from factdb.tracking.series import track

VALUES = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**13), max_value=10**13, places=3)
DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@pytest.fixture
def chart(db: Database) -> Chart:
    """The chart of the story."""
    tell(db)
    return make_chart(track(db, "手机淘宝", "日活用户"))


def test_levels_of_a_fixed_period_are_drawn(chart: Chart) -> None:
    """Forecasts, targets and bounds keep what they are; changes are no levels."""
    assert [mark.point.figure.quote for mark in chart.marks][:3] == ["1.2亿人", "1.22亿人", "1.5亿人"]
    assert all(not mark.point.figure.is_change for mark in chart.marks)
    assert {mark.modality for mark in chart.marks} == {Modality.ACTUAL, Modality.FORECAST, Modality.TARGET}
    assert {mark.bound for mark in chart.marks} == {Bound.NONE, Bound.ABOVE, Bound.AROUND}
    assert [mark.point.figure.quote for mark in chart.line] == ["1.22亿人", "1.5亿人", "2.1亿人", "2亿人"]


def test_changes_are_drawn_where_there_is_no_level(db: Database) -> None:
    """A fall lies below nothing."""
    tell(db, Told("c1", "某报", date(2017, 1, 5), "2016年,手机淘宝的日活用户同比下降3.5%。"))
    (mark,) = make_chart(track(db, "手机淘宝", "日活用户")).marks
    assert mark.value < 0


def test_a_series_without_a_fixed_period_is_not_drawn(db: Database, put: Any, make_claim: Any) -> None:  # noqa: ANN401 (see conftest.py)
    """The message says what to do."""
    text = "青柠视频收入3亿元。"
    put(Article("/a.txt", text), make_claim(text, "3亿元", unit="CNY", subject="青柠视频", metric="收入"))
    with pytest.raises(NothingToDrawError, match="--date"):
        make_chart(track(db, "青柠视频", "收入"))


def test_many_sources_share_a_sign(db: Database) -> None:
    """No more than eight colours and letters are told apart."""
    tell(
        db,
        *(
            STORY[4]._replace(name=f"s{n}", publisher=f"第{n}报", text=f"2016年,手机淘宝的日活用户为{1 + n}亿人。")
            for n in range(12)
        ),
    )
    chart = make_chart(track(db, "手机淘宝", "日活用户"))
    assert len(chart.sources) == 8
    assert chart.sources[-1] == OTHERS
    assert draw_svg(chart).count("其他来源") == 1


def test_each_point_of_a_drawing_names_its_source(chart: Chart) -> None:
    """The title of a point is what a browser shows under the mouse."""
    root = ET.fromstring(draw_svg(chart))  # noqa: S314 (our own drawing)
    titles = [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}title")]
    assert titles[0] == "手机淘宝 · 日活用户 (人)"
    assert len(titles) == 1 + len(chart.marks)
    assert "2016: > 1.8亿人 预测, 山顶研究 2016-03-09, 《a4》" in titles


def test_kinds_of_statements_look_different(chart: Chart) -> None:
    """What is foreseen is hollow, an aim is a diamond, and both stand in the legend."""
    drawing = draw_svg(chart)
    for word in ("实际", "预测", "目标", "至少", "范围、约数", "柚子观察"):
        assert f">{word}<" in drawing


def test_a_page_needs_nothing_else(chart: Chart) -> None:
    """No script and no address of another server; all points are listed with their claims."""
    page = draw_page(chart)
    assert "<script" not in page
    assert "src=" not in page
    assert page.count("<tr") == 1 + len(chart.marks)


def test_hostile_names_are_text(db: Database) -> None:
    """A headline cannot run anything in the reader's browser or terminal."""
    told = STORY[0]._replace(name="</title><script>alert(1)</script>\x1b[31m", publisher='"><img src=x>')
    tell(db, told)
    chart = make_chart(track(db, "手机淘宝", "日活用户"))
    page = draw_page(chart)
    assert "<script" not in page
    assert "<img" not in page
    assert "\x1b" not in page + "".join(draw_terminal(chart, 80))


@pytest.mark.parametrize("width", [40, 80, 140])
def test_a_chart_in_the_terminal_fits(chart: Chart, width: int) -> None:
    """No line is wider than the terminal, and every source and kind of statement stands below."""
    lines = draw_terminal(chart, width)
    assert max(map(cell_len, lines)) <= width
    assert "A 柚子观察" in "".join(lines)
    assert "(C)" in "".join(lines)


def test_a_picture_is_a_png(chart: Chart) -> None:
    """Where a font has Chinese characters, the picture is drawn."""
    if not picture.has_chinese_font():
        with pytest.raises(picture.MissingFontError):
            picture.draw_picture(chart)
        return
    assert picture.draw_picture(chart).startswith(b"\x89PNG")


def test_a_machine_without_a_chinese_font_is_told(chart: Chart, monkeypatch: pytest.MonkeyPatch) -> None:
    """Boxes in the place of words would be worse than no picture."""
    drawn = resvg_py.svg_to_bytes
    monkeypatch.setattr(resvg_py, "svg_to_bytes", lambda **given: drawn(**given, skip_system_fonts=True))
    with pytest.raises(picture.MissingFontError, match="fonts-noto-cjk"):
        picture.draw_picture(chart)


@given(st.lists(VALUES, min_size=1, max_size=8))
def test_all_values_have_room_on_their_axis(values: list[Decimal]) -> None:
    """Ticks are few, rise, and lie around the values."""
    axis = value_axis(values, "人", most=6)
    assert axis.low <= min(values) <= max(values) <= axis.high
    assert 2 <= len(axis.ticks) <= 10
    assert [tick.at for tick in axis.ticks] == sorted({tick.at for tick in axis.ticks})
    assert all(0 <= axis.place(value) <= 1 for value in values)


@given(st.lists(st.tuples(DAYS, DAYS).map(lambda days: (min(days), max(days))), min_size=1, max_size=5))
def test_all_periods_have_room_on_their_axis(periods: list[tuple[date, date]]) -> None:
    """Ticks are no more than asked for, and every period's middle lies on the axis."""
    axis = time_axis(periods, most=10)
    assert len(axis.ticks) <= 10 + 1
    assert all(0 <= axis.place(*period) <= 1 for period in periods)
    assert all(0 <= tick.at <= 1 for tick in axis.ticks)
