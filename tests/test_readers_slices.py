"""A large corpus is cut into parts, and all parts together are the whole."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from factdb.claim import Article
from factdb.errors import Problem
from factdb.readers import Fields, Given, Options, Source, read_articles
from factdb.readers.slices import Slice, cut_corpus, read_slice

SIZE = 2_000


def _lines(count: int = 100, *, keyed: bool = False) -> str:
    """JSON Lines with blank ones and broken ones between them, some of them longer than a part."""
    made = []
    for at in range(count):
        row = {"text": f"第{at}家门店营业额为{at}.5万元。" * (200 if at % 40 == 7 else 5), "date": "2021-03-05"}
        made.append(json.dumps(row | ({"id": f"a{at}"} if keyed else {}), ensure_ascii=False))
        made += {3: [""], 5: ["{broken"], 11: ['{"text": ""}']}.get(at % 20, [])
    return "\n".join(made)


def _zstandard(data: bytes) -> bytes:
    return bytes(pa.compress(data, codec="zstd", asbytes=True))


def _parts(source: Source, options: Options | None = None, size: int = SIZE) -> list[Slice]:
    parts = cut_corpus(source, options or Options(), size)
    assert parts is not None
    return list(parts)


def _read(source: Source, parts: list[Slice], options: Options | None = None) -> list[Article | Problem]:
    return [item for part in parts for item in read_slice(source, options or Options(), part)]


def _articles(found: list[Article | Problem]) -> list[Article]:
    return [item for item in found if isinstance(item, Article)]


@pytest.mark.parametrize(
    ("name", "pack"),
    [("a.jsonl", bytes), ("a.jsonl.gz", gzip.compress), ("a.jsonl.zst", _zstandard)],
    ids=["plain", "gzip", "zstandard"],
)
@pytest.mark.parametrize("keyed", [False, True], ids=["without ids", "with ids"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_lines(tmp_path: Path, name: str, pack: Callable[[bytes], bytes], keyed: bool, encoding: str) -> None:
    """The articles of all parts are those of the file, each under its URI; so are the lines that problems name.

    An article without an id is told by the number of its line, however many parts are before it.
    """
    path = tmp_path / name
    path.write_bytes(pack(_lines(keyed=keyed).encode(encoding)))
    source = Source(name, path)
    parts = _parts(source)
    assert len(parts) >= 10
    assert [part.start for part in parts[1:]] == [part.end for part in parts[:-1]]
    whole = list(read_articles(source))
    assert _articles(_read(source, parts)) == _articles(whole)
    broken = [item for item in whole if isinstance(item, Problem) and "no JSON" in item.message]
    assert len(broken) == 5
    assert [item for item in _read(source, parts) if isinstance(item, Problem) and "no JSON" in item.message] == broken
    assert sum(part.weight for part in parts) == path.stat().st_size


def test_a_part_tells_what_is_in_it(tmp_path: Path) -> None:
    """Its checksum is that of its bytes; a line that is added leaves the parts before it as they are."""
    path = tmp_path / "a.jsonl"
    path.write_text(_lines(), encoding="utf-8")
    source = Source("a.jsonl", path)
    before = _parts(source)
    path.write_text(_lines() + "\n" + _lines(1), encoding="utf-8")
    after = _parts(source)
    assert after[: len(before) - 1] == before[:-1]
    assert after[len(before) - 1 :] != before[-1:]


@pytest.mark.parametrize("rows", [7, 40, 1000], ids=["small groups", "groups", "one group"])
def test_rows_of_parquet(tmp_path: Path, rows: int) -> None:
    """Small groups go together, a large one is taken apart."""
    path = tmp_path / "a.parquet"
    table = pa.table({"正文": [f"第{at}家门店营业额为{at}.5万元。" * 5 for at in range(300)], "编号": range(300)})
    parquet.write_table(table, path, row_group_size=rows, compression="none", use_dictionary=False)
    source = Source("a.parquet", path)
    parts = _parts(source)
    assert 5 < len(parts) <= 40
    assert _read(source, parts) == list(read_articles(source))
    assert parts[-1].end == 300


def test_what_the_user_says_holds_in_every_part(tmp_path: Path) -> None:
    """The field that holds the text, and who published it."""
    path = tmp_path / "a.jsonl"
    rows = [{"text": "短。", "body": f"第{at}家门店营业额为{at}.5万元。" * 9} for at in range(50)]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    options = Options(Given(publisher="柚子观察"), Fields(text="body"))
    source = Source("a.jsonl", path)
    found = _read(source, _parts(source, options), options)
    assert found == list(read_articles(source, options))
    assert {article.publisher for article in _articles(found)} == {"柚子观察"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", json.dumps([{"text": "门店营业额为5万元。"}] * 100).encode()),
        ("a.csv", b"text\n" + "门店营业额为5万元。\n".encode() * 100),
        ("a.jsonl", _lines().encode("utf-16")),
        ("a.jsonl", _lines().replace("\n", "\r").encode()),
        ("a.txt", "门店营业额为5万元。\n".encode() * 100),
    ],
    ids=["a list", "csv", "utf-16", "bare returns", "a text"],
)
def test_what_cannot_be_cut(tmp_path: Path, name: str, content: bytes) -> None:
    """Where it cannot be told from the bytes alone where a row ends, the corpus is read as a whole."""
    path = tmp_path / name
    path.write_bytes(content)
    assert cut_corpus(Source(name, path), Options(), SIZE) is None
