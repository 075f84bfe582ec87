"""Paths to sources: files, folders with all that is in them, patterns, addresses, and standard input."""

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from factdb.errors import Problem
from factdb.readers.faults import (
    EmptyFolderError,
    NoFileError,
    NoMatchError,
    SchemeError,
    SourceError,
    SourceMissingError,
    SourceUnreadableError,
    UnfinishedError,
)
from factdb.readers.file_names import is_left_out, is_unfinished
from factdb.readers.patterns import is_pattern, matches

ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{1,30}://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """Something to read an article from.

    Attributes:
        name: What messages call it: the path as it was given or found, or ``-``.
        path: The file; None for standard input and for an address.
        url: The address, if it is one.
    """

    name: str
    path: Path | None
    url: str = ""


def find_sources(paths: Sequence[str]) -> Iterator[Source | Problem]:
    """The files behind paths, each once: folders in sorted order with all that is below them, hidden files aside.

    Args:
        paths: Files, folders, patterns such as ``reports/*.pdf``, addresses, and ``-`` for standard input.
    """
    seen: set[str] = set()
    for given in paths:
        for found in _find(given):
            if isinstance(found, Source):
                place = absolute(found.path) if found.path else found.url or found.name
                if place in seen:
                    continue
                seen.add(place)
            yield found


def absolute(path: Path) -> str:
    """The absolute path, links as they are: what the user calls the file."""
    return printable(os.path.abspath(path))  # noqa: PTH100 (resolve() would follow links)


def without_fragment(url: str) -> str:
    """An address without the part that only a browser looks at."""
    return url.partition("#")[0]


def without_password(url: str) -> str:
    """An address as messages may show it."""
    return re.sub(r"(?<=//)[^/?#\s]*@", "…@", url, count=1)


def printable(path: str | Path) -> str:
    """A path as text that can be shown and stored, whatever bytes the file's name is made of."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _find(given: str) -> Iterator[Source | Problem]:
    if given == "-":
        yield Source("-", None)
        return
    if re.match("https?:/", given.lstrip(), re.IGNORECASE):
        url = printable(given.strip())
        yield Source(without_password(url), None, without_fragment(url))
        return
    path = Path(given)
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError):
        if is_pattern(given):
            yield from _match(given)
        else:
            missing = SchemeError if _SCHEME.match(given) else SourceMissingError
            yield _problem(given, missing(printable(given)))
    except OSError as error:
        yield _problem(given, SourceUnreadableError(printable(given), error.strerror or str(error)))
    else:
        if stat.S_ISDIR(mode):
            yield from _walk(path)
        else:
            yield _file(path, mode)


def _match(pattern: str) -> Iterator[Source | Problem]:
    """The files that a pattern stands for, where the shell did not put them in its place."""
    unread: list[OSError] = []
    empty = True
    for path in matches(pattern, unread):
        empty = False
        if is_unfinished(path.name):
            yield _problem(path, UnfinishedError(printable(path)))
        else:
            yield from _find(str(path))
    for error in unread:
        name = printable(error.filename or pattern)
        yield _problem(name, SourceUnreadableError(name, error.strerror or str(error)))
    if empty and not unread:
        yield _problem(pattern, NoMatchError(printable(pattern)))


def _walk(folder: Path) -> Iterator[Source | Problem]:
    """The files of a folder, and then those of the folders below it."""
    empty = True
    # A folder may hold a link to one that holds it; each is entered once.
    entered: set[tuple[int, int]] = set()
    pending = [folder]
    while pending:
        below: list[Path] = []
        for found in _enter(pending.pop(), entered):
            if isinstance(found, Path):
                below.append(found)
            else:
                empty = False
                yield found
        pending.extend(reversed(below))
    if empty:
        yield _problem(folder, EmptyFolderError(printable(folder)))


def _enter(folder: Path, entered: set[tuple[int, int]]) -> Iterator[Source | Problem | Path]:
    """What a folder holds, folders as their paths; nothing if it was entered before."""
    try:
        status = folder.stat()
        if (status.st_dev, status.st_ino) in entered:
            return
        entered.add((status.st_dev, status.st_ino))
        names = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        yield _problem(folder, SourceUnreadableError(printable(folder), error.strerror or str(error)))
        return
    all_names = frozenset(names)
    yield from (_member(folder / name) for name in names if not is_left_out(PurePath(name), all_names))


def _member(path: Path) -> Source | Problem | Path:
    if is_unfinished(path.name):
        return _problem(path, UnfinishedError(printable(path)))
    try:
        mode = path.stat().st_mode
    except OSError:
        return _problem(path, SourceMissingError(printable(path)))
    return path if stat.S_ISDIR(mode) else _file(path, mode)


def _file(path: Path, mode: int) -> Source | Problem:
    return Source(printable(path), path) if stat.S_ISREG(mode) else _problem(path, NoFileError(printable(path)))


def _problem(path: str | Path, error: SourceError) -> Problem:
    return Problem(printable(path), str(error))
