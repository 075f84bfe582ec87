"""What changed between revisions is told figure by figure, and addresses are watched for it."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from factdb.claim import Article
from factdb.cli import app
from factdb.db.database import Database
from factdb.db.runs import start_run
from factdb.db.store import Store
from factdb.extract.articles import claims_of
from factdb.lexicon import load_lexicon
from factdb.tracking.revisions import Comparison, NoRevisionsError, compare_revisions

if TYPE_CHECKING:
    from web_site import Site

FIRST = "橙鹿科技2021年净利润为2亿元。门店共有350家。员工人数为4200人。研发人员占比为30%。"
SECOND = "橙鹿科技2021年净利润为1.9亿元，经审计。研发人员占比为30%。员工人数为4200人。全年专利申请40件。"


@pytest.fixture
def store(db: Database) -> Store:
    """A store of a run."""
    return Store(db, start_run(db, extractor_version="test", lexicon="test"))


def put(store: Store, text: str) -> None:
    """Another revision of the article."""
    article = Article("/a", text)
    store.add(article, claims_of(article, load_lexicon()))


def told(found: Comparison) -> list[tuple[str, str | None, str | None, tuple[str, ...]]]:
    """What became of each figure."""
    return [
        (each.kind.value, each.before and each.before.quote, each.after and each.after.quote, each.fields)
        for each in found.figures
    ]


def test_figures_are_changed_withdrawn_and_new(db: Database, store: Store) -> None:
    """A figure that only moved is the same."""
    put(store, FIRST)
    put(store, SECOND)
    found = compare_revisions(db, "/a")
    assert told(found) == [
        ("withdrawn", "350家", None, ()),
        ("changed", "2亿元", "1.9亿元", ("low", "high")),
        ("new", None, "40件", ()),
    ]
    assert (found.before[0], found.after[0], found.same) == (1, 2, 2)


@pytest.mark.parametrize(
    ("before", "after", "became"),
    [
        ("橙鹿科技2021年净利润为2亿元。", "橙鹿科技2021年净利润为0.3亿美元。", ["changed"]),
        ("橙鹿科技2021年净利润为2亿元。", "橙鹿科技2021年净亏损为2.4亿元。", ["changed"]),
        ("橙鹿科技2021年净利润为2亿元。", "据审计后的年报，橙鹿科技在2021年一整年里的净利润为1.9亿元。", ["changed"]),
        ("橙鹿科技2021年净利润为2亿元。", "由青荷物业管理的松岭小区里住着4200人。", ["withdrawn", "new"]),
        ("橙鹿科技2021年净利润为2亿元。", "松岭小区物业向每户居民退还了3亿元。", ["withdrawn", "new"]),
        ("橙鹿科技2021年净利润为2亿元。", "橙鹿科技2021年员工人数为4200人。", ["withdrawn", "new"]),
    ],
    ids=[
        "another currency",
        "another name",
        "another sentence",
        "something else",
        "one unit alone",
        "one sentence alone",
    ],
)
def test_a_figure_is_the_revision_of_one_of_its_kind(
    db: Database, store: Store, before: str, after: str, became: list[str]
) -> None:
    """By its sentence or by what it tells, if its unit or its metric stayed."""
    put(store, before)
    put(store, after)
    assert [kind for kind, *_ in told(compare_revisions(db, "/a"))] == became


def test_a_figure_is_found_again_far_down_a_long_article(db: Database, store: Store) -> None:
    """Where it stands in the article counts by how long the article is, not by how many figures went before."""
    shops = [f"第{number}区的门店有{number + 100}家。" for number in range(1, 200)]
    put(store, "".join(shops) + FIRST)
    put(store, FIRST.replace("2亿", "1.9亿"))
    assert ("changed", "2亿元", "1.9亿元", ("low", "high")) in told(compare_revisions(db, "/a"))


def test_any_two_revisions_are_compared(db: Database, store: Store) -> None:
    """By their numbers, either way round."""
    put(store, FIRST)
    put(store, SECOND)
    put(store, SECOND.replace("1.9亿", "1.8亿"))
    assert ("changed", "1.9亿元", "1.8亿元", ("low", "high")) in told(compare_revisions(db, "/a"))
    assert ("changed", "2亿元", "1.8亿元", ("low", "high")) in told(compare_revisions(db, "/a", 1))
    back = compare_revisions(db, "/a", 2, 1)
    assert ("changed", "1.9亿元", "2亿元", ("low", "high")) in told(back)


def test_what_cannot_be_compared_is_explained(db: Database, store: Store) -> None:
    """An article with one revision, one that is not there, a number that it has not, and one with itself."""
    put(store, FIRST)
    for uri, before, why in (
        ("/a", None, "one revision, 1"),
        ("/b", None, "no article /b"),
        ("/a", 7, "one revision, 1"),
    ):
        with pytest.raises(NoRevisionsError, match=why):
            compare_revisions(db, uri, before)
    put(store, SECOND)
    for before, after in ((7, None), (2, 2), (None, 1), (1, 3)):
        with pytest.raises(NoRevisionsError, match=r"has the revisions 1, 2\. Name two of them"):
            compare_revisions(db, "/a", before, after)


@pytest.fixture
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*words: str) -> Result:
    """Run a command in this process, in the current folder."""
    return CliRunner().invoke(app, words, env={"COLUMNS": "100"}, catch_exceptions=False)


@pytest.mark.usefixtures("_folder")
def test_watched_addresses_tell_what_changed(site: "Site") -> None:
    """The first time they are stored; then only what differs is shown, and a page that is gone is a problem."""
    site.pages |= {"/a": FIRST.encode(), "/b": "白水乳业有员工70人。".encode()}
    Path("list.txt").write_text(f"# mine\n{site.url}/a\n{site.url}/b\n", encoding="utf-8")
    first = run("watch", "list.txt", "--allow-private")
    assert (first.exit_code, first.stdout) == (0, "")
    site.pages["/a"] = SECOND.encode()
    second = run("watch", "list.txt", "--allow-private")
    assert [line.split()[:3] for line in second.stdout.splitlines()[2:]] == [
        ["withdrawn", "350家", "门店"], ["changed", "2亿元", "1.9亿元"], ["new", "40件", "专利申请"],
    ]  # fmt: skip
    assert f"3 figures differ, 2 are the same: {site.url}/a, revision 1 (" in second.stderr
    del site.pages["/b"]
    site.pages["/a"] = FIRST.encode()
    third = run("watch", f"{site.url}/a", f"{site.url}/b", "--allow-private", "--format", "json")
    assert third.exit_code == 1
    assert {row["change"] for row in json.loads(third.stdout)} == {"changed", "new", "withdrawn"}
    assert "status 404" in third.stderr
    shown = run("diff", f"{site.url}/a", "--before", "2", "--format", "csv")
    assert "changed,1.9亿元,2亿元,净利润" in shown.stdout


@pytest.mark.usefixtures("_folder")
def test_a_list_that_is_not_there_is_told() -> None:
    """With exit code 2."""
    missing = run("watch", "missing.txt")
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert "missing.txt cannot be read" in missing.stderr
