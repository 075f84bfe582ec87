"""What a person decided about names holds for all claims, those to come included, and can be taken back exactly."""

from collections.abc import Callable
from typing import Any

import pytest
from conftest import MakeClaim, Put
from sqlalchemy import select
from typer.testing import CliRunner

from factdb.claim import Article
from factdb.cli import app
from factdb.db.database import Database
from factdb.db.filters import Filters
from factdb.db.meant import UnknownNameError
from factdb.db.models import Claim, NameDecision
from factdb.db.queries import count_claims, list_claims
from factdb.db.seed import METRICS, SUBJECTS, lay_in_lexicon
from factdb.lexicon import SubjectEntry, load_lexicon
from factdb.tracking import names, settling
from factdb.tracking.name_lists import list_names, read_name_log
from factdb.tracking.settling import settle
from factdb.tracking.suggestions import suggest

WHO: dict[str, Any] = {"reviewer": "林"}
TABLES = (SUBJECTS.table, SUBJECTS.aliases, METRICS.table, METRICS.aliases)


@pytest.fixture
def say(put: Put, make_claim: MakeClaim) -> Any:  # noqa: ANN401 (a function of three names)
    """Stores an article that gives a subject's metric in a year."""

    def one(subject: str, metric: str = "门店数", value: int = 350, year: int = 2020) -> None:
        text = f"{subject}{year}年{metric}{value}家。"
        put(
            Article(f"/{subject}/{metric}/{year}", text),
            make_claim(text, f"{value}家", low=value, unit="家", metric=metric, subject=subject, period=str(year)),
        )

    return one


def state(db: Database) -> list[Any]:
    """All names, aliases, and whom each claim refers to."""
    with db.connect() as connection:
        rows = [sorted(map(tuple, connection.execute(select(table.__table__)))) for table in TABLES]
        claims = connection.execute(select(Claim.id, Claim.subject_id, Claim.metric_id).order_by(Claim.id))
        return [*rows, [tuple(row) for row in claims]]


def canonical(db: Database) -> list[str | None]:
    """The subjects of claims by their one name."""
    return [row.canonical_subject for row in list_claims(db, Filters())]


def test_a_merge_holds_for_claims_that_are_there_and_to_come(db: Database, say: Any) -> None:  # noqa: ANN401
    """Also for a process that ingests all the while; and undone, it is as if it had never been."""
    say("橙鹿科技")
    say("橙鹿", year=2021)
    before = state(db)
    names.merge(db, SUBJECTS, ["橙鹿"], "橙鹿科技", **WHO)
    assert canonical(db) == ["橙鹿科技", "橙鹿科技"]
    assert count_claims(db, Filters(subject=("橙鹿",))) == 2
    names.undo(db, SUBJECTS, **WHO)
    assert state(db) == before
    names.merge(db, SUBJECTS, ["橙鹿"], "橙鹿科技", **WHO)
    say("橙鹿", year=2022)
    assert canonical(db) == ["橙鹿科技"] * 3
    names.undo(db, SUBJECTS, **WHO)
    say("橙鹿", year=2023)
    assert canonical(db) == ["橙鹿科技", "橙鹿", "橙鹿", "橙鹿"]
    assert [(event.action, event.said, event.reviewer) for event in read_name_log(db, SUBJECTS)] == [
        ("undo", "橙鹿 → 橙鹿科技", "林"), ("merge", "橙鹿 → 橙鹿科技", "林"),
    ] * 2  # fmt: skip


