"""A page that repeats its body says each thing once."""

from typing import TYPE_CHECKING

import pytest

from factdb.claim import Claim
from factdb.extract.repeats import merge_repeats

if TYPE_CHECKING:
    from conftest import MakeClaim

SENTENCE = "门店数上涨3%,销量下跌3%。"
FIRST, SECOND = SENTENCE.index("3%"), SENTENCE.rindex("3%")


@pytest.fixture
def at(make_claim: "MakeClaim") -> "MakeClaim":
    """Makes the claim of 3% in the sentence, by its place."""
    return make_claim


def _body(make_claim: "MakeClaim", start: int, **fields: object) -> list[Claim]:
    """The claims of the sentence where it stands at `start`."""
    return [
        make_claim(SENTENCE, "3%", start=start + place, metric=metric, **fields)
        for place, metric in ((FIRST, "门店数"), (SECOND, "销量"))
    ]


def _merged(claims: list[Claim]) -> list[tuple[int, int]]:
    return [(claim.start, claim.occurrences) for claim in merge_repeats(claims)]


def test_figures_of_one_sentence_are_not_repeats(make_claim: "MakeClaim") -> None:
    """The same quote twice in one sentence says two things."""
    assert _merged(_body(make_claim, 100)) == [(100 + FIRST, 1), (100 + SECOND, 1)]


def test_a_sentence_printed_again_is_counted(make_claim: "MakeClaim") -> None:
    """Each figure at its own place in it; the first claims are the ones that stay."""
    claims = [claim for start in (0, 100, 200) for claim in _body(make_claim, start)]
    assert _merged(claims) == [(FIRST, 3), (SECOND, 3)]


def test_sentences_one_right_after_the_other_are_told_apart(make_claim: "MakeClaim") -> None:
    """Even with nothing between them."""
    claims = [claim for start in range(0, 4 * len(SENTENCE), len(SENTENCE)) for claim in _body(make_claim, start)]
    assert _merged(claims) == [(FIRST, 4), (SECOND, 4)]


def test_the_same_words_about_somebody_else_are_another_claim(make_claim: "MakeClaim") -> None:
    """Under a heading for each company, the same sentence may stand twice."""
    one, other = _body(make_claim, 0, subject="橙鹿"), _body(make_claim, 100, subject="白水")
    assert len(merge_repeats([*one, *other])) == 4
    nobody = _body(make_claim, 200, subject=None)
    assert _merged([*one, *other, *nobody])[0] == (FIRST, 2)


def test_other_words_are_another_claim(make_claim: "MakeClaim") -> None:
    """The same figure in another sentence may be of anything."""
    claims = [make_claim("上涨3%。", "3%"), make_claim("下跌3%。", "3%", start=50)]
    assert merge_repeats(claims) == claims


def test_claims_that_are_no_repeats_come_out_as_they_are(make_claim: "MakeClaim") -> None:
    """Nothing at all, too."""
    assert merge_repeats([]) == []
    claims = _body(make_claim, 0)
    assert merge_repeats(iter(claims)) == claims


def test_a_sentence_printed_a_thousand_times_takes_a_thousand_steps(make_claim: "MakeClaim") -> None:
    """Each time about another company, which is the worst case there is."""
    claims = [claim for number in range(2_000) for claim in _body(make_claim, number * 50, subject=f"公司{number}")]
    assert len(merge_repeats(claims)) == len(claims)
