"""A text as every database and every file takes it, and the hash that tells one content from another."""

import re
from hashlib import sha256

# What PostgreSQL refuses in a text, and UTF-8 in a file.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def storable(text: str) -> str:
    """The text as it can be stored: NUL and halves of characters become �, one for one.

    Offsets stay what they are, so a quote that stood at its place stands there still.
    """
    return _UNSTORABLE.sub("\ufffd", text)


def hash_of(text: str) -> str:
    """The hash of a text as it is stored: SHA-256 in hexadecimal."""
    return sha256(storable(text).encode()).hexdigest()