def test_every_decision_is_taken_back_exactly(db: Database, say: Any) -> None:  # noqa: ANN401
    """One after the other, in the order in which they stand on one another."""
    for subject in ("橙鹿科技", "橙鹿", "白水乳业"):
        say(subject)
    states = []
    acts: tuple[Callable[[], int], ...] = (
        lambda: names.add(db, SUBJECTS, "青禾", ["青禾读书会"], **WHO),
        lambda: names.alias(db, SUBJECTS, "青禾", ["青禾阅读"], **WHO),
        lambda: names.merge(db, SUBJECTS, ["橙鹿", "白水乳业"], "橙鹿科技", **WHO),
        lambda: names.split(db, SUBJECTS, "橙鹿科技", ["白水乳业"], **WHO),
        lambda: names.rename(db, SUBJECTS, "橙鹿", "橙鹿集团", **WHO),
        lambda: names.keep_apart(db, SUBJECTS, "橙鹿集团", "白水乳业", **WHO),
    )
    for act in acts:
        states.append(state(db))
        act()
    assert canonical(db) == ["橙鹿集团", "橙鹿集团", "白水乳业"]
    with pytest.raises(names.NamesError, match="A later decision stands on number 3"):
        names.undo(db, SUBJECTS, 3, **WHO)
    for before in reversed(states):
        names.undo(db, SUBJECTS, **WHO)
        # A name that nobody has may be left behind without an alias; nobody sees it.
        assert state(db)[1:] == before[1:]
        there = {row[1] for row in before[0] if any(row[0] in alias for alias in before[1])}
        assert {row.name for row in list_names(db, SUBJECTS)} == there


