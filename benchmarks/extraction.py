"""How fast extraction is, and where its time goes: ``python benchmarks/extraction.py news.jsonl.gz``.

What is measured is processor time on one core, after a first round that fills the caches. With ``--peers`` other
libraries read the same texts, each in an environment that is made for it (see peers.py); jionlp's ``extract_money``,
for one, finds amounts of money and nothing else. All take the texts in turn, a few hundred at a time, so that a busy
machine slows all alike.
"""

import argparse
import gc
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from time import process_time

from million import read_texts
from peers import PEERS, Peer

from factdb.extract import STEPS, extract, extract_passages
from factdb.extract.passage import Passage
from factdb.lexicon import load_lexicon

CHUNK = 250


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path, help="JSON Lines with a field text, .gz or not")
    parser.add_argument("--peers", action="store_true", help="other libraries, too")
    given = parser.parse_args()
    texts = list(read_texts(given.corpus))
    for each in race(texts, PEERS if given.peers else {}):
        rate, each_takes = f"{each.rate:5.2f} MB/s", f"{each.seconds / each.found * 1e6:6.1f} µs"
        print(f"{each.name:58} {rate}  {each_takes} for each of {each.found:,}")
    _print_steps(texts)


def _chunks(texts: list[str]) -> Iterator[list[str]]:
    return (texts[at : at + CHUNK] for at in range(0, len(texts), CHUNK))


def _extract(texts: list[str]) -> int:
    passages = [Passage.of(text, load_lexicon()) for text in texts]
    return sum(map(len, extract_passages(passages)))


@dataclass(slots=True)
class Racer:
    """Who reads texts: how many bytes it has read, in how many seconds, and how much it found."""

    name: str
    run: Callable[[list[str]], tuple[float, int]]
    share: int = 1
    size: int = 0
    seconds: float = 0.0
    found: int = 0

    @property
    def rate(self) -> float:
        """Megabytes of UTF-8 a second."""
        return self.size / 1e6 / self.seconds

    def take(self, chunk: list[str]) -> None:
        """Read texts; of a chunk the first part, where that is enough."""
        some = chunk[:: self.share]
        seconds, found = self.run(some)
        self.seconds += seconds
        self.found += found
        self.size += sum(len(text.encode()) for text in some)


def race(texts: list[str], peers: Mapping[str, Peer]) -> list[Racer]:
    """Have the texts read by factdb, and by others in turn with it."""
    for chunk in _chunks(texts):
        _extract(chunk)
    gc.collect()
    racers = [
        Racer("factdb, a text at a time", lambda chunk: _timed(lambda: sum(len(extract(text)) for text in chunk))),
        Racer("factdb, a few hundred at a time", lambda chunk: _timed(lambda: _extract(chunk))),
    ]
    with ExitStack() as started:
        for name, peer in peers.items():
            racers.append(Racer(name, started.enter_context(peer.at_work()), peer.share))
        for chunk in _chunks(texts):
            for racer in racers:
                racer.take(chunk)
    return racers


def _timed(work: Callable[[], int]) -> tuple[float, int]:
    begun = process_time()
    found = work()
    return process_time() - begun, found


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
