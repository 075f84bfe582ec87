"""Extraction without a database: tables of texts, JSON Lines of records, and the rules behind a claim."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from factdb.claim import Claim
from factdb.cli import app
from factdb.cli._texts import COLUMNS

RECORD_FIELDS = (
    *("id", "start", "end", "quote", "low", "high", "cmp", "unit", "metric", "subject", "period"),
    *("modality", "change", "basis", "topics"),
)
TEXT = "手机淘宝去年的日活用户超过1.85亿人。"


def run(*arguments: str, typed: str | bytes | None = None) -> Result:
    """Run a command in this process, with something typed into its standard input."""
    return CliRunner().invoke(app, arguments, input=typed, env={"COLUMNS": "80"}, catch_exceptions=False)


def test_records_come_out_as_claims_a_line_each(tmp_path: Path) -> None:
    """Every claim is a line of exactly these fields, under the record's own id."""
    path = tmp_path / "texts.jsonl"
    records = [{"id": "甲", "doc_date": "2017-02-21", "text": TEXT}, {"id": 7, "text": "占比3%。"}]
    path.write_text("\n".join(json.dumps(record) for record in records) + "\n\n", encoding="utf-8")
    result = run("extract", "--records", str(path))
    assert (result.exit_code, result.stderr) == (0, "")
    first, second = map(json.loads, result.stdout.splitlines())
    assert tuple(first) == tuple(second) == RECORD_FIELDS
    assert (first["id"], second["id"]) == ("甲", 7)
    assert TEXT[first["start"] : first["end"]] == first["quote"] == "1.85亿人"
    assert (first["low"], first["high"], first["cmp"], first["unit"]) == ("185000000", "185000000", "gt", "人")
    assert (first["period"], first["modality"], first["basis"]) == ("2016", "actual", None)
    assert first["topics"] == ["traffic"]


def test_records_keep_repeats(tmp_path: Path) -> None:
    """Each figure is scored on its own, wherever it stands; a table for people shows a repeat once."""
    text = "青柠视频的日活用户为1.85亿人。\n" * 2
    assert len(run("extract", "--records", "-", typed=json.dumps({"id": 1, "text": text})).stdout.splitlines()) == 2
    path = tmp_path / "twice.txt"
    path.write_text(text, encoding="utf-8")
    (claim,) = json.loads(run("extract", str(path), "--format", "json").stdout)
    assert claim["occurrences"] == 2


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b"{", "it is not JSON"),
        (b"[" * 100_000, "it is not JSON"),
        (b"\xff\xfe", "it is not UTF-8"),
        (b"[1]", "it is no JSON object"),
        (b'{"text": "3%"}', 'it has no "id"'),
        (b'{"id": 1}', 'it has no "text" that is a string'),
        (b'{"id": 1, "text": 3}', 'it has no "text" that is a string'),
        (b'{"id": 1, "text": "3%", "doc_date": "2017"}', 'its "doc_date" is no date such as 2017-02-21'),
        (b'{"id": 1, "text": "3%", "doc_date": 2017}', 'its "doc_date" is no date such as 2017-02-21'),
    ],
    ids=range(9),
)
def test_a_broken_line_is_named_and_the_rest_goes_on(line: bytes, fault: str) -> None:
    """One sentence for the line that is no record; the other lines give their claims."""
    good = '{"id": 1, "text": "占比3%。"}'.encode()
    result = run("extract", "--records", "-", typed=good + b"\n" + line + b"\n" + good + b"\n")
    assert result.exit_code == 1
    assert result.stderr == f"standard input, line 2: {fault}. It was left out.\n"
    assert [json.loads(claim)["quote"] for claim in result.stdout.splitlines()] == ["3%", "3%"]


def test_a_text_of_broken_characters_does_not_stop_the_records() -> None:
    """Half a character, as JSON may hold it, is a character like others."""
    line = r'{"id": "\ud800", "text": "\ud800占比3%\udc00,ESC\u001b\u009b。"}'
    result = run("extract", "--records", "-", typed=line)
    assert result.exit_code == 0
    claim = json.loads(result.stdout)
    assert (claim["quote"], claim["start"]) == ("3%", 3)


