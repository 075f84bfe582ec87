"""Tables inside of plain text and Markdown are turned into lines where they are certain; prose is never touched."""

from pathlib import Path

import pytest

from factdb.claim import Article
from factdb.readers import Source, read_articles
from factdb.readers.table_text import with_tables


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        ("| 项目 | 2020年 |\n|---|--:|\n| **营业收入** | 1,234.5 |\n| 净利润 | - |", "营业收入：2020年为1,234.5万元。"),
        ("项目 | 2020年\n--- | ---\n营业收入 | 1,234.5", "营业收入：2020年为1,234.5万元。"),
        ("项目\t2020年\n营业收入\t1,234.5\n净利润\t(3)", "营业收入：2020年为1,234.5万元。\n净利润：2020年为-3万元。"),
        (
            "项目      2020年\n营业收入   12.5\n净利润     1.2",
            "营业收入：2020年为12.5万元。\n净利润：2020年为1.2万元。",
        ),
        (
            "项目,2020年,2019年\n收入,12.5,1\n净利润,1.2,",
            "收入：2020年为12.5万元，2019年为1万元。\n净利润：2020年为1.2万元。",
        ),
    ],
)
def test_a_table_becomes_lines(table: str, lines: str) -> None:
    """What stands around it stays, and gives it its unit."""
    assert (
        with_tables(f"前文。\n\n单位：万元\n{table}\n\n后文。", markdown=False)
        == f"前文。\n\n单位：万元\n{lines}\n\n后文。"
    )


@pytest.mark.parametrize(
    "text",
    [
        "今天  天气很好。\n明天  也是。",
        "甲 | 乙\n丙 | 丁",
        "姓名  电话\n林某  12345",
        "营业收入  12.5亿元\n净利润  1.2亿元",
        "A股，港股，美股\n上涨，下跌，持平",
        "1,2,3\n4,5,6\n7,8,9",
        "记者  林某\n编辑  王某\n2017年2月21日",
        "---\n标题\n---",
        "| 只有一行 | 12 |\n|---|---|",
        "苹果,梨,桃\n红,黄,粉\n甜,脆,软",
        "日期  时间\n2月21日  10:30\n2月22日  11:30",
    ],
)
def test_what_may_be_none_is_left_as_it_is(text: str) -> None:
    """To the letter."""
    assert with_tables(text, markdown=False) == text
    assert with_tables(text, markdown=True) == text


def test_a_block_of_code_is_no_table() -> None:
    """In Markdown, it shows what it shows."""
    text = "```\n| a | b |\n|---|---|\n| 1 | 2 |\n```"
    assert with_tables(text, markdown=True) == text


def test_a_markdown_file_is_read_with_its_tables(tmp_path: Path) -> None:
    """Its title is the headline that stands in it."""
    path = tmp_path / "a.md"
    path.write_text("# 年报\n\n| 公司 | 营收（亿元） |\n|---|---|\n| 星河科技 | 12.5 |\n", encoding="utf-8")
    (article,) = read_articles(Source("a.md", path))
    assert isinstance(article, Article)
    assert (article.title, article.text) == ("年报", "# 年报\n\n星河科技：营收为12.5亿元。\n")


def test_a_long_text_takes_no_longer_than_its_length() -> None:
    """Rows that never become a table are looked at once."""
    text = "项目  数字\n" * 20_000
    assert with_tables(text, markdown=False) == text
