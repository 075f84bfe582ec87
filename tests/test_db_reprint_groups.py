"""Who is grouped with whom, and who leads, is the same whatever comes first; what people decided goes along."""

import random
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, Row, event, select, update

from factdb.claim import Article, Claim, Status
from factdb.db import models, reprints_anew
from factdb.db.check import check
from factdb.db.database import Database
from factdb.db.marks import COMMON
from factdb.db.queries import Filters, collect_stats, count_claims, list_claims
from factdb.db.reprints import read_groups
from factdb.db.reprints_anew import regroup
from factdb.db.runs import start_run
from factdb.db.store import Store
from factdb.extract.articles import claims_of
from factdb.lexicon import load_lexicon
from factdb.tracking.reviews import decide

BODY = (
    "橙鹿科技周三公布年报。2021年公司营业收入为12.5亿元，同比增长8%。门店总数达到350家，其中县城门店占42%。"
    "公司董事长在业绩会上表示，线下门店仍是吸引新顾客的主要渠道，线上业务则以老顾客复购为主。"
    "2021年公司研发投入为8600万元，员工人数为4200人。分析人士认为，公司的存货周转天数还有改善的余地。"
)
ABOVE = (
    "南桥财经网转载本文只为传递更多消息并不代表本网赞同其中的观点"
    "读者据此操作风险自担欢迎在评论区留言并关注我们的公众号获取每日早报\n"
)
BELOW = (
    "\n责任编辑林小满校对周一帆审核吴静好如需转载请注明出处并保留作者署名"
    "侵权必究本报保留一切权利举报热线与投稿邮箱见网站首页底部"
)
# Each is alike to the one in the middle, and the outer ones are not alike to one another.
LEFT, BRIDGE, RIGHT = ABOVE + BODY, BODY, BODY + BELOW
OTHER = BODY.replace("12.5亿元", "13.1亿元").replace("350家", "362家").replace("8600万元", "9100万元")
LEXICON = load_lexicon()
Found = tuple[Article, Sequence[Claim]]


def _store(db: Database) -> Store:
    return Store(db, start_run(db, extractor_version="test", lexicon="test"))


def _found(uri: str, text: str, day: int = 1) -> Found:
    article = Article(uri, text, published_on=date(2022, 3, day) if day else None)
    return article, claims_of(article, LEXICON)


def _leaders(db: Database) -> dict[str, str]:
    """The leader of each current article, by their URIs."""
    with db.connect() as connection:
        rows = connection.execute(select(models.Article.__table__)).all()
    uris = {row.id: row.uri for row in rows}
    assert list(check(db, LEXICON)) == []
    return {row.uri: uris[row.duplicate_of or row.id] for row in rows if row.current}


@pytest.mark.parametrize("order", ["左中右", "左右中", "中左右", "中右左", "右左中", "右中左"])
def test_a_chain_is_one_group_whatever_comes_first(db: Database, order: str) -> None:
    """The outer ones are told to be reprints only by the one between; the one that was published first leads."""
    texts = {"左": _found("/左", LEFT, 2), "中": _found("/中", BRIDGE, 3), "右": _found("/右", RIGHT, 1)}
    store = _store(db)
    for name in order:
        store.add(*texts[name])
    assert _leaders(db) == dict.fromkeys(("/左", "/中", "/右"), "/右")
    assert count_claims(db, Filters()) == len(texts["右"][1]) > 5
    assert collect_stats(db).reprints == 2


def test_a_bridge_makes_two_groups_one_and_parts_them_when_it_is_revised(db: Database) -> None:
    """Each of them counts for itself again, and what a person decided meanwhile holds in both."""
    store = _store(db)
    store.add_all([_found("/a", LEFT), _found("/b", LEFT), _found("/y", RIGHT), _found("/z", RIGHT)])
    assert _leaders(db) == {"/a": "/a", "/b": "/a", "/y": "/y", "/z": "/y"}
    once = count_claims(db, Filters()) // 2
    rejected = next(row for row in list_claims(db, Filters(source=("/y",))) if row.quote == "350家")
    decide(db, rejected.id, Status.REJECTED, reviewer="林")
    store.add(*_found("/m", BRIDGE))
    assert _leaders(db) == dict.fromkeys(("/a", "/b", "/m", "/y", "/z"), "/a")
    assert count_claims(db, Filters()) == once - 1
    store.add(*_found("/m", OTHER))
    assert _leaders(db) == {"/a": "/a", "/b": "/a", "/m": "/m", "/y": "/y", "/z": "/y"}
    assert count_claims(db, Filters()) == 2 * (once - 1) + once
    store.add(*_found("/m", BRIDGE))
    assert _leaders(db) == dict.fromkeys(("/a", "/b", "/m", "/y", "/z"), "/a")


