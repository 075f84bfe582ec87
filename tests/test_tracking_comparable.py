"""What narrows a figure down: the words of its own clause, before and behind it, and no others."""

from dataclasses import replace

import pytest
from test_tracking_implied import figure

from factdb.tracking.comparable import load_rules


@pytest.mark.parametrize(
    ("sentence", "narrowed"),
    [
        ("橙鹿去年收入3亿元。", set()),
        ("橙鹿去年海外收入3亿元。", {"海外"}),
        ("橙鹿去年，收入3亿元（税前），亏损收窄。", {"税前"}),
        ("海外门店增多，橙鹿去年收入3亿元，线下客流减少。", set()),
        ("橙鹿称，母公司去年收入3亿元", {"母公司"}),
    ],
)
def test_only_what_stands_in_its_clause_narrows_a_figure(sentence: str, narrowed: set[str]) -> None:
    """Two figures of different words are not compared; a word of another clause is of another figure."""
    said = replace(figure("3", "CNY"), quote="3亿元", subject="橙鹿", metric="收入")
    words = {word for word in load_rules().scope(said, sentence) if word in {"海外", "税前", "母公司", "线下"}}
    assert words == narrowed
