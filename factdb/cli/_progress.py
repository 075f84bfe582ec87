"""A bar for what takes its time, shown where a person watches."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from factdb.cli._output import say

# Is told how much is done, how much there is, if that is known, and a few words.
Show = Callable[[int, int | None, str], None]
# Who writes the talk to a file is told so often, in seconds.
_TOLD = 60


@contextmanager
def progress_bar(*, counted: bool = True) -> Iterator[Show | None]:
    """What shows on a bar how far something has come; None where nobody watches.

    Args:
        counted: Whether to show the numbers, and how much time is left.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from factdb.wording import show_text

    numbers = (MofNCompleteColumn(), TimeRemainingColumn()) if counted else ()
    columns = BarColumn(), *numbers, TextColumn("{task.fields[words]}", markup=False)
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, words="")

        def show(done: int, total: int | None, words: str) -> None:
            bar.update(task, completed=done, total=total, words=show_text(words))

        yield show


@contextmanager
def progress_told(*, counted: bool = True) -> Iterator[Show]:
    """The same for what may take hours: where nobody watches, a line now and then.

    Args:
        counted: Whether to show the numbers, and how much time is left.
    """
    with progress_bar(counted=counted) as show:
        yield show or _Lines(counted=counted).show


class _Lines:
    """Progress as lines, few of them."""

    def __init__(self, *, counted: bool) -> None:
        self._counted = counted
        self._last = time.monotonic()

    def show(self, done: int, total: int | None, words: str) -> None:
        """Tell of it, if that was long ago."""
        if time.monotonic() - self._last >= _TOLD:
            self._last = time.monotonic()
            say(f"{done:,} of {total:,}, {words}" if self._counted and total else words)