def test_a_text_comes_out_as_a_table(tmp_path: Path) -> None:
    """The value, its context, and the quote in its sentence; nothing is stored."""
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    result = run("extract", str(path), "--date", "2017-02-21")
    assert result.exit_code == 0
    header, claim, sentence = result.stdout.splitlines()
    assert header.split() == ["value", "metric", "subject", "period", "topics"]
    assert claim.startswith("> 1.85亿人")
    assert "2016" in claim
    assert "超过【1.85亿人】。" in sentence
    assert list(tmp_path.iterdir()) == [path]


def test_several_texts_say_which_claim_is_whose(tmp_path: Path) -> None:
    """With more than one article the table has a column for the file."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    lines = run("extract", str(tmp_path)).stdout.splitlines()
    assert lines[0].split()[-1] == "source"
    assert [line.split()[-1] for line in lines[1::2]] == ["a.txt", "b.txt"]


@pytest.mark.parametrize("form", ["json", "csv"])
def test_standard_input_and_other_forms(form: str) -> None:
    """``-`` is standard input; JSON and CSV have the same fields."""
    result = run("extract", "-", "--format", form, typed=TEXT)
    rows = json.loads(result.stdout) if form == "json" else list(csv.DictReader(io.StringIO(result.stdout)))
    assert tuple(rows[0]) == COLUMNS
    assert (rows[0]["uri"][:6], rows[0]["low"], rows[0]["quote"]) == ("stdin:", "185000000", "1.85亿人")


def test_fields_without_a_database_are_the_claim_s() -> None:
    """A field bears the same name wherever it is seen."""
    assert set(COLUMNS) - {"uri"} <= set(Claim.__struct_fields__)


def test_a_bad_source_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    """A file that is missing costs nothing but the exit code."""
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    result = run("extract", str(tmp_path / "none.txt"), str(path))
    assert result.exit_code == 1
    assert result.stderr.startswith("There is no file ")
    assert "1.85亿人" in result.stdout


def test_a_text_without_figures_says_so() -> None:
    """An empty result is no riddle."""
    result = run("extract", "-", typed="这里没有数字。")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "There is no figure in this text that is a claim.\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "There is nothing to extract from. Name files, - for standard input, or --records FILE.\n"),
        (["a.txt", "--records", "-"], "--records stands alone. Leave out the other paths, or --records.\n"),
        (
            ["a.txt", "--date", "2017-02-30"],
            "--date 2017-02-30 is no date. Write it as year-month-day, such as 2017-02-21.\n",
        ),
        (["a.txt", "--date", "去年"], "--date 去年 is no date. Write it as year-month-day, such as 2017-02-21.\n"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(arguments: list[str], sentence: str) -> None:
    """One sentence with the remedy, code 2."""
    result = run("extract", *arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", sentence)


def test_missing_records_are_a_fault(tmp_path: Path) -> None:
    """Without the file there is nothing to do."""
    result = run("extract", "--records", str(tmp_path / "none.jsonl"))
    assert result.exit_code == 2
    assert result.stderr.endswith("Name a file of JSON Lines, or - for standard input.\n")


def test_explain_names_the_rule_and_the_cue_of_each_field() -> None:
    """Who doubts a field sees which words gave it."""
    rows = json.loads(run("explain", TEXT, "--date", "2017-02-21", "--format", "json").stdout)
    fields = {row["field"]: row for row in rows}
    assert len(fields) == len(rows) == 10
    assert (fields["quantity"]["value"], fields["quantity"]["cue"]) == ("> 1.85亿人", "1.85亿人")
    assert (fields["cmp"]["value"], fields["cmp"]["cue"]) == ("gt", "超过")
    assert (fields["period"]["value"], fields["period"]["cue"]) == ("2016", "去年")
    assert all(fields[name]["rule"] for name in ("quantity", "cmp", "period", "metric", "subject"))
    assert (fields["basis"]["value"], fields["basis"]["rule"]) == ("", "")


def test_explain_reads_standard_input_and_prints_a_table_for_each_figure() -> None:
    """A text may be piped in; each figure has its sentence and its fields."""
    output = run("explain", "-", typed="日活用户1.85亿人,占比3%。").stdout
    assert output.count("field ") == 2
    assert "日活用户【1.85亿人】,占比3%。" in output
    assert "日活用户1.85亿人,占比【3%】。" in output
    assert "占比【3%】。" in run("explain", "-", typed="占比3%。".encode("gb18030")).stdout
    table = run("explain", "-", "--format", "csv", typed="占比3%。").stdout
    assert table.splitlines()[0] == "start,end,quote,field,value,rule,cue"
    assert run("explain", "没有数字").stderr == "There is no figure in this text that is a claim.\n"
