"""A slip of the finger is recognised, in Chinese as in Latin letters."""

import pytest

from factdb.nearness import meant, nearest

NAMES = [
    "日活用户",
    "月活跃用户数",
    "流量",
    "营业收入",
    "净利润",
    "手机淘宝",
    "traffic",
    "GMV",
    "published_on",
    "period",
]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("日活用户数", "日活用户"),
        ("流亮", "流量"),
        ("营收", "营业收入"),
        ("手淘", "手机淘宝"),
        ("净利", "净利润"),
        ("TRAFIC", "traffic"),
        ("gvm", "GMV"),
        ("publishd_on", "published_on"),
    ],
)
def test_what_was_meant_is_the_nearest(typed: str, name: str) -> None:
    """By the characters that they share, and those that stand side by side."""
    assert nearest(typed, NAMES) == [name]


@pytest.mark.parametrize("typed", ["", "xyz", "天气", "9"])
def test_what_is_like_nothing_has_no_nearest(typed: str) -> None:
    """A guess that is far off helps nobody."""
    assert nearest(typed, NAMES, most=3) == []


def test_several_are_named_in_one_question() -> None:
    """None, one or more."""
    assert [meant([]), meant(["甲"]), meant(["甲", "乙"]), meant(["甲", "乙", "丙"])] == [
        "",
        " Did you mean 甲?",
        " Did you mean 甲 or 乙?",
        " Did you mean 甲, 乙 or 丙?",
    ]
