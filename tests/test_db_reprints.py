"""A reprint is found, whatever stands around it, and its claims count once; what only looks alike is left alone."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import delete, func, select

from factdb.claim import Article
from factdb.db import marks, models, reprints
from factdb.db.check import check
from factdb.db.database import Database
from factdb.db.queries import Filters, collect_stats, count_claims, count_topics, list_claims
from factdb.db.runs import start_run
from factdb.db.store import Store
from factdb.extract.articles import claims_of
from factdb.lexicon import load_lexicon

BODY = (
    "橙鹿科技周三公布年报。2021年公司营业收入为12.5亿元，同比增长8%。门店总数达到350家，其中县城门店占42%。"
    "公司董事长在业绩会上表示，线下门店仍是吸引新顾客的主要渠道，线上业务则以老顾客复购为主。"
    "2021年公司研发投入为8600万元，员工人数为4200人。分析人士认为，公司的存货周转天数还有改善的余地。\n"
    "公司同时宣布，董事会已批准一项回购计划，回购金额不超过2亿元，期限为十二个月。"
)
OTHER = BODY.replace("12.5亿元", "13.1亿元").replace("350家", "362家").replace("8600万元", "9100万元")
LEXICON = load_lexicon()


class Desk:
    """Stores articles with the claims that extraction finds in them."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.store = Store(db, start_run(db, extractor_version="test", lexicon="test"))

    def put(self, uri: str, text: str) -> int:
        """The id of the article."""
        article = Article(uri, text, published_on=date(2022, 3, 1))
        return self.store.add(article, claims_of(article, LEXICON)).article_id

    def leader(self, article: int) -> int | None:
        """The article that one refers to."""
        with self.db.connect() as connection:
            return connection.scalar(select(models.Article.duplicate_of).where(models.Article.id == article))


@pytest.fixture
def desk(db: Database) -> Desk:
    """See `Desk`."""
    return Desk(db)


