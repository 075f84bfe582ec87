"""JSON corpora: an object a line, or a list of objects, read one object at a time."""

import io
import json
import re
from collections.abc import Iterator

from factdb.readers.corpus_faults import RowFaults
from factdb.readers.corpus_fields import Numbered, text_field
from factdb.readers.corpus_text import LineStream, OverlongLine
from factdb.readers.document import Document

_BETWEEN = re.compile(r"[\s,]*+")


def holds_one_value(document: Document) -> bool:
    """Whether the file holds one JSON value over several lines: a list, or one object."""
    lines = LineStream(io.BytesIO(document.head()), 1 << 16)
    text = "".join(lines.texts()).lstrip("\ufeff \n\t")
    line = text.partition("\n")[0]
    if text.startswith("["):
        return True
    lone = not text.partition("\n")[2].strip()
    return text.startswith("{") and (lone or not _is_object(line)) and document.suffix == ".json"


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def json_rows(lines: LineStream, faults: RowFaults) -> Iterator[Numbered]:
    """The objects of JSON Lines with the numbers of their lines; what is no object is told and left out."""
    for line in lines:
        where = f"line {lines.line} of {faults.name}"
        if isinstance(line, OverlongLine):
            faults.add(f"{where} is longer than one article may be; it was left out. Set FACTDB_MAX_BYTES higher.")
            continue
        text = line.strip(" \t\n\ufeff")
        if not text:
            continue
        try:
            row = json.loads(text)
        except (ValueError, RecursionError) as error:
            faults.add(f"{where} is no JSON ({_cause(error)}); it was left out.")
            continue
        if isinstance(row, dict):
            yield lines.line, row
        else:
            faults.add(f"{where} holds no object of fields; it was left out.")


def _cause(error: Exception) -> str:
    return (
        error.msg
        if isinstance(error, json.JSONDecodeError)
        else "too deep"
        if isinstance(error, RecursionError)
        else "bad number"
    )


def json_values(lines: LineStream, faults: RowFaults) -> Iterator[Numbered]:
    """The objects of a list with their numbers, one by one; a list that lies in one object counts as well."""
    texts = lines.texts()
    buffer = next(texts, "").lstrip("\ufeff \n\t")
    listed = buffer.startswith("[")
    elements, number = _Elements(texts, lines.limit, buffer[1:] if listed else buffer), 0
    while True:
        try:
            row = elements.take()
        except (ValueError, RecursionError):
            faults.add(f"element {number + 1} of {faults.name} is no JSON; it and what follows it were left out.")
            return
        if row is None:
            return
        for item in [row] if listed else _items(row):
            number += 1
            if isinstance(item, dict):
                yield number, item
            else:
                faults.add(f"element {number} of {faults.name} holds no object of fields; it was left out.")


class _Elements:
    """The elements of a list, of which no more than one is held."""

    def __init__(self, texts: Iterator[str], limit: int, buffer: str) -> None:
        self._texts, self._limit = texts, limit
        self._buffer, self._at = buffer, 0
        self._decoder = json.JSONDecoder()

    def take(self) -> object:
        """The next element; None at the end of the list.

        Raises:
            ValueError: It is no JSON, or longer than one article may be.
        """
        while True:
            found = _BETWEEN.match(self._buffer, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._buffer):
                break
            if not self._more(1):
                return None
        if self._buffer[self._at] == "]":
            return None
        while True:
            try:
                row, self._at = self._decoder.raw_decode(self._buffer, self._at)
            except ValueError:
                # Tried again when there is twice as much of it, so that a long element costs no more than its length.
                if len(self._buffer) - self._at > self._limit or not self._more(len(self._buffer) - self._at):
                    raise
            else:
                return row if row is not None else ""

    def _more(self, size: int) -> bool:
        """Read so much more text at least; whether there was any."""
        parts, length = [self._buffer[self._at :]], 0
        while length < size and (text := next(self._texts, None)) is not None:
            parts.append(text)
            length += len(text)
        self._buffer, self._at = "".join(parts), 0
        return length > 0


def _items(row: object) -> list[object]:
    """An object as one article, or the list of them that it holds."""
    if not isinstance(row, dict):
        return [row]
    lists = [value for value in row.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
    return lists[0] if len(lists) == 1 and text_field(tuple(row), [row]) is None else [row]
