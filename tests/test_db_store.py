"""An article and its claims are stored whole, once, and tied to the text."""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import func, insert, inspect, select

from factdb.claim import Article, Basis, Change, Claim, Comparator, Modality
from factdb.db import models
from factdb.db.database import Database
from factdb.db.models import Outcome
from factdb.db.queries import Filters, count_claims, get_claim, list_claims
from factdb.db.runs import Counts, end_run, record_problem, start_run
from factdb.db.store import MisplacedClaimError, Store
from factdb.errors import Problem

if TYPE_CHECKING:
    from conftest import MakeClaim, Put

NUMBERS = count()
TEXT = "澄江银行2023年净利润约为12.5亿元,同比增长8%。"


@pytest.fixture
def store(db: Database) -> Store:
    """A store of a run."""
    return Store(db, start_run(db, extractor_version="test", lexicon="test"))


def _count(db: Database, table: type[models.Base]) -> int:
    with db.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def test_the_columns_of_a_claim_are_the_fields_of_a_claim() -> None:
    """One word everywhere; the evidence alone is not kept, and topics have a table of their own."""
    columns = {column.key for column in inspect(models.Claim).columns}
    wanted = {*Claim.__struct_fields__} - {"topics", "evidence"}
    kept_beside = {"id", "article_id", "metric_id", "subject_id", "low_float", "high_float", "status"}
    kept_beside |= {"counted", "missed_by"}
    assert columns == wanted | kept_beside


def test_a_claim_comes_out_as_it_went_in(db: Database, store: Store, make_claim: "MakeClaim") -> None:
    """Every field, with the article's beside them."""
    claim = make_claim(
        TEXT, "12.5亿元", low=Decimal(1250000000), cmp=Comparator.APPROX, unit="CNY", metric="净利润",
        subject="澄江银行",
        period="2023", period_start=date(2023, 1, 1), period_end=date(2023, 12, 31), period_raw="2023年",
        period_rule="year", modality=Modality.ESTIMATE, change=Change.INCREASE, basis=Basis.YOY, attribution="公告",
        topics=("profit", "revenue"), occurrences=2,
    )  # fmt: skip
    article = Article("/a.txt", TEXT, "标题", "作者", "日报", date(2024, 3, 1))
    stored = store.add(article, [claim])
    (row,) = list_claims(db, Filters())
    for name in Claim.__struct_fields__:
        if name not in {"evidence", "topics"}:
            assert getattr(row, name) == getattr(claim, name), name
    assert set(row.topics) == {"profit", "revenue"}
    assert (row.title, row.author, row.publisher, row.published_on, row.uri) == (
        "标题", "作者", "日报", date(2024, 3, 1), "/a.txt",
    )  # fmt: skip
    assert (stored.new, stored.claims, row.article_id, row.status) == (True, 1, stored.article_id, "unreviewed")
    assert get_claim(db, row.id) == row


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None, max_examples=40
)
@given(value=st.decimals(allow_nan=False, allow_infinity=False))
def test_values_are_stored_exactly(store: Store, db: Database, make_claim: "MakeClaim", value: Decimal) -> None:
    """Not a digit is lost, however many there are."""
    text = f"第{next(NUMBERS)}笔:{value}元"
    stored = store.add(Article(text, text), [make_claim(text, f"{value}元", low=value)])
    with db.connect() as connection:
        found = connection.scalar(select(models.Claim.low).where(models.Claim.article_id == stored.article_id))
    assert found == value


def test_ingesting_again_writes_nothing(db: Database, store: Store, make_claim: "MakeClaim") -> None:
    """The same text at the same place is the same article."""
    article, claim = Article("/a.txt", TEXT), make_claim(TEXT, "8%")
    first = store.add(article, [claim])
    again = store.add(article, [claim])
    assert (again.new, again.claims, again.article_id) == (False, 0, first.article_id)
    assert (_count(db, models.Article), _count(db, models.Claim)) == (1, 1)


def test_a_new_text_at_a_known_place_is_a_new_revision(db: Database, store: Store, make_claim: "MakeClaim") -> None:
    """The claims of the older text stay, and are shown when asked for."""
    later = TEXT.replace("8%", "9%")
    store.add(Article("/a.txt", TEXT), [make_claim(TEXT, "8%")])
    store.add(Article("/a.txt", later), [make_claim(later, "9%")])
    with db.connect() as connection:
        rows = connection.execute(select(models.Article.revision, models.Article.current)).all()
    assert sorted(map(tuple, rows)) == [(1, False), (2, True)]
    assert [row.quote for row in list_claims(db, Filters())] == ["9%"]
    assert [row.quote for row in list_claims(db, Filters(superseded=True))] == ["8%", "9%"]


