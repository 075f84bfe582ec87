"""Reviewed claims as a gold set: passages with the claims that an extractor should find in them.

What somebody accepted or corrected must be found (``core``); what was rejected must not; and what nobody has looked at
yet is neither right nor wrong (``optional``).
"""

import json
from collections.abc import Iterator
from typing import Any, TextIO

from sqlalchemy import select

from factdb.claim import Status
from factdb.db.amend import as_text
from factdb.db.database import Database
from factdb.db.models import Article, Claim, ClaimTopic, Review, Topic

_BATCH = 100
# Fields of which a gold set has other answers that are as good; a person may add them.
_ALTERNATIVES = ("unit_alt", "metric_alt", "subject_alt", "period_alt")
_FIELDS = (
    "quote", "start", "end", "low", "high", "cmp", "unit", "metric", "subject", "period", "modality", "change", "basis",
)  # fmt: skip


def write_gold(db: Database, stream: TextIO) -> tuple[int, int]:
    """Write the articles with claims that somebody decided about as a JSON list; how many articles and core claims.

    Args:
        db: Where from.
        stream: Where to.
    """
    articles = claims = 0
    stream.write("[")
    for passage in _passages(db):
        stream.write(",\n " if articles else "\n ")
        json.dump(passage, stream, ensure_ascii=False)
        articles += 1
        claims += sum(claim["tier"] == "core" for claim in passage["claims"])
    stream.write("\n]\n")
    return articles, claims


def _passages(db: Database) -> Iterator[dict[str, Any]]:
    reviewed = select(Claim.article_id).join(Review, Review.claim_id == Claim.id).where(Claim.status != "unreviewed")
    wanted = select(Article.id, Article.uri, Article.published_on, Article.text).where(
        Article.id.in_(reviewed), Article.current, Article.duplicate_of.is_(None)
    )
    last = 0
    while True:
        with db.connect() as connection:
            articles = connection.execute(wanted.where(Article.id > last).order_by(Article.id).limit(_BATCH)).all()
            numbers = [article.id for article in articles]
            table: Any = Claim.__table__
            claims: dict[int, list[Any]] = {number: [] for number in numbers}
            of_these = select(table).where(Claim.article_id.in_(numbers), Claim.status != Status.REJECTED)
            for claim in connection.execute(of_these.order_by(Claim.start, Claim.end)):
                claims[claim.article_id].append(claim)
            topics: dict[int, list[str]] = {}
            slugs = select(ClaimTopic.claim_id, Topic.slug).join(Topic).join(Claim).order_by(Topic.id)
            for number, slug in connection.execute(slugs.where(Claim.article_id.in_(numbers))):
                topics.setdefault(number, []).append(slug)
        if not articles:
            return
        for article in articles:
            yield {
                "id": f"article-{article.id}",
                "source": article.uri,
                "doc_date": as_text(article.published_on),
                "text": article.text,
                "claims": [_gold(claim, topics.get(claim.id, [])) for claim in claims[article.id]],
            }
        last = articles[-1].id


def _gold(claim: Any, topics: list[str]) -> dict[str, Any]:  # noqa: ANN401 (the row of a claim)
    values = {name: getattr(claim, name) for name in _FIELDS}
    fields = {name: value if isinstance(value, int) else as_text(value) for name, value in values.items()}
    answers: dict[str, list[str]] = {name: [] for name in _ALTERNATIVES}
    tier = "optional" if claim.status is Status.UNREVIEWED else "core"
    return {**fields, **answers, "topics": topics or ["other"], "tier": tier}
