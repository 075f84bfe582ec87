"""Articles by the thousand, and all that a database holds of them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from factdb.db.database import Database
from factdb.db.models import Article, Claim, ClaimTopic, Topic

COMPANIES = ("橙鹿科技", "白水乳业", "青禾读书", "澄江银行", "南桥物流")
SAYINGS = (
    "{company}公布，{year}年营业收入为{a}.{b}亿元，同比增长{b}.{a}%。",
    "截至{year}年末，门店总数达到{a}{b}家，员工人数约为{b}{a}0人。",
    "公司预计，{next}年净利润将超过{b}{a}万元。",
    "分析人士认为，{company}在县城的份额为{b}%，低于行业平均的{a}%。",
    "{year}年第{q}季度，公司研发投入为{a}{b}0万元，占收入的{b}.{b}%。",
    "管理层没有就此回应。",
)


def text_of(number: int) -> str:
    """An article unlike the others, and now and then a reprint of an earlier one."""
    if number % 40 == 39:
        return f"{text_of(number - 30)}\n责任编辑：林小满"
    words = {
        "company": COMPANIES[number % 5],
        "year": 2000 + number % 23,
        "next": 2001 + number % 23,
        "a": number + 3,
        "b": number * 7 % 89 + 2,
        "q": number % 4 + 1,
    }
    order = [SAYINGS[(number + at * (number % 5 + 1)) % 6] for at in range(2 + number % 3)]
    return "".join(saying.format(**words) for saying in dict.fromkeys(order))


def contents(db: Database) -> Iterator[tuple[Any, ...]]:
    """All rows but ids and runs, in an order of their own."""
    claim: Any = Claim.__table__
    names = [column for column in claim.c if column.name not in {"id", "article_id", "metric_id", "subject_id"}]
    with db.connect() as connection:
        uris = {row.id: row.uri for row in connection.execute(select(Article.id, Article.uri))}
        article: Any = Article.__table__
        for row in connection.execute(select(article).order_by(article.c.uri, article.c.content_hash)):
            left_out = {"id", "run_id", "duplicate_of"}
            known = [value for name, value in row._mapping.items() if name not in left_out]
            yield "article", *known, uris.get(row.duplicate_of)
        statement = select(Article.uri, *names).join(Article, Article.id == Claim.article_id)
        for row in connection.execute(statement.order_by(Article.uri, Article.content_hash, Claim.start)):
            yield "claim", *row
        topics = select(Article.uri, Claim.start, Topic.slug).select_from(ClaimTopic).join(Claim).join(Article)
        for row in connection.execute(
            topics.join(Topic).order_by(Article.uri, Article.content_hash, Claim.start, Topic.slug)
        ):
            yield "topic", *row
