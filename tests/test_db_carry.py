"""What a person decided holds for the same figure in the next revision, and the log says where it came from."""

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from factdb.claim import Article, Status
from factdb.db.check import check
from factdb.db.database import Database
from factdb.db.models import Review
from factdb.db.queries import ClaimRow, Filters, list_claims
from factdb.db.runs import start_run
from factdb.db.store import Store
from factdb.extract.articles import claims_of
from factdb.lexicon import load_lexicon
from factdb.tracking.corrections import Correction
from factdb.tracking.reviews import decide, undo

TEXT = "橙鹿科技2021年营业收入为12.5亿元。门店共有350家。员工人数为4200人。"
LEXICON = load_lexicon()


@pytest.fixture
def store(db: Database) -> Store:
    """A store of a run."""
    return Store(db, start_run(db, extractor_version="test", lexicon="test"))


def _put(store: Store, text: str, uri: str = "/a") -> int:
    article = Article(uri, text)
    return store.add(article, claims_of(article, LEXICON)).article_id


def _claims(db: Database, **filters: Any) -> dict[str, ClaimRow]:  # noqa: ANN401 (any filter)
    return {row.quote: row for row in list_claims(db, Filters(rejected=True, **filters))}


def _decide(db: Database, quote: str, decision: Status, **given: str) -> int:
    """Decide as a person does; the row of the log."""
    claim = _claims(db)[quote]
    correction = Correction.of({name: [text] for name, text in given.items()}, LEXICON) if given else None
    decide(db, claim.id, decision, reviewer="林", correction=correction, remark="看过")
    return int(_log(db, claim)[-1].id)


def _log(db: Database, claim: ClaimRow) -> list[Any]:
    with db.connect() as connection:
        return list(connection.execute(select(Review.__table__).where(Review.claim_id == claim.id)))


def test_decisions_are_carried_to_the_next_revision(db: Database, store: Store) -> None:
    """Accepted, corrected and rejected; where the sentence moved, too, and not where it changed."""
    _put(store, TEXT)
    accepted = _decide(db, "12.5亿元", Status.ACCEPTED)
    corrected = _decide(db, "350家", Status.CORRECTED, value="35", unit="个", subject="白水乳业")
    _decide(db, "4200人", Status.REJECTED)
    _put(store, "更正：员工人数有误。门店共有350家。橙鹿科技2021年营业收入为12.5亿元。员工人数约为4200人。")
    claims = _claims(db)
    assert {quote: row.status for quote, row in claims.items()} == {
        "350家": "corrected", "12.5亿元": "accepted", "4200人": "unreviewed",
    }  # fmt: skip
    assert (claims["350家"].low, claims["350家"].unit, claims["350家"].subject) == (Decimal(35), "个", "白水乳业")
    (told,) = _log(db, claims["350家"])
    assert (told.carried_from, told.reviewer, told.remark) == (corrected, "林", "看过")
    assert told.changes["unit"] == ["家", "个"]
    assert [row.carried_from for row in _log(db, claims["12.5亿元"])] == [accepted]
    assert list(_claims(db, text="白水乳业")) == ["350家"]
    assert list(check(db, LEXICON)) == []


def test_a_decision_is_carried_on_and_on(db: Database, store: Store) -> None:
    """Over several revisions, each row naming the one before; the first row is never changed."""
    _put(store, TEXT)
    first = _decide(db, "350家", Status.REJECTED)
    logged = [first]
    for number in range(3):
        _put(store, f"{TEXT}第{number}版。")
        (row,) = _log(db, _claims(db)["350家"])
        assert row.carried_from == logged[-1]
        logged.append(row.id)
    assert _claims(db)["350家"].status == "rejected"


def test_what_was_decided_later_stays(db: Database, store: Store) -> None:
    """A source that goes back to an earlier text brings the newer decision along, never the older one."""
    _put(store, TEXT)
    _decide(db, "350家", Status.ACCEPTED)
    _put(store, f"{TEXT}第二版。")
    _decide(db, "350家", Status.REJECTED)
    _put(store, TEXT)
    assert _claims(db)["350家"].status == "rejected"
    assert len(_log(db, _claims(db)["350家"])) == 2
    _put(store, f"{TEXT}第二版。")
    assert len(_log(db, _claims(db)["350家"])) == 2


def test_the_same_figure_twice_in_a_sentence_is_told_apart(db: Database, store: Store) -> None:
    """By its order."""
    text = "甲厂有350家客户，乙厂有350家客户。"
    _put(store, text)
    rows = list(list_claims(db, Filters()))
    decide(db, rows[1].id, Status.REJECTED, reviewer="林")
    _put(store, f"{text}更新。")
    assert [row.status for row in list_claims(db, Filters(rejected=True))] == ["unreviewed", "rejected"]


def test_a_reprint_that_comes_to_lead_keeps_what_was_decided(db: Database, store: Store) -> None:
    """The original is rewritten; its claims are now shown from the reprint, and stay rejected."""
    _put(store, TEXT)
    decided = _decide(db, "350家", Status.REJECTED)
    _put(store, f"{TEXT}\n责任编辑：林小满", "/b")
    _put(store, "原文已删除，共2条。")
    claim = _claims(db)["350家"]
    assert (claim.uri, claim.status) == ("/b", "rejected")
    assert [row.carried_from for row in _log(db, claim)] == [decided]


def test_what_was_taken_back_is_taken_back_in_the_next_revision_too(db: Database, store: Store) -> None:
    """A correction that was undone leaves no trace in the text that the source goes back to but in the log."""
    _put(store, TEXT)
    _decide(db, "350家", Status.CORRECTED, unit="个")
    _put(store, f"{TEXT}第二版。")
    assert _claims(db)["350家"].unit == "个"
    undo(db, _claims(db)["350家"].id, reviewer="林")
    for text in (f"{TEXT}第三版。", TEXT):
        _put(store, text)
        claim = _claims(db)["350家"]
        assert (claim.unit, claim.status) == ("家", "unreviewed"), text
    assert [row.decision for row in _log(db, claim)] == [Status.CORRECTED, Status.UNREVIEWED]
    assert list(check(db, LEXICON)) == []


def test_a_claim_that_says_so_already_is_accepted_where_another_was_corrected(db: Database, store: Store) -> None:
    """The next revision names the subject itself; nothing is left to correct."""
    _put(store, "门店共有350家。")
    _decide(db, "350家", Status.CORRECTED, subject="橙鹿科技")
    _put(store, "橙鹿科技公告。门店共有350家。")
    claim = _claims(db)["350家"]
    assert (claim.subject, claim.status) == ("橙鹿科技", "accepted")
    assert list(check(db, LEXICON)) == []


def test_a_sentence_that_went_and_is_back_is_decided_still(db: Database, store: Store) -> None:
    """Nobody has to decide twice because an editor took a paragraph out for a day."""
    _put(store, TEXT)
    decided = _decide(db, "350家", Status.REJECTED)
    _put(store, "橙鹿科技2021年营业收入为12.5亿元。")
    _put(store, f"{TEXT}完。")
    claim = _claims(db)["350家"]
    assert claim.status == "rejected"
    assert [row.carried_from for row in _log(db, claim)] == [decided]
