"""What a server packs is unpacked, piece by piece, however it was packed."""

import gzip
import zlib
from collections.abc import Iterable
from random import Random

import pytest

from factdb.readers.url_body import UnpackError, unpack

TEXT = "星河科技公布,全年营业收入为12.5亿元。".encode() * 300
RAW = zlib.compressobj(wbits=-15)
PACKED = {
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:]),
    "GZIP": gzip.compress(TEXT) + b"\0" * 100,
    "identity, gzip": gzip.compress(TEXT) + b"rubbish",
    "deflate": zlib.compress(TEXT),
    "Deflate ": RAW.compress(TEXT) + RAW.flush(),
    "identity": TEXT,
    "UTF-8": TEXT,
    "": TEXT,
}


def _pieces(data: bytes, size: int) -> Iterable[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


@pytest.mark.parametrize("size", [1, 2, 7, 100_000])
@pytest.mark.parametrize("coding", PACKED)
def test_whatever_was_asked_for_is_unpacked(coding: str, size: int) -> None:
    """In one part or several, with what some servers put behind the end."""
    assert b"".join(unpack(_pieces(PACKED[coding], size), coding)) == TEXT


@pytest.mark.parametrize("size", [1, 1000])
@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate"])
def test_what_breaks_off_is_told(coding: str, size: int) -> None:
    """Half a page is not taken for a whole one."""
    with pytest.raises(UnpackError, match="broke off"):
        list(unpack(_pieces(PACKED[coding][:-20], size), coding))


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "deflate, br"])
def test_what_was_not_asked_for_is_told(coding: str) -> None:
    """Packed twice is a flood in the making."""
    with pytest.raises(UnpackError, match="not asked for"):
        unpack([b"x"], coding)


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_what_is_not_packed_as_it_says_is_told(coding: str) -> None:
    """Noise, and a plain text."""
    for data in (Random(1).randbytes(1000), TEXT):  # noqa: S311 (the same noise each time)
        with pytest.raises(UnpackError):
            list(unpack([data], coding))


def test_nothing_unpacks_to_nothing() -> None:
    """An empty body may be called packed."""
    assert list(unpack([], "gzip")) == []


def test_pieces_are_bounded() -> None:
    """However much a few bytes unpack to, it comes in handfuls."""
    assert max(map(len, unpack([gzip.compress(bytes(10_000_000))], "gzip"))) <= 65_536