def test_a_source_that_goes_back_to_an_older_text_shows_that_one(
    db: Database, store: Store, make_claim: "MakeClaim"
) -> None:
    """What a URI holds now is what is listed; no text is stored twice."""
    later = TEXT.replace("8%", "9%")
    for text, quote in ((TEXT, "8%"), (later, "9%"), (TEXT, "8%")):
        store.add(Article("/a.txt", text), [make_claim(text, quote)])
    assert _count(db, models.Article) == 2
    assert [row.quote for row in list_claims(db, Filters())] == ["8%"]


def test_the_same_text_at_another_place_is_a_copy(db: Database, store: Store, make_claim: "MakeClaim") -> None:
    """It refers to the original, whose claims are counted once and found by the copy's source too."""
    first = store.add(Article("/a.txt", TEXT, publisher="日报"), [make_claim(TEXT, "8%")])
    second = store.add(Article("/b.txt", TEXT, publisher="晚报"), [make_claim(TEXT, "8%")])
    assert (second.new, second.claims) == (True, 1)
    with db.connect() as connection:
        copy = select(models.Article.duplicate_of).where(models.Article.id == second.article_id)
        assert connection.scalar(copy) == first.article_id
    assert count_claims(db, Filters()) == 1
    assert count_claims(db, Filters(source=("晚报",))) == 1
    assert {row.publisher for row in list_claims(db, Filters(reprints=True))} == {"日报", "晚报"}


def test_a_copy_keeps_the_claims_of_its_original_alive(db: Database, store: Store, make_claim: "MakeClaim") -> None:
    """An original that has been rewritten does not take from the copy what it still says."""
    later = TEXT.replace("8%", "9%")
    store.add(Article("/a.txt", TEXT), [make_claim(TEXT, "8%")])
    store.add(Article("/b.txt", TEXT), [make_claim(TEXT, "8%")])
    store.add(Article("/a.txt", later), [make_claim(later, "9%")])
    assert {row.quote for row in list_claims(db, Filters())} == {"8%", "9%"}


def test_a_claim_that_does_not_stand_at_its_place_is_refused(
    db: Database, store: Store, make_claim: "MakeClaim"
) -> None:
    """With it, the whole article."""
    claim = make_claim(TEXT, "8%")
    with pytest.raises(MisplacedClaimError, match="does not stand at"):
        store.add(Article("/a.txt", TEXT), [claim, replace(claim, start=claim.start - 1, end=claim.end - 1)])
    assert _count(db, models.Article) == 0


def test_an_article_that_fails_leaves_nothing_half_done(db: Database, store: Store, make_claim: "MakeClaim") -> None:
    """Two claims over the same characters break the rules of the database; the article and its names go too."""
    claim = make_claim(TEXT, "8%", subject="无名公司", topics=("profit",))
    with pytest.raises(Exception, match=r"(?i)unique"):
        store.add(Article("/a.txt", TEXT), [claim, claim])
    assert (_count(db, models.Article), _count(db, models.Claim), _count(db, models.ClaimTopic)) == (0, 0, 0)
    assert count_claims(db, Filters(subject=("无名公司",))) == 0
    assert store.add(Article("/a.txt", TEXT), [claim]).claims == 1
    assert count_claims(db, Filters(subject=("无名公司",))) == 1


def test_an_unknown_name_is_found_by_its_name(db: Database, put: "Put", make_claim: "MakeClaim") -> None:
    """It becomes a name of its own; script, case and width of it make no difference."""
    for number, subject in enumerate(("雲海科技ABC", "云海科技abc", "云海科技ＡＢＣ")):
        text = f"{number}号文:{subject}有7家门店。"
        put(Article(f"/{number}", text), make_claim(text, "7家", subject=subject))
    assert count_claims(db, Filters(subject=("云海科技Abc",))) == 3
    with db.connect() as connection:
        names = connection.scalars(select(models.Subject.name).where(models.Subject.origin == "text")).all()
    assert names == ["雲海科技ABC"]


def test_two_runs_share_their_names(db: Database, make_claim: "MakeClaim") -> None:
    """A name that one process has met is not made again by another one."""
    stores = [Store(db, start_run(db, extractor_version="test", lexicon="test")) for _ in range(2)]
    for number, store in enumerate(stores):
        text = f"{number}号文:甲乙丙丁有7家门店。"
        store.add(Article(f"/{number}", text), [make_claim(text, "7家", subject="甲乙丙丁", metric="门店总数量")])
    assert count_claims(db, Filters(subject=("甲乙丙丁",), metric=("门店总数量",))) == 2


