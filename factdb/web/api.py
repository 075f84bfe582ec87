"""The JSON API under ``/api``: what the pages show as data, under the names that the command line uses."""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.convertors import IntegerConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from factdb.db.articles import ArticleNotFoundError, get_article
from factdb.db.database import Database
from factdb.db.paging import page_claims
from factdb.db.queries import (
    ClaimNotFoundError,
    ClaimRow,
    collect_stats,
    count_topics,
    get_claim,
    get_text,
    list_article,
)
from factdb.db.sorting import read_sort
from factdb.db.types import read_id
from factdb.decimals import plain
from factdb.errors import FactdbError
from factdb.export.columns import COLUMNS
from factdb.tracking.conflicts import ConflictNotFoundError, list_conflicts
from factdb.tracking.forecasts import check_forecasts
from factdb.tracking.series import Series
from factdb.web.disagreements import renew_conflicts
from factdb.web.forms import Form
from factdb.web.listing import count
from factdb.web.openapi import describe_api
from factdb.web.records import conflict_record, forecast_record, point_record
from factdb.web.series import chart_record, find_series

MOST = 1_000
_USUAL = 50
Answer = Callable[[Request], Any]
_T = TypeVar("_T")


class _Id(IntegerConvertor):
    """An id in an address; a longer number is none, and Python would not even read some."""

    regex = "[0-9]{1,18}"


register_url_convertor("id", _Id())


class BadParameterError(FactdbError):
    """A parameter of an address is of no use."""

    def __init__(self, name: str, wanted: str) -> None:
        super().__init__(f"The parameter {name} must be {wanted}.")


