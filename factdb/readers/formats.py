"""What a document is: by its content first, by its name only where content does not tell."""

import json
import re
from collections.abc import Callable

from factdb.readers.document import Document
from factdb.readers.encoding import decode
from factdb.readers.faults import SourceError
from factdb.readers.sources import ADDRESS
from factdb.readers.unpacking import zip_archive

PLAIN, MARKDOWN, WEBPAGE, MHTML = "text/plain", "text/markdown", "text/html", "multipart/related"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
JSON_LINES, CSV, TSV = "application/x-ndjson", "text/csv", "text/tab-separated-values"
PARQUET = "application/vnd.apache.parquet"
GZIP, ZSTANDARD, ZIP = "application/gzip", "application/zstd", "application/zip"
URI_LIST = "text/uri-list"

# What no reader reads, and what to call it in a message.
UNREAD = {
    "application/rtf": "a rich-text document",
    "application/x-ole-storage": "a document of an old Word, Excel or WPS",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "a spreadsheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "a presentation",
    "application/epub+zip": "an e-book",
    "application/x-7z-compressed": "a 7z archive",
    "application/vnd.rar": "a RAR archive",
    "image/*": "an image",
}

_SIGNATURES = (
    (b"%PDF-", PDF),
    (b"\x1f\x8b", GZIP),
    (b"\x28\xb5\x2f\xfd", ZSTANDARD),
    (b"PAR1", PARQUET),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!", "application/vnd.rar"),
    (b"\x89PNG", "image/*"),
    (b"\xff\xd8\xff", "image/*"),
    (b"GIF8", "image/*"),
)
_ZIPPED = (
    ("word/document.xml", DOCX),
    ("word/document2.xml", DOCX),
    ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("META-INF/container.xml", "application/epub+zip"),
)
_SUFFIXES = {
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".csv": CSV,
    ".tsv": TSV,
    ".jsonl": JSON_LINES,
    ".ndjson": JSON_LINES,
    ".json": JSON_LINES,
}
_PAGES = frozenset((WEBPAGE, "application/xhtml+xml"))
# The longest line that may be a slip in a list of addresses.
_SLIP = 100
_HTML_SUFFIXES = frozenset({".html", ".htm", ".shtml", ".xhtml"})
_ANY_TAG = re.compile(r"</?[a-z][a-z0-9]{0,10}[\s>/]", re.IGNORECASE)
_TAG = re.compile(
    r"<!doctype\s{1,9}html|<(?:html|head|body|meta|title|script|style|link|base|div|section|main|header|nav|table|"
    r"article|p|h[1-6]|ul|ol|center|font|span|form|center|blockquote)[\s>]",
    re.IGNORECASE,
)
_WHOLE_PAGE = re.compile(r"<!doctype\s{1,9}html|<(?:html|head|body)[\s>]", re.IGNORECASE)
# What may stand before a page's first tag: declarations and comments.
_PREAMBLE = re.compile(r"(?:<\?xml[^>]{0,200}>|<!--.*?-->|\s)", re.DOTALL | re.IGNORECASE)
_MULTIPART = re.compile(
    r"^content-type:\s*(?:multipart/(?:related|alternative|mixed)|text/html)", re.IGNORECASE | re.MULTILINE
)
_MAIL = re.compile(r"[a-z][a-z-]{1,40}:[ \t\r\n]", re.IGNORECASE)
_MAIL_VERSION = re.compile(r"^mime-version:", re.IGNORECASE | re.MULTILINE)


def media_type_of(document: Document) -> str:
    """The media type of a document, by its first bytes and, for plain text, by its suffix.

    Raises:
        SourceError: It cannot be read.
    """
    head = document.head()
    # Some writers put a line of their own before the mark of a PDF.
    if b"%PDF-" in head[:1024]:
        return PDF
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            return media_type
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(document)
    text = decode(head).text.lstrip("\ufeff \t\r\n")
    for media_type, is_it in _LOOKS:
        if is_it(text) and not (media_type == WEBPAGE and _is_text_with_tags(document, text)):
            return media_type
    declared = document.media_type
    # A page that begins with none of the usual tags.
    if (document.suffix in _HTML_SUFFIXES or declared in _PAGES) and _ANY_TAG.search(text):
        return WEBPAGE
    return _SUFFIXES.get(document.suffix) or (declared if declared in _SUFFIXES.values() else PLAIN)


def _zipped(document: Document) -> str:
    try:
        with zip_archive(document) as archive:
            names = frozenset(archive.namelist())
    except SourceError:
        # Whoever opens it tells what is wrong with it.
        return ZIP
    return next((media_type for name, media_type in _ZIPPED if name in names), ZIP)


def _is_mhtml(text: str) -> bool:
    header = re.split(r"\n\r?\n", text, maxsplit=1)[0]
    return bool(_MAIL.match(header) and _MAIL_VERSION.search(header) and _MULTIPART.search(header))


def _is_webpage(text: str) -> bool:
    start = 0
    while found := _PREAMBLE.match(text, start):
        start = found.end()
    # A comment may be longer than what was looked at.
    return text.startswith("<!--", start) or (text.startswith("<", start) and bool(_TAG.search(text, start)))


def _is_text_with_tags(document: Document, text: str) -> bool:
    """Whether a file that its name calls Markdown or a table only has some tags in it."""
    return document.suffix in _SUFFIXES and not _WHOLE_PAGE.search(text)


def _is_json_lines(text: str) -> bool:
    line, line_end, _ = text.partition("\n")
    if not line.startswith("{"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        # A first line that is longer than what was looked at.
        return not line_end and bool(re.match(r'\{\s*"[^"\n]{1,80}"\s*:', line))


def _is_json_list(text: str) -> bool:
    return re.match(r"\[\s*\{\s*\"[^\"\n]{1,80}\"\s*:", text) is not None


def _is_uri_list(text: str) -> bool:
    """Addresses line by line; what is none among them must look like a slip and not like a text."""
    lines = [line.strip() for line in text.splitlines()]
    told = [line for line in lines if line and not line.startswith("#")]
    # The last one may have been cut.
    if len(told) > 1 and "https://".startswith(told[-1].lower()):
        told.pop()
    if not told or not ADDRESS.fullmatch(told[0]):
        return False
    others = [line for line in told if not ADDRESS.fullmatch(line)]
    return 2 * len(others) <= len(told) and not any(
        len(line) > _SLIP or line.endswith(("。", "！", "？", "；")) for line in others
    )


_LOOKS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    (MHTML, _is_mhtml),
    (WEBPAGE, _is_webpage),
    (JSON_LINES, _is_json_lines),
    (JSON_LINES, _is_json_list),
    (URI_LIST, _is_uri_list),
)