def test_a_name_merged_meanwhile_is_looked_up_again(db: Database, store: Store, make_claim: "MakeClaim") -> None:
    """Somebody tidies up the names while an ingest is running."""
    claims = [make_claim(f"{n}:甲公司有7家店", "7家", subject="甲公司") for n in range(2)]
    store.add(Article("/0", claims[0].sentence), [claims[0]])
    with db.begin() as connection:
        connection.execute(
            insert(models.Subject), {"id": 10**6, "name": "甲集团", "kind": "", "origin": models.Origin.PERSON}
        )
        for sql in (
            "UPDATE subject_alias SET subject_id = 1000000 WHERE name = '甲公司'",
            "UPDATE claim SET subject_id = 1000000",
            "DELETE FROM subject WHERE name = '甲公司'",
        ):
            connection.exec_driver_sql(sql)
    store.add(Article("/1", claims[1].sentence), [claims[1]])
    assert count_claims(db, Filters(subject=("甲集团",))) == 2


def test_a_topic_of_no_lexicon_is_kept(db: Database, put: "Put", make_claim: "MakeClaim") -> None:
    """It is listed under its slug."""
    put(Article("/a", TEXT), make_claim(TEXT, "8%", topics=("pottery",)))
    assert count_claims(db, Filters(topic=("pottery",))) == 1


def test_a_run_is_logged_with_its_problems(db: Database) -> None:
    """When, by what, what came of it, and what went wrong."""
    run_id = start_run(db, extractor_version="0.1", lexicon="abc")
    record_problem(db, run_id, Problem("x.pdf", "It is a PDF."))
    end_run(db, run_id, Outcome.DONE, Counts(articles=3, new=2, unchanged=1, claims=9))
    with db.connect() as connection:
        run = connection.execute(select(models.Run.__table__)).one()
        problem = connection.execute(select(models.Problem.__table__)).one()
    assert (run.outcome, run.extractor_version, run.lexicon, run.articles, run.claims) == (
        Outcome.DONE,
        "0.1",
        "abc",
        3,
        9,
    )
    assert run.ended_at >= run.started_at
    assert (problem.source, problem.message, problem.note) == ("x.pdf", "It is a PDF.", False)


WRITER = """
import sys
from decimal import Decimal
from factdb.claim import Article, Change, Claim, Comparator, Modality
from factdb.db.runs import start_run
from factdb.db.session import open_db
from factdb.db.store import Store

def claim(text, quote):
    start = text.index(quote)
    return Claim(start, start + len(quote), quote, text, Decimal(7), Decimal(7), Comparator.EQ, "家", "店数",
        "共同公司", None, None, None, None, None, Modality.ACTUAL, Change.LEVEL, None, None, ("traffic",))

with open_db(sys.argv[1]) as db:
    store = Store(db, start_run(db, extractor_version="test", lexicon="test"))
    for number in range(int(sys.argv[3])):
        text = f"{sys.argv[2]}之{number}:有7家店。"
        store.add(Article(f"/{sys.argv[2]}/{number}", text), [claim(text, "7家")])
        print(number, flush=True)
"""


def _writer(db: Database, name: str, articles: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, db.name, name, str(articles)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_processes_write_into_one_database_at_a_time(db: Database) -> None:
    """Nobody is told that the database is locked, and nothing is lost."""
    running = [_writer(db, name, 60) for name in ("甲", "乙", "丙")]
    assert [process.communicate()[1] for process in running] == ["", "", ""]
    assert count_claims(db, Filters(subject=("共同公司",))) == 180


def test_a_process_that_is_killed_leaves_whole_articles(db: Database) -> None:
    """Every article that is there has its claim, its topic and its place in the index."""
    process = _writer(db, "甲", 100_000)
    assert process.stdout is not None
    for _ in range(20):
        process.stdout.readline()
    process.kill()
    process.communicate()
    articles = _count(db, models.Article)
    assert articles >= 20
    for filters in (Filters(), Filters(topic=("traffic",)), Filters(text="7家店")):
        assert count_claims(db, filters) == articles


def test_reading_goes_on_while_another_process_writes(db: Database, put: "Put", make_claim: "MakeClaim") -> None:
    """A list that has begun ends as it began."""
    text = "甲有7家,乙有8家,丙有9家。"
    put(Article("/a", text), *(make_claim(text, quote) for quote in ("7家", "8家", "9家")))
    rows = list_claims(db, Filters())
    first = next(rows)
    assert _writer(db, "丁", 3).communicate()[1] == ""
    assert [first.quote, *(row.quote for row in rows)] == ["7家", "8家", "9家"]
    assert count_claims(db, Filters()) == 6