class MissingParameterError(FactdbError):
    """A parameter that is needed is not there."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The parameter {name} is missing.")


def routes() -> list[Route]:
    """The addresses of the API."""
    return [
        Route("/api/claims", _json(_claims)),
        Route("/api/claims/{claim_id:id}", _json(_claim)),
        Route("/api/articles/{article_id:id}", _json(_article)),
        Route("/api/series", _json(_series)),
        Route("/api/chart", _json(_chart)),
        Route("/api/conflicts", _json(_conflicts)),
        Route("/api/forecasts", _json(_forecasts)),
        Route("/api/topics", _json(_topics)),
        Route("/api/stats", _json(_stats)),
        Route("/api/openapi.json", _json(_openapi)),
    ]


def _json(view: Answer) -> Callable[[Request], Awaitable[Response]]:
    """What a view gives as JSON; a fault as its sentence, with the status that a program goes by."""

    async def answer(request: Request) -> Response:
        try:
            found = await run_in_threadpool(view, request)
        except (ArticleNotFoundError, ClaimNotFoundError, ConflictNotFoundError) as fault:
            return refusal(str(fault), 404)
        except FactdbError as fault:
            return refusal(str(fault), 400)
        return _answer(found, 200)

    return answer


def refusal(message: str, status: int) -> Response:
    """Why there is no answer."""
    return _answer({"error": message}, status)


def _answer(found: object, status: int) -> Response:
    return Response(msgspec.json.encode(found), status, media_type="application/json")


def _db(request: Request) -> Database:
    db: Database = request.app.state.db
    return db


def _claims(request: Request) -> dict[str, Any]:
    """A page of claims; `next` is the cursor of the one behind it."""
    db, query = _db(request), request.query_params
    limit = _whole(query.get("limit"), "limit", _USUAL, MOST)
    form = Form.of(query.multi_items())
    key = next(iter(read_sort(query.get("sort", ""))), None)
    page = page_claims(db, form.filters(), key, cursor=query.get("cursor", ""), limit=limit)
    number, more = count(db, form)
    return {
        "claims": [_record(row) for row in page.rows],
        "total": None if more else number,
        "next": page.next,
    }


def _claim(request: Request) -> dict[str, Any]:
    return _record(get_claim(_db(request), request.path_params["claim_id"]))


def _article(request: Request) -> dict[str, Any]:
    """An article with its text and its claims."""
    db, number = _db(request), request.path_params["article_id"]
    article = asdict(get_article(db, number))
    return article | {"text": get_text(db, number), "claims": [_record(row) for row in list_article(db, number)]}


def _series(request: Request) -> dict[str, Any]:
    """A series, exact."""
    series = _asked_series(request)
    return {
        "subject": series.subject,
        "metric": series.metric,
        "unit": series.unit,
        "others": dict(series.others),
        "points": [point_record(point) for point in series.points],
    }


def _chart(request: Request) -> dict[str, Any]:
    return chart_record(_asked_series(request))


def _asked_series(request: Request) -> Series:
    query = request.query_params
    for name in ("subject", "metric"):
        if not query.get(name, "").strip():
            raise MissingParameterError(name)
    return find_series(
        _db(request),
        query["subject"].strip(),
        query["metric"].strip(),
        query.get("unit") or None,
        query.get("period") or None,
    )


def _conflicts(request: Request) -> dict[str, Any]:
    """A page of conflicts, those furthest apart first; `searched` tells whether they were looked for at all."""
    db, query = _db(request), request.query_params
    limit, after = _page_of(request)
    searched = renew_conflicts(db, write=not request.app.state.access.read_only)
    found = list_conflicts(db, settled=query.get("settled") == "1", after=after)
    records, following = _first(map(conflict_record, found), limit)
    return {"conflicts": records, "searched": searched, "next": records[-1]["id"] if following else None}


def _forecasts(request: Request) -> dict[str, Any]:
    """A page of forecasts and targets whose time has come, each with its outcome."""
    db, query = _db(request), request.query_params
    limit, after = _page_of(request)
    names = {name: query[name].strip() for name in ("subject", "metric") if query.get(name, "").strip()}
    found = check_forecasts(db, _day(query.get("on")), after=after, **names)
    records, following = _first(map(forecast_record, found), limit)
    return {"forecasts": records, "next": records[-1]["forecast"]["id"] if following else None}


def _page_of(request: Request) -> tuple[int, int | None]:
    """How many are asked for, and what they come after."""
    query = request.query_params
    cursor = query.get("cursor")
    after = read_id(cursor) if cursor else None
    if cursor and after is None:
        raise BadParameterError("cursor", "what `next` was of the page before")
    return _whole(query.get("limit"), "limit", _USUAL, MOST), after


def _first(found: Iterator[_T], limit: int) -> tuple[list[_T], bool]:
    """The first of them, and whether there are more."""
    return list(islice(found, limit)), next(found, None) is not None


def _day(given: str | None) -> date:
    """The day that was given, today if none was.

    Raises:
        BadParameterError: It is none.
    """
    try:
        return date.fromisoformat(given) if given else datetime.now(UTC).astimezone().date()
    except ValueError:
        raise BadParameterError("on", "a date such as 2017-02-21") from None


def _topics(request: Request) -> Iterable[dict[str, Any]]:
    return [asdict(topic) for topic in count_topics(_db(request))]


def _stats(request: Request) -> dict[str, Any]:
    return asdict(collect_stats(_db(request)))


def _openapi(_: Request) -> dict[str, Any]:
    return describe_api()


def _record(row: ClaimRow) -> dict[str, object]:
    return {name: _plain(getattr(row, name)) for name in COLUMNS}


def _plain(value: object) -> object:
    """A value as it is exported: of decimals all digits and no exponent."""
    return plain(value) if isinstance(value, Decimal) else value


def _whole(given: str | None, name: str, usual: int, most: int) -> int:
    """A parameter that is a whole number.

    Raises:
        BadParameterError: It is none, or too large.
    """
    if not given:
        return usual
    if not (given.isascii() and given.isdecimal()) or len(given) > len(str(most)) or not 0 < int(given) <= most:
        raise BadParameterError(name, f"a whole number from 1 to {most}")
    return int(given)