def test_what_is_interrupted_goes_on(db: Database, say: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401
    """Claims that do not follow yet do so the next time that anything is decided."""
    for year in range(2000, 2009):
        say("橙鹿", year=year)
    say("橙鹿科技")
    monkeypatch.setattr(settling, "_BATCH", 2)
    killed = iter(range(3))

    def key_of(name: str) -> str:
        if next(killed, None) is None:
            raise KeyboardInterrupt
        return name

    with monkeypatch.context() as patch:
        patch.setattr(settling, "key_of", key_of)
        with pytest.raises(KeyboardInterrupt):
            names.merge(db, SUBJECTS, ["橙鹿"], "橙鹿科技", **WHO)
    assert sorted(set(canonical(db)), key=str) == ["橙鹿", "橙鹿科技"]
    assert settle(db) > 0
    assert set(canonical(db)) == {"橙鹿科技"}
    with db.connect() as connection:
        assert list(connection.scalars(select(NameDecision.settled))) == [True]
    assert settle(db) == 0


def test_a_lexicon_never_undoes_what_a_person_decided(db: Database, say: Any) -> None:  # noqa: ANN401
    """Neither a merge, nor a rename, nor that two are two."""
    for subject in ("橙鹿甲", "橙鹿乙", "橙鹿丙", "橙鹿丁"):
        say(subject)
    names.merge(db, SUBJECTS, ["橙鹿甲"], "橙鹿乙", **WHO)
    names.keep_apart(db, SUBJECTS, "橙鹿丙", "橙鹿丁", **WHO)
    decided = canonical(db)
    lexicon = load_lexicon()
    entries = (
        SubjectEntry(name="橙鹿总部", kind="company", aliases=("橙鹿甲",)),
        SubjectEntry(name="橙鹿丙", kind="company", aliases=("橙鹿丁",)),
    )
    table = type(lexicon.subjects)(
        **{name: getattr(lexicon.subjects, name) for name in lexicon.subjects.__struct_fields__}
        | {"subject": (*lexicon.subjects.subject, *entries)}
    )
    newer = type(lexicon)(
        **{name: getattr(lexicon, name) for name in lexicon.__struct_fields__}
        | {"subjects": table, "fingerprint": "newer"}
    )
    lay_in_lexicon(db, newer)
    assert canonical(db) == decided == ["橙鹿乙", "橙鹿乙", "橙鹿丙", "橙鹿丁"]


def test_what_cannot_be_is_refused(db: Database, say: Any) -> None:  # noqa: ANN401
    """With what to do instead; nothing changes."""
    say("橙鹿科技")
    say("橙鹿")
    before = state(db)
    refused: tuple[tuple[Callable[[], int], str], ...] = (
        (lambda: names.merge(db, SUBJECTS, ["橙鹿"], "橙鹿", **WHO), "one already"),
        (lambda: names.alias(db, SUBJECTS, "橙鹿科技", ["橙鹿"], **WHO), "subjects merge 橙鹿 --into 橙鹿科技"),
        (lambda: names.rename(db, SUBJECTS, "橙鹿", "橙鹿科技", **WHO), "subjects merge"),
        (lambda: names.split(db, SUBJECTS, "橙鹿", ["橙鹿"], **WHO), "no name left"),
        (lambda: names.split(db, SUBJECTS, "橙鹿", ["白水"], **WHO), "no alias of 橙鹿"),
        (lambda: names.add(db, SUBJECTS, "橙鹿", **WHO), "There is a subject 橙鹿 already"),
        (lambda: names.add(db, SUBJECTS, "\x1b[2J", **WHO), "is no name"),
        (lambda: names.undo(db, SUBJECTS, **WHO), "No decision"),
    )
    for act, said in refused:
        with pytest.raises(names.NamesError, match=said):
            act()
    with pytest.raises(UnknownNameError, match="Did you mean 橙鹿"):
        names.merge(db, SUBJECTS, ["橙鹿科枝"], "橙鹿", **WHO)
    assert state(db) == before


def test_names_that_may_be_one_are_suggested(db: Database, say: Any) -> None:  # noqa: ANN401
    """Those with the same values first; never two that a person said are two."""
    for year in (2019, 2020):
        say("橙鹿科技", value=year, year=year)
        say("橙鹿", value=year, year=year)
        say("白水乳业", value=7, year=year)
        say("白水", value=8, year=year)
        say("青禾", value=year * 2, year=year)
    # One value in common is chance.
    say("云杉", value=7)
    rows = [(row.name, row.into, row.why, row.same, row.other) for row in suggest(db, SUBJECTS)]
    assert rows == [("橙鹿", "橙鹿科技", "contained", 2, 0), ("白水", "白水乳业", "contained", 0, 2)]
    names.keep_apart(db, SUBJECTS, "白水乳业", "白水", **WHO)
    names.merge(db, SUBJECTS, ["橙鹿"], "橙鹿科技", **WHO)
    assert suggest(db, SUBJECTS) == []
    # Letters are no characters that a short form is made of.
    for year in (2019, 2020):
        say("甲厂", metric="abcd", year=year)
        say("甲厂", metric="acd", year=year, value=9)
    say("甲厂", metric="总订单量")
    say("甲厂", metric="总单量")
    assert [(row.name, row.into, row.why) for row in suggest(db, METRICS)] == [("总单量", "总订单量", "short form")]


def test_any_name_of_one_suggests_another(db: Database, say: Any) -> None:  # noqa: ANN401
    """A subject goes by its first name, and is likened by all of them."""
    names.add(db, SUBJECTS, "江湾银行", aliases=["乙山股份", "江湾行"], **WHO)
    say("江湾行")
    assert canonical(db) == ["江湾银行"]
    say("乙山")
    assert [(row.name, row.into, row.why) for row in suggest(db, SUBJECTS)] == [("乙山", "江湾银行", "contained")]


def test_the_commands_decide_and_list(db: Database, say: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401
    """Each says what it did; the log has all of it."""
    monkeypatch.setenv("FACTDB_URL", db.url.render_as_string(hide_password=False))
    say("橙鹿科技")
    say("橙鹿", year=2021)

    def run(*words: str) -> str:
        result = CliRunner().invoke(
            app, [*words], env={"COLUMNS": "100", "FACTDB_REVIEWER": "林"}, catch_exceptions=False
        )
        assert result.exit_code == 0, result.output
        return result.stdout or result.stderr

    assert "橙鹿" in run("subjects", "suggest")
    assert run("subjects", "list", "白水") == "No subject has 白水 in a name of it.\n"
    assert "橙鹿 → 橙鹿科技" in run("subjects", "merge", "橙鹿", "--into", "橙鹿科技", "--remark", "同一家")
    assert "橙鹿科技  " in run("subjects", "list", "橙鹿")
    assert "同一家" in run("subjects", "log", "--format", "csv")
    assert run("metrics", "log", "--format", "csv") == "id,decided_at,reviewer,action,said,remark,undoes\n"
    assert "undo" in run("subjects", "undo")
    assert "橙鹿科技 | 橙鹿" in run("subjects", "apart", "橙鹿科技", "橙鹿")
