"""What pages show of a terminal: the commands in ```console blocks, run, with what they print below them.

Lines that start with "$ " are commands; they are run in order, in one folder for each page, which holds a copy of
docs/files/<name of the page> if there is such a folder. A page and its translation show the same.
"""

import importlib
import multiprocessing
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

DOCS = Path(__file__).resolve().parent
TOP = DOCS.parent
CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
# Where the reader may think the commands were run.
FOLDER = "/home/you/news"
WIDTH = "110"
# What most commands import, once for all of them.
PRELOADED = (
    "factdb.cli",
    "factdb.ingest",
    "factdb.db.session",
    "factdb.db.queries",
    "factdb.extract",
    "factdb.wording",
)
NOW, DAY = re.compile(rf"{datetime.now(UTC):%Y-%m}-\d\d \d\d:\d\d"), "2026-11-22 09:30"


# The commands of each block of a page, under the name that it shares with its translation.
_Shown = tuple[str, tuple[str, ...]]


def make_transcripts() -> Iterator[tuple[Path, str]]:
    """The pages that show a terminal, the READMEs among them, with what commands print now."""
    paths = (TOP / "README.md", TOP / "README.zh-CN.md", *sorted(DOCS.rglob("*.md")))
    shown = {path: _commands(path) for path in paths if CONSOLE.search(path.read_text(encoding="utf-8"))}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        different = list(dict.fromkeys(shown.values()))
        printed = dict(zip(different, pool.map(_run_all, different), strict=True))
    for path, commands in shown.items():
        blocks = iter(printed[commands])
        yield path, CONSOLE.sub(lambda _, blocks=blocks: next(blocks), path.read_text(encoding="utf-8"))  # type: ignore[misc]


def _commands(path: Path) -> _Shown:
    blocks = CONSOLE.findall(path.read_text(encoding="utf-8"))
    return path.name.partition(".")[0], tuple("".join(re.findall(r"^\$ .*\n", block, re.MULTILINE)) for block in blocks)


def _run_all(shown: _Shown) -> tuple[str, ...]:
    """Each block with what its commands print, one after another in one folder."""
    stem, blocks = shown
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
    if (words := shlex.split(command))[0] == "factdb" and not set(words) & {"|", ">", "<", "&&"}:
        printed = _call(words, folder, environment)
    else:
        printed = subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        ).stdout
    # The mark by which Excel knows UTF-8 is not seen, and today is no other day in the docs.
    printed = NOW.sub(DAY, printed.replace(str(folder), FOLDER).replace("\ufeff", ""))
    return "".join(f"{line.rstrip()}\n" for line in printed.splitlines())


def _call(words: list[str], folder: Path, environment: dict[str, str]) -> str:
    """What a call of factdb prints, in a process of its own that need not import everything anew."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["__main__", "transcripts", *PRELOADED])
    with tempfile.NamedTemporaryFile() as output:
        process = context.Process(target=_be_factdb, args=(words, str(folder), environment, output.name))
        process.start()
        process.join()
        return Path(output.name).read_text(encoding="utf-8")


def _be_factdb(words: list[str], folder: str, environment: dict[str, str], output: str) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, name, flags in ((0, os.devnull, os.O_RDONLY), (1, output, os.O_WRONLY), (2, output, os.O_WRONLY)):
        os.dup2(os.open(name, flags | (os.O_APPEND if number else 0)), number)
    sys.argv = words
    # As Python has it where nobody reads along: standard error line by line, the rest when it is full.
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w", buffering=1)  # noqa: SIM115 (as Python opens them)
    importlib.import_module("factdb.cli").main()