def test_who_was_published_first_takes_the_lead_and_the_decisions(db: Database) -> None:
    """Also from a group that was reviewed before it came; one without a day leads nobody that has one."""
    store = _store(db)
    store.add(*_found("/a", BODY, 0))
    decide(db, next(iter(list_claims(db, Filters()))).id, Status.ACCEPTED, reviewer="林")
    for uri, day in (("/b", 9), ("/c", 5)):
        store.add(*_found(uri, BODY + BELOW, day))
        assert set(_leaders(db).values()) == {uri}
        assert [row.status for row in list_claims(db, Filters())].count(Status.ACCEPTED) == 1


@pytest.mark.parametrize("seed", range(8))
def test_any_order_gives_the_same_groups(db: Database, seed: int) -> None:
    """Articles and their revisions, one by one or in batches, in an order of chance: groups, leaders and counts."""
    chance = random.Random(seed)  # noqa: S311 (an order)
    texts = [LEFT, BRIDGE, RIGHT, OTHER, OTHER + BELOW, ABOVE + OTHER, BODY]
    # The last text of each source holds; 5 leaves a group of the first, and 1 comes into one.
    sources = {f"/{at}": [_found(f"/{at}", text, at * 5 % 7)] for at, text in enumerate(texts)}
    sources["/5"].append(_found("/5", "橙鹿科技的门店昨日照常营业。", 4))
    sources["/1"].insert(0, _found("/1", OTHER, 5))
    turns = [uri for uri, found in sources.items() for _ in found]
    chance.shuffle(turns)
    line = [sources[uri].pop(0) for uri in turns]
    store = _store(db)
    while line:
        size = chance.choice((1, 2, 5))
        store.add_all(line[:size])
        del line[:size]
    assert _leaders(db) == {
        "/0": "/6", "/1": "/6", "/2": "/6", "/6": "/6", "/3": "/3", "/4": "/3", "/5": "/5",
    }  # fmt: skip
    assert count_claims(db, Filters()) == 2 * len(_found("/", BODY)[1])
    assert count_claims(db, Filters(reprints=True)) == 6 * len(_found("/", BODY)[1])


@pytest.mark.parametrize("seed", range(4))
def test_groups_that_were_made_otherwise_are_told_anew(db: Database, seed: int) -> None:
    """Whatever an older factdb took for reprints: all are grouped as if they came today, and then none anew."""
    chance = random.Random(seed)  # noqa: S311 (an order)
    texts = [LEFT, BRIDGE, RIGHT, OTHER, OTHER + BELOW, ABOVE + OTHER, BODY, "门店昨日照常营业。", "门店昨日照常营业。"]
    store = _store(db)
    store.add_all([_found(f"/{at}", text, at * 5 % 7) for at, text in enumerate(texts)])
    right, counted = _leaders(db), count_claims(db, Filters())
    with db.begin() as connection:
        connection.execute(update(models.Article).values(duplicate_of=None))
        numbers = list(connection.scalars(select(models.Article.id)))
        heads = chance.sample(numbers, 3)
        for number in set(numbers) - set(heads):
            leader = chance.choice([None, *heads])
            connection.execute(update(models.Article).where(models.Article.id == number).values(duplicate_of=leader))
    assert regroup(db) > 0
    assert _leaders(db) == right
    assert count_claims(db, Filters()) == counted
    assert regroup(db) == 0


