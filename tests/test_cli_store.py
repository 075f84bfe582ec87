"""The commands that ask a database: what they print of the claims that are in it, in each form."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner, Result

from factdb.claim import Article, Basis, Change, Comparator, Modality
from factdb.cli import app
from factdb.cli._table import print_table
from factdb.db.database import Database
from factdb.export import COLUMNS

TEXT = "青柠视频去年日活用户超过1.85亿人,同比增长12%。预计今年广告收入为5亿至8亿元。"
REPEATED = "甲城房价涨1%,乙城房价涨1%。"


def run(*arguments: str, width: int = 80) -> Result:
    """Run a command in this process, on a terminal so wide."""
    return CliRunner().invoke(app, arguments, env={"COLUMNS": str(width)}, catch_exceptions=False)


@pytest.fixture
def filled(db: Database, put: Any, make_claim: Any) -> str:  # noqa: ANN401 (see conftest.py)
    """A database with claims of two articles; its path."""
    put(
        Article("/news/a.txt", TEXT, title="=青柠视频的账本", publisher="柚子观察", published_on=date(2017, 2, 21)),
        make_claim(
            TEXT,
            "1.85亿人",
            low=Decimal(185000000),
            cmp=Comparator.GT,
            unit="人",
            metric="日活用户",
            subject="青柠视频",
            period="2016",
            topics=("traffic",),
        ),
        make_claim(
            TEXT,
            "12%",
            low=Decimal(12),
            unit="percent",
            metric="日活用户",
            subject="青柠视频",
            period="2016",
            change=Change.INCREASE,
            basis=Basis.YOY,
            topics=("traffic",),
        ),
        make_claim(
            TEXT,
            "5亿至8亿元",
            low=Decimal(500000000),
            high=Decimal(800000000),
            cmp=Comparator.RANGE,
            unit="CNY",
            metric="广告收入",
            subject="青柠视频",
            period="raw:今年",
            modality=Modality.FORECAST,
            topics=("advertising", "revenue"),
        ),
    )
    second = REPEATED.rindex("1%")
    put(
        Article("/news/b.txt", REPEATED),
        make_claim(REPEATED, "1%", low=Decimal(1), unit="percent", subject="甲城", topics=("price",)),
        make_claim(REPEATED, "1%", start=second, low=Decimal(1), unit="percent", subject="乙城", topics=("price",)),
    )
    return db.name


def test_a_claim_reads_in_two_lines_on_a_narrow_terminal(filled: str) -> None:
    """What a person wants to know stands in columns, and the quote in its sentence below."""
    lines = run("list", "--db", filled).stdout.splitlines()
    assert lines[:3] == [
        "id  value           metric    subject   period  source",
        " 1  > 1.85亿人      日活用户  青柠视频  2016    柚子观察",
        "    青柠视频去年日活用户超过【1.85亿人】,同比增长12%。预计今年广告收入为5亿至8…",
    ]
    assert lines[3].split() == ["2", "同比增", "12%", "日活用户", "青柠视频", "2016", "柚子观察"]
    assert lines[5].split() == ["3", "5亿~8亿元", "预测", "广告收入", "青柠视频", "今年", "柚子观察"]


@pytest.mark.parametrize("width", [40, 80, 119, 120, 140, 200])
def test_a_table_fits_the_terminal(filled: str, width: int) -> None:
    """No line is wider than the terminal, where a Chinese character takes two cells."""
    lines = run("list", "--db", filled, width=width).stdout.splitlines()
    assert max(map(cell_len, lines)) <= width
    assert len(lines) == 1 + 5 * (1 if width >= 120 else 2)


def test_a_wide_terminal_has_the_sentence_beside_the_claim(filled: str) -> None:
    """A claim is a line where there is room for it."""
    header, first, *_ = run("list", "--db", filled, width=140).stdout.splitlines()
    assert header.split() == ["id", "value", "metric", "subject", "period", "source", "sentence"]
    assert "【1.85亿人】" in first


def test_the_second_of_two_equal_quotes_is_marked_where_it_stands(filled: str) -> None:
    """Two figures with the same words in one sentence are told apart."""
    output = run("list", "--db", filled, "--topic", "price").stdout
    assert "甲城房价涨【1%】,乙城房价涨1%。" in output
    assert "甲城房价涨1%,乙城房价涨【1%】。" in output


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ([], [1, 2, 3, 4, 5]),
        (["--topic", "traffic"], [1, 2]),
        (["--topic", "广告", "--topic", "price"], [3, 4, 5]),
        (["--unit", "元"], [3]),
        (["--unit", "%", "--subject", "青柠视频"], [2]),
        (["--metric", "日活用户", "--min", "1亿"], [1]),
        (["--max", "5"], [4, 5]),
        (["--modality", "forecast", "--modality", "target"], [3]),
        (["--period", "2016"], [1, 2]),
        (["--source", "柚子"], [1, 2, 3]),
        (["--status", "rejected"], []),
        (["--limit", "2"], [1, 2]),
        (["--limit", "0"], [1, 2, 3, 4, 5]),
    ],
)
def test_each_option_narrows_the_list(filled: str, options: list[str], ids: list[int]) -> None:
    """An option takes what a person types for it, and means the same to `list` and `export`."""
    claims = json.loads(run("list", "--db", filled, "--format", "json", *options).stdout)
    assert [claim["id"] for claim in claims] == ids
    exported = csv.DictReader(io.StringIO(run("export", "--db", filled, *options).stdout))
    assert [int(row["id"]) for row in exported] == ids


def test_json_has_the_fields_by_name_and_values_as_strings(filled: str) -> None:
    """A program reads the exact value, not a float."""
    claims = json.loads(run("list", "--db", filled, "--format", "json").stdout)
    assert tuple(claims[0]) == COLUMNS
    assert (claims[2]["low"], claims[2]["high"]) == ("500000000", "800000000")
    assert (claims[2]["topics"], claims[2]["published_on"]) == (["advertising", "revenue"], "2017-02-21")


def test_csv_of_list_is_the_export(filled: str) -> None:
    """There is one CSV."""
    listed = run("list", "--db", filled, "--format", "csv").stdout
    assert listed == run("export", "--db", filled).stdout
    assert tuple(next(csv.reader(io.StringIO(listed)))) == COLUMNS


def test_a_table_shows_a_screenful_and_says_how_many_there_are(db: Database, put: Any, make_claim: Any) -> None:  # noqa: ANN401 (see conftest.py)
    """Fifty claims are shown; the others are one option away."""
    text = "".join(f"门店{number}家。" for number in range(100, 160))
    put(Article("/news/c.txt", text), *(make_claim(text, f"{number}家") for number in range(100, 160)))
    result = run("list", "--db", db.name)
    assert len(result.stdout.splitlines()) == 101
    assert result.stderr == "These are 50 of 60 claims; --limit 0 shows all.\n"
    assert len(run("list", "--db", db.name, "--limit", "0").stdout.splitlines()) == 121


def test_an_id_is_never_cut(capsys: pytest.CaptureFixture[str]) -> None:
    """The widths are those of the first rows, but an id beyond them stands whole."""
    print_table(("id", "unit"), ((number, "人") for number in range(900, 1300)))
    assert capsys.readouterr().out.splitlines()[-1] == "1299  人"


def test_hostile_text_cannot_act_on_the_terminal(db: Database, put: Any, make_claim: Any) -> None:  # noqa: ANN401 (see conftest.py)
    """Escapes, marks that turn the order of text, and rich's markup stand there as what they are."""
    text = "\x1b[2J[red]门店\u202e[/b]3家\x9b1m"
    put(Article("/news/d.txt", text, title="\x1b]0;x\x07"), make_claim(text, "3家", subject="[bold]甲[/bold]"))
    for command in ("list", "show"):
        output = run(command, "--db", db.name, *(["1"] if command == "show" else [])).stdout
        assert "␛[2J[red]门店[/b]【3家】�1m" in output
        assert "[bold]甲[/bold]" in output
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(output)
    printed = run("list", "--db", db.name, "--format", "json").stdout
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(printed)
    assert json.loads(printed)[0]["sentence"] == text


