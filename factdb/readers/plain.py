"""Text files: whatever is text, by its bytes and not by its name."""

import re
from collections.abc import Iterator

from factdb.readers.document import Document, Options, Reading
from factdb.readers.encoding import Decoded, decode
from factdb.readers.faults import BinarySourceError, EmptySourceError
from factdb.readers.formats import MARKDOWN
from factdb.readers.table_text import with_tables

# Which part of a text may be unreadable, control characters or characters of nobody's before it is no text; or, of a
# short one, how many.
_TOLERATED = 0.05
_FEW = 3
_STRANGE = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufffd]")
_TITLE_LENGTH = 60
_SENTENCE_ENDS = "。！？；，、：:;,.!?…"


def read_plain(document: Document, _options: Options) -> Iterator[Reading]:
    """The text of a file as one article.

    Raises:
        SourceError: It is no text, or there is none.
    """
    text, notes = read_text(document)
    yield Reading(with_tables(text, markdown=False), title=first_line(text), notes=notes)


def read_markdown(document: Document, _options: Options) -> Iterator[Reading]:
    """The text of a Markdown file as one article.

    Raises:
        SourceError: It is no text, or there is none.
    """
    text, notes = read_text(document)
    text_of_tables = with_tables(text, markdown=True)
    yield Reading(text_of_tables, title=first_line(text), media_type=MARKDOWN, notes=notes)


def read_text(document: Document) -> tuple[str, tuple[str, ...]]:
    """The text of a document with plain line ends, and what there is to say of it.

    Raises:
        SourceError: It is no text, or there is none.
    """
    decoded = decode(document.read(), document.charset)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise EmptySourceError(document.name)
    if "\0" in text or len(_STRANGE.findall(text)) > max(_FEW, _TOLERATED * len(text)):
        raise BinarySourceError(document.name)
    return text, replaced_note(document.name, decoded)


def replaced_note(name: str, decoded: Decoded) -> tuple[str, ...]:
    """What there is to say of bytes that could not be read."""
    if not decoded.replaced:
        return ()
    places = "1 place" if decoded.replaced == 1 else f"{decoded.replaced} places"
    return (f"{places} of {name} could not be read as {decoded.encoding}; each is marked � in the stored text.",)


def first_line(text: str) -> str | None:
    """The first line of a text if it reads like a headline: short, no sentence, and with more below it."""
    line, _, rest = text.strip().partition("\n")
    line = line.lstrip("#").strip()
    if not line or len(line) > _TITLE_LENGTH or line[-1] in _SENTENCE_ENDS or not rest.strip():
        return None
    return line
