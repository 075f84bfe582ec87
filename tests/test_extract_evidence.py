"""Why a field is as it is: each that says something has a rule, over characters of the text."""

import tomllib

import pytest
from test_corpus import CORPUS, OTHERS

from factdb.claim import Change, Claim, Comparator, Modality
from factdb.extract import extract

# What a claim says of each field where no rule had anything to say.
SILENT = {
    "metric": None,
    "subject": None,
    "period": None,
    "cmp": Comparator.EQ,
    "modality": Modality.ACTUAL,
    "change": Change.LEVEL,
    "basis": None,
    "attribution": None,
}


def unexplained(claim: Claim) -> set[str]:
    """The fields that say something, and by no rule; how a figure bounds the truth it may say itself (几十)."""
    told = {evidence.field for evidence in claim.evidence}
    fields = {name for name, silent in SILENT.items() if getattr(claim, name) != silent} - told
    if "cmp" in fields and claim.cmp in {Comparator.RANGE, *(alone.cmp for alone in extract(claim.quote))}:
        fields.remove("cmp")
    return fields


@pytest.mark.parametrize("stem", sorted(path.stem for path in CORPUS.glob("*.toml") if path.stem not in OTHERS))
def test_each_field_has_its_rule(stem: str) -> None:
    """In every text of the corpus, so that `factdb explain` and the page of a claim always say why."""
    for entries in tomllib.loads((CORPUS / f"{stem}.toml").read_text(encoding="utf-8")).values():
        for entry in entries:
            for marked in entry["texts"]:
                text = marked.replace("«", "").replace("»", "")
                for claim in extract(text, doc_date=entry.get("doc_date")):
                    assert unexplained(claim) == set(), (text, claim.quote)
                    assert all(0 <= one.start < one.end <= len(text) for one in claim.evidence), (text, claim.quote)
                    assert "quantity" in {one.field for one in claim.evidence}


def test_what_is_shared_is_told_where_it_stands() -> None:
    """The basis of a list, of a part, and of an increase and its rate, over the word of the first."""
    for text in ("收入和利润同比分别增长12%和9%", "产量同比增长3%，其中海参增长22%", "利润同比增加2亿元，增幅15%"):
        last = extract(text)[-1]
        (why,) = [one for one in last.evidence if one.field == "basis"]
        assert text[why.start : why.end] == "同比"
        assert why.rule in {"basis-of-list", "basis-of-whole", "basis-of-change-before"}
