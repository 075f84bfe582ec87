"""A decision changes what a claim says, and loses nothing: not what was extracted, nor what others decided."""

from datetime import date
from decimal import Decimal

import pytest
from conftest import MakeClaim, Put

from factdb.claim import Article, Basis, Change, Comparator, Status
from factdb.db.check import check
from factdb.db.database import Database
from factdb.db.meant import UnknownTopicError
from factdb.db.queries import ClaimNotFoundError, ClaimRow, Filters, collect_stats, count_claims, get_claim, list_claims
from factdb.errors import FactdbError
from factdb.lexicon import load_lexicon
from factdb.tracking.corrections import Correction
from factdb.tracking.histories import read_history
from factdb.tracking.reviews import (
    ChangedMeanwhileError,
    Decided,
    DecidedByAnotherError,
    NothingCorrectedError,
    NothingToUndoError,
    decide,
    look_at,
    undo,
)

TEXT = "青柠视频去年日活用户为1.85亿人。"
LEXICON = load_lexicon()


@pytest.fixture
def claim(db: Database, put: Put, make_claim: MakeClaim) -> ClaimRow:
    """A claim as it was extracted."""
    put(
        Article("/a", TEXT, published_on=date(2017, 2, 1)),
        make_claim(
            TEXT,
            "1.85亿人",
            low=Decimal(185000000),
            unit="人",
            metric="日活用户",
            subject="青柠视频",
            period="2016",
            period_start=date(2016, 1, 1),
            period_end=date(2016, 12, 31),
            period_raw="去年",
            period_rule="last_year",
            topics=("traffic",),
        ),
    )
    return next(list_claims(db, Filters()))


def correct(db: Database, claim: ClaimRow, reviewer: str = "林", **given: str) -> Decided:
    """Correct fields as they are typed."""
    correction = Correction.of({name: text.split("|") for name, text in given.items()}, LEXICON)
    return decide(db, claim.id, Status.CORRECTED, reviewer=reviewer, correction=correction)


def test_a_correction_holds_everywhere(db: Database, claim: ClaimRow) -> None:
    """In lists, under names and topics, in bounds, periods and the search; the old value is found nowhere."""
    fields = {
        "value": "2.1亿",
        "metric": "月活用户",
        "subject": "橙鹿购物",
        "period": "2016年",
        "topic": "广告|revenue",
    }
    correct(db, claim, **fields, unit="元", modality="forecast", change="increase", basis="yoy")
    (now,) = list_claims(db, Filters(text="橙鹿购物", metric=("MAU",), topic=("advertising",), min=Decimal(200000000)))
    assert (now.low, now.high, now.unit, now.topics) == (Decimal(210000000),) * 2 + ("CNY", ("advertising", "revenue"))
    assert (now.period, now.period_start, now.period_rule) == ("2016", date(2016, 1, 1), "person")
    assert (now.change, now.basis, now.status) == (Change.INCREASE, Basis.YOY, Status.CORRECTED)
    assert (now.canonical_metric, now.canonical_subject) == ("月活用户", "橙鹿购物")
    for old in (Filters(subject=("青柠视频",)), Filters(topic=("traffic",)), Filters(max=Decimal(190000000))):
        assert count_claims(db, old) == 0, old
    assert list(check(db, LEXICON)) == []


def test_a_change_that_is_corrected_to_a_level_loses_its_basis(db: Database, claim: ClaimRow) -> None:
    """Against what a level is measured has no meaning, and nobody must say so."""
    correct(db, claim, change="increase", basis="yoy")
    correct(db, claim, change="level")
    now = get_claim(db, claim.id)
    assert (now.change, now.basis) == (Change.LEVEL, None)


