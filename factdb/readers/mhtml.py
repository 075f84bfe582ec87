"""Pages that a browser saved whole: a mail whose parts are the page, its frames and its pictures."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from itertools import islice

from factdb.readers.document import Document
from factdb.readers.faults import NoArticleError

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_MOST_PARTS = 10_000


@dataclass(frozen=True, slots=True)
class Part:
    """A page's bytes, what they are declared to be written in, and where the page was."""

    data: bytes
    charset: str
    address: str


def main_part(document: Document) -> Part:
    """The page itself: the part that the mail names as its root, else the first that is HTML.

    Raises:
        SourceError: It cannot be read, or no part of it is a page.
    """
    try:
        message = message_from_bytes(document.read(), policy=policy.compat32)
        pages = [part for part in islice(message.walk(), _MOST_PARTS) if part.get_content_type() in _PAGES]
    except RecursionError:
        raise NoArticleError(document.name) from None
    if not pages:
        raise NoArticleError(document.name)
    address = _header(message, "Snapshot-Content-Location")
    root = str(message.get_param("start") or "")
    main = next((part for part in pages if root and _header(part, "Content-ID") == root), None)
    main = main or next((part for part in pages if address and _header(part, "Content-Location") == address), pages[0])
    payload = main.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    return Part(data, main.get_content_charset() or "", _header(main, "Content-Location") or address)


def _header(message: Message, name: str) -> str:
    return str(message.get(name) or "").strip()