def test_as_many_as_share_words_without_being_a_form_are_brought_together(db: Database) -> None:
    """Words of 32 groups tell nothing of another article; of one of the 32 there are 31 others, as when it comes."""
    names = "赤橙黄绿青蓝紫金木水火土东南西北春夏秋冬梅兰竹菊江河湖海风雨雷云"
    _store(db).add_all([_found(f"/{at}", f"{BODY}\n{name}") for at, name in enumerate(names)])
    right = _leaders(db)
    assert len(right) == COMMON
    assert len(set(right.values())) == 1
    with db.begin() as connection:
        connection.execute(update(models.Article).values(duplicate_of=None))
    assert regroup(db) == COMMON - 1
    assert _leaders(db) == right


def test_decisions_go_along_when_groups_are_told_anew(db: Database) -> None:
    """What a person rejected in an article that led wrongly is rejected in those that are counted now."""
    _store(db).add_all([_found("/a", BODY, 2), _found("/b", BODY + BELOW, 1), _found("/c", OTHER, 3)])
    with db.begin() as connection:
        connection.execute(update(models.Article).values(duplicate_of=None))
        connection.execute(update(models.Article).where(models.Article.uri != "/a").values(duplicate_of=1))
    rejected = next(row for row in list_claims(db, Filters()) if row.quote == "4200人")
    decide(db, rejected.id, Status.REJECTED, reviewer="林")
    assert regroup(db) == 3
    assert _leaders(db) == {"/a": "/b", "/b": "/b", "/c": "/c"}
    quotes = [(row.uri, row.quote) for row in list_claims(db, Filters())]
    assert ("/b", "4200人") not in quotes
    assert ("/b", "350家") in quotes


def _revalue(db: Database, articles: Sequence[int], unit: str) -> None:
    claims = update(models.Claim).where(models.Claim.article_id.in_(articles))
    with db.begin() as connection:
        connection.execute(claims.where(models.Claim.quote.in_(["12.5亿元", "13.1亿元"])).values(unit=unit))


@pytest.mark.parametrize("seed", range(4))
def test_only_what_changed_is_told_anew(db: Database, seed: int) -> None:
    """Some articles have other claims now: those are grouped otherwise, and the rest is as if all were told anew."""
    chance = random.Random(seed)  # noqa: S311 (an order)
    texts = [LEFT, BRIDGE, RIGHT, OTHER, OTHER + BELOW, ABOVE + OTHER, BODY, "门店昨日照常营业。"]
    _store(db).add_all([_found(f"/{at}", text, at * 5 % 7) for at, text in enumerate(texts)])
    right = _leaders(db)
    changed = chance.sample(range(1, len(texts)), 3)
    _revalue(db, changed, "USD")
    regroup(db, changed)
    assert regroup(db) == 0
    _revalue(db, changed, "CNY")
    regroup(db, changed)
    assert _leaders(db) == right


def test_groups_in_which_nothing_changed_are_left_alone(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """One article in a large database has other claims: what it costs does not depend on how many others there are."""
    _store(db).add_all([_found("/a", BODY, 2), _found("/b", RIGHT, 1), _found("/c", OTHER, 3), _found("/d", OTHER, 4)])
    looked_at: list[int] = []

    def read(connection: Connection, leaders: Collection[int]) -> dict[int, list[Row[Any]]]:
        looked_at.extend(leaders)
        return read_groups(connection, leaders)

    monkeypatch.setattr(reprints_anew, "read_groups", read)
    assert regroup(db, [4]) == 0
    assert looked_at == [3]
    assert regroup(db, []) == 0
    assert looked_at == [3]


def test_many_groups_are_no_more_questions_than_few(db: Database) -> None:
    """Of a large database nearly all groups are what they should be: that is seen of many at once, and none written."""
    store = _store(db)
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    counts = []
    for companies in ("赤霞科技 丹桂科技", "白鹭科技 青鸾科技 玄武科技 紫云科技 金乌科技 墨竹科技 银河科技"):
        # Each has a reprint; another that shares its marks, and says something else; and a twin without a figure.
        for name in companies.split():
            told = [text.replace("橙鹿科技", name) for text in (BODY, BODY + BELOW, OTHER, f"{name}昨日照常营业。")]
            store.add_all([_found(f"/{name}/{at}", text) for at, text in enumerate([*told, told[-1]])])
        asked.clear()
        assert regroup(db) == 0
        counts.append(len(asked))
        assert not [statement for statement in asked if statement.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert counts[0] == counts[1]
