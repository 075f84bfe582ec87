"""Files of Zstandard, unpacked while they are read."""

from collections.abc import Iterator
from typing import BinaryIO, cast

import pyarrow as pa

from factdb.readers.archives import packed_stream
from factdb.readers.document import Document, Options
from factdb.readers.unpacking import Unpacker


def open_zstandard(document: Document, _options: Options) -> Iterator[Document]:
    """What a file of Zstandard holds, as a document that is unpacked while it is read.

    Raises:
        SourceError: It cannot be read.
    """

    def unpack() -> tuple[Unpacker, BinaryIO]:
        under = document.open()
        return cast("Unpacker", pa.CompressedInputStream(under, "zstd")), under

    yield packed_stream(document, unpack, {"zst": "", "zstd": "", "tzst": ".tar"})
