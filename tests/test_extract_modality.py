"""What a corpus row cannot say of modality: the characters that decided, and words of a user's own."""

from pathlib import Path

import pytest

from factdb.claim import Modality
from factdb.extract import extract
from factdb.lexicon import LexiconError, load_lexicon


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("预计全年营收30亿元", "预计"),
        ("公司拟投资8亿元", "拟"),
        ("完成5亿元的目标", "目标"),
        ("高于预期的3.5%", "预期的"),
    ],
)
def test_the_deciding_word_is_kept_as_evidence(text: str, cue: str) -> None:
    """It may stand before the figure or behind it."""
    (claim,) = extract(text)
    assert [text[why.start : why.end] for why in claim.evidence if why.field == "modality"] == [cue]


def test_a_fact_has_no_evidence_of_being_one() -> None:
    """A figure is a fact unless something says otherwise."""
    (claim,) = extract("全年营收30亿元")
    assert claim.modality is Modality.ACTUAL
    assert not [why for why in claim.evidence if why.field == "modality"]


def test_words_of_ones_own_count_like_the_others(tmp_path: Path) -> None:
    """Both plain words and guarded ones."""
    (tmp_path / "modality.toml").write_text(
        'target = ["立下军令状"]\n[[guarded]]\nword = "奔"\nmodality = "target"\nthen = ["着"]\n', encoding="utf-8"
    )
    lexicon = load_lexicon(str(tmp_path))
    assert extract("厂长立下军令状，产值30亿元", lexicon=lexicon)[0].modality is Modality.TARGET
    assert extract("全厂奔着30亿元努力", lexicon=lexicon)[0].modality is Modality.TARGET
    assert extract("奔驰公司营收30亿元", lexicon=lexicon)[0].modality is Modality.ACTUAL


def test_a_guarded_word_of_no_known_modality_is_refused(tmp_path: Path) -> None:
    """A slip in the user's own file is named, not passed over."""
    (tmp_path / "modality.toml").write_text('[[guarded]]\nword = "奔"\nmodality = "wish"\n', encoding="utf-8")
    with pytest.raises(LexiconError, match=r"modality\.toml"):
        load_lexicon(str(tmp_path))
