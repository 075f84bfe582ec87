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
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

from million import read_texts

from factdb.extract import STEPS, extract, extract_passages
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
    for chunk in _chunks(texts):
        _extract(chunk)
    gc.collect()
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    for name, seconds, found in _race(texts, given.peer):
        print(f"{name:22} {megabytes / seconds:5.2f} MB/s  {seconds / found * 1e6:6.1f} µs for each of {found:,}")
    _print_steps(texts)


def _chunks(texts: list[str]) -> Iterator[list[str]]:
    return (texts[at : at + CHUNK] for at in range(0, len(texts), CHUNK))


def _extract(texts: list[str]) -> int:
    passages = [Passage.of(text, load_lexicon()) for text in texts]
    return sum(map(len, extract_passages(passages)))


def _race(texts: list[str], peer: str | None) -> list[tuple[str, float, int]]:
    """Who reads the texts, the seconds that it takes, and how much it finds."""
    runners: dict[str, Callable[[list[str]], tuple[float, int]]] = {
        "a text at a time": lambda chunk: _timed(lambda: sum(len(extract(text)) for text in chunk)),
        "a few hundred at a time": lambda chunk: _timed(lambda: _extract(chunk)),
    }
    if peer:
        runners["jionlp, money"] = _peer(peer)
    totals = {name: [0.0, 0] for name in runners}
    for chunk in _chunks(texts):
        for name, run in runners.items():
            taken, count = run(chunk)
            totals[name][0] += taken
            totals[name][1] += count
    return [(name, seconds, int(found)) for name, (seconds, found) in totals.items()]


def _timed(work: Callable[[], int]) -> tuple[float, int]:
    begun = process_time()
    found = work()
    return process_time() - begun, found


def _peer(python: str) -> Callable[[list[str]], tuple[float, int]]:
    """The peer, at work in a process of its own."""
    process = subprocess.Popen([python, "-c", PEER], stdin=-1, stdout=-1, stderr=-3, text=True)  # noqa: S603
    send, answers = process.stdin, process.stdout
    if send is None or answers is None:
        raise OSError(python)

    def run(chunk: list[str]) -> tuple[float, int]:
        print(json.dumps(chunk), file=send, flush=True)
        seconds, found = json.loads(answers.readline())
        return seconds, found

    return run


def _print_steps(texts: list[str]) -> None:
    """Print what part of the time each step takes, and how much of the text holds claims."""
    taken: defaultdict[str, float] = defaultdict(float)
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
