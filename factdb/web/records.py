"""What tracking finds as data, exact, under the names that the commands use."""

from decimal import Decimal
from typing import Any

from factdb.decimals import plain
from factdb.tracking.conflicts import FoundConflict
from factdb.tracking.explaining import explain_conflict
from factdb.tracking.figures import Figure
from factdb.tracking.forecasts import Checked
from factdb.tracking.series import Point

FIGURE = (
    *("id", "subject", "metric", "period", "period_start", "period_end", "low", "high", "cmp", "unit", "modality"),
    *("change", "basis", "quote", "attribution", "status", "publisher", "title", "published_on", "uri", "article_id"),
)


def figure_record(figure: Figure) -> dict[str, Any]:
    """A claim as it is compared with others."""
    return {name: _exact(getattr(figure, name)) for name in FIGURE}


def point_record(point: Point) -> dict[str, Any]:
    """A point of a series."""
    implied = point.implied
    return figure_record(point.figure) | {
        "standing": point.standing,
        "newest": point.newest.id if point.newest else None,
        "implied_low": _exact(implied.low) if implied else None,
        "implied_high": _exact(implied.high) if implied else None,
        "implied_from": point.implied_from.id if point.implied_from else None,
    }


def conflict_record(conflict: FoundConflict) -> dict[str, Any]:
    """A conflict with the claims of each of its sides."""
    settled = conflict.settled
    return {
        "id": conflict.id,
        "kind": conflict.kind,
        "subject": conflict.subject,
        "metric": conflict.metric,
        "period": conflict.figures[0].period,
        "gap": conflict.gap,
        "sources": conflict.sources,
        "explanation": explain_conflict(conflict),
        "sides": [[figure_record(figure) for figure in side] for side in conflict.sides],
        "settled_claim": settled.claim_id if settled else None,
        "decided_at": settled.decided_at if settled else None,
        "reviewer": settled.reviewer if settled else None,
        "remark": settled.remark if settled else None,
    }


def forecast_record(checked: Checked) -> dict[str, Any]:
    """A forecast or a target, and what came of it."""
    return {
        "forecast": figure_record(checked.forecast),
        "outcome": figure_record(checked.outcome) if checked.outcome else None,
        "result": checked.result,
        "error": checked.error,
    }


def _exact(value: object) -> object:
    return plain(value) if isinstance(value, Decimal) else value
