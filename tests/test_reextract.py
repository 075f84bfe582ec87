"""A newer extractor reads stored articles anew: what it reads otherwise changes, what people decided does not."""

import signal
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import update
from typer.testing import CliRunner

from factdb import reextract as module
from factdb.claim import Article, Claim, Status
from factdb.cli import app
from factdb.db.check import check
from factdb.db.database import Database
from factdb.db.filters import Filters
from factdb.db.models import Article as ArticleTable
from factdb.db.models import Claim as ClaimTable
from factdb.db.models import RunKind
from factdb.db.queries import ClaimRow, list_claims
from factdb.db.runs import list_runs, start_run
from factdb.db.store import Store
from factdb.extract.articles import claims_of
from factdb.lexicon import Lexicon, load_lexicon
from factdb.reextract import ChangeKind, Summary, reextract
from factdb.tracking.conflict_search import search_conflicts
from factdb.tracking.conflicts import list_conflicts
from factdb.tracking.corrections import Correction
from factdb.tracking.histories import read_history
from factdb.tracking.reviews import decide, undo
from factdb.workers import Found

TEXT = "橙鹿科技2021年营业收入为12.5亿元。门店共有350家。员工人数为4200人。"
LEXICON = load_lexicon()


def put(db: Database, text: str = TEXT, uri: str = "/a", **fields: Any) -> None:  # noqa: ANN401 (fields of a claim)
    """Ingest a text as an older version did, which read some fields of all claims otherwise."""
    article = Article(uri, text)
    store = Store(db, start_run(db, extractor_version="old", lexicon=LEXICON.fingerprint))
    store.add(article, [replace(claim, **fields) for claim in claims_of(article, LEXICON)])


