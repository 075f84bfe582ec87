"""What pages show of a terminal: the commands in ```console blocks, run, with what they print below them.

Lines that start with "$ " are commands; they are run in order, in one folder for each page, which holds a copy of
docs/files/<name of the page> if there is such a folder. A page and its translation show the same.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

DOCS = Path(__file__).resolve().parent
TOP = DOCS.parent
CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
# Where the reader may think the commands were run.
FOLDER = "/home/you/news"
WIDTH = "110"


def pages() -> Iterator[Path]:
    """The pages that show a terminal, the READMEs among them."""
    for path in (TOP / "README.md", TOP / "README.zh-CN.md", *sorted(DOCS.rglob("*.md"))):
        if CONSOLE.search(path.read_text(encoding="utf-8")):
            yield path


def make_page(path: Path) -> str:
    """The text of a page with its transcripts made anew."""
    text = path.read_text(encoding="utf-8")
    commands = tuple("".join(re.findall(r"^\$ .*\n", block, re.MULTILINE)) for block in CONSOLE.findall(text))
    transcripts = iter(_run_all(path.name.partition(".")[0], commands))
    return CONSOLE.sub(lambda _: next(transcripts), text)


@lru_cache
def _run_all(stem: str, blocks: tuple[str, ...]) -> tuple[str, ...]:
    """Each block with what its commands print now."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        if (DOCS / "files" / stem).is_dir():
            shutil.copytree(DOCS / "files" / stem, folder, dirs_exist_ok=True)
        return tuple(
            "\n".join(
                f"$ {command}\n{run(command, folder)}" for command in re.findall(r"^\$ (.*)$", block, re.MULTILINE)
            )
            for block in blocks
        )


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