REPRINTS: dict[str, Callable[[str], str]] = {
    "the same": str,
    "header": lambda text: f"【转载】来源：南桥财经网 2022-03-02 10:30\n{text}",
    "footer": lambda text: f"{text}\n责任编辑：林小满\n相关阅读：橙鹿科技的新门店；门店选址的学问",
    "byline": lambda text: f"本报讯（记者 林小满）{text}",
    "full width": lambda text: text.replace("12.5", "１２．５").replace("8%", "８％"),
    "white space": lambda text: text.replace("。", "。\n\n　　").replace("，", ", "),
    "traditional": lambda text: text.replace("营业", "營業").replace("门店", "門店").replace("亿", "億"),
}
STRANGERS: dict[str, Callable[[str], str]] = {
    "one figure corrected": lambda text: text.replace("12.5亿元", "12.6亿元"),
    "the template with other figures": lambda _: OTHER,
    "another company": lambda text: text.replace("橙鹿科技", "白水乳业"),
    "another year": lambda text: text.replace("2021年", "2020年"),
    "cut": lambda text: text[: len(text) // 3],
    "one sentence quoted": lambda text: (
        f"竞争者却不以为然。{text.partition('。')[2].partition('。')[0]}。各方看法不一。"
    ),
}


@pytest.mark.parametrize("change", REPRINTS.values(), ids=REPRINTS.keys())
def test_a_reprint_is_found(desk: Desk, change: Callable[[str], str]) -> None:
    """Another header, footer, byline, width, script or white space make no other article."""
    first = desk.put("/first", BODY)
    count = count_claims(desk.db, Filters())
    second = desk.put("/second", change(BODY))
    assert desk.leader(second) == first
    assert count_claims(desk.db, Filters()) == count >= 7
    assert count_claims(desk.db, Filters(reprints=True)) == 2 * count


@pytest.mark.parametrize("change", STRANGERS.values(), ids=STRANGERS.keys())
def test_what_looks_alike_is_no_reprint(desk: Desk, change: Callable[[str], str]) -> None:
    """Its claims count beside those of the other one."""
    desk.put("/first", BODY)
    assert desk.leader(desk.put("/second", change(BODY))) is None
    assert count_claims(desk.db, Filters()) == count_claims(desk.db, Filters(reprints=True))


def test_every_count_takes_a_reprint_once_unless_it_is_asked_for(desk: Desk) -> None:
    """List, topics and statistics; and each listed claim says what its article reprints."""
    first = desk.put("/first", BODY)
    desk.put("/second", f"{BODY}\n责任编辑：林小满")
    for reprinted, times in ((False, 1), (True, 2)):
        rows = list(list_claims(desk.db, Filters(reprints=reprinted)))
        stats = collect_stats(desk.db, reprints=reprinted)
        assert stats.claims == len(rows)
        assert (stats.articles, stats.reprints) == (2, 1)
        assert sum(unit.claims for unit in stats.units) == len(rows)
        assert {row.duplicate_of for row in rows} == ({None, first} if reprinted else {None})
        revenue = next(topic for topic in count_topics(desk.db, reprints=reprinted) if topic.slug == "revenue")
        assert revenue.claims % times == 0
        assert revenue.claims > 0


def test_a_revised_original_leaves_its_claims_to_the_reprint(desk: Desk) -> None:
    """The reprint still says what the original no longer says; each claim counts once throughout."""
    first = desk.put("/first", BODY)
    second = desk.put("/second", f"{BODY}\n责任编辑：林小满")
    third = desk.put("/third", BODY)
    count = count_claims(desk.db, Filters())
    desk.put("/first", OTHER)
    assert (desk.leader(second), desk.leader(third), desk.leader(first)) == (None, second, second)
    assert count_claims(desk.db, Filters()) == 2 * count
    assert list(check(desk.db, LEXICON)) == []


def test_a_revision_with_another_footer_goes_on_leading(desk: Desk) -> None:
    """Its reprints refer to it from then on."""
    desk.put("/first", BODY)
    second = desk.put("/second", BODY)
    revised = desk.put("/first", f"{BODY}\n责任编辑：林小满")
    assert (desk.leader(revised), desk.leader(second)) == (None, revised)
    assert list(check(desk.db, LEXICON)) == []


def test_a_source_that_goes_back_joins_its_reprints_again(desk: Desk) -> None:
    """After the reprint has taken the lead."""
    desk.put("/first", BODY)
    second = desk.put("/second", BODY)
    count = count_claims(desk.db, Filters())
    desk.put("/first", OTHER)
    again = desk.put("/first", BODY)
    assert (desk.leader(second), desk.leader(again)) == (again, None)
    assert count_claims(desk.db, Filters()) == count
    assert list(check(desk.db, LEXICON)) == []


def test_a_text_that_only_an_earlier_revision_had_leads_at_its_new_place(desk: Desk) -> None:
    """What is superseded counts for nobody, so the newcomer must."""
    first = desk.put("/first", BODY)
    desk.put("/first", OTHER)
    second = desk.put("/second", BODY)
    assert (desk.leader(second), desk.leader(first)) == (None, second)
    counts = [count_claims(desk.db, Filters(source=(source,))) for source in ("/first", "/second")]
    assert counts == [7, 7]
    assert count_claims(desk.db, Filters()) == 14
    assert list(check(desk.db, LEXICON)) == []


def test_articles_may_be_deleted_in_any_order(desk: Desk) -> None:
    """Whoever leads steps down first."""
    ids = [desk.put(f"/{name}", BODY) for name in "甲乙丙"]
    count = count_claims(desk.db, Filters())
    for article in (ids[0], ids[2]):
        with desk.db.begin() as connection:
            reprints.step_down(connection, article)
            connection.execute(delete(models.Article).where(models.Article.id == article))
        assert count_claims(desk.db, Filters()) == count
    assert desk.leader(desk.put("/戊", BODY)) == ids[1]


def test_a_batch_finds_the_reprints_within_itself(desk: Desk) -> None:
    """Several articles of one transaction come out as they do one by one."""
    texts = [BODY, OTHER, f"{BODY}\n责任编辑：林小满", BODY, BODY.replace("350家", "351家")]
    articles = [Article(f"/{at}", text, published_on=date(2022, 3, 1)) for at, text in enumerate(texts)]
    stored = desk.store.add_all([(article, claims_of(article, LEXICON)) for article in articles])
    ids = [each.article_id for each in stored if hasattr(each, "article_id")]
    assert [desk.leader(article) for article in ids] == [None, None, ids[0], ids[0], None]


def test_a_form_letter_costs_no_more_than_any_other_text(desk: Desk) -> None:
    """Words that many articles share mark none of them: what is compared stays the same as the store grows."""
    for number in range(60):
        desk.put(
            f"/{number}", f"第{number}号公告：{number + 7}号基金单位净值为1.0025元，较上一日持平于{number + 3}.5%。"
        )
    with desk.db.connect() as connection:
        most = connection.scalar(
            select(func.count()).select_from(models.Mark).group_by(models.Mark.hash).order_by(func.count().desc())
        )
    assert most is not None
    assert most <= marks.COMMON
    assert count_claims(desk.db, Filters()) == count_claims(desk.db, Filters(reprints=True)) == 120
