"""factdb: every figure of a Chinese article as a claim you can query."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from factdb.claim import Claim
    from factdb.db.session import open_db
    from factdb.extract import extract

    __version__: str

__all__ = ["Claim", "__version__", "extract", "open_db"]

_HOMES = {"Claim": "factdb.claim", "extract": "factdb.extract", "open_db": "factdb.db.session"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 (PEP 562: any attribute of the module)
    """Import what is asked for when it is asked for, so that `import factdb` stays light."""
    if name == "__version__":
        return import_module("importlib.metadata").version("factdb")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
