"""Lines of text as statements of SQL."""

import re
import sqlite3
from collections.abc import Iterable, Iterator

_PIECES = re.compile("[^;]*;|[^;]+")


class Statements:
    """Takes lines and gives statements, each ended by a semicolon that is not inside of a text or a remark."""

    def __init__(self) -> None:
        self._held = ""

    @property
    def held(self) -> str:
        """What has no end yet."""
        return self._held.strip()

    def take(self, line: str) -> list[str]:
        """The statements that a line ends."""
        ended = []
        for piece in _PIECES.findall(f"{line.rstrip()}\n"):
            self._held += piece
            if piece.endswith(";") and sqlite3.complete_statement(self._held):
                if self.held.strip(";"):
                    ended.append(self.held)
                self._held = ""
        return ended

    def drop(self) -> None:
        """Forget what has no end yet."""
        self._held = ""


def statements(lines: Iterable[str]) -> Iterator[str]:
    """The statements in lines of text; the last one may do without a semicolon."""
    taken = Statements()
    for line in lines:
        yield from taken.take(line)
    if taken.held:
        yield taken.held
