"""An ingest stores what it can of what it is given, says what it could not, and is harmless again."""

import io
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from factdb.db.database import Database
from factdb.db.models import Article, Outcome, Problem, Run
from factdb.db.queries import Filters, count_claims, list_claims
from factdb.db.session import open_db
from factdb.extract import EXTRACTOR_VERSION
from factdb.ingest import Progress, ingest
from factdb.interrupts import interrupts_wait
from factdb.lexicon import load_lexicon
from factdb.readers import Given, Options
from factdb.resources import articles_folder

BODY = "橙鹿科技2021年营业收入为12.5亿元,同比增长8%。门店共有350家。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles, one in an old encoding, and a file that is none."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(f"橙鹿年报\n{BODY}", encoding="utf-8")
    (folder / "b.txt").write_bytes("白水乳业去年的销量是30万吨。".encode("gb18030"))
    (folder / "c.pdf").write_bytes(b"%PDF-1.7")
    return folder


def _quotes(db: Database, **filters: object) -> list[str]:
    return [row.quote for row in list_claims(db, Filters(**filters))]  # type: ignore[arg-type]


def _run(db: Database, run_id: int) -> Run:
    with db.connect() as connection:
        return connection.execute(select(Run.__table__).where(Run.id == run_id)).one()  # type: ignore[return-value]


def test_a_folder_is_ingested(db: Database, folder: Path) -> None:
    """Its articles are stored with their claims; what is no article is a problem and not the end."""
    summary = ingest(db, [str(folder)])
    assert (summary.articles, summary.new, summary.unchanged, summary.interrupted) == (2, 2, 0, False)
    assert _quotes(db) == ["12.5亿元", "8%", "350家", "30万吨"]
    assert summary.claims == 4
    (problem,) = summary.problems
    assert problem.source == str(folder / "c.pdf")
    assert "is damaged or was cut off" in problem.message


def test_every_claim_stands_at_its_place_in_the_stored_text(db: Database, folder: Path) -> None:
    """The text of the database is what offsets refer to."""
    ingest(db, [str(folder), str(articles_folder())])
    with db.connect() as connection:
        texts = {row.id: row.text for row in connection.execute(select(Article.id, Article.text))}
    rows = list(list_claims(db, Filters()))
    assert len(rows) > 50
    assert all(texts[row.article_id][row.start : row.end] == row.quote for row in rows)


def test_ingesting_again_writes_nothing(db: Database, folder: Path) -> None:
    """No article and no claim; the run is logged all the same."""
    first = ingest(db, [str(folder)])
    again = ingest(db, [str(folder)])
    assert (again.articles, again.new, again.unchanged, again.claims) == (2, 0, 2, 0)
    assert again.run_id != first.run_id
    assert count_claims(db, Filters()) == 4


def test_a_file_that_has_changed_is_a_new_revision(db: Database, folder: Path) -> None:
    """Its new claims take the place of the old ones."""
    ingest(db, [str(folder)])
    (folder / "b.txt").write_text("白水乳业去年的销量是31万吨。", encoding="utf-8")
    summary = ingest(db, [str(folder)])
    assert (summary.new, summary.unchanged, summary.claims) == (1, 1, 1)
    assert "31万吨" in _quotes(db)
    assert "30万吨" not in _quotes(db)


def test_a_run_is_logged(db: Database, folder: Path) -> None:
    """With extractor, lexicon, counts and problems."""
    summary = ingest(db, [str(folder)])
    run = _run(db, summary.run_id)
    assert (run.outcome, run.extractor_version) == (Outcome.DONE, EXTRACTOR_VERSION)
    assert run.lexicon == load_lexicon().fingerprint
    assert (run.articles, run.new, run.unchanged, run.claims) == (2, 2, 0, 4)
    assert run.ended_at is not None
    with db.connect() as connection:
        sources = connection.scalars(select(Problem.source).where(Problem.run_id == summary.run_id)).all()
    assert sources == [problem.source for problem in summary.problems]


def test_what_the_user_says_of_an_article_is_stored(db: Database, tmp_path: Path) -> None:
    """And 去年 is read against the given day."""
    (tmp_path / "a.txt").write_text("白水乳业去年的销量是30万吨。", encoding="utf-8")
    ingest(db, [str(tmp_path / "a.txt")], Options(Given("白水年报", "南桥财经", date(2020, 3, 1))))
    (row,) = list_claims(db, Filters())
    assert (row.title, row.publisher, row.published_on) == ("白水年报", "南桥财经", date(2020, 3, 1))
    assert row.period == "2019"


def test_a_headline_tells_whose_figures_they_are(db: Database, tmp_path: Path) -> None:
    """One that is not in the text, if it is more than the name of some file."""
    for name in ("橙鹿科技公布年报.txt", "BYD-3.txt"):
        (tmp_path / name).write_text(f"全年营业收入为{len(name)}亿元。", encoding="utf-8")
        ingest(db, [str(tmp_path / name)])
    assert {row.title: row.subject for row in list_claims(db, Filters())} == {
        "橙鹿科技公布年报": "橙鹿科技",
        "BYD-3": None,
    }


