"""A story in chapters: what three papers wrote about one app, and what a newsroom made of it with factdb.

The chapters are `story/*.txt`, to be read in order: prose after `#`, commands after `$`, and below each command all
that it prints. What is printed must be what stands there, whole. Where it shall be otherwise, write the chapters anew
and read what has changed:

    RENEW_STORY=1 pytest tests/test_story.py -k sqlite
    git diff tests/story
"""

import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from factdb.cli import app
from factdb.extract import EXTRACTOR_VERSION

STORY = Path(__file__).parent / "story"
CHAPTERS = sorted(path.stem for path in STORY.glob("*.txt"))
COPY = "copy.db"
# How many words the lexicon has is no part of the story.
LEXICON = re.compile(r"^((?:seed|topic|(?:subject|metric)(?:_alias)?) +)([0-9]+)|[0-9,]+(?= rows in)", re.MULTILINE)
# The story ends in 2019: later days are those of its telling.
MOMENT = re.compile(r"20(2[5-9]|[3-9][0-9])-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?)?")
# Checksums are of what holds such days.
CHECKSUM = re.compile(r"\b[0-9a-f]{12,64}\b")


class Teller:
    """Runs the commands of chapters in a folder of its own."""

    def __init__(self, folder: str, url: str) -> None:
        self._folder = folder
        self._url = url

    def tell(self, chapter: str, url: str = "") -> str:
        """The chapter with what its commands print now, on another database if one is given."""
        lines = (STORY / f"{chapter}.txt").read_text(encoding="utf-8").splitlines()
        told: list[str] = []
        for before, line in zip(["", *lines], lines, strict=False):
            if line.startswith("# "):
                told += [line] if before.startswith("# ") else ["", line]
            elif line.startswith("$ "):
                told += ["", line, *self._run(line.removeprefix("$ "), url or self._url)]
        return "\n".join(told[1:]) + "\n"

    def _run(self, line: str, url: str) -> list[str]:
        program, *arguments = shlex.split(line.replace("$FACTDB_URL", url))
        if program == "cp":
            shutil.copy(*arguments)
            return []
        assert program == "factdb"
        settings = {"COLUMNS": "100", "FACTDB_REVIEWER": "林小满", "FACTDB_URL": url}
        done = CliRunner().invoke(app, arguments, env=settings, catch_exceptions=False)
        ended = [f"[ended with {done.exit_code}]"] if done.exit_code else []
        return [*self._mask(done.output, url).splitlines(), *ended]

    def _mask(self, output: str, url: str) -> str:
        """What is otherwise each time: when it was, where, and how long it took."""
        for secret, shown in ((url, "$FACTDB_URL"), (f"{self._folder}{os.sep}", "")):
            output = output.replace(secret, shown)
        output = output.replace(f"extractor {EXTRACTOR_VERSION}", "extractor 0.0")
        output = LEXICON.sub(lambda found: f"{found[1] or ''}{'*' * len(found[2] or '*')}", output)
        output = CHECKSUM.sub(lambda found: "*" * len(found[0]), output)
        return MOMENT.sub(lambda found: re.sub("[0-9]", "0", found[0]), output)


@pytest.fixture
def teller(new_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Teller]:
    """A folder with the articles and the newsroom's words; the database is yet to be made."""
    # Tables cut long paths off, and those of pytest's folders are of any length.
    with tempfile.TemporaryDirectory() as folder, monkeypatch.context() as patch:
        for part in ("news", "revised", "lexicon"):
            shutil.copytree(STORY / part, Path(folder, part))
        patch.chdir(folder)
        yield Teller(folder, new_url)


def test_the_story_is_told_as_it_is_written(teller: Teller, engine: str) -> None:
    """Every command prints what the chapter says, and what stands at the end stands in a copy of the database too."""
    for chapter in CHAPTERS:
        told = teller.tell(chapter)
        path = STORY / f"{chapter}.txt"
        if engine == "sqlite" and os.environ.get("RENEW_STORY"):
            path.write_text(told, encoding="utf-8")
        assert told == path.read_text(encoding="utf-8")
    assert teller.tell(CHAPTERS[-1], COPY) == told
