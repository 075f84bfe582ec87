#!/usr/bin/env python3
"""Write docs/cli.md from the commands' help, the tables of docs/lexicon.md, and what the READMEs show.

    uv run python docs/generate.py            # write
    uv run python docs/generate.py --check    # only say what is out of date; ends with 1 if anything is

In the READMEs, the lines of a ```console block that start with "$ " are commands. They are run in order, in one
empty folder; what they print takes the place of what stands below them. Both READMEs show the same commands.
"""

import argparse
import difflib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from api_reference import make_names
from lexicon_reference import make_sections
from sql_reference import make_views

DOCS = Path(__file__).resolve().parent
TOP = DOCS.parent
READMES = (TOP / "README.md", TOP / "README.zh-CN.md")
CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
# Where the reader may think the commands were run.
FOLDER = "/home/you/news"
WIDTH = "110"

MARK = "<!-- From here on, docs/generate.py writes. -->"
HEADER = """\
# The commands

What `--help` says, command by command. This page is made by `docs/generate.py`; do not edit it.
"""


def run(command: str, folder: Path) -> str:
    """What a command prints on a terminal, in a folder, with no settings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FACTDB_")}
    environment |= {"COLUMNS": WIDTH, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    lines = done.stdout.replace(str(folder), FOLDER).splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


def command_names(above: str = "factdb") -> list[str]:
    """The commands that a command's --help lists, in its order, each followed by those below it."""
    _, _, listed = run(f"{above} --help", DOCS).partition("\nCommands:\n")
    names = [f"{above} {name}" for name in re.findall(r"^  ([a-z][\w-]*)", listed.partition("\n\n")[0], re.MULTILINE)]
    return [name for each in names for name in (each, *command_names(each))]


def make_reference() -> str:
    """The text of docs/cli.md."""
    commands = ("factdb", *command_names())
    helps = (f"## {command}\n\n```text\n{run(f'{command} --help', DOCS).strip()}\n```\n" for command in commands)
    return "\n".join((HEADER, *helps))


def make_page(path: Path, reference: str) -> str:
    """The text of a page: what was written by hand, then what the code says."""
    written, mark, _ = path.read_text(encoding="utf-8").partition(MARK)
    return f"{written}{mark}\n\n{reference}"


@lru_cache
def make_transcripts(blocks: tuple[str, ...]) -> tuple[str, ...]:
    """Each console block with what its commands print now."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        return tuple(
            "\n".join(
                f"$ {command}\n{run(command, folder)}" for command in re.findall(r"^\$ (.*)$", block, re.MULTILINE)
            )
            for block in blocks
        )


def make_readme(path: Path) -> str:
    """The text of a README with its transcripts made anew."""
    text = path.read_text(encoding="utf-8")
    commands = tuple("".join(re.findall(r"^\$ .*\n", block, re.MULTILINE)) for block in CONSOLE.findall(text))
    transcripts = iter(make_transcripts(commands))
    return CONSOLE.sub(lambda _: next(transcripts), text)


def make_pages() -> Iterator[tuple[Path, str]]:
    """Every page that is made, with the text it should have."""
    yield DOCS / "cli.md", make_reference()
    for name, make in (("lexicon.md", make_sections), ("sql.md", make_views), ("api.md", make_names)):
        yield DOCS / name, make_page(DOCS / name, make())
    for path in READMES:
        yield path, make_readme(path)


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
