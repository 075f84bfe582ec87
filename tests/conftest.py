"""What tests share: a database of their own, and claims made to measure."""

import shutil
import signal
from collections.abc import Iterator
from decimal import Decimal
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
