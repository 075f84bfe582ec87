"""How fast extraction is, and where its time goes: ``python benchmarks/extraction.py news.jsonl.gz``.

What is measured is processor time on one core, after a first round that fills the caches. To see it beside jionlp's
``extract_money``, which finds amounts of money and nothing else, name the Python of an environment that has jionlp:

    python benchmarks/extraction.py news.jsonl.gz --peer ~/jionlp/bin/python

Both take the texts in turn, a few hundred at a time, so that a busy machine slows both alike.
"""

import argparse
import gc
import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import process_time

from million import read_texts

from factdb.extract import STEPS, extract
from factdb.extract.passage import Passage
from factdb.lexicon import load_lexicon

CHUNK = 250
PEER = """
import contextlib, json, sys, time
with contextlib.redirect_stdout(sys.stderr):
    import jionlp
    extract_money = jionlp.ner.extract_money
    extract_money("3亿元")
for line in sys.stdin:
    texts = json.loads(line)
    begun = time.process_time()
    found = sum(len(extract_money(text)) for text in texts)
    print(json.dumps([time.process_time() - begun, found]), flush=True)
"""


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path, help="JSON Lines with a field text, .gz or not")
    parser.add_argument("--peer", help="the Python of an environment that has jionlp")
    given = parser.parse_args()
    texts = list(read_texts(given.corpus))
    for text in texts:
        extract(text)
    gc.collect()
    seconds, peer_seconds, claims, amounts = _race(texts, given.peer)
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    print(f"extraction  {_rate(megabytes, seconds, claims)}")
    if given.peer:
        print(
            f"jionlp      {_rate(megabytes, peer_seconds, amounts)}  (factdb {peer_seconds / seconds:.2f} times as fast)"
        )
    _print_steps(texts)


def _rate(megabytes: float, seconds: float, found: int) -> str:
    return f"{megabytes / seconds:5.2f} MB/s  {seconds / max(found, 1) * 1e6:6.1f} µs for each of {found:,}"


def _chunks(texts: list[str]) -> Iterator[list[str]]:
    return (texts[at : at + CHUNK] for at in range(0, len(texts), CHUNK))


def _race(texts: list[str], peer: str | None) -> tuple[float, float, int, int]:
    """Seconds that the texts take here and with the peer, and how much each finds."""
    seconds, peer_seconds, claims, amounts = 0.0, 0.0, 0, 0
    other = subprocess.Popen([peer, "-c", PEER], stdin=-1, stdout=-1, text=True) if peer else None  # noqa: S603
    for chunk in _chunks(texts):
        begun = process_time()
        claims += sum(len(extract(text)) for text in chunk)
        seconds += process_time() - begun
        if other and other.stdin and other.stdout:
            print(json.dumps(chunk), file=other.stdin, flush=True)
            taken, found = json.loads(other.stdout.readline())
            peer_seconds, amounts = peer_seconds + taken, amounts + found
    if other:
        other.communicate()
    return seconds, peer_seconds, claims, amounts


def _print_steps(texts: list[str]) -> None:
    """Print what part of the time each step takes, and how much of the text holds claims."""
    taken: Counter[str] = Counter()
    claims = with_claims = sentences = sentences_with = 0
    for chunk in _chunks(texts):
        begun = process_time()
        passages = [Passage.of(text, load_lexicon()) for text in chunk]
        taken["matching view"] += process_time() - begun
        for step in STEPS:
            begun = process_time()
            for passage in passages:
                step(passage)
            taken[step.__name__] += process_time() - begun
        passages = [passage for passage in passages if passage.drafts]
        claims += sum(len(passage.drafts) for passage in passages)
        with_claims += len(passages)
        sentences += sum(len(passage.sentences) for passage in passages)
        sentences_with += sum(len(passage.by_sentence) for passage in passages)
    print(
        f"{with_claims:,} of {len(texts):,} texts hold claims, {sentences_with:,} of their {sentences:,} sentences do"
    )
    whole = sum(taken.values())
    for name, seconds in taken.items():
        print(f"  {name:18} {seconds / whole:6.1%}  {seconds / claims * 1e6:5.1f} µs for each claim")


if __name__ == "__main__":
    main()