def test_nothing_found_is_told_apart_from_nothing_there(filled: str, tmp_path: Path) -> None:
    """No claim matches; or there is no claim at all."""
    result = run("list", "--db", filled, "--subject", "青柠视频", "--unit", "吨")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("No claim matches.")
    empty = str(tmp_path / "empty.db")
    source = tmp_path / "none.txt"
    source.write_text("这里没有数字。", encoding="utf-8")
    assert run("ingest", str(source), "--db", empty).exit_code == 0
    assert "There are no claims in" in run("list", "--db", empty).stderr


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--topic", "trafic"], "There is no topic trafic. Did you mean traffic? `factdb topics` lists them.\n"),
        (
            ["--min", "many"],
            (
                "--min many is no amount. Write a number in digits with its unit, such as --min 1亿元 or --min 5%, or "
                "a number alone, which is compared in any unit.\n"
            ),
        ),
    ],
)
def test_a_word_that_is_none_is_told_with_the_remedy(filled: str, options: list[str], sentence: str) -> None:
    """One sentence, code 2."""
    result = run("list", "--db", filled, *options)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", sentence)


def test_show_prints_every_field_and_the_article(filled: str) -> None:
    """Nothing that is known of a claim is left out."""
    output = run("show", "3", "--db", filled).stdout
    assert output.startswith(TEXT.replace("5亿至8亿元", "【5亿至8亿元】")[:30])
    shown = {line.split()[0]: line.split(maxsplit=1)[-1] for line in output.splitlines() if line[:1].isalpha()}
    assert set(COLUMNS) - {"id", "quote", "sentence"} <= set(shown)
    assert (shown["claim"], shown["value"], shown["low"]) == ("3", "5亿~8亿元 预测", "500000000")
    assert (shown["publisher"], shown["uri"]) == ("柚子观察", "/news/a.txt")


