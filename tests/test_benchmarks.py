"""The benchmarks run, and tell what they say they do; how fast it is on whose machine is no matter of a test."""

import json
import sys
from pathlib import Path

import pytest
from many_articles import text_of

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
TEXTS = [text_of(number) for number in range(40)]


@pytest.fixture(autouse=True)
def _scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    """They import one another as scripts of one folder do."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))


def test_all_who_race_read_the_same_texts() -> None:
    """One by one or together the same is found; of who is slow a part of the texts is enough."""
    from extraction import race  # noqa: PLC0415 (see above)
    from peers import Peer  # noqa: PLC0415

    class Here(Peer):
        """A peer in the Python of the tests."""

        def _python(self) -> Path:
            return Path(sys.executable)

    slow = Here("", (), "", "return len(text)", share=4)
    single, together, peer = race(TEXTS, {"counts characters": slow})
    assert single.found == together.found > 100
    assert single.size == together.size == sum(len(text.encode()) for text in TEXTS)
    assert peer.found == sum(map(len, TEXTS[::4]))
    assert min(single.rate, together.rate, peer.rate) > 0


def test_an_exponent_says_how_time_grows() -> None:
    """Ten times the size in ten times the time is 1, in a hundred times 2, in the same 0."""
    from growth import exponent  # noqa: PLC0415

    for power in (0, 1, 2):
        assert exponent([(size, 0.1 * size**power) for size in (1, 10, 100)]) == pytest.approx(power)


def test_growth_is_told_of_each_size(tmp_path: Path) -> None:
    """A row each for texts, articles and databases, with a time for each size."""
    from growth import table  # noqa: PLC0415
    from million import read_texts  # noqa: PLC0415

    corpus = tmp_path / "news.jsonl"
    corpus.write_text("\n".join(json.dumps({"text": text}) for text in TEXTS), encoding="utf-8")
    head, _, *rows = table(list(read_texts(corpus)), (1, 2)).splitlines()
    assert head == "| | × 1 | × 2 | exponent |"
    assert [row.count(" ms |") for row in rows] == [2, 2, 2]
