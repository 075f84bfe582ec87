#!/usr/bin/env python3
"""Extract from a corpus of real texts, and hold what must be true of every claim of it.

The corpus is no part of the project: without it there is nothing to do.
"""

import gzip
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from factdb.extract import extract

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "news.jsonl.gz"
BATCH = 500


def check(text: str) -> int:
    """Count the claims of a text, each of which stands where it says, apart from the one before.

    Raises:
        AssertionError: A quote is not the text at its offsets, or two claims overlap.
    """
    claims, end = extract(text), 0
    for claim in claims:
        if text[claim.start : claim.end] != claim.quote or claim.start < end:
            raise AssertionError(f"{claim.quote!r} does not stand at {claim.start} of {text!r}")
        end = claim.end
    return len(claims)


def main() -> int:
    """Check every text, and say how many claims they hold."""
    if not CORPUS.is_file():
        print(f"skipped: the corpus is not here ({CORPUS.name})")
        return 0
    with gzip.open(CORPUS, "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    with ProcessPoolExecutor() as pool:
        claims = sum(pool.map(check, texts, chunksize=BATCH))
    print(f"{claims} claims in {len(texts)} texts, each quote at its offsets")
    return 0


if __name__ == "__main__":
    sys.exit(main())
