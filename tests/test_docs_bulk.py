"""The questions of docs/bulk.md, asked of shards by DuckDB."""

import json
import re
from pathlib import Path

import duckdb
import pytest
from many_articles import text_of

from factdb.bulk.run import bulk
from factdb.db.queries import Filters, count_topics, list_claims
from factdb.db.session import open_db
from factdb.loading import load

PAGE = (Path(__file__).parents[1] / "docs" / "bulk.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(r"^```sql\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with shards of several files."""
    folder = tmp_path_factory.mktemp("asked")
    rows = ({"text": text_of(number), "date": "2021-03-05"} for number in range(38))
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "news.jsonl").write_text(lines, encoding="utf-8")
    bulk([str(folder / "news.jsonl")], folder / "shards", jobs=1, shard_size=3_000)
    return folder


@pytest.mark.parametrize("question", QUESTIONS, ids=[question.split("\n")[0] for question in QUESTIONS])
def test_every_question_is_answered(folder: Path, question: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With rows, and those of texts around figures with the figure in them."""
    monkeypatch.chdir(folder)
    asked = duckdb.execute(question)
    names = [column[0] for column in asked.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in asked.fetchall()]
    assert rows
    assert all(row["quote"] in row["around"] for row in rows if "around" in row)
    assert all(row["complete"] for row in rows if "complete" in row)


def test_the_answers_are_those_of_the_database(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Claims by topic, and the exact values of a series."""
    monkeypatch.chdir(folder)
    with open_db("facts.db") as db:
        load(db, folder / "shards")
        topics = {topic.slug: topic.claims for topic in count_topics(db) if topic.claims}
        series = list(list_claims(db, Filters(subject=("橙鹿科技",), metric=("营业收入",), reprints=True)))
    asked = dict(duckdb.execute(QUESTIONS[0]).fetchall())
    assert asked.items() <= topics.items()
    found = sorted(row[1] for row in duckdb.execute(QUESTIONS[1]).fetchall())
    assert found == sorted(claim.low for claim in series if claim.change == "level" and claim.low is not None)
