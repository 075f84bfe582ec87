"""Word documents: paragraphs, lists and tables in the order in which they are read.

Only the parts that hold text are unpacked, so that pictures cost nothing and a damaged part that holds none
does no harm.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date

from lxml import etree

from factdb.readers.blocks import block_lines
from factdb.readers.document import Document, Options, Reading
from factdb.readers.faults import (
    DamagedError,
    EmptySourceError,
    EncryptedError,
    EntitiesError,
    SourceError,
    SourceTooLargeError,
    TooMuchMarkupError,
)
from factdb.readers.formats import DOCX
from factdb.readers.plain import first_line
from factdb.readers.properties import closing_date, heading_date, sound_author, sound_date, sound_title
from factdb.readers.unpacking import unpacking, zip_archive
from factdb.readers.word_text import WORD, Element, WordText
from factdb.settings import MAX_BYTES

_ENCRYPTED = 0x1
# A tree takes far more memory than its text: so many bytes of what is allowed must there be for each tag.
_BYTES_OF_TAG = 16
_HEADING_LINES, _CLOSING_LINES, _TITLE_LENGTH = 10, 5, 120
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TERMS = "{http://purl.org/dc/%s/}%s"
_MAIN = re.compile(r"word/document\d*\.xml")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
# What Word calls strict is the same under other names.
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"


def read_word(document: Document, _options: Options) -> Iterator[Reading]:
    """The text of a Word document as one article.

    Raises:
        SourceError: It is damaged or protected, is too large, or holds no text.
    """
    with zip_archive(document) as archive:
        package = _Package(document.name, archive)
        main = package.main()
        body = package.part(main)
        folder = posixpath.dirname(main)
        text = WordText(_styles(package.spare_part(f"{folder}/styles.xml")))
        text.take(body)
        notes = {note.get(f"{WORD}id"): note for note in package.spare_part(f"{folder}/footnotes.xml")}
        said = package.spare_part("docProps/core.xml")
    for number in dict.fromkeys(text.notes):
        text.take(notes.get(number, ()))
    lines = list(block_lines(text.blocks))
    whole = "\n".join(lines)
    if not whole.strip():
        raise EmptySourceError(document.name)
    published_on, rule = _date(lines, _property(said, "terms", "created"), whole)
    set_as_title = text.title if text.title and len(text.title) <= _TITLE_LENGTH else None
    yield Reading(
        whole,
        title=sound_title(_property(said, "elements/1.1", "title")) or set_as_title or first_line(whole),
        author=sound_author(_property(said, "elements/1.1", "creator")),
        published_on=published_on,
        date_rule=rule,
        media_type=DOCX,
    )


class _Package:
    """The parts of a Word document."""

    def __init__(self, name: str, archive: zipfile.ZipFile) -> None:
        self._name = name
        self._archive = archive

    def main(self) -> str:
        """Where the text is."""
        for relation in self.spare_part("_rels/.rels").iterfind(_RELATION):
            if relation.get("Type", "").endswith("/officeDocument"):
                return str(posixpath.normpath(relation.get("Target", ""))).lstrip("/")
        return next(filter(_MAIN.fullmatch, self._archive.namelist()), "word/document.xml")

    def part(self, path: str) -> Element:
        """The markup of a part.

        Raises:
            SourceError: It is missing, damaged or protected, or there is too much of it.
        """
        data = self._unpack(path).replace(_STRICT, WORD[1:-1].encode())
        if data.count(b"<") > MAX_BYTES.read_int() // _BYTES_OF_TAG:
            raise TooMuchMarkupError(self._name)
        try:
            tree = etree.fromstring(
                data, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
            )
        except (etree.LxmlError, ValueError) as error:
            raise DamagedError(self._name) from error
        if tree.getroottree().docinfo.doctype:
            raise EntitiesError(self._name)
        return tree

    def spare_part(self, path: str) -> Element:
        """The markup of a part that one can do without; nothing if it cannot be used."""
        try:
            return self.part(path)
        except SourceError:
            return etree.Element("nothing")

    def _unpack(self, path: str) -> bytes:
        limit = MAX_BYTES.read_int()
        try:
            info = self._archive.getinfo(path)
        except KeyError as error:
            raise DamagedError(self._name) from error
        if info.flag_bits & _ENCRYPTED:
            raise EncryptedError(self._name)
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise DamagedError(self._name)
        with unpacking(self._name), self._archive.open(info) as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise SourceTooLargeError(self._name, limit)
        return data


def _styles(part: Element) -> dict[str, str]:
    """What the styles are called in small letters, by what paragraphs call them."""
    named = ((style.get(f"{WORD}styleId", ""), style.find(f"{WORD}name")) for style in part.iterfind(f"{WORD}style"))
    return {key: name.get(f"{WORD}val", "").lower() for key, name in named if name is not None}


def _property(said: Element, kind: str, name: str) -> str:
    return str(said.findtext(_TERMS % (kind, name)) or "")


def _date(lines: Sequence[str], made: str, text: str) -> tuple[date | None, str | None]:
    """The day it was published, and where that stands."""
    day = _DAY.match(made)
    try:
        created = date(*map(int, day.groups())) if day else None
    except ValueError:
        created = None
    for found, rule in (
        (heading_date(lines[:_HEADING_LINES]), "heading"),
        (closing_date(lines[-_CLOSING_LINES:]), "closing"),
        (sound_date(created, text), "document-properties"),
    ):
        if found:
            return found, rule
    return None, None
