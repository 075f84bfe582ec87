"""factdb: every figure of a Chinese article as a claim you can query. docs/api.md has examples."""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from factdb.api import (
        count_claims,
        export,
        ingest,
        list_claims,
        list_groups,
        list_ingests,
        list_problems,
        report,
        search,
        sql,
        stats,
        topics,
    )
    from factdb.claim import Article, Claim
    from factdb.db.database import Database
    from factdb.db.queries import ClaimRow, get_claim, get_text
    from factdb.db.session import open_db
    from factdb.errors import FactdbError
    from factdb.export.frames import to_arrow, to_pandas
    from factdb.extract import extract
    from factdb.tracking.series import track

    __version__: str

# Where each public name is at home.
_HOMES = {
    "Article": "factdb.claim",
    "Claim": "factdb.claim",
    "ClaimRow": "factdb.db.queries",
    "Database": "factdb.db.database",
    "FactdbError": "factdb.errors",
    "count_claims": "factdb.api",
    "export": "factdb.api",
    "extract": "factdb.extract",
    "get_claim": "factdb.db.queries",
    "get_text": "factdb.db.queries",
    "ingest": "factdb.api",
    "list_claims": "factdb.api",
    "list_groups": "factdb.api",
    "list_ingests": "factdb.api",
    "list_problems": "factdb.api",
    "open_db": "factdb.db.session",
    "report": "factdb.api",
    "search": "factdb.api",
    "sql": "factdb.api",
    "stats": "factdb.api",
    "to_arrow": "factdb.export.frames",
    "to_pandas": "factdb.export.frames",
    "topics": "factdb.api",
    "track": "factdb.tracking.series",
}

__all__ = [
    "Article",
    "Claim",
    "ClaimRow",
    "Database",
    "FactdbError",
    "__version__",
    "count_claims",
    "export",
    "extract",
    "get_claim",
    "get_text",
    "ingest",
    "list_claims",
    "list_groups",
    "list_ingests",
    "list_problems",
    "open_db",
    "report",
    "search",
    "sql",
    "stats",
    "to_arrow",
    "to_pandas",
    "topics",
    "track",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 (PEP 562: any attribute of the module)
    """Import what is asked for when it is asked for, so that `import factdb` stays light."""
    if name == "__version__":
        return import_module("importlib.metadata").version("factdb")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)


class _Package(ModuleType):
    """``factdb.ingest``, ``export`` and ``report`` are the functions, also after modules of these names are."""

    def __setattr__(self, name: str, value: object) -> None:
        if name not in _HOMES or not isinstance(value, ModuleType):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