def test_undoing_a_correction_brings_back_what_was_extracted(db: Database, claim: ClaimRow) -> None:
    """To the last column, names, topics and the search included."""
    correct(db, claim, value="2亿~3亿", subject="", period="2015..2016", topic="")
    correct(db, claim, unit="", attribution="易观", cmp="approx")
    assert undo(db, claim.id, reviewer="林").status is Status.CORRECTED
    assert get_claim(db, claim.id).cmp is Comparator.RANGE
    assert undo(db, claim.id, reviewer="林").status is Status.UNREVIEWED
    assert get_claim(db, claim.id) == claim
    assert list(list_claims(db, Filters(text="青柠视频 日活用户"))) == [claim]
    with pytest.raises(NothingToUndoError):
        undo(db, claim.id, reviewer="林")
    assert list(check(db, LEXICON)) == []


def test_the_log_only_grows(db: Database, claim: ClaimRow) -> None:
    """It tells who decided what, and first what was extracted, also after a correction and an undo."""
    correct(db, claim, unit="户")
    undo(db, claim.id, reviewer="林", remark="看错了")
    decide(db, claim.id, Status.REJECTED, reviewer="王")
    events = read_history(db, claim.id)
    assert [(event.decision, event.reviewer) for event in events] == [
        ("extracted", "extractor test"), ("corrected", "林"), ("undone", "林"), ("rejected", "王"),
    ]  # fmt: skip
    assert events[0].changes["unit"] == (None, "人")
    assert [event.changes.get("unit") for event in events[1:]] == [["人", "户"], ["户", "人"], None]
    assert (events[2].undoes, events[2].remark) == (events[1].id, "看错了")


def test_a_rejected_claim_leaves_what_is_listed_and_counted(db: Database, claim: ClaimRow) -> None:
    """Unless it is asked for."""
    decide(db, claim.id, Status.REJECTED, reviewer="林")
    assert count_claims(db, Filters()) == count_claims(db, Filters(text="日活用户", topic=("traffic",))) == 0
    for asked in (Filters(rejected=True), Filters(status=("rejected",)), Filters(status=("accepted",), rejected=True)):
        assert [row.id for row in list_claims(db, asked)] == [claim.id], asked
    stats = collect_stats(db)
    assert (stats.claims, [(one.name, one.claims) for one in stats.statuses]) == (0, [("rejected", 1)])
    assert not any(topic.claims for topic in stats.topics)
    correct(db, claim, unit="户")
    assert [row.status for row in list_claims(db, Filters())] == ["corrected"]


def test_whoever_decides_otherwise_than_somebody_else_is_told(db: Database, claim: ClaimRow) -> None:
    """Nothing is written unless it is meant; to agree needs no leave."""
    correct(db, claim, unit="户")
    with pytest.raises(DecidedByAnotherError, match=r"林 corrected claim 1 on .* --overrule"):
        decide(db, claim.id, Status.REJECTED, reviewer="王")
    with pytest.raises(DecidedByAnotherError):
        undo(db, claim.id, reviewer="王")
    assert decide(db, claim.id, Status.ACCEPTED, reviewer="王").status is Status.CORRECTED
    assert decide(db, claim.id, Status.REJECTED, reviewer="林", overrule=True).status is Status.REJECTED
    assert [event.reviewer for event in read_history(db, claim.id)[1:]] == ["林", "王", "林"]


def test_the_second_of_two_who_look_at_a_claim_is_told(db: Database, claim: ClaimRow) -> None:
    """What was decided in the meantime stands, also if it only was accepted."""
    first = second = look_at(db, claim.id)
    decide(db, claim.id, Status.ACCEPTED, reviewer="林", seen=first)
    with pytest.raises(ChangedMeanwhileError, match="林 accepted it"):
        decide(db, claim.id, Status.REJECTED, reviewer="王", seen=second)
    again = look_at(db, claim.id)
    assert decide(db, claim.id, Status.REJECTED, reviewer="王", seen=again).status is Status.REJECTED


def test_the_same_decision_twice_is_one(db: Database, claim: ClaimRow) -> None:
    """A script that is run again adds nothing to the log."""
    assert decide(db, claim.id, Status.ACCEPTED, reviewer="林").new
    assert not decide(db, claim.id, Status.ACCEPTED, reviewer="林").new
    assert len(read_history(db, claim.id)) == 2
    with pytest.raises(NothingCorrectedError):
        correct(db, claim, unit="人", value="1.85亿")


def test_undo_without_a_claim_takes_back_one_s_own_last_decision(
    db: Database, claim: ClaimRow, put: Put, make_claim: MakeClaim
) -> None:
    """Step by step, whatever others did since."""
    text = "橙鹿有30人。"
    put(Article("/b", text), make_claim(text, "30人", unit="人"))
    decide(db, claim.id, Status.ACCEPTED, reviewer="林")
    decide(db, claim.id + 1, Status.REJECTED, reviewer="林")
    decide(db, claim.id, Status.ACCEPTED, reviewer="王")
    assert undo(db, None, reviewer="林").claim_id == claim.id + 1
    with pytest.raises(DecidedByAnotherError, match="王"):
        undo(db, None, reviewer="林")
    with pytest.raises(NothingToUndoError, match="赵 has decided nothing"):
        undo(db, None, reviewer="赵")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"value": "很多"}, "--value 很多 is no value"),
        ({"value": "3~"}, "is no value"),
        ({"value": "8亿~5亿"}, "lower end 800000000 is above the upper end 500000000"),
        ({"low": "", "high": ""}, "A claim has a value"),
        ({"cmp": "range"}, "A range has two ends"),
        ({"cmp": "around"}, "Choose among eq, approx, gt"),
        ({"unit": "公理"}, "Did you mean 公顷, 公里 or 公斤"),
        ({"unit": "亿元"}, "CNY"),
        ({"value": "3公理"}, "There is no unit 公理"),
        ({"value": "3元~5人"}, "in one unit"),
        ({"period": "2016-13"}, "2014..2016"),
        ({"period": "2016..2014"}, "ends before it begins"),
        ({"modality": ""}, "Choose among actual"),
        ({"basis": "yoy"}, "A level has no basis"),
        ({"subject": "，。" * 101}, "at most 200"),
        ({"subject": "a\x1b[2Jb"}, "at most 200"),
    ],
)
def test_what_is_no_value_of_its_field_is_refused(
    db: Database, claim: ClaimRow, given: dict[str, str], said: str
) -> None:
    """With the remedy, and nothing is written."""
    with pytest.raises(FactdbError, match=said.replace("[", r"\[")):
        correct(db, claim, **given)
    assert get_claim(db, claim.id) == claim
    assert len(read_history(db, claim.id)) == 1


def test_a_value_keeps_every_digit(db: Database, claim: ClaimRow) -> None:
    """However many there are, behind whatever scale word."""
    correct(db, claim, value="123456789012345678901234567890.123456789亿")
    assert get_claim(db, claim.id).low == Decimal("12345678901234567890123456789012345678.9")


def test_a_value_may_bring_its_unit(db: Database, claim: ClaimRow) -> None:
    """As a person writes it; one that is given by itself goes before."""
    correct(db, claim, value="3亿~5亿元")
    now = get_claim(db, claim.id)
    assert (now.low, now.high, now.cmp, now.unit) == (Decimal(3 * 10**8), Decimal(5 * 10**8), "range", "CNY")
    correct(db, claim, value="30%", unit="pp")
    now = get_claim(db, claim.id)
    assert (now.low, now.cmp, now.unit) == (Decimal(30), "eq", "pp")


def test_what_is_not_there_cannot_be_decided_about(db: Database) -> None:
    """Nor can it stand under a topic that is none."""
    with pytest.raises(ClaimNotFoundError):
        decide(db, 10**17, Status.ACCEPTED, reviewer="林")
    with pytest.raises(ClaimNotFoundError):
        read_history(db, 7)


def test_a_topic_that_is_none_is_refused(db: Database, claim: ClaimRow) -> None:
    """The nearest one is named."""
    with pytest.raises(UnknownTopicError, match="traffic"):
        correct(db, claim, topic="trafic")
