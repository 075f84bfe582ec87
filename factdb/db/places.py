"""Where a claim's figure stands in its sentence."""

from typing import TYPE_CHECKING

from factdb.db.database import Database
from factdb.db.queries import ClaimRow, get_text

if TYPE_CHECKING:
    from factdb.claim import Claim


def place_in_sentence(claim: "Claim | ClaimRow", text: str) -> int:
    """Where in its sentence a claim's quote begins, by the text that the claim is from."""
    first = max(claim.end - len(claim.sentence), 0)
    return claim.start - text.find(claim.sentence, first, claim.start + len(claim.sentence))


def stored_place(db: Database, claim: ClaimRow) -> int:
    """The same of a stored claim; the article is asked only where the sentence says the quote twice."""
    start = claim.sentence.find(claim.quote)
    if claim.sentence.find(claim.quote, start + 1) < 0:
        return start
    return place_in_sentence(claim, get_text(db, claim.article_id))
