"""Make a large corpus out of a small one: ``python benchmarks/million.py news.jsonl.gz -o million.jsonl``.

Each article is put together anew: half of its sentences are its own, half those of another article, every run of
digits is another one of the same length, and it gets a title, a date and a publisher of its own. So no two articles are
alike, names and words are as frequent as in real text, and the same seed gives the same corpus. Some 28 rounds of
a corpus with 36,000 figures make a million claims:

    factdb ingest million.jsonl --db million.db --jobs 0
"""

import argparse
import gzip
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

DIGITS = re.compile(r"(?<![\d.])[1-9]\d*")
# Years, months and days stay what they are: other ones would be no dates.
DATED = re.compile(r"(?:1[89]|20)\d\d|\d{1,2}(?=[月日号时点:/-])")
SENTENCE = re.compile(r"[^。！？\n]+[。！？\n]*")
PUBLISHERS = tuple(f"{place}{kind}" for place in "江海山原湖林" for kind in ("晚报", "日报", "财经", "观察", "周刊"))
LONGEST_TITLE = 30
FIRST_DAY, DAYS = date(2015, 1, 1), 4000


def main() -> None:
    """Write the corpus."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path, help="JSON Lines with a field text, .gz or not")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=28)
    given = parser.parse_args()
    texts = list(read_texts(given.corpus))
    with given.output.open("w", encoding="utf-8") as output:
        for row in rows(texts, given.rounds):
            output.write(json.dumps(row, ensure_ascii=False) + "\n")


def read_texts(path: Path) -> Iterator[str]:
    """The texts of a corpus."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def rows(texts: list[str], rounds: int) -> Iterator[dict[str, str]]:
    """The articles of the large corpus."""
    random = Random(1)  # noqa: S311 (the same corpus each time)
    for turn in range(rounds):
        for at, text in enumerate(texts):
            day = FIRST_DAY + timedelta(days=random.randrange(DAYS))
            made = text if not turn else renewed(text, random.choice(texts), random)
            yield {
                "id": f"{turn}-{at}",
                "title": headline(made),
                "text": made,
                "date": day.isoformat(),
                "publisher": random.choice(PUBLISHERS),
            }


def renewed(text: str, other: str, random: Random) -> str:
    """A text with half of its sentences and half of another's, and with other numbers."""
    mixed = [
        sentence
        for sentences in (SENTENCE.findall(text), SENTENCE.findall(other))
        for sentence in sentences
        if random.random() < 0.5  # noqa: PLR2004 (half of them)
    ]
    return DIGITS.sub(lambda match: number(match, random), "".join(mixed) or text)


def headline(text: str) -> str:
    """What a text begins with, in one line."""
    return " ".join(text[:LONGEST_TITLE].split())


def number(match: re.Match[str], random: Random) -> str:
    """Another number of as many digits."""
    old = match[0]
    if DATED.match(match.string, match.start()):
        return old
    return random.choice("123456789") + "".join(random.choice("0123456789") for _ in old[1:])


if __name__ == "__main__":
    main()
