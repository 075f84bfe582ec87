"""Claims wait for a person in the order of need."""

from conftest import MakeClaim, Put
from tracking_story import tell

from factdb.claim import Article, Status
from factdb.db.database import Database
from factdb.db.filters import Filters
from factdb.lexicon import load_lexicon
from factdb.tracking.conflict_search import search_conflicts
from factdb.tracking.conflicts import list_conflicts, settle
from factdb.tracking.queue import REASONS, find_waiting
from factdb.tracking.reviews import decide

LEXICON = load_lexicon()


def test_the_most_pressing_claims_come_first(db: Database, put: Put, make_claim: MakeClaim) -> None:
    """No currency, no subject, others say otherwise, names from elsewhere; what was decided waits no more."""
    text = "甲厂2020年营收5亿元，毛利3亿，员工7人。乙厂员工9人。共8人。利润2亿元。"
    named = {"subject": "甲厂", "period": "2020"}
    put(
        Article("/a", text),
        make_claim(text, "5亿元", sentence="甲厂2020年营收5亿元", low=5, unit="CNY", metric="营收", **named),
        make_claim(text, "3亿", sentence="毛利3亿", low=3, unit="CNY", metric="毛利", subject="甲厂"),
        make_claim(text, "9人", sentence="乙厂员工9人", low=9, unit="人", metric="员工", subject="乙厂"),
        make_claim(text, "8人", sentence="共8人", low=8, unit="人"),
        make_claim(text, "2亿元", sentence="利润2亿元", low=2, unit="CNY", metric="利润", subject="乙厂"),
        make_claim(text, "7人", sentence="员工7人", low=7, unit="人", metric="员工", subject="甲厂"),
    )
    other = "甲厂2020年营收6亿元。"
    put(Article("/b", other), make_claim(other, "6亿元", low=6, unit="CNY", metric="营业收入", **named))
    decide(db, 6, Status.ACCEPTED, reviewer="林")
    waiting = find_waiting(db, Filters(), LEXICON)
    assert [(each.claim_id, REASONS.index(each.reason)) for each in waiting] == [
        (2, 1), (4, 2), (1, 3), (7, 3), (5, 4), (3, 5),
    ]  # fmt: skip
    assert find_waiting(db, Filters(limit=4), LEXICON) == waiting[:4]
    assert [each.claim_id for each in find_waiting(db, Filters(subject=("乙厂",), limit=1), LEXICON)] == [5]
    assert [each.claim_id for each in find_waiting(db, Filters(status=("accepted",)), LEXICON)] == [6]


def test_a_claim_of_a_conflict_comes_first_until_it_is_settled(db: Database) -> None:
    """With the number of the conflict; what is settled waits no more for that reason, nor for differing values."""
    tell(db)
    first = find_waiting(db, Filters(limit=3), LEXICON)
    search_conflicts(db)
    (conflict,) = list_conflicts(db)
    waiting = find_waiting(db, Filters(), LEXICON)
    assert {each.claim_id for each in waiting[:3]} == {figure.id for figure in conflict.figures}
    assert {each.reason for each in waiting[:3]} == {"it cannot be true beside what others say (conflict 1)"}
    assert find_waiting(db, Filters(limit=3), LEXICON) == waiting[:3] != first
    settle(db, conflict.id, conflict.figures[0].id, reviewer="林小满")
    after = {each.claim_id: each.reason for each in find_waiting(db, Filters(), LEXICON)}
    assert {after[figure.id] for figure in conflict.figures}.isdisjoint({waiting[0].reason, REASONS[3]})
    assert after.keys() == {each.claim_id for each in waiting}
