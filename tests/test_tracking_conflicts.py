"""Conflicts: what cannot all be true, what only seems so, and how a person's word holds."""

from collections.abc import Iterator
from datetime import date

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select, update
from tracking_story import HARBOUR, ORCHARD, REPRINT, STORY, SUMMIT, Told, tell

from factdb.claim import Status
from factdb.db.database import Database
from factdb.db.models import Claim, Settlement, Touched
from factdb.db.seed import lay_in_lexicon
from factdb.lexicon import SubjectEntry, load_lexicon
from factdb.tracking.conflict_search import Searched, is_searched, search_conflicts
from factdb.tracking.conflicts import (
    ConflictNotFoundError,
    FoundConflict,
    NotOfConflictError,
    NotSettledError,
    list_conflicts,
    reopen,
    settle,
)
from factdb.tracking.contradictions import ConflictKind
from factdb.tracking.explaining import explain_conflict

LATE = date(2018, 6, 1)


def found(db: Database, *told: Told) -> list[FoundConflict]:
    """The conflicts of a database, once the articles are in it."""
    if told:
        tell(db, *told)
    search_conflicts(db)
    return list(list_conflicts(db))


def quotes(conflict: FoundConflict) -> list[list[str]]:
    """What the sides say."""
    return [[figure.quote for figure in side] for side in conflict.sides]


def said(*texts: str) -> Iterator[Told]:
    """An article for each text, of papers of their own, well after what they tell of."""
    for number, text in enumerate(texts):
        yield Told(f"d{number}", f"第{number + 1}报", LATE, text)


def test_the_story_has_one_conflict(db: Database) -> None:
    """1.85亿 and 1.846亿 are one figure rounded twice, and 2.1亿 is another; a forecast disagrees with nobody."""
    (conflict,) = found(db, *STORY, REPRINT)
    assert (conflict.kind, conflict.subject, conflict.metric) == (ConflictKind.VALUES, "手机淘宝", "日活用户")
    assert quotes(conflict) == [["1.85亿人", "1.846亿人"], ["2.1亿人"]]
    assert conflict.sources == 3
    assert explain_conflict(conflict) == (
        "山顶研究 2017-03-05 (+1): 1.846亿人; 柚子观察 2017-03-20: 2.1亿人. They are 12% apart."
    )


@pytest.mark.parametrize(
    "texts",
    [
        ("2016年手机淘宝的日活用户为1.85亿人。", "2016年手机淘宝的日活用户约为1.9亿人。"),
        ("2016年手机淘宝的日活用户为1.85亿人。", "2016年手机淘宝的日活用户超过1.8亿人。"),
        ("2016年手机淘宝的日活用户为1.85亿人。", "2015年手机淘宝的日活用户为1.53亿人。"),
        ("2016年手机淘宝的日活用户为1.85亿人。", "预计2016年手机淘宝的日活用户将达到2.5亿人。"),
        ("2016年手机淘宝的日活用户为1.85亿人。", "2016年手机淘宝的海外日活用户为1200万人。"),
        ("2016年公司营业收入为5亿元。", "2016年公司营业收入为9亿元。"),
        ("2016年,青禾读书中标合同5亿元。", "2016年,青禾读书中标合同9亿元。"),
        (
            "2016年手机淘宝的日活用户为1.85亿人。2016年手机淘宝的日活用户为2.5亿人。",
            "2016年手机淘宝的日活用户为3.12亿人。",
        ),
    ],
    ids=["about", "bound", "other year", "forecast", "other scope", "whoever", "deals", "of two minds"],
)
def test_what_only_seems_to_disagree_is_left_alone(db: Database, texts: tuple[str, ...]) -> None:
    """Roundings, bounds, other times and scopes, forecasts, deals among others, and nobody in particular."""
    assert found(db, *said(*texts)) == []


def test_a_part_of_a_year_is_no_year(db: Database) -> None:
    """What is said of a year that is not over counts what there is so far."""
    early = Told("e1", HARBOUR, date(2016, 7, 1), "2016年手机淘宝的日活用户为1.2亿人。")
    assert found(db, early, *said("2016年手机淘宝的日活用户为1.85亿人。")) == []


def test_a_level_contradicts_a_change(db: Database) -> None:
    """1.2亿 and 10% more do not make 1.85亿, and a sentence says so."""
    (conflict,) = found(
        db, *said("2015年手机淘宝的日活用户为1.2亿人。", "2016年手机淘宝的日活用户为1.85亿人,同比增长10%。")
    )
    assert conflict.kind is ConflictKind.CHANGE
    assert quotes(conflict) == [["1.85亿人"], ["1.2亿人", "10%"]]
    assert explain_conflict(conflict) == (
        "第2报 2018-06-01: 1.85亿人. But 2015 1.2亿人 (第1报 2018-06-01) and 同比增 10% (第2报 2018-06-01) "
        "make ≈ 1.3亿人."
    )


def test_an_article_that_contradicts_itself_alone_is_no_conflict(db: Database) -> None:
    """Another paper tells of another year: its own sums may leave out what its sentences say."""
    alone = "2015年手机淘宝的日活用户为1.2亿人。2016年手机淘宝的日活用户为1.85亿人,同比增长10%。"
    assert found(db, *said(alone, "2013年手机淘宝的日活用户为0.6亿人。")) == []


def test_a_share_is_no_more_than_its_whole(db: Database) -> None:
    """A market share of 120% is a mistake wherever it stands."""
    (conflict,) = found(db, *said("2016年青禾读书的市场份额为120%。"))
    assert conflict.kind is ConflictKind.SHARE
    assert "No share of a whole is more than 100%" in explain_conflict(conflict)


def test_what_an_article_repeats_hides_no_conflict(db: Database) -> None:
    """Said twice, 120% is one impossible share, and still stands against another paper's 80%."""
    twice = "2016年青禾读书的市场份额为120%。此后，青禾读书2016年的市场份额仍是120%。"
    conflicts = found(db, *said(twice, "2016年青禾读书的市场份额为80%。"))
    assert {conflict.kind: quotes(conflict) for conflict in conflicts} == {
        ConflictKind.SHARE: [["120%"]],
        ConflictKind.VALUES: [["120%"], ["80%"]],
    }


def test_a_part_is_no_larger_than_its_whole(db: Database) -> None:
    """More people a day than a month cannot be."""
    (conflict,) = found(db, *said("2016年青禾读书的日活用户为3.1亿人。", "2016年青禾读书的月活用户为2.0亿人。"))
    assert conflict.kind is ConflictKind.PART
    assert explain_conflict(conflict).endswith("is more than 月活用户 2亿人 (第2报 2018-06-01), of which it is a part.")


def test_a_part_keeps_its_number_while_more_is_told_of_it(db: Database) -> None:
    """A number that somebody wrote down means the same conflict when another year of the part comes in."""
    (before,) = found(db, *said("2016年青禾读书的日活用户为3.1亿人。", "2016年青禾读书的月活用户为2.0亿人。"))
    later = Told("later", HARBOUR, LATE, "2017年青禾读书的日活用户为3.2亿人。")
    assert [(conflict.id, conflict.kind) for conflict in found(db, later)] == [(before.id, ConflictKind.PART)]


def test_those_far_apart_and_of_many_sources_come_first(db: Database) -> None:
    """A reader begins with what matters most."""
    texts = ("{}2016年的日活用户为1.00亿人。", "{}2016年的日活用户为{}亿人。")
    near = said(texts[0].format("青禾读书"), texts[1].format("青禾读书", 1.3))
    far = [
        told._replace(name=f"f{told.name}")
        for told in said(texts[0].format("手机淘宝"), texts[1].format("手机淘宝", 3))
    ]
    assert [conflict.subject for conflict in found(db, *near, *far)] == ["手机淘宝", "青禾读书"]


def test_only_what_has_changed_is_looked_through_again(db: Database) -> None:
    """New articles, corrections and revisions are noticed; the rest is not looked at, and ids stay."""
    assert not is_searched(db)
    tell(db, *STORY)
    assert search_conflicts(db) == Searched(whole=True, keys=0)
    assert is_searched(db)
    (before,) = list_conflicts(db)
    assert search_conflicts(db) == Searched(whole=False, keys=0)
    tell(db, *said("2014年手机淘宝的日活用户为3亿人。"))
    assert search_conflicts(db) == Searched(whole=False, keys=1)
    assert before.id in {conflict.id for conflict in list_conflicts(db)}
    with db.begin() as connection:
        connection.execute(update(Claim).where(Claim.quote == "3亿人").values(status=Status.REJECTED))
    assert search_conflicts(db) == Searched(whole=False, keys=1)
    assert [conflict.id for conflict in list_conflicts(db)] == [before.id]
    assert search_conflicts(db) == Searched(whole=False, keys=0)


def test_what_a_whole_search_saw_is_not_looked_through_once_more(db: Database) -> None:
    """What was decided before anybody looked is seen by the first search; the next has nothing to do."""
    tell(db, *STORY)
    with db.begin() as connection:
        connection.execute(update(Claim).values(status=Status.ACCEPTED))
        assert connection.scalar(select(func.count()).select_from(Touched)) != 0
    assert search_conflicts(db) == Searched(whole=True, keys=0)
    assert search_conflicts(db) == Searched(whole=False, keys=0)


def test_a_revision_ends_a_conflict(db: Database) -> None:
    """The paper that takes its figure back disagrees no more."""
    assert len(found(db, *STORY)) == 1
    assert found(db, STORY[6]._replace(text="据本报了解,2016年手机淘宝的日活用户为1.85亿人。")) == []
    with db.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Touched)) == 0


def test_incremental_search_finds_what_a_whole_one_does(db: Database) -> None:
    """Article by article or all at once: the same conflicts."""
    for told in STORY:
        search_conflicts(db)
        tell(db, told)
    one_by_one = [quotes(conflict) for conflict in found(db)]
    assert one_by_one == [[["1.85亿人", "1.846亿人"], ["2.1亿人"]]]


def test_a_settled_conflict_stays_settled_until_a_new_source_speaks(db: Database) -> None:
    """Looking again changes nothing; another article that takes a side opens it."""
    (conflict,) = found(db, *STORY)
    settle(db, conflict.id, 9, reviewer="林小满", remark="见年报")
    assert found(db) == []
    (settled,) = list_conflicts(db, settled=True)
    assert settled.settled is not None
    assert (settled.settled.claim_id, settled.settled.reviewer, settled.settled.remark) == (9, "林小满", "见年报")
    tell(db, REPRINT)
    assert found(db) == []
    (again,) = found(db, Told("n1", "新报", LATE, "2016年手机淘宝的日活用户为2.1亿人。"))
    assert again.id == conflict.id
    assert list(list_conflicts(db, settled=True)) == []


def test_a_settlement_outlives_the_same_words_in_a_new_revision(db: Database) -> None:
    """A paper that changes something else in its article has not spoken anew."""
    (conflict,) = found(db, *STORY)
    settle(db, conflict.id, 9, reviewer="林小满")
    tell(db, STORY[6]._replace(text=STORY[6].text + "更正:本报记者的名字写错了。"))
    assert found(db) == []


def test_a_settlement_can_be_taken_back(db: Database) -> None:
    """The log keeps both decisions."""
    (conflict,) = found(db, *STORY)
    settle(db, conflict.id, 9, reviewer="林小满")
    reopen(db, conflict.id, reviewer="周舟")
    assert [one.id for one in found(db)] == [conflict.id]
    with db.connect() as connection:
        rows = connection.execute(select(Settlement.reviewer, Settlement.undone).order_by(Settlement.id)).all()
    assert [tuple(row) for row in rows] == [("林小满", False), ("周舟", True)]


def test_mistakes_are_told(db: Database) -> None:
    """No such conflict, a claim of another one, and nothing to take back."""
    (conflict,) = found(db, *STORY)
    with pytest.raises(ConflictNotFoundError, match="There is no conflict 99"):
        settle(db, 99, 9, reviewer="林小满")
    with pytest.raises(NotOfConflictError, match="Its claims are 9, 11, 13"):
        settle(db, conflict.id, 1, reviewer="林小满")
    with pytest.raises(NotSettledError, match=f"Conflict {conflict.id} is not settled"):
        reopen(db, conflict.id, reviewer="林小满")


def test_papers_of_the_story_are_three() -> None:
    """The story is told by three papers."""
    assert {told.publisher for told in STORY} == {ORCHARD, HARBOUR, SUMMIT}


def test_a_conflict_follows_a_name_that_a_newer_lexicon_brings(db: Database) -> None:
    """The subject of an article becomes another name of one; the conflict stays, with its id."""
    (before,) = found(db, *said("青禾股份2016年营业收入为30.2亿元。", "青禾股份2016年营业收入为50.6亿元。"))
    lexicon = load_lexicon()
    subjects = replace(lexicon.subjects, subject=(SubjectEntry(name="青禾集团", aliases=("青禾股份",)),))
    lay_in_lexicon(db, replace(lexicon, fingerprint="newer", subjects=subjects))
    (after,) = found(db)
    assert (before.subject, after.subject, after.id) == ("青禾股份", "青禾集团", before.id)
