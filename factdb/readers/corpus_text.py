"""Corpora as text, line by line in bounded memory, whatever they are encoded in."""

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from factdb.readers.encoding import decode

# So much is decoded at a time; the first piece that is not ASCII tells the encoding.
CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class OverlongLine:
    """A line that is longer than one article may be, and was passed over."""


@dataclass(slots=True)
class LineStream:
    """The lines of a stream with plain line ends, each with its own.

    Attributes:
        stream: The bytes.
        limit: How many characters a line may have.
        encoding: What the stream is decoded as; ``""`` until something tells, or it is known before.
        line: The number of the line given last.
    """

    stream: BinaryIO
    limit: int
    encoding: str = ""
    line: int = 0
    _returned: list[str] = field(default_factory=list)
    _lines: Iterator[str | OverlongLine] | None = None

    def __iter__(self) -> "LineStream":
        return self

    def __next__(self) -> str | OverlongLine:
        """The next line."""
        self.line += 1
        if self._returned:
            return self._returned.pop()
        if self._lines is None:
            self._lines = self._split()
        try:
            return next(self._lines)
        except StopIteration:
            self.line -= 1
            raise

    def give_back(self, lines: list[str]) -> None:
        """Take lines back that were given last, to give them again."""
        self._returned.extend(reversed(lines))
        self.line -= len(lines)

    def _split(self) -> Iterator[str | OverlongLine]:
        parts: list[str] = []
        size = 0
        overlong = False
        for chunk in self.texts():
            *whole, rest = chunk.split("\n")
            for end in whole:
                size += len(end)
                if overlong or size > self.limit:
                    yield OverlongLine()
                else:
                    yield "".join((*parts, end, "\n"))
                parts, size, overlong = [], 0, False
            size += len(rest)
            if size > self.limit:
                parts, overlong = [], True
            elif rest:
                parts.append(rest)
        if overlong:
            yield OverlongLine()
        elif parts:
            yield "".join(parts)

    def texts(self) -> Iterator[str]:
        """The decoded text, a piece at a time, without NUL characters."""
        decoder = _decoder(self.encoding) if self.encoding else None
        while chunk := self.stream.read(CHUNK):
            if decoder is None and not chunk.isascii():
                self.encoding, mark = encoding_of(chunk)
                decoder = _decoder(self.encoding)
                chunk = chunk[mark:]
            elif decoder is None:
                # ASCII so far; a line end may be cut in two.
                self.encoding = self.encoding or ("utf-16-le" if chunk[1:2] == b"\0" else "")
                if self.encoding or b"\0" in chunk[:64]:
                    self.encoding = self.encoding or "utf-16-be"
                    decoder = _decoder(self.encoding)
                else:
                    if chunk.endswith(b"\r"):
                        chunk += self.stream.read(1)
                    yield _plain(chunk.decode("utf-8", "replace"))
                    continue
            yield decoder.decode(chunk).replace("\0", "")
        if decoder is not None:
            yield decoder.decode(b"", final=True).replace("\0", "")


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _decoder(encoding: str) -> io.IncrementalNewlineDecoder:
    return io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(errors="replace"), translate=True)


def encoding_of(chunk: bytes) -> tuple[str, int]:
    """What the first piece of a stream that is not ASCII is encoded in, and how long its byte order mark is."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if chunk.startswith(mark):
            return encoding, len(mark)
    # The last character may be cut in two.
    for cut in range(4):
        try:
            chunk[: len(chunk) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return ("utf-8" if b"\0" not in chunk else decode(chunk).encoding), 0
    return decode(chunk).encoding, 0
