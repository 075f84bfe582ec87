"""``factdb review`` on a real terminal: single keys decide, and what was decided stays whatever happens."""

import fcntl
import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from factdb.claim import Article
from factdb.cli import app
from factdb.db.queries import Filters, list_claims
from factdb.db.runs import start_run
from factdb.db.session import open_db
from factdb.db.store import Store
from factdb.extract.articles import claims_of
from factdb.lexicon import load_lexicon

# The first is asked about last: it lacks nothing. The currency of the second is not named.
TEXT = "青柠视频2016年日活用户为1.85亿人。橙鹿科技2016年营收达到3亿。全年共有350家门店\x1b[2J开业。"
_PATIENCE = 30


def _own_terminal() -> None:
    """Let Ctrl-C on standard input reach the process, as in a shell."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Terminal:
    """A terminal on which a person reviews a database."""

    def __init__(self, database: Path, *options: str) -> None:
        self._descriptor, inner = pty.openpty()
        environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100", "LINES": "40"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "factdb", "review", "--db", database, "--reviewer", "林", *options],
            stdin=inner, stdout=inner, stderr=inner, env=environment, start_new_session=True, preexec_fn=_own_terminal,  # noqa: PLW1509 (the test has no threads)
        )  # fmt: skip
        os.close(inner)
        self.shown = ""

    def wait_for(self, words: str) -> str:
        """What is shown until the words appear."""
        end = time.monotonic() + _PATIENCE
        while words not in self.shown:
            assert time.monotonic() < end, self.shown
            assert self._read(), self.shown
        before, _, self.shown = self.shown.partition(words)
        return before + words

    def _read(self) -> bool:
        if select.select([self._descriptor], [], [], 0.2)[0]:
            try:
                self.shown += re.sub(r"\x1b\[[\d;]*m", "", os.read(self._descriptor, 4096).decode())
            except OSError:
                return False
        return True

    def press(self, keys: str) -> None:
        """Press keys."""
        os.write(self._descriptor, keys.encode())

    def end(self) -> int:
        """The exit code, when the command has ended."""
        while self._read() and self._process.poll() is None:
            pass
        return self._process.wait(_PATIENCE)

    def close(self) -> None:
        """Have nothing left behind."""
        self._process.kill()
        self._process.wait()
        os.close(self._descriptor)


Review = Callable[..., Terminal]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with three claims, as they are extracted."""
    path = tmp_path / "facts.db"
    article = Article("/a", TEXT)
    with open_db(str(path)) as db:
        Store(db, start_run(db, extractor_version="test", lexicon="")).add(article, claims_of(article, load_lexicon()))
    return path


@pytest.fixture
def review(database: Path) -> Iterator[Review]:
    """Starts a review."""
    terminals: list[Terminal] = []

    def start(*options: str) -> Terminal:
        terminals.append(Terminal(database, *options))
        return terminals[-1]

    yield start
    for terminal in terminals:
        terminal.close()


def stored(database: Path) -> dict[str, tuple[str, str, str | None]]:
    """How each claim stands, with its unit and subject."""
    with open_db(str(database)) as db:
        rows = list_claims(db, Filters(rejected=True))
        return {row.quote: (row.status.value, row.unit, row.subject) for row in rows}


def test_keys_decide_about_what_needs_it_most(database: Path, review: Review) -> None:
    """The currency that is not named comes first; each key acts at once, and the rest is told at the end."""
    before = stored(database)
    terminal = review()
    shown = terminal.wait_for("q quit")
    assert "1 of 3, claim 2: the text does not name the currency" in shown
    assert "3亿" in shown
    terminal.press("cu")
    terminal.wait_for("unit: ")
    terminal.press("美元\r")
    terminal.press("\r")
    terminal.wait_for("Claim 2 is corrected: unit CNY → USD.")
    shown = terminal.wait_for("q quit")
    assert "2 of 3, claim 3: its subject or metric stands in another sentence" in shown
    assert "\x1b[2J" not in shown
    terminal.press("r")
    terminal.wait_for("Claim 3 is rejected.")
    assert "claim 1: nobody has looked at it yet" in terminal.wait_for("q quit")
    terminal.press("u")
    terminal.wait_for("Claim 3 is unreviewed.")
    terminal.press("s")
    terminal.wait_for("3 of 3, claim 1")
    terminal.press("a")
    terminal.wait_for("1 accepted, 1 corrected, 1 rejected, 1 skipped, 1 undone; 0 claims left.")
    assert terminal.end() == 0
    after = stored(database)
    assert after["3亿"] == ("corrected", "USD", before["3亿"][2])
    assert {quote: status for quote, (status, _, _) in after.items()} == {
        "1.85亿人": "accepted", "3亿": "corrected", "350家": "unreviewed",
    }  # fmt: skip


def test_ctrl_c_leaves_what_was_decided(database: Path, review: Review) -> None:
    """And the next review goes on with the rest."""
    terminal = review()
    terminal.wait_for("q quit")
    terminal.press("a")
    terminal.wait_for("2 of 3")
    terminal.wait_for("q quit")
    terminal.press("\x03")
    terminal.wait_for("1 accepted; 2 claims left.")
    assert terminal.end() == 130
    assert stored(database)["3亿"][0] == "accepted"
    again = review()
    assert "1 of 2, claim 3" in again.wait_for("q quit")
    again.press("q")
    again.wait_for("nothing decided; 2 claims left.")
    assert again.end() == 0


def test_a_field_that_is_none_is_asked_for_again(database: Path, review: Review) -> None:
    """What is wrong is said, and nothing is written; Esc leaves the fields alone."""
    terminal = review("--topic", "revenue")
    terminal.wait_for("q quit")
    terminal.press("cp")
    terminal.wait_for("period: ")
    terminal.press("去年夏天\r\r")
    terminal.wait_for("--period 去年夏天 is no period.")
    terminal.press("c\x1b")
    terminal.wait_for("Esc back")
    terminal.wait_for("q quit")
    terminal.press("q")
    assert terminal.end() == 0
    assert stored(database)["3亿"][0] == "unreviewed"


def test_a_claim_that_somebody_else_decided_about_is_shown_again(database: Path, review: Review) -> None:
    """Nothing of theirs is overwritten unseen."""
    terminal = review()
    terminal.wait_for("q quit")
    told = CliRunner().invoke(app, ["reject", "2", "--reviewer", "王", "--db", str(database)])
    assert told.exit_code == 0
    terminal.press("a")
    terminal.wait_for("While you looked at claim 2, 王 rejected it; nothing was written.")
    assert "claim 2" in terminal.wait_for("q quit")
    assert stored(database)["3亿"][0] == "rejected"
    terminal.press("q")
    assert terminal.end() == 0


def test_who_has_no_terminal_is_told_what_to_use(database: Path) -> None:
    """A script decides by other commands."""
    refused = CliRunner().invoke(app, ["review", "--db", str(database)])
    assert refused.exit_code == 2
    assert "factdb accept" in refused.stderr
