"""Single keys from the terminal, and lines typed on it."""

import os
import sys
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from select import select

from factdb.errors import FactdbError

INTERRUPT, END, ESCAPE = "\x03", "\x04", "\x1b"
# The first byte of a character of several.
_LONGER = b"\x80"
# A key such as an arrow sends several characters at once, so soon after one another.
_AT_ONCE, _SOON = 32, 0.02


class NoTerminalError(FactdbError):
    """There is nobody who could press keys."""

    def __init__(self) -> None:
        super().__init__(
            "`factdb review` asks a person at a terminal, and there is none. Scripts decide with `factdb accept`, "
            "`factdb correct` and `factdb reject`."
        )


def check_terminal() -> None:
    """Refuse to go on where nobody can press keys.

    Raises:
        NoTerminalError: Standard input or output is no terminal.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NoTerminalError


def read_key() -> str:
    """The next key, in lower case; empty for one that is no character.

    Raises:
        KeyboardInterrupt: It is Ctrl-C.
        EOFError: It is Ctrl-D, or the terminal has gone.
    """
    sys.stdout.flush()
    descriptor = sys.stdin.fileno()
    with _raw(descriptor):
        pressed = os.read(descriptor, 1)
        longer = pressed >= _LONGER or (pressed == ESCAPE.encode() and select([descriptor], [], [], _SOON)[0])
        if longer:
            os.read(descriptor, _AT_ONCE)
    if pressed == INTERRUPT.encode():
        raise KeyboardInterrupt
    if pressed in {b"", END.encode()}:
        raise EOFError
    return "" if longer else pressed.decode().lower()


def read_line(prompt: str) -> str:
    """A line that is typed.

    Raises:
        KeyboardInterrupt: Ctrl-C was pressed.
        EOFError: Ctrl-D was pressed.
    """
    sys.stdout.write(prompt)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\n")


@contextmanager
def _raw(descriptor: int) -> Iterator[None]:
    """Keys come one by one and are not shown; the terminal is as it was afterwards, whatever happens."""
    before = termios.tcgetattr(descriptor)
    try:
        tty.setraw(descriptor, termios.TCSADRAIN)
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
