"""Why the fields of a claim are as they are: which rule gave each, over which characters."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from factdb.claim import Article, Claim
from factdb.wording import statement

if TYPE_CHECKING:
    from factdb.db.queries import ClaimRow

FIELDS = (
    "quantity",
    "cmp",
    "change",
    "basis",
    "modality",
    "period",
    "metric",
    "subject",
    "attribution",
    "topics",
)


# Reading a longer text again, in characters, would keep a visitor waiting.
_LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class Explained:
    """A field of a claim.

    Attributes:
        rule: The rules that gave it; ``""`` where it has the value of a claim whose text says nothing.
        cue: The characters that they went by.
    """

    field: str
    value: str
    rule: str
    cue: str


def explain(claim: Claim, text: str) -> list[Explained]:
    """Every field that extraction gives to a claim, with the rules behind it.

    Args:
        claim: The claim.
        text: The text that it was read in.
    """
    rows = []
    for field in FIELDS:
        evidence = [piece for piece in claim.evidence if piece.field == field]
        cues = " … ".join(text[piece.start : piece.end] for piece in evidence)
        rules = ", ".join(dict.fromkeys(piece.rule for piece in evidence))
        rows.append(Explained(field, _value(claim, field), rules, cues))
    return rows


def explain_stored(row: "ClaimRow", text: str) -> list[Explained]:
    """The same of a stored claim, whose text is read again; nothing if it is long, or read in another way today.

    Args:
        row: The claim.
        text: The text of its article.
    """
    if len(text) > _LONGEST:
        return []
    from factdb.extract.articles import claims_of  # noqa: PLC0415 (slow to import)
    from factdb.lexicon import load_lexicon  # noqa: PLC0415
    from factdb.settings import LEXICON  # noqa: PLC0415

    article = Article(text=text, uri=row.uri, title=row.title, published_on=row.published_on)
    for claim in claims_of(article, load_lexicon(LEXICON.read())):
        if (claim.start, claim.end) == (row.start, row.end):
            return explain(claim, text)
    return []


def _value(claim: Claim, field: str) -> str:
    if field == "quantity":
        return statement(claim)
    value = getattr(claim, field)
    return ", ".join(value) if isinstance(value, tuple) else str(value or "")
