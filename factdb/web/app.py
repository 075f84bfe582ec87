"""The application: which address is answered by what, and how a page is put together."""

import getpass
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path

from anyio.to_thread import current_default_thread_limiter
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from factdb.db.articles import ArticleNotFoundError
from factdb.db.database import Database
from factdb.db.queries import ClaimNotFoundError
from factdb.errors import FactdbError
from factdb.settings import REVIEWER
from factdb.web import api, views
from factdb.web.forms import Form
from factdb.web.intake import MAX_FILES
from factdb.web.language import COOKIE, Language, choose, languages
from factdb.web.listing import export_file
from factdb.web.searching import cut_words
from factdb.web.security import MAX_BODY, Access, Guard, cookie, is_own_form
from factdb.wording import show_text

_FOLDER = Path(__file__).parent
_MISSING = (ArticleNotFoundError, ClaimNotFoundError)
_YEAR = 31_536_000
_THREADS = 4
_PLACES = (
    ("/", "overview"),
    ("/claims", "claims"),
    ("/series", "series"),
    ("/conflicts", "conflicts"),
    ("/forecasts", "forecasts"),
    ("/ingest", "ingest"),
)


def make_app(db: Database, access: Access | None = None) -> Starlette:
    """The application for a database.

    Args:
        db: Where the claims are; it stays open as long as the application.
        access: What it allows; this machine alone, and everything, if None.
    """
    access = access or Access()
    app = Starlette(
        routes=_routes(),
        lifespan=_limited,
        middleware=[Middleware(Guard, access=access)],
        exception_handlers={HTTPException: _missing, FactdbError: _fault, Exception: _failure},
    )
    app.state.db = db
    app.state.access = access
    return app


def _routes() -> list[Route | Mount]:
    return [
        Route("/", _page(views.overview)),
        Route("/claims", _page(views.claims)),
        Route("/claims/count", _page(views.claims_counted)),
        Route("/claims/export", _export),
        Route("/claims/{claim_id:id}", _page(views.claim)),
        Route("/claims/{claim_id:id}/review", _review, methods=["POST"]),
        Route("/articles/{article_id:id}", _page(views.article)),
        Route("/search", _page(views.search)),
        Route("/search/texts", _page(views.search_texts)),
        Route("/waiting", _page(views.waiting)),
        Route("/series", _page(views.series)),
        Route("/conflicts", _page(views.conflicts)),
        Route("/conflicts", _decide, methods=["POST"]),
        Route("/conflicts/{conflict_id:id}", _decide, methods=["POST"]),
        Route("/forecasts", _page(views.forecasts)),
        *api.routes(),
        Route("/ingest", _page(views.ingest_form)),
        Route("/ingest", _ingest, methods=["POST"]),
        Route("/login", _login, methods=["GET", "POST"]),
        Route("/language", _language),
        Route("/favicon.ico", _icon),
        Mount("/static", StaticFiles(directory=_FOLDER / "static"), name="static"),
    ]


@asynccontextmanager
async def _limited(_: Starlette) -> AsyncIterator[None]:
    """Few at a time, the others in a row: many threads would only keep one another waiting."""
    current_default_thread_limiter().total_tokens = _THREADS
    yield


def _page(view: views.View) -> Callable[[Request], Awaitable[Response]]:
    """A page: its values are made in a thread, for the database is asked there, and shown by its template."""

    async def answer(request: Request) -> Response:
        return await run_in_threadpool(_show, request, view)

    return answer


def _show(request: Request, view: views.View) -> Response:
    shown = view(request)
    return render(request, shown.template, shown.status, **shown.values)


