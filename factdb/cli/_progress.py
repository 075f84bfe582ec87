"""A bar for what takes its time, shown where a person watches."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Is told how much is done, how much there is, if that is known, and a few words.
Show = Callable[[int, int | None, str], None]


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
