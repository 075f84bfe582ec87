"""What can go wrong with shards as a whole, in sentences that name the remedy."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from factdb.errors import FactdbError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class OtherFolderError(FactdbError):
    """The folder holds what no bulk has written."""

    def __init__(self, root: Path) -> None:
        super().__init__(f"{root} holds other files. Name a folder that is new or empty, or one of `factdb bulk`.")


class NoShardsError(FactdbError):
    """The folder is none that shards are written to."""

    def __init__(self, root: Path) -> None:
        super().__init__(f"{root} is no folder of shards. Make one with `factdb bulk PATH -o {root}`.")


class NewerFormatError(FactdbError):
    """The folder was written by a newer factdb."""

    def __init__(self, root: Path) -> None:
        super().__init__(f"{root} was written by a newer factdb. Update this one: pip install -U factdb")


class FolderBusyError(FactdbError):
    """Another process writes to the folder."""

    def __init__(self, root: Path) -> None:
        super().__init__(f"Another factdb bulk is writing to {root}. Wait for it to end, or name another folder.")


class NotWrittenError(FactdbError):
    """The folder cannot be written to."""

    def __init__(self, root: Path, error: OSError) -> None:
        full = error.errno in _FULL
        cause = os.strerror(error.errno) if error.errno else error
        remedy = "Make room" if full else "See to it that it can be written to"
        super().__init__(
            f"A shard cannot be written to {root}: {cause}. {remedy}, then give the same command "
            "again: it goes on where this one stopped."
        )


class StoppedError(FactdbError):
    """What kept one shard from being written keeps all of them."""


class NoClusterError(FactdbError):
    """There is no Ray cluster to work in."""

    def __init__(self, address: str | None, cause: Exception) -> None:
        what = f"The Ray cluster at {address} cannot be reached" if address else "Ray cannot be started"
        remedy = "Check the address; `ray status` on its head tells it" if address else "Try --engine processes"
        super().__init__(f"{what}: {str(cause).strip().partition(chr(10))[0]}. {remedy}.")


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """What the system says against writing to a folder becomes an error of ours."""
    try:
        yield
    except OSError as error:
        raise NotWrittenError(root, error) from error
