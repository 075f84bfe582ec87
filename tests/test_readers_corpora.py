"""Corpora: each row an article, whatever the file is written in, and one bad row costs no other."""

import gzip
import io
import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa
import pytest
from pyarrow import parquet

from factdb.claim import Article
from factdb.errors import Problem
from factdb.readers import Fields, Options, Source, read_articles
from factdb.readers.corpora import read_csv
from factdb.readers.corpus_dates import read_date
from factdb.readers.document import Document, Reading

BODY = "星河科技今天公布,全年营业收入为12.5亿元,同比增长8%。"
LONG = BODY.replace(",", "，")


def _read(path: Path, content: str | bytes, fields: Fields | None = None) -> tuple[list[Article], list[str]]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found = list(read_articles(Source(path.name, path), Options(fields=fields or Fields())))
    problems = [item for item in found if isinstance(item, Problem)]
    assert all(problem.source == path.name for problem in problems)
    return [item for item in found if isinstance(item, Article)], [problem.message for problem in problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_corpus_in_any_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    """With commas, quotes and line ends inside of its texts."""
    text = f'他说:""{BODY}""\r\n第二段'
    content = delimiter.join(["标题", "发布时间", "来源", "正文"]) + "\r\n"
    content += "".join(delimiter.join([f"标题{at}", "2017-02-21", "日报", f'"{text}"']) + "\r\n" for at in range(3))
    articles, problems = _read(tmp_path / "a.csv", content.encode(encoding))
    assert not problems
    assert [article.text for article in articles] == [f'他说:"{BODY}"\n第二段'] * 3
    first = articles[0]
    assert (first.title, first.publisher, first.published_on, first.date_rule) == (
        "标题0", "日报", date(2017, 2, 21), "field",
    )  # fmt: skip
    assert [article.uri.rpartition("#")[2] for article in articles] == ["1", "2", "3"]


def test_a_row_that_does_not_fit_is_one_problem(tmp_path: Path) -> None:
    """Too few or too many fields, a quote that is never closed: the other rows are stored."""
    content = f'id,text,note\n1,{LONG},a\n2,b\n3,{LONG},c,d\n4,{LONG},"open\n5,{LONG},\n\n6,,x\n7,{LONG},,,\n'
    articles, problems = _read(tmp_path / "a.csv", content)
    assert [article.uri.rpartition("#")[2] for article in articles] == ["1", "5", "7"]
    assert [problem.partition(" ha")[0] for problem in problems if "field" in problem] == ["Line 3", "Line 4"]
    assert any(problem.startswith("Line 5 opens a quote") for problem in problems)
    assert problems[-1] == "Row 6 of a.csv has nothing in text; it was left out."


def test_thousands_of_bad_rows_are_counted(tmp_path: Path) -> None:
    """The first hundred are told one by one."""
    _, problems = _read(tmp_path / "a.jsonl", json.dumps({"text": LONG}) + "\n" + "{bad\n" * 5_000)
    assert len(problems) == 101
    assert problems[-1].startswith("4900 more rows")
    _, problems = _read(tmp_path / "b.jsonl", json.dumps({"text": LONG}) + "\n" + '{"text": ""}\n' * 5_000)
    assert problems == ["5000 rows of b.jsonl have nothing in text, the first of them row 2; they were left out."]


def test_json_lines_with_a_broken_line(tmp_path: Path) -> None:
    """Which is told by its number; so are values that are no texts."""
    lines = [
        json.dumps({"id": "a", "content": BODY, "meta": {"作者": "林某"}, "publish_time": 1487635200}),
        '{"id": "b", "content": "',
        "[1]",
        json.dumps({"id": "c", "content": {"x": 1}}),
        json.dumps({"id": "https://example.com/d", "content": [BODY, "第二段"], "publish_time": "soon"}),
        "[" * 100_000,
    ]
    articles, problems = _read(tmp_path / "a.jsonl", "\n".join(lines))
    one, two = articles
    assert (one.uri, one.author, one.published_on) == (f"{tmp_path}/a.jsonl#a", "林某", date(2017, 2, 21))
    assert (two.uri, two.text) == (f"{tmp_path}/a.jsonl#https://example.com/d", f"{BODY}\n第二段")
    assert "'soon'" in two.notes[0]
    assert sorted(problem[:7] for problem in problems) == ["Line 2 ", "Line 3 ", "Line 6 ", "Row 4 o"]


@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize("indent", [None, 2])
def test_a_json_file_may_hold_a_list(tmp_path: Path, *, wrapped: bool, indent: int | None) -> None:
    """By itself, or in an object that says more."""
    rows = [{"标题": "年报", "日期": "2020/1/2", "正文": BODY}, {"标题": "中报", "日期": "20200701", "正文": BODY}]
    value: object = {"total": 2, "data": rows} if wrapped else rows
    articles, problems = _read(tmp_path / "a.json", json.dumps(value, ensure_ascii=False, indent=indent))
    assert not problems
    assert [(a.title, a.published_on) for a in articles] == [("年报", date(2020, 1, 2)), ("中报", date(2020, 7, 1))]


def test_a_list_that_breaks_off_gives_what_stands_before(tmp_path: Path) -> None:
    """And one problem."""
    articles, problems = _read(tmp_path / "a.json", json.dumps([{"text": LONG}] * 3)[:-40])
    assert len(articles) == 2
    assert len(problems) == 1


def test_a_parquet_corpus(tmp_path: Path) -> None:
    """Only the columns that are asked for are read; a text that is null is left out."""
    table = pa.table(
        {
            "id": [11, 12, 13],
            "text": [BODY, BODY + "二", None],
            "date": [datetime(2020, 1, 2, 3), datetime(2020, 1, 3), None],  # noqa: DTZ001 (as most corpora have them)
            "embedding": [[0.1] * 10] * 3,
        }
    )
    sink = io.BytesIO()
    parquet.write_table(table, sink)
    articles, problems = _read(tmp_path / "a.parquet", sink.getvalue())
    assert [(a.uri[-3:], a.published_on) for a in articles] == [("#11", date(2020, 1, 2)), ("#12", date(2020, 1, 3))]
    assert problems == ["Row 3 of a.parquet has nothing in text; it was left out."]
    _, problems = _read(tmp_path / "b.parquet", sink.getvalue()[:200])
    assert "cannot be read as Parquet" in problems[0]


def test_the_user_names_the_fields(tmp_path: Path) -> None:
    """One that is not there is told with those that are; dots lead into objects."""
    content = json.dumps({"a": {"b": BODY}, "c": "标题", "d": "2020-01-02", "e": 7}) + "\n"
    (article,), _ = _read(tmp_path / "a.jsonl", content, Fields("a.b", "c", "d", "e"))
    assert (article.text, article.title, article.published_on, article.uri[-2:]) == (
        BODY,
        "标题",
        date(2020, 1, 2),
        "#7",
    )
    _, (problem,) = _read(tmp_path / "a.jsonl", content, Fields(text="body"))
    assert problem == "a.jsonl has no field body. It has the fields a.b, c, d, e; name one of them."
    _, (problem,) = _read(tmp_path / "a.jsonl", '{"x": 1, "y": "短"}\n')
    assert "the fields x, y; name one with --text-field." in problem


def test_the_text_is_the_longest_where_no_name_tells(tmp_path: Path) -> None:
    """With a header or without."""
    articles, _ = _read(tmp_path / "a.csv", "编号,甲,乙\n" + "".join(f"{at},短,{LONG * 3}\n" for at in range(3)))
    assert [(a.text, a.uri[-2:]) for a in articles] == [(LONG * 3, f"#{at}") for at in range(3)]
    articles, _ = _read(tmp_path / "b.csv", "".join(f"{at},{LONG * 3}\n" for at in range(3)))
    assert [a.text for a in articles] == [LONG * 3] * 3


def test_an_identifier_that_repeats_is_none(tmp_path: Path) -> None:
    """Else one article would take the place of another."""
    articles, _ = _read(tmp_path / "a.csv", "url,text\n" + f"https://a,{LONG}\n" * 2)
    assert [article.uri[-2:] for article in articles] == ["#1", "#2"]


def test_a_csv_of_figures_is_one_table(tmp_path: Path) -> None:
    """No field of it holds texts."""
    (article,), _ = _read(tmp_path / "a.csv", '项目,2020年,2019年\n营业收入（万元）,"1,234.5",1000\n'.encode("gb18030"))
    assert article.text == "营业收入：2020年为1,234.5万元，2019年为1000万元。"
    (article,), _ = _read(tmp_path / "b.tsv", "星河科技主要数据\t\n单位：亿元\t\n项目\t2020\n净利润\t(1.5)\n")
    assert (article.title, article.text.splitlines()[-1]) == ("星河科技主要数据", "净利润：2020年为-1.5亿元。")


def test_a_csv_that_is_prose_is_a_text(tmp_path: Path) -> None:
    """Whatever its name says."""
    (article,), _ = _read(tmp_path / "a.csv", f"标题\n\n{LONG}\n{LONG}\n")
    assert article.text == f"标题\n\n{LONG}\n{LONG}\n"


@pytest.mark.parametrize("content", ["", "\n\n", "text\n", "[]", '{"text": ""}\n'])
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_a_corpus_without_articles_is_told(tmp_path: Path, name: str, content: str) -> None:
    """In one sentence."""
    articles, problems = _read(tmp_path / name, content)
    assert len(articles) + len(problems) == 1


def test_an_overlong_line_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting that bounds an article bounds a row."""
    monkeypatch.setenv("FACTDB_MAX_BYTES", "2000")
    lines = [json.dumps({"text": text}, ensure_ascii=False) for text in (LONG, "长" * 3_000_000, LONG)]
    articles, (problem,) = _read(tmp_path / "a.jsonl", "\n".join(lines))
    assert len(articles) == 2
    assert problem.startswith("Line 2 of a.jsonl is longer")
    articles, problems = _read(tmp_path / "a.csv", f"id,text\n1,{LONG}\n2,{'长' * 3000}\n3,{LONG}\n")
    assert len(articles) == 2
    assert len(problems) == 1


@pytest.mark.parametrize(
    "value",
    [
        "2017-02-21", "2017/2/21", "2017.02.21", "20170221", "2017年2月21日", "2017年02月21日 10:30",
        "2017-02-21T10:30:00Z", "2017-02-21 10:30:00.000", "20170221103000", 1487635200, "1487635200", 1487635200000,
        1487635200.5, "Tue, 21 Feb 2017 10:30:00 GMT", date(2017, 2, 21), datetime(2017, 2, 21, 23),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_a_date_in_many_shapes(value: object) -> None:
    """All of them are the same day."""
    assert read_date(value) == date(2017, 2, 21)


@pytest.mark.parametrize(
    "value", ["", "soon", "2017-13-45", "12", True, None, [], float("nan"), float("inf"), "9" * 30]
)
def test_what_is_no_date(value: object) -> None:
    """It is not guessed at."""
    assert read_date(value) is None


_STREAM = """
import io, resource, sys
from factdb.readers.corpora import read_csv, read_json_lines
from factdb.readers.document import Document, Options
kind, count = sys.argv[1], int(sys.argv[2])
text = "星河科技今天公布全年营业收入为12.5亿元。" * 40
ends = {"csv": ("id,正文\\n", ""), "list": ("[", '{"正文": "完"}]'), "lines": ("", "")}[kind]
json = '{"id": %d, "正文": "' + text + '"}'
row = {"csv": "%d," + text + "\\n", "list": json + ",\\n", "lines": json + "\\n"}[kind]
class Stream(io.RawIOBase):
    def __init__(self):
        self.parts, self.rest = self.make(), b""
    def make(self):
        yield ends[0].encode()
        for at in range(count):
            yield (row % at).encode()
        yield ends[1].encode()
    def readable(self):
        return True
    def readinto(self, buffer):
        while not self.rest and (part := next(self.parts, None)) is not None:
            self.rest = part
        size = min(len(buffer), len(self.rest))
        buffer[:size], self.rest = self.rest[:size], self.rest[size:]
        return size
read = read_csv if kind == "csv" else read_json_lines
found = sum(1 for _ in read(Document("x", "x", lambda: io.BufferedReader(Stream())), Options()))
assert found >= count
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.parametrize("kind", ["csv", "list", "lines"])
def test_memory_does_not_grow_with_a_corpus(kind: str) -> None:
    """Twenty times the rows, 40 MB, cost hardly more."""
    little, much = (
        int(subprocess.run([sys.executable, "-c", _STREAM, kind, rows], capture_output=True, check=True).stdout)
        for rows in ("800", "16000")
    )
    assert much < little + 8_000


def test_a_compressed_stream_is_enough(tmp_path: Path) -> None:
    """A reader opens a document as often as it wants, and never goes back in it."""
    path = tmp_path / "a.csv"
    path.write_bytes(gzip.compress(f"id,text\n1,{LONG}\n".encode()))

    def opened() -> BinaryIO:
        return cast("BinaryIO", gzip.open(path))

    (reading,) = read_csv(Document("a.csv", "a.csv", opened), Options())
    assert isinstance(reading, Reading)
    assert reading.text == LONG
