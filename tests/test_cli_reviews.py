"""The commands that decide about claims, and the one that tells what was decided."""

import json
from datetime import date
from decimal import Decimal

import pytest
from conftest import MakeClaim, Put
from typer.testing import CliRunner, Result

from factdb.claim import Article
from factdb.cli import app
from factdb.db.database import Database

TEXT = "青柠视频去年日活用户为1.85亿人,型号5G。"


def run(*arguments: str, **environment: str) -> Result:
    """Run a command in this process, as 林 unless the environment says otherwise."""
    settings = {"COLUMNS": "80", "FACTDB_REVIEWER": "林", **environment}
    return CliRunner().invoke(app, arguments, env=settings, catch_exceptions=False)


@pytest.fixture(autouse=True)
def filled(db: Database, put: Put, make_claim: MakeClaim, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database with two claims, one of which is none, that the commands work on."""
    put(
        Article("/news/a.txt", TEXT, publisher="柚子观察", published_on=date(2017, 2, 21)),
        make_claim(TEXT, "1.85亿人", low=Decimal(185000000), unit="CNY", metric="日活用户", subject="青柠视频"),
        make_claim(TEXT, "5", low=Decimal(5), metric="型号"),
    )
    monkeypatch.setenv("FACTDB_URL", str(db.url.render_as_string(hide_password=False)))


def test_decisions_are_told_and_shown() -> None:
    """Each in a line; the claim shows what was corrected, and what was rejected is listed no more."""
    assert run("correct", "1", "--unit", "人", "--subject", "青柠", "--note", "口误").stdout == (
        "Claim 1 is corrected: unit CNY → 人, subject 青柠视频 → 青柠.\n"
    )
    assert run("reject", "2").stdout == "Claim 2 is rejected.\n"
    assert "corrected  unit CNY → 人, subject 青柠视频 → 青柠\n" in run("show", "1").stdout
    listed = json.loads(run("list", "--format", "json").stdout)
    assert [(row["id"], row["unit"], row["status"]) for row in listed] == [(1, "人", "corrected")]
    assert len(json.loads(run("list", "--rejected", "--format", "json").stdout)) == 2
    assert run("undo").stdout == "Claim 2 is unreviewed.\n"
    assert run("undo", "1").stdout == "Claim 1 is unreviewed: unit 人 → CNY, subject 青柠 → 青柠视频.\n"


def test_the_history_tells_who_decided_what() -> None:
    """What was extracted comes first; programs get every value."""
    run("correct", "1", "--unit", "人", "--remark", "口误")
    run("accept", "1", "--reviewer", "王")
    lines = run("history", "1").stdout.splitlines()
    assert lines[0] == "青柠视频去年日活用户为【1.85亿人】,型号5G。"
    assert [line.split()[0] for line in lines if line and line[0].isascii() and line[0] != " "] == [
        "extracted", "corrected", "accepted",
    ]  # fmt: skip
    assert "  changes  unit CNY → 人" in lines
    assert "  remark   口误" in lines
    events = json.loads(run("history", "1", "--format", "json").stdout)
    assert [(event["decision"], event["reviewer"], event["remark"]) for event in events] == [
        ("extracted", "extractor test", None), ("corrected", "林", "口误"), ("accepted", "王", None),
    ]  # fmt: skip
    assert events[0]["changes"]["unit"] == [None, "CNY"]
    assert events[1]["changes"] == {"unit": ["CNY", "人"]}
    assert "corrected,unit CNY → 人,口误" in run("history", "1", "--format", "csv").stdout


def test_what_cannot_be_decided_costs_no_other_decision() -> None:
    """The rest is decided, and the exit code tells; if nothing was, it is a fault of the command."""
    some = run("accept", "1", "7", "2")
    assert (some.exit_code, some.stdout) == (1, "Claim 1 is accepted.\nClaim 2 is accepted.\n")
    assert some.stderr == "There is no claim 7. `factdb list` shows the claims with their ids.\n"
    none = run("reject", "1", "2", FACTDB_REVIEWER="王")
    assert none.exit_code == 2
    assert "林 accepted claim 1 on " in none.stderr
    assert run("reject", "1", "--overrule", FACTDB_REVIEWER="王").stdout == "Claim 1 is rejected.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("accept", "x"), "x is no claim's id."),
        (("conflicts", "settle", "x", "--claim", "1"), "x is no conflict's id. `factdb conflicts` shows the conflicts"),
        (("correct", "1"), "Say what is wrong with it"),
        (("correct", "1", "--topic", "trafic"), "Did you mean traffic?"),
        (("correct", "1", "--unit", "CNY"), "Claim 1 says so already."),
        (("undo", "1"), "Nothing is decided about claim 1"),
        (("undo",), "林 has decided nothing yet"),
        (("history", "9"), "There is no claim 9."),
    ],
)
def test_what_is_asked_for_in_vain_is_explained(words: tuple[str, ...], said: str) -> None:
    """In a sentence, with exit code 2."""
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_whoever_is_logged_in_decides_where_nobody_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """And a system that does not say who that is leads to a question for a name."""
    monkeypatch.setattr("getpass.getuser", lambda: "lin")
    assert run("accept", "1", FACTDB_REVIEWER="").exit_code == 0
    assert json.loads(run("history", "1", "--format", "json").stdout)[1]["reviewer"] == "lin"

    def nobody() -> str:
        raise OSError

    monkeypatch.setattr("getpass.getuser", nobody)
    refused = run("accept", "2", FACTDB_REVIEWER="")
    assert refused.exit_code == 2
    assert "--reviewer NAME" in refused.stderr


def test_a_hostile_remark_does_nothing_to_a_terminal() -> None:
    """Its control characters are shown, in the log as in what is said at once."""
    run("correct", "1", "--unit", "人", "--remark", "a\x1b[2Jb", "--subject", "c\u202ed", "--reviewer", "e\x07f")
    for output in (run("history", "1").stdout, run("show", "1").stdout, run("history", "1", "--format", "csv").stdout):
        assert not {"\x1b", "\u202e", "\x07"} & set(output)
