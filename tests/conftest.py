"""What tests share: a database of their own, and claims made to measure."""

import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol

import pytest

from factdb.claim import Article, Change, Claim, Comparator, Modality
from factdb.db.database import Database
from factdb.db.runs import start_run
from factdb.db.session import open_db
from factdb.db.store import Store
from factdb.settings import SETTINGS

# A shell that runs the tests in the background has them, and all that they start, ignore Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)


class Site:
    """A web server of this machine: what it says at each path, and what it was asked.

    Attributes:
        pages: What answers at a path: the bytes to send, or a function that sends them. A path without one is 404.
        asked: The paths that were asked for, in order.
        headers: The headers of the last request.
        url: Its address, without a slash at the end.
    """

    def __init__(self) -> None:
        self.pages: dict[str, bytes | Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[str] = []
        self.headers: dict[str, str] = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.headers = dict(self.headers.items())
                answer = site.pages.get(self.path)
                if callable(answer):
                    answer(self)
                    return
                self.send_response(404 if answer is None else 200)
                self.send_header("Content-Type", "text/plain")
                self.end_headers()
                self.wfile.write(answer or b"")

            def log_message(self, *_args: object) -> None:
                pass

            def handle(self) -> None:
                # A reader that has had enough hangs up.
                try:
                    super().handle()
                except ConnectionError:
                    self.close_connection = True

            def finish(self) -> None:
                try:
                    super().finish()
                except ConnectionError:
                    self.close_connection = True

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def stop(self) -> None:
        """Serve no more."""
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()

    def send(self, path: str, body: bytes = b"", status: int = 200, headers: dict[str, str] | None = None) -> None:
        """Answer at a path with a status and headers."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in (headers or {}).items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(body)

        self.pages[path] = answer


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A web server that is asked without a pause, and for five seconds at most."""
    monkeypatch.setenv("FACTDB_FETCH_DELAY", "0")
    monkeypatch.setenv("FACTDB_FETCH_TIMEOUT", "5")
    site = Site()
    yield site
    site.stop()


class MakeClaim(Protocol):
    """Makes the claim of a figure in a text; its other fields are given, or plain."""

    def __call__(self, text: str, quote: str, **fields: Any) -> Claim:  # noqa: ANN401 (any field)
        """The claim of `quote` in `text`."""


class Put(Protocol):
    """Stores articles with their claims."""

    def __call__(self, article: Article, *claims: Claim) -> int:
        """The id of the article."""


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have settings of their own."""
    for setting in SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)


@pytest.fixture(scope="session")
def _blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database fresh from its making; a copy of it is quicker than another one."""
    path = tmp_path_factory.mktemp("blank") / "blank.db"
    open_db(str(path)).close()
    return path


@pytest.fixture
def db(_blank: Path, tmp_path: Path) -> Iterator[Database]:
    """An open database with nothing in it but the seeds."""
    path = tmp_path / "facts.db"
    shutil.copy(_blank, path)
    with open_db(str(path)) as opened:
        yield opened


@pytest.fixture
def make_claim() -> MakeClaim:
    """See `MakeClaim`."""

    def make(text: str, quote: str, **fields: Any) -> Claim:  # noqa: ANN401 (any field)
        start = fields.pop("start", None)
        if start is None:
            start = text.index(quote)
        low = fields.pop("low", Decimal(1))
        plain: dict[str, Any] = {
            "sentence": text,
            "high": low,
            "cmp": Comparator.EQ,
            "unit": "",
            "metric": None,
            "subject": None,
            "period": None,
            "period_start": None,
            "period_end": None,
            "period_raw": None,
            "period_rule": None,
            "modality": Modality.ACTUAL,
            "change": Change.LEVEL,
            "basis": None,
            "attribution": None,
            "topics": (),
        }
        return Claim(start=start, end=start + len(quote), quote=quote, low=low, **{**plain, **fields})

    return make


@pytest.fixture
def put(db: Database) -> Put:
    """See `Put`."""
    store = Store(db, start_run(db, extractor_version="test", lexicon="test"))

    def add(article: Article, *claims: Claim) -> int:
        return store.add(article, claims).article_id

    return add
