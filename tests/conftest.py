"""What tests share: a database of their own, and claims made to measure."""

import shutil
import signal
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import pytest
from postgresql_server import Server
from web_site import Site

from factdb.claim import Article, Change, Claim, Comparator, Modality
from factdb.db.database import Database
from factdb.db.runs import start_run
from factdb.db.session import open_db
from factdb.db.store import Store
from factdb.settings import SETTINGS

pytest_plugins = ["web_browser"]

# A shell that runs the tests in the background has them, and all that they start, ignore Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)


TEXT = "橙鹿2021年日活用户1.2亿人,去年广告收入5亿至8亿元,预计2022年一季度毛利率升至35%,门店上百个。"


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


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A web server that is asked without a pause, and for five seconds at most."""
    monkeypatch.setenv("FACTDB_FETCH_DELAY", "0")
    monkeypatch.setenv("FACTDB_FETCH_TIMEOUT", "5")
    site = Site()
    yield site
    site.stop()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server for the tests of this process; its password is in the environment."""
    with Server() as started, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGPASSWORD", Server.PASSWORD)
        yield started


@pytest.fixture
def own_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A PostgreSQL server that a test may stop and start."""
    monkeypatch.setenv("PGPASSWORD", Server.PASSWORD)
    with Server() as started:
        yield started


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """The kind of database; a test that takes one runs with each."""
    return str(request.param)


@pytest.fixture(scope="session")
def _blank_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database fresh from its making; a copy of it is quicker than another one."""
    path = tmp_path_factory.mktemp("blank") / "blank.db"
    open_db(str(path)).close()
    return path


@pytest.fixture(scope="session")
def _blank_database(server: Server) -> str:
    """The same on the server: its name there."""
    name = server.create()
    open_db(server.url(name)).close()
    return name


@pytest.fixture
def new_url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Where a database can be made that is not there yet."""
    if engine == "sqlite":
        yield str(tmp_path / "facts.db")
        return
    server: Server = request.getfixturevalue("server")
    # A copy of a database that has been made is quicker than another one.
    wants_it_made = "db" in request.fixturenames
    name = server.create(request.getfixturevalue("_blank_database")) if wants_it_made else server.create()
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def db(engine: str, new_url: str, request: pytest.FixtureRequest) -> Iterator[Database]:
    """An open database with nothing in it but the seeds."""
    if engine == "sqlite":
        shutil.copy(request.getfixturevalue("_blank_file"), new_url)
    with open_db(new_url) as opened:
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


@pytest.fixture
def stored(db: Database, put: Put, make_claim: MakeClaim) -> Database:
    """A database with four claims of one article, and one of another."""
    put(
        Article("/reports/50%_a.txt", TEXT, "橙鹿年报", publisher="柚子观察", published_on=date(2022, 2, 1)),
        make_claim(
            TEXT, "1.2亿人", low=Decimal(120000000), unit="人", metric="DAU", subject="橙鹿", period="2021",
            period_start=date(2021, 1, 1), period_end=date(2021, 12, 31), period_raw="2021年", topics=("traffic",),
        ),
        make_claim(
            TEXT, "5亿至8亿元", low=Decimal(500000000), high=Decimal(800000000), cmp=Comparator.RANGE, unit="CNY",
            metric="广告收入", subject="橙鹿", period="raw:去年", period_raw="去年", topics=("advertising", "revenue"),
        ),
        make_claim(
            TEXT, "35%", low=Decimal(35), unit="percent", metric="毛利率", subject="橙鹿", period="2022-Q1",
            period_start=date(2022, 1, 1), period_end=date(2022, 3, 31), period_raw="2022年一季度",
            modality=Modality.FORECAST, change=Change.INCREASE, topics=("profit",),
        ),
        make_claim(TEXT, "上百个", low=Decimal(100), high=None, cmp=Comparator.GE, unit="个", metric="门店数"),
    )  # fmt: skip
    text = "白水乳业门店9家。"
    put(
        Article("/other.md", text, publisher="南桥财经", published_on=date(2020, 5, 1)),
        make_claim(
            text, "9家", low=Decimal(9), unit="家", subject="白水乳业", topics=("other",), attribution="乳业协会"
        ),
    )
    return db
