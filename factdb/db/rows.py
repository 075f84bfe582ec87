"""Articles and claims as the rows of their tables."""

from typing import Any

from factdb.claim import Article, Claim, Status


def article_row(article: Article, digest: str, run_id: int) -> dict[str, Any]:
    """What an article's row says of the article itself; its place among others comes on top."""
    return {
        "uri": article.uri,
        "title": article.title,
        "author": article.author,
        "publisher": article.publisher,
        "published_on": article.published_on,
        "date_rule": article.date_rule,
        "fetched_at": article.fetched_at,
        "media_type": article.media_type,
        "text": article.text,
        "content_hash": digest,
        "source_hash": article.source_hash,
        "run_id": run_id,
    }


def claim_row(claim: Claim, metric_id: int | None, subject_id: int | None, *, counted: bool) -> dict[str, Any]:
    """What a claim's row says; its id and its article come on top."""
    return {
        "start": claim.start,
        "end": claim.end,
        "quote": claim.quote,
        "sentence": claim.sentence,
        "low": claim.low,
        "low_float": None if claim.low is None else float(claim.low),
        "high": claim.high,
        "high_float": None if claim.high is None else float(claim.high),
        "cmp": claim.cmp,
        "unit": claim.unit,
        "metric": claim.metric,
        "metric_id": metric_id,
        "subject": claim.subject,
        "subject_id": subject_id,
        "period": claim.period,
        "period_start": claim.period_start,
        "period_end": claim.period_end,
        "period_raw": claim.period_raw,
        "period_rule": claim.period_rule,
        "modality": claim.modality,
        "change": claim.change,
        "basis": claim.basis,
        "attribution": claim.attribution,
        "occurrences": claim.occurrences,
        "status": Status.UNREVIEWED,
        "counted": counted,
    }