def newer(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:  # noqa: ANN401 (None, or fields of a claim)
    """Have the extractor read quotes otherwise: with other fields, or not at all if None."""
    wanted = changes

    def read(articles: Sequence[Article], lexicon: Lexicon) -> list[Found]:
        return [[_other(claim) for claim in claims_of(each, lexicon) if kept(claim)] for each in articles]

    def kept(claim: Claim) -> bool:
        return claim.quote not in wanted or wanted[claim.quote] is not None

    def _other(claim: Claim) -> Claim:
        return replace(claim, **wanted.get(claim.quote, {}))

    monkeypatch.setattr(module, "read_claims", read)


def run(db: Database, **options: Any) -> Summary:  # noqa: ANN401 (options of `reextract`)
    """Read anew, and see that the database is whole."""
    summary = reextract(db, LEXICON, **{"apply": True, **options})
    assert list(check(db, LEXICON)) == []
    return summary


def claims(db: Database) -> dict[str, ClaimRow]:
    """All claims by their quotes."""
    return {row.quote: row for row in list_claims(db, Filters(rejected=True))}


def test_what_is_read_otherwise_changes_and_keeps_its_id(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fields, names, topics and the search follow; a figure that is found no more goes; nothing is done twice."""
    put(db)
    before = claims(db)
    newer(monkeypatch, **{"12.5亿元": {"subject": "白水乳业", "unit": "USD", "topics": ("cost",)}, "350家": None})
    told: list[str] = []
    run(db, apply=False, on_change=lambda change: told.append(change.kind))
    assert sorted(told) == ["changed", "removed"]
    assert claims(db) == before
    summary = run(db)
    after = claims(db)
    assert set(after) == {"12.5亿元", "4200人"}
    assert after["4200人"] == before["4200人"]
    changed = after["12.5亿元"]
    assert (changed.id, changed.unit, changed.topics) == (before["12.5亿元"].id, "USD", ("cost",))
    assert [row.quote for row in list_claims(db, Filters(text="白水乳业", subject=("白水乳业",)))] == ["12.5亿元"]
    assert (summary.articles, summary.changed) == (1, 1)
    assert run(db).articles == 0
    newest = list_runs(db)[1]
    assert (newest.kind, newest.articles, newest.new) == (RunKind.REEXTRACT, 1, 1)
    newer(monkeypatch)
    assert run(db, every=True).kinds[ChangeKind.ADDED] == 1
    assert {row.quote: row.unit for row in claims(db).values()} == {row.quote: row.unit for row in before.values()}


def test_what_a_person_decided_stays(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Accepted, corrected, rejected and taken back: not a field changes, nor a row of the log."""
    put(db)
    put(db, "白水乳业有7家门店。", "/b")
    old = claims(db)
    decide(db, old["12.5亿元"].id, Status.ACCEPTED, reviewer="林")
    correction = Correction.of({"unit": ["个"]}, LEXICON)
    decide(db, old["350家"].id, Status.CORRECTED, reviewer="林", correction=correction)
    decide(db, old["4200人"].id, Status.REJECTED, reviewer="王")
    decide(db, old["7家"].id, Status.ACCEPTED, reviewer="王")
    undo(db, old["7家"].id, reviewer="王")
    before = claims(db)
    logs = {row.id: read_history(db, row.id)[1:] for row in before.values()}
    newer(monkeypatch, **{"12.5亿元": {"low": Decimal(1)}, "350家": None, "4200人": None, "7家": None})
    assert run(db).kinds == dict.fromkeys(ChangeKind, 0) | {ChangeKind.MISSED: 3}
    assert claims(db) == before
    assert {row.id: read_history(db, row.id)[1:] for row in before.values()} == logs
    newer(monkeypatch)
    assert run(db, every=True).kinds == dict.fromkeys(ChangeKind, 0) | {ChangeKind.FOUND: 3}
    assert claims(db) == before


def test_a_conflict_holds_no_claim(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody decided about claims that contradict one another: misread ones are mended, and the conflict goes."""
    for number, value in enumerate(("12.5", "19", "31")):
        put(db, f"橙鹿科技2021年营业收入为{value}亿元。", f"/{number}")
    with db.begin() as connection:
        connection.execute(update(ArticleTable).values(published_on=date(2022, 6, 1)))
    search_conflicts(db)
    assert [len(conflict.sides) for conflict in list_conflicts(db)] == [3]
    newer(monkeypatch, **{"12.5亿元": {"subject": "白水乳业"}, "19亿元": None})
    kinds = run(db).kinds
    assert (kinds[ChangeKind.CHANGED], kinds[ChangeKind.REMOVED], kinds[ChangeKind.MISSED]) == (1, 1, 0)
    assert [conflict.id for conflict in list_conflicts(db)] == [1]
    newer(monkeypatch, **{"12.5亿元": None, "19亿元": None})
    run(db, every=True)
    assert list(list_conflicts(db)) == []
    search_conflicts(db)
    assert list(list_conflicts(db)) == []


def test_a_figure_that_is_cut_otherwise_is_one_claim(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever accepted 350家 has accepted it, though the extractor now takes 共有350家 for the figure."""
    put(db)
    decide(db, claims(db)["350家"].id, Status.ACCEPTED, reviewer="林")
    wider = {"350家": {"quote": "有350家", "start": TEXT.index("有350家")}}
    longer = {"4200人": {"quote": "4200人", "end": TEXT.index("4200人") + 5, "occurrences": 2}}
    newer(monkeypatch, **wider, **longer)
    summary = run(db)
    assert summary.kinds[ChangeKind.ADDED] == summary.kinds[ChangeKind.MISSED] == 0
    assert claims(db)["350家"].status is Status.ACCEPTED
    assert claims(db)["4200人"].occurrences == 2


def test_what_is_interrupted_goes_on_where_it_was(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """An article that is done is done; one that makes extraction fail costs no other."""
    for number in range(5):
        put(db, f"{TEXT}第{number}篇，共{number + 20}人。", f"/{number}")
    newer(monkeypatch, **{"350家": None})
    monkeypatch.setattr(module, "_BATCH", 2)
    seen: list[object] = []

    def stop(change: object) -> None:
        seen.append(change)
        if len(seen) == 2:
            raise KeyboardInterrupt

    first = run(db, on_change=stop)
    assert first.interrupted
    assert 0 < first.articles < 5
    rest = run(db)
    assert (rest.interrupted, first.articles + rest.articles) == (False, 5)
    assert run(db).articles == 0


def test_reprints_are_grouped_by_what_is_read_now(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which article reprints which is told by claims; a run that is interrupted before that leaves it to the next."""
    put(db)
    put(db, f"{TEXT}\n责任编辑：林小满", "/b", unit="USD")
    assert len(list(list_claims(db, Filters()))) == 6
    with monkeypatch.context() as patch:
        patch.setattr(module, "regroup", lambda *_: signal.raise_signal(signal.SIGINT))
        assert run(db).interrupted
    rest = run(db)
    assert (rest.interrupted, rest.articles, rest.regrouped) == (False, 0, 1)
    assert {row.uri for row in list_claims(db, Filters())} == {"/a"}
    assert run(db).regrouped == 0


def test_the_command_shows_first_and_writes_when_told(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each claim in a line, and a sum at the end."""
    monkeypatch.setenv("FACTDB_URL", db.url.render_as_string(hide_password=False))
    put(db)
    newer(monkeypatch, **{"12.5亿元": {"unit": "USD"}, "350家": None})

    def call(*words: str) -> tuple[str, str]:
        result = CliRunner().invoke(app, ["reextract", *words], env={"COLUMNS": "100"}, catch_exceptions=False)
        assert result.exit_code == 0
        return result.stdout, result.stderr

    shown, said = call()
    lines = [line.split()[:3] for line in shown.splitlines()[1:]]
    assert lines == [["changed", "1", "12.5亿元"], ["removed", "2", "350家"]]
    assert "unit CNY → USD" in shown
    assert said.endswith("1 changed, 1 removed.\nNothing was written; --apply does.\n")
    assert call("--apply")[1] == "Read 1 article anew; claims that are others now: 1 changed, 1 removed.\n"
    assert claims(db)["12.5亿元"].unit == "USD"
    assert call("--apply")[1] == "Read 0 articles anew; claims that are others now: none.\n"


def test_several_processes_read_what_one_reads(db: Database) -> None:
    """The same claims change, in the same order."""
    for number in range(40):
        put(db, f"橙鹿科技2021年营业收入为{number + 2}.5亿元。", uri=f"/{number}")
    with db.begin() as connection:
        connection.execute(update(ClaimTable).values(metric="流水"))
    told: dict[int, list[tuple[str, str]]] = {1: [], 2: []}
    for jobs, seen in told.items():
        reextract(db, LEXICON, apply=False, jobs=jobs, on_change=lambda change, seen=seen: seen.append(_told(change)))  # type: ignore[misc]
    assert len(told[1]) == 40
    assert told[1] == told[2]
    assert run(db, jobs=2).kinds[ChangeKind.CHANGED] == 40


def _told(change: module.Change) -> tuple[str, str]:
    return change.uri, str(change.fields)
