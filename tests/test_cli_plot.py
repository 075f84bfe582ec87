"""``factdb plot``: a chart in the terminal or in a file."""

from pathlib import Path

import pytest
from tracking_story import tell
from typer.testing import CliRunner, Result

from factdb.charts.picture import has_chinese_font
from factdb.cli import app
from factdb.db.database import Database

SERIES = ("--subject", "手淘", "--metric", "DAU", "--period", "2014..2017")


@pytest.fixture
def story(db: Database, new_url: str) -> str:
    """A database with the story; where it is."""
    tell(db)
    return new_url


def plot(*arguments: str) -> Result:
    """Run the command in this process."""
    given = ("plot", *SERIES, *arguments)
    return CliRunner().invoke(app, given, env={"COLUMNS": "60"}, catch_exceptions=False)


def test_a_chart_reads_in_the_terminal(story: str) -> None:
    """A letter stands for each source, its brackets and tails for what is said."""
    assert plot("--db", story).stdout.splitlines() == [
        "手机淘宝 · 日活用户 (人)",
        "",
        " 2.5亿 +                                           (C)",
        "       |",
        "       |                               A            A",
        "   2亿 +                  (B)                      B^",
        "       |                           CB (C)^",
        "       |                   :",
        " 1.5亿 +                A <A> C~",
        "       |                   :",
        "       |     BA",
        "   1亿 +",
        "       |",
        "       |",
        "5000万 +",
        "       |",
        "       |",
        "     0 +",
        "       +---------------------------------------------------",
        "             2014        2015         2016        2017",
        "",
        "A 柚子观察  B 港湾财经  C 山顶研究",
        "A 实际 actual  (A) 预测 forecast  <A> 目标 target  A^ 至少",
        "A~ 范围、约数",
    ]


@pytest.mark.parametrize(
    ("name", "first"),
    [("dau.svg", b"<svg"), ("dau.html", b"<!DOCTYPE html>"), ("dau.PNG", b"\x89PNG")],
    ids=["svg", "html", "png"],
)
def test_the_suffix_says_what_is_drawn(story: str, tmp_path: Path, name: str, first: bytes) -> None:
    """The file is there whole, and what was done is told; a picture needs a font of the machine, and says so."""
    done = plot("--db", story, "-o", str(tmp_path / name))
    if name.endswith("PNG") and not has_chinese_font():
        assert done.exit_code == 2
        assert "fonts-noto-cjk" in done.stderr
        assert not (tmp_path / name).exists()
        return
    assert done.exit_code == 0
    assert done.stderr.startswith("Drew 13 values of 手机淘宝 · 日活用户 in ")
    assert (tmp_path / name).read_bytes().startswith(first)
    assert list(tmp_path.glob("*.part")) == []


def test_another_suffix_is_refused(story: str, tmp_path: Path) -> None:
    """A sentence names those that there are."""
    done = plot("--db", story, "-o", str(tmp_path / "dau.gif"))
    assert done.exit_code == 2
    assert done.stderr.endswith("dau.gif names no kind of chart by its suffix. Name it .svg, .png or .html.\n")


def test_a_file_that_cannot_be_written_is_told(story: str, tmp_path: Path) -> None:
    """No traceback, but what is in the way."""
    done = plot("--db", story, "-o", str(tmp_path / "missing" / "dau.svg"))
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr
