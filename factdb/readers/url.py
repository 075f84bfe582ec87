"""Articles at http and https addresses, and lists of such addresses."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256

from factdb.errors import Problem
from factdb.readers import formats
from factdb.readers.document import Document, Options
from factdb.readers.faults import SourceError
from factdb.readers.plain import read_text
from factdb.readers.sources import ADDRESS, without_fragment, without_password
from factdb.readers.url_faults import RedirectError
from factdb.readers.url_fetch import Fetch
from factdb.readers.url_manners import Manners, keep_pace
from factdb.settings import MAX_BYTES

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:+-]{1,40})", re.IGNORECASE | re.ASCII)
_SHOWN = 80


def fetch_document(name: str, url: str, options: Options, manners: Manners | None = None) -> Document:
    """What is found at an address, in memory.

    Args:
        name: What messages call it.
        url: The address.
        options: Whether private addresses may be fetched.
        manners: What its hosts ask of programs, for addresses that nobody has asked for one by one.

    Raises:
        SourceError: It cannot be fetched, or should not be.
    """
    before = manners.asker(name) if manners else keep_pace
    answer = Fetch(name, allow_private=options.allow_private, before=before).get(url, limit=MAX_BYTES.read_int())
    media_type, _, parameters = answer.content_type.partition(";")
    charset = _CHARSET.search(parameters)
    data = answer.data
    return Document(
        name,
        without_fragment(url),
        lambda: io.BytesIO(data),
        media_type=media_type.strip().lower(),
        charset=charset[1].lower() if charset else "",
        fetched_at=datetime.now(UTC),
        source_hash=sha256(data).hexdigest(),
        notes=(f"{name} was redirected to {answer.url}.",) if answer.redirected else (),
    )


def read_uri_list(document: Document, options: Options) -> Iterator[Document | Problem]:
    """What is found at each address of a list, a line each; empty lines and comments (#) aside.

    Raises:
        SourceError: The list itself cannot be read.
    """
    text, _ = read_text(document)
    manners = Manners(allow_private=options.allow_private)
    seen: set[str] = set()
    for number, line in enumerate(text.split("\n"), start=1):
        told = line.strip("\ufeff \t")
        if not told or told.startswith("#"):
            continue
        if not ADDRESS.fullmatch(told):
            yield Problem(document.name, _no_address(document.name, number, told))
            continue
        url = without_fragment(told)
        if url in seen:
            continue
        seen.add(url)
        name = without_password(url)
        try:
            fetched = fetch_document(name, url, options, manners)
            if formats.media_type_of(fetched) == formats.URI_LIST:
                raise RedirectError(name, "it is a list of further addresses, which a list does not lead to")
        except SourceError as error:
            yield Problem(name, str(error))
        else:
            yield fetched


def _no_address(name: str, number: int, line: str) -> str:
    shown = line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
    return f"Line {number} of {name} is no http or https address ({shown}). Mend it, or put # before it."
