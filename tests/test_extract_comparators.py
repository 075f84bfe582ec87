"""What a corpus row cannot say of comparators: the characters that decided, and words of a user's own."""

from pathlib import Path

import pytest

from factdb.claim import Comparator
from factdb.extract import extract
from factdb.lexicon import load_lexicon


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("全镇约有3万人", "约"),
        ("报名者超过了300人", "超过"),
        ("面积在30亩以上", "以上"),
        ("至少造成3人受伤", "至少"),
        ("产值高达3亿元", "高达"),
    ],
)
def test_the_deciding_word_is_kept_as_evidence(text: str, cue: str) -> None:
    """Later steps and ``factdb explain`` see exactly the word, without what stands between it and the figure."""
    (claim,) = extract(text)
    assert [text[why.start : why.end] for why in claim.evidence if why.field == "cmp"] == [cue]


def test_both_words_are_kept_where_one_gives_way() -> None:
    """约 in front of 3%以内 says how sure the bound is, and is shown beside it."""
    (claim,) = extract("误差约3%以内")
    assert claim.cmp is Comparator.LE
    assert ["误差约3%以内"[why.start : why.end] for why in claim.evidence if why.field == "cmp"] == ["约", "以内"]


def test_a_figure_without_such_a_word_has_no_evidence_of_one() -> None:
    """Nothing is made up."""
    (claim,) = extract("全镇有3万人")
    assert claim.cmp is Comparator.EQ
    assert not [why for why in claim.evidence if why.field == "cmp"]


def test_a_word_of_ones_own_counts_like_the_others(tmp_path: Path) -> None:
    """A list in the user's comparators.toml is added to the one that comes along."""
    (tmp_path / "comparators.toml").write_text('[before]\ngt = ["妥妥过"]\n', encoding="utf-8")
    text = "门店妥妥过300家"
    assert extract(text, lexicon=load_lexicon(str(tmp_path)))[0].cmp is Comparator.GT
    assert extract("门店超300家", lexicon=load_lexicon(str(tmp_path)))[0].cmp is Comparator.GT
