"""What the name of a file says of it: that it is hidden, there for another file, or not finished."""

import re
from pathlib import PurePath

# A folder of articles may well hold the database that they are read into, and what SQLite keeps beside it.
_DATABASE = re.compile(r"\.db(?:-wal|-shm|-journal|\.backup-.*)?$")
# What systems and programs keep in folders for themselves, and do not show.
_HIDDEN = re.compile(r"\.|~\$|__MACOSX$|Thumbs\.db$|desktop\.ini$|#.*#$|.*~$", re.DOTALL)
_UNFINISHED = re.compile(r".*\.(?:part|partial|crdownload|opdownload|download|tmp|aria2|filepart|!ut)", re.DOTALL)


def is_left_out(path: PurePath, names: frozenset[str]) -> bool:
    """Whether what lies in a folder or an archive is no article by its name.

    Args:
        path: Where it lies in the folder or the archive.
        names: All that lie there.
    """
    if any(_HIDDEN.match(part) for part in path.parts if part != ".."):
        return True
    return bool(_DATABASE.search(path.name)) or _is_sidecar(str(path), names)


def is_unfinished(name: str) -> bool:
    """Whether a file is a download or a copy that was not finished, or was not tidied away."""
    return bool(_UNFINISHED.fullmatch(name.lower()))


def _is_sidecar(name: str, names: frozenset[str]) -> bool:
    """Whether the file only describes another one beside it."""
    stem, dot, suffix = name.rpartition(".")
    return dot + suffix == ".toml" and any(f"{stem}{other}" in names for other in (".txt", ".md"))
