"""A dozen articles that three papers wrote over four years about one app; what tracking makes of them is a story."""

from datetime import date
from typing import NamedTuple

from factdb.claim import Article
from factdb.db.database import Database
from factdb.db.runs import start_run
from factdb.db.store import Store
from factdb.extract.articles import claims_of
from factdb.lexicon import load_lexicon


class Told(NamedTuple):
    """An article of the story."""

    name: str
    publisher: str
    published_on: date
    text: str

    @property
    def article(self) -> Article:
        """As it is read."""
        return Article(
            f"/news/{self.name}.txt",
            self.text,
            title=self.name,
            publisher=self.publisher,
            published_on=self.published_on,
            date_rule="given",
        )


ORCHARD, HARBOUR, SUMMIT = "柚子观察", "港湾财经", "山顶研究"

STORY = (
    Told(
        "a1", ORCHARD, date(2015, 2, 3), "2014年,手机淘宝的日活用户为1.2亿人。手机淘宝计划2015年日活用户达到1.5亿人。"
    ),
    Told(
        "a2", HARBOUR, date(2015, 3, 1), "手机淘宝2014年的日活用户为1.22亿人。预计2015年手机淘宝的日活用户将达到2亿人。"
    ),
    Told("a3", ORCHARD, date(2016, 2, 2), "2015年,手机淘宝的日活用户为1.53亿人,同比增长27%。"),
    Told(
        "a4",
        SUMMIT,
        date(2016, 3, 9),
        "手机淘宝2015年的日活用户约为1.5亿人。预计2016年手机淘宝的日活用户将超过1.8亿人。",
    ),
    Told("a5", HARBOUR, date(2017, 2, 20), "2016年,手机淘宝的日活用户为1.85亿人,同比增长21%。"),
    Told(
        "a6",
        SUMMIT,
        date(2017, 3, 5),
        "手机淘宝2016年的日活用户为1.846亿人。预计2017年手机淘宝的日活用户将增长到2.5亿人。",
    ),
    Told("a7", ORCHARD, date(2017, 3, 20), "据本报了解,2016年手机淘宝的日活用户为2.1亿人。"),
    Told("a8", ORCHARD, date(2018, 2, 12), "2017年,手机淘宝的日活用户为2.2亿人,同比增长19%。"),
    Told("a9", HARBOUR, date(2018, 3, 1), "手机淘宝2017年的日活用户超过2亿人。手机淘宝计划2030年日活用户达到5亿人。"),
)
REPRINT = STORY[4]._replace(name="b5", publisher="转载网", published_on=date(2017, 2, 21))


def tell(db: Database, *told: Told) -> None:
    """Read and store articles, the whole story and a reprint if none are given."""
    lexicon = load_lexicon()
    store = Store(db, start_run(db, extractor_version="test", lexicon=lexicon.fingerprint))
    for one in told or (*STORY, REPRINT):
        store.add(one.article, claims_of(one.article, lexicon))
