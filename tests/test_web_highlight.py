"""Marks in a text: nothing of the text is lost, and every character knows its claims."""

from hypothesis import given
from hypothesis import strategies as st

from factdb.web.highlight import Mark, Piece, cut_paragraphs

TEXT = "甲公司收入3亿元。\n\n乙公司收入5亿元至8亿元。"


def test_a_claim_is_marked_where_it_stands() -> None:
    """Its characters are a piece of their own, in its own paragraph."""
    first, second = cut_paragraphs(TEXT, [Mark(7, 5, 8), Mark(8, 16, 19)])
    assert first == [Piece("甲公司收入"), Piece("3亿元", (7,), (7,)), Piece("。")]
    assert second[1] == Piece("5亿元", (8,), (8,))


def test_a_claim_within_another_belongs_to_both() -> None:
    """A range and its lower end: the piece that they share names both, the wider one first."""
    (_, paragraph) = cut_paragraphs(TEXT, [Mark(1, 16, 23), Mark(2, 16, 19)])
    assert paragraph[1] == Piece("5亿元", (1, 2), (1, 2))
    assert paragraph[2] == Piece("至8亿元", (1,), ())


def test_a_text_without_claims_is_itself() -> None:
    """Each line that is not blank is a paragraph."""
    assert cut_paragraphs(TEXT, []) == [[Piece("甲公司收入3亿元。")], [Piece("乙公司收入5亿元至8亿元。")]]


@given(
    st.text("甲3\n ", max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), max_size=8),
)
def test_no_character_is_lost_or_doubled(text: str, places: list[tuple[int, int]]) -> None:
    """Whatever the claims are, the pieces put together are the lines, and each mark covers its characters."""
    marks = [
        Mark(i, start, min(start + length, len(text))) for i, (start, length) in enumerate(places) if start < len(text)
    ]
    paragraphs = cut_paragraphs(text, marks)
    lines = [line for line in text.split("\n") if line.strip()]
    assert ["".join(piece.text for piece in paragraph) for paragraph in paragraphs] == lines
    for mark in marks:
        covered = "".join(
            piece.text for paragraph in paragraphs for piece in paragraph if mark.claim_id in piece.claims
        )
        inside = "".join(
            line[max(mark.start - start, 0) : max(mark.end - start, 0)] for line, start in _starts(text) if line.strip()
        )
        assert covered == inside


def _starts(text: str) -> list[tuple[str, int]]:
    starts, at = [], 0
    for line in text.split("\n"):
        starts.append((line, at))
        at += len(line) + 1
    return starts
