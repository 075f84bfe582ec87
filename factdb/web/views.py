"""What answers each address: the request read, the page's values made, and the template that shows them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from factdb.claim import Basis, Change, Modality
from factdb.db.database import Database
from factdb.db.pairs import most_told
from factdb.db.queries import ClaimNotFoundError, get_claim, get_text, last_claim, list_since
from factdb.db.types import read_id
from factdb.errors import FactdbError
from factdb.tracking.conflict_search import search_conflicts
from factdb.tracking.reviews import ChangedMeanwhileError
from factdb.web import pages
from factdb.web.disagreements import act_on_conflict, make_conflicts, make_forecasts
from factdb.web.forms import Form
from factdb.web.intake import Brought, take_in
from factdb.web.listing import SORTED_BY, count, make_claims
from factdb.web.reviewing import FIELDS, Asked, SeenBeforeError, review, seen_marks
from factdb.web.searching import make_search, make_texts
from factdb.web.series import make_series

_PAGE = 50
# So many subjects and metrics to look at are offered.
_PAIRS = 60
# What is looked for is no longer than this.
_LONGEST = 200
OK = 200
CONFLICT = 409
# What a card shows before anybody decides.
CARD: dict[str, Any] = {
    "message": "",
    "faulty": False,
    "typed": None,
    "choices": {"modality": list(Modality), "change": list(Change), "basis": ["", *Basis]},
}


class BadDateError(FactdbError):
    """What stands in a field for a day is none."""

    def __init__(self, given: str) -> None:
        super().__init__(f"{given} is no date. Write it as year-month-day, such as 2017-02-21.")


@dataclass(frozen=True, slots=True)
class Shown:
    """A page before it is put into words: its template and what fills it."""

    template: str
    values: dict[str, Any] = field(default_factory=dict)
    status: int = 200


View = Callable[[Request], Shown]


def _db(request: Request) -> Database:
    db: Database = request.app.state.db
    return db


def overview(request: Request) -> Shown:
    """What there is, what came in last, and what wants a person."""
    return Shown("overview.html", {"page": pages.make_overview(_db(request))})


def claims(request: Request) -> Shown:
    """The claims that match a form whose state is the address."""
    query = request.query_params
    form = Form.of(query.multi_items())
    page = make_claims(_db(request), form, after=query.get("after", ""), sort=query.get("sort", ""))
    return Shown("claims.html", {"page": page, "sorted_by": SORTED_BY})


def claims_counted(request: Request) -> Shown:
    """How many claims match a form; asked for by the page of claims once it is shown."""
    number, more = count(_db(request), Form.of(request.query_params.multi_items()))
    return Shown("count.html", {"number": number, "more": more})


def search(request: Request) -> Shown:
    """What holds some words: titles, claims, texts."""
    return Shown("search.html", {"page": make_search(_db(request), _words(request))})


def search_texts(request: Request) -> Shown:
    """The articles whose texts hold some words; asked for by the page of a search once it is shown."""
    words, before = _words(request), read_id(request.query_params.get("before", ""))
    return Shown("texts.html", {"words": words, "page": make_texts(_db(request), words, before)})


def _words(request: Request) -> str:
    return " ".join(request.query_params.get("text", "").split())[:_LONGEST]


def waiting(request: Request) -> Shown:
    """Claims that want a person; asked for by the overview once it is shown."""
    return Shown("waiting.html", {"found": pages.make_waiting(_db(request))})


def claim(request: Request) -> Shown:
    """One claim with all its fields and why each is so."""
    page = pages.make_claim(_db(request), request.path_params["claim_id"])
    return Shown("claim.html", {"page": page, "seen": page.seen, **CARD})


def article(request: Request) -> Shown:
    """An article with its claims marked where they stand."""
    page = pages.make_article(_db(request), request.path_params["article_id"])
    colour = "topic" if request.query_params.get("colour") == "topic" else "status"
    return Shown("article.html", {"page": page, "seen": page.seen, "colour": colour, **CARD})


def reviewed(request: Request, form: FormData) -> Shown:
    """The card of a claim after a decision, or with what was typed where it could not be.

    Raises:
        FactdbError: It could not be, and no script asks, which would put a card in its place.
    """
    db, claim_id, given = _db(request), request.path_params["claim_id"], _typed(form)
    asked = Asked(
        act=given.get("act", ""),
        seen=given.get("seen", ""),
        reviewer=given.get("reviewer", ""),
        remark=given.get("remark", "").strip() or None,
        fields={name: given[name] for name in FIELDS if name in given},
    )
    message: FactdbError | str = ""
    status, typed = OK, None
    try:
        review(db, claim_id, asked)
    except FactdbError as fault:
        if isinstance(fault, ClaimNotFoundError) or "hx-request" not in request.headers:
            raise
        message, status = fault, CONFLICT if isinstance(fault, SeenBeforeError | ChangedMeanwhileError) else 400
        typed = asked.fields if status != CONFLICT and asked.act == "correct" else None
    row = get_claim(db, claim_id)
    line = pages.make_line(row, get_text(db, row.article_id))
    values = {"line": line, "seen": seen_marks(db, [row]), "message": message, "faulty": status != OK, "typed": typed}
    return Shown("card.html", {**CARD, **values, "reviewer": asked.reviewer}, status)


def series(request: Request) -> Shown:
    """A series as a chart and a table, or which ones there are."""
    asked = {name: request.query_params.get(name, "").strip() for name in ("subject", "metric", "unit", "period")}
    values: dict[str, Any] = {"asked": asked, "page": None, "pairs": [], "fault": "", "query": "", "without_unit": ""}
    if not (asked["subject"] and asked["metric"]):
        return Shown("series.html", values | {"pairs": most_told(_db(request), _PAIRS)})
    given = {name: value for name, value in asked.items() if value}
    without = {name: value for name, value in given.items() if name != "unit"}
    values |= {"query": urlencode(given), "without_unit": urlencode(without)}
    try:
        page = make_series(
            _db(request), asked["subject"], asked["metric"], asked["unit"] or None, asked["period"] or None
        )
    except FactdbError as fault:
        return Shown("series.html", values | {"fault": fault}, 404)
    return Shown("series.html", values | {"page": page})


def conflicts(request: Request) -> Shown:
    """Who disagrees with whom."""
    settled = request.query_params.get("settled") == "1"
    page = make_conflicts(_db(request), settled=settled, write=not request.app.state.access.read_only)
    return Shown("conflicts.html", {"page": page, "fault": ""})


def conflict_decided(request: Request, form: FormData) -> Shown:
    """The same after a decision, or after the database was looked through."""
    db, given = _db(request), _typed(form)
    fault: FactdbError | str = ""
    try:
        if given.get("act") == "search":
            search_conflicts(db)
        else:
            act_on_conflict(db, request.path_params["conflict_id"], given)
    except FactdbError as error:
        fault = error
    page = make_conflicts(db, settled=False, write=True)
    return Shown("conflicts.html", {"page": page, "fault": fault}, 400 if fault else OK)


def forecasts(request: Request) -> Shown:
    """What was foreseen, beside what came of it."""
    scores = request.query_params.get("scores") == "1"
    page = make_forecasts(_db(request), datetime.now(UTC).astimezone().date(), scores=scores)
    return Shown("forecasts.html", {"page": page})


def ingest_form(_: Request) -> Shown:
    """Where a text is pasted, files are dropped, an address is given."""
    return Shown("ingest.html", {"taken": None, "fault": "", "lines": [], "given": {}})


def ingest_brought(request: Request, form: FormData) -> Shown:
    """Read what was brought, and show its claims at once."""
    given = {name: value.strip() for name, value in _typed(form).items()}
    files = [value for value in form.getlist("files") if isinstance(value, UploadFile) and value.filename]
    db = _db(request)
    try:
        brought = Brought(
            text=given.get("text", ""),
            url=given.get("url", ""),
            files=tuple((file.filename or "", file.file) for file in files),
            title=given.get("title") or None,
            publisher=given.get("publisher") or None,
            published_on=_day(given.get("date", "")),
        )
        newest = last_claim(db)
        taken = take_in(db, brought)
    except FactdbError as fault:
        return Shown("ingest.html", {"taken": None, "fault": fault, "lines": [], "given": given}, 400)
    lines = pages.make_lines(list_since(db, newest, _PAGE))
    return Shown("ingest.html", {"taken": taken, "fault": "", "lines": lines, "given": {}})


def _typed(form: FormData) -> dict[str, str]:
    """What was typed into a form, without files."""
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _day(given: str) -> date | None:
    """A day that was chosen, if one was.

    Raises:
        BadDateError: It is none.
    """
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise BadDateError(given) from None