@pytest.mark.parametrize("given", ["x", "1.5", "9" * 30, "１2x", ""])
def test_what_is_no_id_is_said(filled: str, given: str) -> None:
    """An id is a number that the list shows."""
    result = run("show", given, "--db", filled)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{given} is no claim's id. `factdb list` shows the claims with their ids.\n"


def test_options_that_no_database_holds_match_nothing(filled: str) -> None:
    """Broken bytes and numbers beyond all bounds are looked for like others."""
    assert run("list", "--db", filled, "--source", "\udcff").stderr.startswith("No claim matches.")
    assert run("list", "--db", filled, "--subject", "\udcff").stderr.startswith("There is no subject ?.")
    assert len(run("list", "--db", filled, "--limit", "9" * 30).stdout.splitlines()) == 11
    assert run("list", "--db", filled, "--min", "9" * 30).exit_code == 0


def test_show_in_other_forms_and_for_no_claim(filled: str) -> None:
    """JSON is one object, CSV one row, and an id that is none a sentence."""
    assert json.loads(run("show", "3", "--db", filled, "--format", "json").stdout)["id"] == 3
    assert len(run("show", "3", "--db", filled, "--format", "csv").stdout.splitlines()) == 2
    result = run("show", "99", "--db", filled)
    assert (result.exit_code, result.stderr[:24]) == (2, "There is no claim 99. `f")


def test_an_exported_file_opens_in_excel_as_it_is(filled: str, tmp_path: Path) -> None:
    """UTF-8 with its mark, and no cell that would run as a formula."""
    path = tmp_path / "ads.csv"
    result = run("export", "--db", filled, "--source", "柚子", "-o", str(path))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"Wrote 3 claims to {path}.\n")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid,")
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    assert [row["title"] for row in rows] == ["'=青柠视频的账本"] * 3


def test_an_export_that_cannot_be_written_says_why(filled: str, tmp_path: Path) -> None:
    """A folder that does not exist is the user's to mend."""
    result = run("export", "--db", filled, "-o", str(tmp_path / "none" / "ads.csv"))
    assert result.exit_code == 2
    assert result.stderr.endswith("cannot be written: No such file or directory. Name another file with -o.\n")


def test_an_export_that_fails_leaves_the_file_of_before(filled: str, tmp_path: Path) -> None:
    """A slip in an option costs nobody last week's file, and leaves nothing half-written beside it."""
    path = tmp_path / "ads.csv"
    path.write_text("last week", encoding="utf-8")
    assert run("export", "--db", filled, "--topic", "nope", "-o", str(path)).exit_code == 2
    assert path.read_text(encoding="utf-8") == "last week"
    assert not list(tmp_path.glob("*.part"))


def test_topics_and_stats_count_the_claims(filled: str) -> None:
    """Every topic has its names and its claims; the counts of stats are those of the list."""
    topics = {row["topic"]: row for row in json.loads(run("topics", "--db", filled, "--format", "json").stdout)}
    assert topics["traffic"] == {"topic": "traffic", "name": "流量", "english": "Traffic and users", "claims": 2}
    assert topics["health"]["claims"] == 0
    rows = {tuple(row[:2]): row[2] for row in csv.reader(io.StringIO(run("stats", "--db", filled, "-f", "csv").stdout))}
    assert (rows["all", "articles"], rows["all", "claims"]) == ("2", "5")
    assert (rows["unit", "percent"], rows["modality", "forecast"], rows["topic", "price"]) == ("3", "1", "2")
    table = run("stats", "--db", filled)
    assert table.stderr == f"{filled}: 2 articles from 2017-02-21 to 2017-02-21, 5 claims.\n"
    assert "traffic" in table.stdout
