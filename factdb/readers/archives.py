"""Archives: what is packed in them is read as if it lay in a folder, without being written to one."""

import gzip
import zipfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from factdb.errors import Problem
from factdb.readers.archive_budget import Budget
from factdb.readers.document import Document, Options
from factdb.readers.encoding import decode
from factdb.readers.faults import EmptyArchiveError, EncryptedError, PackedUnusuallyError
from factdb.readers.file_names import is_left_out
from factdb.readers.unpacking import Member, Unpack, Unpacker, packed_size, reading, zip_archive

_ENCRYPTED = 0x1
_NAME_IS_UTF8 = 0x800
# The others unpack without regard to how much memory there is.
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


def open_gzip(document: Document, _options: Options) -> Iterator[Document]:
    """What a file of gzip holds, as a document that is unpacked while it is read.

    Raises:
        SourceError: It cannot be read.
    """

    def unpack() -> tuple[Unpacker, BinaryIO]:
        under = document.open()
        return cast("Unpacker", gzip.GzipFile(fileobj=under, mode="rb")), under

    yield packed_stream(document, unpack, {"gz": "", "gzip": "", "tgz": ".tar"})


def packed_stream(document: Document, unpack: Unpack, suffixes: Mapping[str, str]) -> Document:
    """The one document that is packed, and what takes the place of the suffix in its name."""
    budget = document.budget or Budget.of(document.name, packed_size(document))
    if document.uri == "stdin:":
        # Its text names it, as if it had come unpacked.
        return Document(document.name, document.uri, Member(document.name, budget, unpack).open, budget=budget)
    name = PurePosixPath(document.uri.partition("?")[0]).name
    stem, dot, suffix = name.rpartition(".")
    instead = suffixes.get(suffix.lower()) if dot else None
    return _member(document, name if instead is None else f"{stem}{instead}" or name, budget, unpack)


def open_zip(document: Document, _options: Options) -> Iterator[Document | Problem]:
    """The members of a zip archive, folders and hidden files aside.

    The documents can be opened until the next one is asked for.

    Raises:
        SourceError: It cannot be read, is damaged or empty, or has more members than the setting allows.
    """
    budget = document.budget or Budget.of(document.name, packed_size(document))
    with zip_archive(document) as archive:
        infos = {info: _name(info) for info in archive.infolist() if not info.is_dir()}
        budget.take_members(len(infos))
        names = frozenset(infos.values())
        empty = True
        for info, name in infos.items():
            if is_left_out(PurePosixPath(name), names):
                continue
            if budget.spent:
                return
            empty = False
            yield _zipped(document, archive, info, name, budget)
    if empty:
        raise EmptyArchiveError(document.name)


def _zipped(
    document: Document, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, budget: Budget
) -> Document | Problem:
    def unpack() -> tuple[Unpacker, None]:
        return cast("Unpacker", archive.open(info)), None

    member = _member(document, name, budget, unpack)
    if info.flag_bits & _ENCRYPTED:
        return Problem(member.name, str(EncryptedError(member.name)))
    if info.compress_type not in _METHODS:
        return Problem(member.name, str(PackedUnusuallyError(member.name)))
    return member


def _member(document: Document, name: str, budget: Budget, unpack: Unpack) -> Document:
    called = f"{document.name}!/{name}"
    opened = Member(called, budget, unpack).open
    return Document(called, f"{_place(document)}!/{name}", opened, fetched_at=document.fetched_at, budget=budget)


def _place(document: Document) -> str:
    """The URI of an archive; what comes from standard input is named by its content."""
    if document.uri != "stdin:":
        return document.uri
    with reading(document.name), document.open() as stream:
        return f"stdin:{sha256(stream.read()).hexdigest()[:16]}"


def _name(info: zipfile.ZipInfo) -> str:
    """The path of a member. Who does not say that it is UTF-8 wrote it in the encoding of their system."""
    name = info.orig_filename
    if not info.flag_bits & _NAME_IS_UTF8 and not name.isascii():
        decoded = decode(name.encode("cp437"))
        name = name if decoded.replaced else decoded.text
    # A surrogate has no place in a database, and is in no name that anyone wrote.
    return name.replace("\\", "/").encode("utf-8", "replace").decode("utf-8")
