"""Why a stored claim is as it is: what extraction goes by when it reads the article again."""

from sqlalchemy import select

from factdb import claim as words
from factdb.db.database import Database
from factdb.db.models import Article
from factdb.db.queries import ClaimRow
from factdb.extract.articles import claims_of
from factdb.lexicon import Lexicon

_LONGEST = 24


def find_evidence(db: Database, claim: ClaimRow, lexicon: Lexicon) -> dict[str, str]:
    """The rule behind each field of a claim and the words that it went by; nothing if it is found no more.

    Args:
        db: Where the claim is.
        claim: The claim.
        lexicon: The words to go by.
    """
    article = read_article(db, claim.article_id)
    found = next(
        (each for each in claims_of(article, lexicon) if (each.start, each.end) == (claim.start, claim.end)), None
    )
    why: dict[str, str] = {}
    for piece in found.evidence if found else ():
        cue = article.text[piece.start : piece.end]
        told = f"{piece.rule}: {cue if len(cue) <= _LONGEST else cue[:_LONGEST] + '…'}"
        why[piece.field] = f"{why[piece.field]}; {told}" if piece.field in why else told
    return why


def read_article(db: Database, article_id: int) -> words.Article:
    """A stored article as it was read, as far as its claims go by it."""
    with db.connect() as connection:
        columns = Article.uri, Article.text, Article.title, Article.published_on
        row = connection.execute(select(*columns).where(Article.id == article_id)).one()
    return words.Article(row.uri, row.text, title=row.title, published_on=row.published_on)
