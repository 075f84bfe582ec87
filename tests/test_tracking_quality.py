"""What people decided scores extraction, and makes a gold set."""

import json
from pathlib import Path

import pytest
from conftest import MakeClaim, Put
from typer.testing import CliRunner

from factdb.claim import Article, Status
from factdb.cli import app
from factdb.db.database import Database
from factdb.lexicon import load_lexicon
from factdb.tracking.corrections import Correction
from factdb.tracking.quality import score
from factdb.tracking.reviews import decide, undo

TEXT = "甲厂去年营收5亿元，员工7人，型号5G，门店3家，共9间。"
QUOTES = ("5亿元", "7人", "5", "3家", "9间")


@pytest.fixture
def reviewed(db: Database, put: Put, make_claim: MakeClaim) -> Database:
    """Two accepted, one corrected, one rejected, one taken back."""
    starts = [TEXT.index("5亿元"), TEXT.index("7人"), TEXT.index("5G"), TEXT.index("3家"), TEXT.index("9间")]
    put(
        Article("/a", TEXT),
        *(make_claim(TEXT, quote, start=start, subject="甲厂") for quote, start in zip(QUOTES, starts, strict=True)),
    )
    for claim in (1, 2, 5):
        decide(db, claim, Status.ACCEPTED, reviewer="林")
    decide(db, 3, Status.REJECTED, reviewer="林")
    fields = {"value": ["3家"], "subject": ["乙厂"], "topic": ["people"]}
    decide(db, 4, Status.CORRECTED, reviewer="林", correction=Correction.of(fields, load_lexicon()))
    undo(db, 5, reviewer="林")
    return db


def test_each_field_is_scored(reviewed: Database, put: Put, make_claim: MakeClaim) -> None:
    """What was rejected is no claim; what was taken back is not decided; what is carried over counts once."""
    put(Article("/a", f"{TEXT}更新。"), make_claim(f"{TEXT}更新。", "7人", sentence=TEXT, subject="甲厂"))
    scores = {each.field: (each.right, each.reviewed, each.precision) for each in score(reviewed)}
    assert scores["claim"] == (3, 4, 75.0)
    assert scores["value"] == scores["subject"] == scores["unit"] == (2, 3, 66.7)
    assert scores["cmp"] == (3, 3, 100.0)
    assert scores["whole"] == (2, 4, 50.0)


def test_decisions_make_a_gold_set(reviewed: Database, tmp_path: Path) -> None:
    """What was accepted or corrected is to be found, what was rejected is not there, the rest does not matter."""
    target = tmp_path / "gold.json"
    done = CliRunner().invoke(app, ["gold", "export", "-o", str(target), "--db", reviewed.url.render_as_string(False)])
    assert done.exit_code == 0, done.output
    assert done.stderr.endswith("Wrote 3 reviewed claims of 1 article.\n")
    (passage,) = json.loads(target.read_text(encoding="utf-8"))
    assert (passage["doc_date"], passage["text"]) == (None, TEXT)
    told = [
        (claim["quote"], claim["low"], claim["unit"], claim["subject"], claim["tier"]) for claim in passage["claims"]
    ]
    assert told == [
        ("5亿元", "1", "", "甲厂", "core"), ("7人", "1", "", "甲厂", "core"), ("3家", "3", "家", "乙厂", "core"),
        ("9间", "1", "", "甲厂", "optional"),
    ]  # fmt: skip
    assert all(passage["text"][claim["start"] : claim["end"]] == claim["quote"] for claim in passage["claims"])
    assert passage["claims"][2]["topics"] == ["people"]


def test_where_nothing_is_decided_it_is_said_what_to_do(db: Database) -> None:
    """And the gold set is an empty list."""
    url = db.url.render_as_string(hide_password=False)
    assert "factdb review" in CliRunner().invoke(app, ["quality", "--db", url]).stderr
    assert json.loads(CliRunner().invoke(app, ["gold", "export", "--db", url]).stdout) == []
