"""Text files: whatever is text, by its bytes and not by its name."""

import re

from factdb.readers.encoding import decode
from factdb.readers.faults import BinarySourceError, EmptySourceError, FormatUnknownError

# Which part of a text may be unreadable, control characters or characters of nobody's before it is no text.
_TOLERATED = 0.05
_STRANGE = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufffd]")
_SIGNATURES = ((b"%PDF-", "a PDF"), (b"PK\x03\x04", "a zipped document"), (b"{\\rtf", "a Word document"))
_TITLE_LENGTH = 60
_SENTENCE_ENDS = "。！？；，、：:;,.!?…"


def read_text(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file with plain line ends, and what there is to say of it.

    Raises:
        SourceError: It is no text, or there is none.
    """
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise FormatUnknownError(name, kind)
    decoded = decode(data)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise EmptySourceError(name)
    if "\0" in text or len(_STRANGE.findall(text)) > _TOLERATED * len(text):
        raise BinarySourceError(name)
    if not decoded.replaced:
        return text, ()
    places = "1 place" if decoded.replaced == 1 else f"{decoded.replaced} places"
    return text, (f"{places} of {name} could not be read as {decoded.encoding}; each is marked � in the stored text.",)


def first_line(text: str) -> str | None:
    """The first line of a text if it reads like a headline: short, no sentence, and with more below it."""
    line, _, rest = text.strip().partition("\n")
    line = line.lstrip("#").strip()
    if not line or len(line) > _TITLE_LENGTH or line[-1] in _SENTENCE_ENDS or not rest.strip():
        return None
    return line
