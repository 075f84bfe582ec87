"""What a corpus row cannot say of changes: the characters that decided, and words of a user's own."""

from pathlib import Path

import pytest

from factdb.claim import Change
from factdb.extract import extract
from factdb.lexicon import load_lexicon


@pytest.mark.parametrize(
    ("text", "change", "basis"),
    [
        ("营收同比增长了约12%", "增长", "同比"),
        ("客流较上年同期减少3万人", "减少", "较上年同期"),
        ("股价大跌7%", "大跌", None),
        ("涨幅收窄至3%", "涨幅", None),
        ("取得12%的增长", "增长", None),
    ],
)
def test_the_deciding_words_are_kept_as_evidence(text: str, change: str, basis: str | None) -> None:
    """Later steps strip exactly these words to find what the figure is of."""
    (claim,) = extract(text)
    spans = {why.field: text[why.start : why.end] for why in claim.evidence if why.field in {"change", "basis"}}
    assert spans == {"change": change} | ({"basis": basis} if basis else {})


def test_what_a_change_arrives_at_keeps_its_words_too() -> None:
    """增至 decides that the figure is a level."""
    text = "门店增至300家"
    (claim,) = extract(text)
    assert claim.change is Change.LEVEL
    assert [text[why.start : why.end] for why in claim.evidence if why.field == "change"] == ["增至"]


def test_a_word_of_ones_own_counts_like_the_others(tmp_path: Path) -> None:
    """A list in the user's change.toml is added to the one that comes along."""
    (tmp_path / "change.toml").write_text('[decrease]\nverbs = ["瘦身"]\n', encoding="utf-8")
    lexicon = load_lexicon(str(tmp_path))
    assert extract("团队瘦身30%", lexicon=lexicon)[0].change is Change.DECREASE
    assert extract("团队缩减30%", lexicon=lexicon)[0].change is Change.DECREASE
    assert extract("团队瘦身30%")[0].change is Change.LEVEL
