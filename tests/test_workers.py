"""Several processes read the claims that one reads, and one that dies costs its article only."""

import os
import threading
from collections.abc import Iterator, Sequence

import pytest

from factdb.claim import Article, Claim
from factdb.extract.articles import claims_of_all
from factdb.lexicon import Lexicon, load_lexicon
from factdb.workers import Failure, Found, Workers, WorkersError, processors, read_claims

LEXICON = load_lexicon()
TEXTS = [f"橙鹿科技{2000 + number}年营业收入为{number}.5亿元，同比增长{number}%。" for number in range(24)]


class _Deadly(Article):
    """An article that whoever gets it dies of, as a process does when memory runs out."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (9,)


class _Dead:
    """A lexicon that ends the process that gets it."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (3,)


def _read(batches: Sequence[Sequence[Article]], jobs: int = 2) -> list[Found]:
    with Workers(LEXICON, jobs) as workers:
        read = list(workers.read((batch, number) for number, batch in enumerate(batches)))
    assert [number for number, _ in read] == list(range(len(batches)))
    return [found for _, batch in read for found in batch]


def _articles() -> list[Article]:
    return [Article(f"/{number}", text) for number, text in enumerate(TEXTS)]


def test_several_processes_read_what_one_reads() -> None:
    """In the order of the articles, the evidence aside."""
    articles = _articles()
    found = _read([articles[:5], [], articles[5:6], articles[6:20], articles[20:]])
    for many, one in zip(found, read_claims(articles, LEXICON), strict=True):
        assert isinstance(many, list)
        assert isinstance(one, list)
        assert [(c.quote, c.low, c.period, c.metric, c.topics) for c in many] == [
            (c.quote, c.low, c.period, c.metric, c.topics) for c in one
        ]


def test_a_process_that_dies_costs_its_article_only() -> None:
    """Those beside it in the batch, and the batches behind it, are read by another one."""
    articles: list[Article] = _articles()
    articles[7] = _Deadly("/7", TEXTS[7])
    found = _read([articles[:4], articles[4:12], articles[12:]])
    assert [at for at, each in enumerate(found) if isinstance(each, Failure)] == [7]
    assert found[7] == Failure("the process that read it was ended by exit code 9")


def test_processes_that_cannot_live_end_the_command() -> None:
    """Rather than a problem for each of a million articles."""
    dead: object = _Dead()
    with Workers(dead, 2) as workers, pytest.raises(WorkersError, match="--jobs 1"):  # type: ignore[arg-type]
        list(workers.read([([Article("/a", TEXTS[0])], None)]))


def test_no_more_is_read_ahead_than_a_few_batches() -> None:
    """The memory of a run does not grow with what is to be read."""
    asked = 0

    def batches() -> Iterator[tuple[list[Article], int]]:
        nonlocal asked
        for number in range(200):
            asked += 1
            yield [Article(f"/{number}", TEXTS[number % 24])], number

    with Workers(LEXICON, 2) as workers:
        read = workers.read(batches())
        for taken in range(1, 11):
            next(read)
            assert asked <= taken + 8


def test_nothing_is_started_where_nothing_is_to_be_read() -> None:
    """A corpus that is known already costs no process."""
    before = threading.active_count()
    with Workers(LEXICON, 4) as workers:
        assert [told for told, _ in workers.read(([], number) for number in range(100))] == list(range(100))
        assert workers._workers == []
    assert threading.active_count() == before


def test_a_sign_to_wait_lets_everything_through_first() -> None:
    """What was read so far is taken before more is asked for."""
    through: list[int] = []

    def batches() -> Iterator[tuple[list[Article] | None, int]]:
        yield [Article("/a", TEXTS[0])], 0
        yield [Article("/b", TEXTS[1])], 1
        yield None, 2
        assert through == [0, 1, 2]
        yield [Article("/c", TEXTS[2])], 3

    with Workers(LEXICON, 2) as workers:
        for told, _ in workers.read(batches()):
            through.append(told)
    assert through == [0, 1, 2, 3]


def test_a_mistake_of_ours_is_the_article_s_and_not_the_batch_s(monkeypatch: pytest.MonkeyPatch) -> None:
    """What raises is told of one article, and the claims of the others are there."""
    articles = [Article(f"/{at}", text) for at, text in enumerate(TEXTS[:3])]
    wanted = read_claims(articles, LEXICON)

    def fail(some: Sequence[Article], lexicon: Lexicon) -> list[list[Claim]]:
        if articles[1] in some:
            raise ZeroDivisionError
        return claims_of_all(some, lexicon)

    monkeypatch.setattr("factdb.workers.claims_of_all", fail)
    assert read_claims(articles, LEXICON) == [wanted[0], Failure("ZeroDivisionError()"), wanted[2]]


def test_there_is_a_processor() -> None:
    """At least the one that runs this."""
    assert processors() >= 1
