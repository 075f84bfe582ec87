#!/usr/bin/env python3
"""Write what the docs show of the code: commands, tables, names, settings, words, and transcripts of a terminal.

    uv run python docs/generate.py            # write
    uv run python docs/generate.py --check    # only say what is out of date; ends with 1 if anything is

What ```console blocks show is run; see transcripts.py.
"""

import argparse
import difflib
import os
import re
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from api_reference import make_names
from lexicon_reference import make_sections
from schema_reference import make_tables
from settings_reference import make_settings
from sql_reference import make_views
from transcripts import make_transcripts, run

DOCS = Path(__file__).resolve().parent
TOP = DOCS.parent

# What stands below the mark of these pages, and who writes it.
MADE = {
    "api.md": make_names,
    "lexicon.md": make_sections,
    "schema.md": make_tables,
    "settings.md": make_settings,
    "sql.md": make_views,
}
MARK = "<!-- From here on, docs/generate.py writes. -->"
HEADER = """\
# The commands

What `--help` says, command by command. This page is made by `docs/generate.py`; do not edit it.

Results go to standard output, everything else to standard error. A command ends with

| code | if |
| --- | --- |
| 0 | all is well |
| 1 | some source had a problem; the others are in, and what went wrong is said line by line |
| 2 | the command was not usable as given; the message says what to do |
| 130 | it was stopped with Ctrl-C; what was stored stays |
"""


def command_names(above: str = "factdb") -> list[str]:
    """The commands that a command's --help lists, in its order, each followed by those below it."""
    _, _, listed = run(f"{above} --help", DOCS).partition("\nCommands:\n")
    names = [f"{above} {name}" for name in re.findall(r"^  ([a-z][\w-]*)", listed.partition("\n\n")[0], re.MULTILINE)]
    return [name for each in names for name in (each, *command_names(each))]


def make_reference() -> str:
    """The text of docs/cli.md."""
    commands = ("factdb", *command_names())
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        printed = pool.map(lambda command: run(f"{command} --help", DOCS).strip(), commands)
        helps = (f"## {command}\n\n```text\n{text}\n```\n" for command, text in zip(commands, printed, strict=True))
        return "\n".join((HEADER, *helps))


def make_page(path: Path, reference: str) -> str:
    """The text of a page: what was written by hand, then what the code says."""
    written, mark, _ = path.read_text(encoding="utf-8").partition(MARK)
    return f"{written}{mark}\n\n{reference}"


def make_pages() -> Iterator[tuple[Path, str]]:
    """Every page that is made, with the text it should have."""
    yield DOCS / "cli.md", make_reference()
    for name, make in MADE.items():
        yield DOCS / name, make_page(DOCS / name, make())
    yield from make_transcripts()


def main() -> int:
    """Write the pages, or say how they differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 if a page is out of date")
    check = parser.parse_args().check
    stale = False
    for path, text in make_pages():
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        if old == text:
            continue
        stale = True
        if not check:
            path.write_text(text, encoding="utf-8")
            continue
        name = str(path.relative_to(TOP))
        sys.stdout.writelines(
            difflib.unified_diff(
                old.splitlines(keepends=True), text.splitlines(keepends=True), name, f"{name} as it should be"
            )
        )
    if check and stale:
        print("Renew the pages with `uv run python docs/generate.py`.", file=sys.stderr)
    return int(check and stale)


if __name__ == "__main__":
    sys.exit(main())
