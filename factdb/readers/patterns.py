"""Patterns for paths, such as ``reports/*.pdf`` and ``**/*.html``: where no shell puts the files in their place."""

import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import translate
from pathlib import Path, PurePath

from factdb.readers.file_names import is_left_out

_SIGNS = re.compile(r"[*?\[]")
_ANY_FOLDERS = "**"


def is_pattern(path: str) -> bool:
    """Whether a path may stand for several."""
    return bool(_SIGNS.search(path)) and "\0" not in path


def matches(pattern: str, unread: list[OSError]) -> list[Path]:
    """The files and folders that a pattern stands for, in order; hidden ones only where it names them so.

    Args:
        pattern: ``*``, ``?`` and ``[…]`` stand for parts of a name, ``**`` for any folders below one another.
        unread: Takes what the system says of folders that cannot be read.
    """
    path = PurePath(pattern)
    found: list[Path] = [Path(path.anchor)]
    parts: Sequence[str] = path.parts[1:] if path.anchor else path.parts
    for place, part in enumerate(parts):
        last = place == len(parts) - 1
        if part == _ANY_FOLDERS:
            # As the last part it stands for all that is below, which is what a folder itself stands for.
            found = found if last else list(_folders(found, unread))
        elif _SIGNS.search(part):
            found = [child for folder in found for child in _children(folder, part, unread)]
        else:
            found = [folder / part for folder in found if (folder / part).exists()]
    return list(dict.fromkeys(found))


def _children(folder: Path, pattern: str, unread: list[OSError]) -> Iterator[Path]:
    matching = re.compile(translate(pattern))
    names = _names(folder, unread)
    for name in names:
        if matching.match(name) and (pattern.startswith(".") or not is_left_out(PurePath(name), frozenset(names))):
            yield folder / name


def _folders(found: Iterable[Path], unread: list[OSError]) -> Iterator[Path]:
    """Folders with all folders below them, each once, for a folder may hold a link to one that holds it."""
    entered: set[tuple[int, int]] = set()
    pending = list(found)[::-1]
    while pending:
        folder = pending.pop()
        try:
            status = folder.stat()
            key = (status.st_dev, status.st_ino)
            if key in entered or not folder.is_dir():
                continue
        except OSError:
            continue
        entered.add(key)
        yield folder
        pending.extend(folder / name for name in reversed(_names(folder, unread)) if not name.startswith("."))


def _names(folder: Path, unread: list[OSError]) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir())
    except NotADirectoryError:
        return []
    except OSError as error:
        unread.append(error)
        return []
