"""Corpora of any size into Parquet shards of articles and claims.

Sources are cut into shards (`shards`); an engine (`engines`, `ray_engine`) has each of them read, its claims found, and
both written (`work`) to a folder (`folder`); `run` sees to it. Of each there is a manifest (`manifests`), so that a run
goes on where another one stopped.
"""

from enum import StrEnum
from importlib.util import find_spec

from factdb.errors import MissingPackageError

# So many bytes of the sources make a shard: some ten seconds of work.
SHARD_SIZE = 8_000_000


class EngineKind(StrEnum):
    """What makes shards."""

    PROCESSES = "processes"
    RAY = "ray"


def require_arrow(engine: EngineKind = EngineKind.PROCESSES) -> None:
    """See to it that shards can be written and read, and made by the engine that is wanted.

    Raises:
        MissingPackageError: pyarrow is not installed, or Ray, whose extra brings both.
    """
    if engine is EngineKind.RAY and find_spec("ray") is None:
        raise MissingPackageError("ray", "ray")
    if find_spec("pyarrow") is None:
        raise MissingPackageError("pyarrow", "parquet")
