"""A text's companion: ``report.toml`` beside ``report.txt`` says who published it, and when."""

from datetime import date as Date  # noqa: N812 (`date` is a key)
from pathlib import Path

import msgspec

from factdb.readers.faults import SidecarError
from factdb.readers.sources import printable


class Sidecar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a companion may say of its article.

    Attributes:
        title: The headline.
        author: Who wrote it.
        source: Who published it.
        date: The day it was published.
    """

    title: str | None = None
    author: str | None = None
    source: str | None = None
    date: Date | None = None


def read_sidecar(path: Path) -> Sidecar | None:
    """The companion of the text at `path`, if it has one.

    Raises:
        SidecarError: It cannot be used.
    """
    if path.suffix.lower() not in {".txt", ".md"}:
        return None
    companion = path.with_suffix(".toml")
    try:
        return msgspec.toml.decode(companion.read_bytes(), type=Sidecar)
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, msgspec.DecodeError) as error:
        raise SidecarError(printable(companion), str(error).replace("`", "")) from error
