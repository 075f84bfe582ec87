"""The command line: a module for each command, which takes options and prints; the work is done elsewhere."""

import errno
import os
import sys
from io import TextIOWrapper
from pathlib import Path

from factdb.cli._app import FAULT, app, discard_output, groups
from factdb.cli._output import say

# isort: off
# --help lists the commands in this order, the way of the data.
from factdb.cli import demo, ingest, bulk, load
from factdb.cli import list as list_command
from factdb.cli import search, show, sql, export, topics, stats
from factdb.cli import track, plot, report, diff, watch
from factdb.cli import conflicts, conflicts_settle, forecasts
from factdb.cli import review, accept, correct, reject, undo, history, quality, names, gold_export
from factdb.cli import serve
from factdb.cli import extract, explain
from factdb.cli import reextract, runs, problems
from factdb.cli import db_info, db_check, db_backup, db_copy, db_datasette, db_upgrade, db_regroup
# isort: on

__all__ = [
    "accept",
    "app",
    "bulk",
    "conflicts",
    "conflicts_settle",
    "correct",
    "db_backup",
    "db_check",
    "db_copy",
    "db_datasette",
    "db_info",
    "db_regroup",
    "db_upgrade",
    "demo",
    "diff",
    "explain",
    "export",
    "extract",
    "forecasts",
    "gold_export",
    "history",
    "ingest",
    "list_command",
    "load",
    "main",
    "names",
    "plot",
    "problems",
    "quality",
    "reextract",
    "reject",
    "report",
    "review",
    "runs",
    "search",
    "serve",
    "show",
    "sql",
    "stats",
    "topics",
    "track",
    "undo",
    "watch",
]

_NO_ROOM = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)

for group in groups.values():
    app.add_typer(group)


def main() -> None:
    """Run the command line: what the console script and ``python -m factdb`` call."""
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A file or a pipe gets UTF-8 whatever the locale; nothing that a terminal lacks stops a command.
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
    try:
        app()
    except OSError as error:
        if error.errno not in _NO_ROOM or error.filename:
            raise
        discard_output()
        say(f"What this command writes found no room: {error.strerror}. Make room, and run it again.")
        sys.exit(FAULT)


def _open_what_is_closed() -> None:
    """Give the command standard streams where it was started without (``>&-``): nothing, or nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 (to the end)
