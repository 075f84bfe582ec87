"""What is written down of each shard: what it was made of, and what came of it."""

from typing import Literal

from msgspec import Struct

# Counts up when a folder of shards cannot be read as before.
FORMAT = 1


class Input(Struct, frozen=True):
    """What a shard is made of.

    Attributes:
        sources: The URIs of its files.
        unit: What `start` and `end` count: bytes of lines, rows of Parquet, whole files, or articles of one file.
        start: Where it begins.
        end: Where it ends.
        sha256: Of the bytes it is made of; of articles in their order where it is made of these.
        options: How they are read: a hash of the fields and of what the user said of the articles.
    """

    sources: tuple[str, ...]
    unit: Literal["bytes", "rows", "files", "articles"]
    start: int
    end: int
    sha256: str
    options: str


class Output(Struct, frozen=True):
    """A Parquet file of a shard."""

    rows: int
    bytes: int
    sha256: str


class Told(Struct, frozen=True):
    """What is wrong with a source."""

    source: str
    message: str


class Manifest(Struct, frozen=True):
    """What a shard was made of, and what came of it.

    Attributes:
        shard: Its name, which is that of its files.
        input: What it was made of.
        extractor_version: Which extractor found the claims.
        lexicon: The fingerprint of the words it went by.
        articles: The file of its articles.
        claims: The file of its claims.
        text_bytes: How long the texts of its articles are, in UTF-8.
        problems: What gave no article, and why.
        seconds: How long it took.
    """

    shard: str
    input: Input
    extractor_version: str
    lexicon: str
    articles: Output
    claims: Output
    text_bytes: int
    problems: tuple[Told, ...]
    seconds: float


class Failed(Struct, frozen=True):
    """A shard that could not be made.

    Attributes:
        shard: Its name.
        input: What it was to be made of.
        cause: What happened.
    """

    shard: str
    input: Input
    cause: str