def render(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """A template filled in."""
    access: Access = request.app.state.access
    language = language_of(request)
    text = (
        _environment()
        .get_template(template)
        .render(
            t=language,
            path=request.url.path,
            here=here_of(request),
            places=[place for place in _PLACES if not (access.read_only and place[0] == "/ingest")],
            form_token=access.form_token(request.scope["session"]),
            read_only=access.read_only,
            **{"reviewer": _reviewer(access), **values},
        )
    )
    return HTMLResponse(text, status, headers={"content-language": language.code, "vary": "Accept-Language, Cookie"})


def _reviewer(access: Access) -> str:
    """Who decides, as far as the page knows: on a machine of one's own whoever runs it, else nobody."""
    if access.token is not None:
        return ""
    try:
        return REVIEWER.read() or getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def language_of(request: Request) -> Language:
    """The language to answer a visitor in."""
    short = choose(request.cookies.get(COOKIE, ""), request.headers.get("accept-language", ""))
    return languages()[short]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = show_text
    environment.filters["grouped"] = "{:,}".format
    environment.filters["cut_words"] = cut_words
    return environment


async def _export(request: Request) -> Response:
    """The claims of a page as a file."""
    query = request.query_params
    name = query.get("format", "csv")
    form = Form.of(query.multi_items())
    path = await run_in_threadpool(export_file, request.app.state.db, form, name, query.get("sort", ""))
    return FileResponse(path, filename=f"claims.{name}", background=BackgroundTask(path.unlink))


async def _ingest(request: Request) -> Response:
    """Read what a visitor brings, and show what came of it."""
    return await _post(request, views.ingest_brought)


async def _review(request: Request) -> Response:
    """Write down a decision; a browser without scripts is led back to the claim, or told on a page why not."""
    answer = await _post(request, views.reviewed)
    if answer.status_code == views.OK and "hx-request" not in request.headers:
        return RedirectResponse(f"/claims/{request.path_params['claim_id']}", 303)
    return answer


async def _decide(request: Request) -> Response:
    """Settle a conflict, or look for them."""
    return await _post(request, views.conflict_decided)


async def _post(request: Request, view: Callable[[Request, FormData], views.Shown]) -> Response:
    """What comes of a form that this page has made for this visitor."""
    async with request.form(max_files=MAX_FILES, max_fields=40, max_part_size=MAX_BODY) as form:
        if not is_own_form(request, request.app.state.access, str(form.get("form_token", ""))):
            return render(request, "error.html", 403, message=language_of(request)("old_form"))
        shown = await run_in_threadpool(view, request, form)
    return render(request, shown.template, shown.status, **shown.values)


def here_of(request: Request) -> str:
    """The address of a page within this one, with what stands behind the question mark."""
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _there(request: Request) -> str:
    """Where to go next: a path of this page only, for //elsewhere.example is another one."""
    there = request.query_params.get("next", "/")
    return there if there.startswith("/") and not there.startswith(("//", "/\\")) else "/"


async def _login(request: Request) -> Response:
    access: Access = request.app.state.access
    there = _there(request)
    if request.method == "GET":
        return render(request, "login.html", wrong=False, there=there)
    given = str((await request.form()).get("token", ""))
    if not access.is_token(given):
        return render(request, "login.html", 403, wrong=True, there=there)
    return RedirectResponse(there, 303, headers={"set-cookie": cookie(access.new_session())})


async def _language(request: Request) -> Response:
    """Change to the other language, and go back."""
    now = next(short for short, language in languages().items() if language is language_of(request))
    other = next(short for short in languages() if short != now)
    answer = RedirectResponse(_there(request), 303)
    answer.set_cookie(COOKIE, other, max_age=_YEAR, samesite="strict", httponly=True)
    return answer


async def _icon(_: Request) -> Response:
    return RedirectResponse("/static/icon.svg", 301)


def _missing(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return _told(request, status, language_of(request)("not_found"))


def _fault(request: Request, error: Exception) -> Response:
    return _told(request, 404 if isinstance(error, _MISSING) else 400, language_of(request).fault(error))


def _failure(request: Request, _: Exception) -> Response:
    return _told(request, 500, language_of(request)("failed"))


def _told(request: Request, status: int, message: str) -> Response:
    """What is wrong, to a person as a page and to a program as data."""
    if request.url.path.startswith("/api/"):
        return api.refusal(message, status)
    return render(request, "error.html", status, message=message)
