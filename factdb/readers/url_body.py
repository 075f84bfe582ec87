"""The body of an answer: unpacked as its sender packed it, and never more of it than was asked for."""

import zlib
from collections.abc import Iterable, Iterator

CODINGS = "gzip, deflate"

_ASKED = frozenset(("gzip", "x-gzip", "deflate"))
_OTHERS = frozenset(("br", "zstd", "compress", "x-compress"))
_PIECE = 65_536
_AUTOMATIC, _RAW = zlib.MAX_WBITS | 32, -zlib.MAX_WBITS


class UnpackError(Exception):
    """The body is not packed as its sender says."""


def unpack(pieces: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """The pieces of a body unpacked, in pieces of a bounded size.

    Args:
        pieces: The body as it comes in.
        coding: Its Content-Encoding.

    Raises:
        UnpackError: It cannot be unpacked.
    """
    # Some servers name their charset here, or nothing that anybody knows; browsers pass that over, too.
    codings = [name for part in coding.split(",") if (name := part.strip().lower()) in _ASKED | _OTHERS]
    if not codings:
        return iter(pieces)
    # Whoever packs twice means to flood.
    if len(codings) > 1 or codings[0] in _OTHERS:
        raise UnpackError(f"it is packed as {', '.join(codings)[:40]}, which was not asked for")
    return _inflate(iter(pieces))


def _inflate(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack gzip, in one part or several, and both of what goes by the name of deflate."""
    pieces = filter(None, pieces)
    data = _two_bytes(b"", pieces)
    if not data:
        return
    inflater = _inflater_for(data)
    while data:
        yield from _pieces_of(inflater, data)
        if not inflater.eof:
            data = next(pieces, b"")
            continue
        data = _two_bytes(inflater.unused_data.lstrip(b"\0"), pieces)
        # Another part may follow; anything else behind the end is of no use.
        if not data.startswith(b"\x1f\x8b"):
            return
        inflater = zlib.decompressobj(_AUTOMATIC)
    if not inflater.eof:
        raise UnpackError("it broke off")


def _two_bytes(data: bytes, pieces: Iterator[bytes]) -> bytes:
    """At least the two bytes that tell what is packed how, if there are as many."""
    while len(data) < 2 and (more := next(pieces, b"")):  # noqa: PLR2004 (see above)
        data += more
    return data


def _pieces_of(inflater: "zlib._Decompress", data: bytes) -> Iterator[bytes]:
    """All that the data unpacks to, as much as the inflater can tell by now."""
    try:
        while unpacked := inflater.decompress(data, _PIECE):
            yield unpacked
            data = inflater.unconsumed_tail
    except zlib.error as error:
        raise UnpackError("it is damaged, or not packed as its host says") from error


def _inflater_for(first: bytes) -> "zlib._Decompress":
    try:
        zlib.decompressobj(_AUTOMATIC).decompress(first, 1)
    except zlib.error:
        return zlib.decompressobj(_RAW)
    return zlib.decompressobj(_AUTOMATIC)