def test_what_the_user_says_of_a_stored_article_is_not_passed_over(db: Database, tmp_path: Path) -> None:
    """Nothing is changed, and that is said; what is said a second time is no news."""
    path = tmp_path / "a.txt"
    path.write_text(BODY, encoding="utf-8")
    assert ingest(db, [str(path)], Options(Given(publisher="日报"))).problems == ()
    assert ingest(db, [str(path)], Options(Given(publisher="日报"))).problems == ()
    (problem,) = ingest(db, [str(path)], Options(Given(None, "晚报", date(2020, 1, 1)))).problems
    assert "is stored already, with another source and date or none" in problem.message


def test_standard_input(db: Database) -> None:
    """The same text piped in again is known."""
    for new in (1, 0):
        assert ingest(db, ["-"], stdin=io.BytesIO(BODY.encode())).new == new
    assert {row.uri[:6] for row in list_claims(db, Filters())} == {"stdin:"}


def test_a_page_that_repeats_its_body_says_it_once(db: Database, tmp_path: Path) -> None:
    """Two occurrences of one claim."""
    (tmp_path / "a.txt").write_text(f"{BODY}\n分享到微信\n{BODY}\n", encoding="utf-8")
    ingest(db, [str(tmp_path / "a.txt")])
    assert [(row.quote, row.occurrences) for row in list_claims(db, Filters())] == [
        ("12.5亿元", 2), ("8%", 2), ("350家", 2),
    ]  # fmt: skip


def test_bad_bytes_are_noted_and_no_problem(db: Database, tmp_path: Path) -> None:
    """The article is there; the note is in the log of the run."""
    (tmp_path / "a.txt").write_bytes(BODY.encode() * 3 + b"\xff")
    summary = ingest(db, [str(tmp_path / "a.txt")])
    assert (summary.new, summary.problems) == (1, ())
    (note,) = summary.notes
    assert "could not be read as utf-8" in note.message
    with db.connect() as connection:
        assert connection.scalars(select(Problem.note)).all() == [True]


def test_progress_is_told_source_by_source(db: Database, folder: Path) -> None:
    """Those with problems too."""
    told: list[Progress] = []
    ingest(db, [str(folder), "missing.txt"], on_progress=told.append)
    assert [(step.done, step.total) for step in told] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert told[-1].source == "missing.txt"


def test_an_interrupt_ends_the_run_and_keeps_what_was_stored(db: Database, folder: Path) -> None:
    """Ctrl-C after the first article: it is there, the second is not, and the run is closed."""

    def press(step: Progress) -> None:
        if step.done == 1:
            os.kill(os.getpid(), signal.SIGINT)

    summary = ingest(db, [str(folder)], on_progress=press)
    assert (summary.interrupted, summary.new) == (True, 1)
    run = _run(db, summary.run_id)
    assert (run.outcome, run.new) == (Outcome.INTERRUPTED, 1)
    assert run.ended_at is not None


def test_a_fault_of_the_database_ends_the_run(db: Database, folder: Path) -> None:
    """It is no problem of a source: the next one would have it too."""

    class OnFireError(Exception):
        """Whatever a caller's own function may raise."""

    def fail(_: Progress) -> None:
        raise OnFireError

    with pytest.raises(OnFireError):
        ingest(db, [str(folder)], on_progress=fail)
    assert _run(db, 1).outcome == Outcome.FAILED


CODE = """
import sys
from factdb import open_db
from factdb.ingest import ingest
with open_db(sys.argv[1]) as db:
    ingest(db, sys.argv[2:])
"""


def test_two_ingests_at_a_time_store_everything_once(new_url: str, tmp_path: Path) -> None:
    """Into a database that neither of them has seen before."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number}.txt").write_text(f"第{number}家公司2021年营收{number + 10}亿元。", encoding="utf-8")
    running = [
        subprocess.Popen([sys.executable, "-c", CODE, new_url, str(folder)], stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [process.communicate()[1] for process in running] == ["", ""]
    with open_db(new_url) as db, db.connect() as connection:
        uris = connection.scalars(select(Article.uri)).all()
        assert len(uris) == len(set(uris)) == 40


def test_an_ingest_that_is_killed_leaves_whole_articles(new_url: str, tmp_path: Path) -> None:
    """The next one goes on where it stopped."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(400):
        (folder / f"{number}.txt").write_text(BODY.replace("12.5", f"{number}.5"), encoding="utf-8")
    open_db(new_url).close()
    process = subprocess.Popen([sys.executable, "-c", CODE, new_url, str(folder)])
    with open_db(new_url) as db:
        while not _stored(db):
            assert process.poll() is None
        process.kill()
        process.wait()
        with db.begin():
            # A server may still be at work for the dead one; whoever writes next waits for that.
            half = _stored(db)
        assert 0 < half < 400
        assert len(_quotes(db)) == 3 * half
        assert ingest(db, [str(folder)]).new == 400 - half
        assert len(_quotes(db)) == 1200


def _stored(db: Database) -> int:
    with db.connect() as connection:
        return len(connection.scalars(select(Article.id)).all())


def test_an_interrupt_waits_until_an_article_is_stored() -> None:
    """Ctrl-C in the middle of a transaction takes effect after it."""
    done: list[str] = []

    def store() -> None:
        with interrupts_wait():
            os.kill(os.getpid(), signal.SIGINT)
            done.append("stored")

    with pytest.raises(KeyboardInterrupt):
        store()
    assert done == ["stored"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_ingest_works_in_a_thread(db: Database, folder: Path) -> None:
    """Where Ctrl-C is somebody else's business."""
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(ingest, db, [str(folder)]).result().new == 2
