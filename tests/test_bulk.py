"""A corpus in shards: the same claims as elsewhere, each exactly once, whatever is read again and whatever changed."""

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import msgspec
import pyarrow as pa
import pytest
from many_articles import text_of
from pyarrow import parquet

from factdb.bulk.columns import ARTICLES, CLAIMS, Found, make_record_batches, read_found, read_shard
from factdb.bulk.faults import FolderBusyError, NewerFormatError, NoShardsError, OtherFolderError
from factdb.bulk.folder import Folder
from factdb.bulk.manifests import Manifest
from factdb.bulk.run import BulkSummary, Progress, bulk
from factdb.bulk.shards import NoFileGivenError
from factdb.claim import Article
from factdb.extract.articles import claims_of
from factdb.lexicon import load_lexicon
from factdb.readers import Fields, Given, Options, Source, find_sources, read_articles

SIZE = 8_000
PAGE = Path(__file__).parents[1] / "docs" / "bulk.md"


def _rows(first: int, last: int) -> Iterator[dict[str, str]]:
    return ({"text": text_of(number), "date": f"2021-03-{number % 28 + 1:02}"} for number in range(first, last))


def _lines(first: int, last: int) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in _rows(first, last)).encode()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with all that bulk reads: corpora small and large, packed or not, and single texts."""
    folder = tmp_path / "corpus"
    (folder / "texts").mkdir(parents=True)
    (folder / "a.jsonl").write_bytes(_lines(0, 100))
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(_lines(300, 400)))
    (folder / "c.jsonl.zst").write_bytes(pa.compress(_lines(500, 600), codec="zstd", asbytes=True))
    parquet.write_table(pa.Table.from_pylist(list(_rows(700, 800))), folder / "d.parquet", row_group_size=25)
    cells = "".join(f'"{row["text"]}",{row["date"]}\n' for row in _rows(900, 1000))
    (folder / "e.csv").write_text("正文,日期\n" + cells, encoding="utf-8")
    for number in range(1100, 1140):
        (folder / "texts" / f"{number}.txt").write_text(text_of(number), encoding="utf-8")
    (folder / "texts" / "1100.toml").write_text('source = "柚子观察"\ndate = 2020-12-31\n', encoding="utf-8")
    return folder


def _bulk(corpus: Path, options: Options | None = None, size: int = SIZE) -> BulkSummary:
    return bulk([str(corpus)], corpus.with_name("shards"), options, jobs=1, shard_size=size)


def _found(corpus: Path) -> list[Found]:
    """All that the shards hold, in an order of its own."""
    folder = Folder.find(corpus.with_name("shards"))
    found = [each for manifest in folder.manifests() for each in read_shard(folder, manifest.shard)]
    return sorted(found, key=lambda each: each[0].uri)


def _expected(corpus: Path, options: Options | None = None) -> list[Found]:
    """What extraction by itself finds in the same sources."""
    made: list[Found] = []
    for source in find_sources([str(corpus)]):
        assert isinstance(source, Source)
        for article in read_articles(source, options):
            assert isinstance(article, Article)
            claims = claims_of(article, load_lexicon())
            made.append((article, [msgspec.structs.replace(claim, evidence=()) for claim in claims]))
    return sorted(made, key=lambda each: each[0].uri)


def test_shards_hold_what_extraction_finds(corpus: Path) -> None:
    """Every article with each of its fields, and every claim; a large file is in several shards."""
    summary = _bulk(corpus)
    assert _found(corpus) == _expected(corpus)
    assert (summary.articles, summary.problems, summary.failed) == (540, [], [])
    assert summary.claims == sum(len(claims) for _, claims in _found(corpus))
    names = [manifest.shard for manifest in Folder.find(corpus.with_name("shards")).manifests()]
    assert len(names) == summary.made > 10
    assert {manifest.input.unit for manifest in _manifests(corpus, "b.jsonl.gz")} == {"bytes"}
    assert {manifest.input.unit for manifest in _manifests(corpus, "d.parquet")} == {"rows"}


def _manifests(corpus: Path, name: str) -> list[Manifest]:
    found = Folder.find(corpus.with_name("shards")).manifests()
    return [manifest for manifest in found if str(corpus / name) in manifest.input.sources]


def test_again_is_harmless(corpus: Path) -> None:
    """Nothing is made, and no file is touched."""
    _bulk(corpus)
    before = {path: path.stat().st_mtime_ns for path in corpus.with_name("shards").rglob("*.*")}
    summary = _bulk(corpus)
    assert (summary.made, summary.kept, summary.removed) == (0, len(before) // 3, 0)
    assert {path: path.stat().st_mtime_ns for path in corpus.with_name("shards").rglob("*.*")} == before


def test_only_what_changed_is_made_anew(corpus: Path) -> None:
    """A line changed in one file, lines added to another, a file that is new, and one that is gone from a group."""
    _bulk(corpus)
    lines = (corpus / "a.jsonl").read_bytes().replace("第1季度".encode(), "第2季度".encode(), 1)
    (corpus / "a.jsonl").write_bytes(lines + _lines(2000, 2010))
    (corpus / "f.jsonl").write_bytes(_lines(3000, 3030))
    (corpus / "texts" / "1111.txt").unlink()
    summary = _bulk(corpus)
    assert _found(corpus) == _expected(corpus)
    assert 4 <= summary.made <= 6
    assert summary.kept > 10


def test_an_older_extractor_or_other_words(corpus: Path, tmp_path: Path) -> None:
    """Its shards, and no others, are made anew."""
    first = _bulk(corpus)
    path = next((tmp_path / "shards" / "manifests").iterdir())
    manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    path.write_bytes(msgspec.json.encode(msgspec.structs.replace(manifest, extractor_version="0.0")))
    assert (_bulk(corpus).made, _bulk(corpus).made) == (1, 0)
    own = tmp_path / "words"
    own.mkdir()
    (own / "subjects.toml").write_text('[[subject]]\nname = "橙鹿"\nkind = "company"\n', encoding="utf-8")
    summary = bulk([str(corpus)], tmp_path / "shards", lexicon=load_lexicon(str(own)), jobs=1, shard_size=SIZE)
    assert (summary.made, summary.kept) == (first.made, 0)


def test_another_size_of_shards_doubles_nothing(corpus: Path) -> None:
    """Shards of the old size go when those of the new one are there."""
    _bulk(corpus)
    summary = _bulk(corpus, size=3 * SIZE)
    assert summary.removed > 0
    assert _found(corpus) == _expected(corpus)


def test_sources_of_another_run_stay(corpus: Path) -> None:
    """A folder of shards may be filled by several runs."""
    target = corpus.with_name("shards")
    bulk([str(corpus / "a.jsonl")], target, jobs=1, shard_size=SIZE)
    (corpus / "a.jsonl").rename(corpus.with_name("gone.jsonl"))
    _bulk(corpus)
    corpus.with_name("gone.jsonl").rename(corpus / "a.jsonl")
    assert _found(corpus) == _expected(corpus)


def test_what_the_user_says_of_the_articles(corpus: Path) -> None:
    """Other options are another input."""
    options = Options(Given(publisher="每日观察"), Fields())
    _bulk(corpus)
    summary = _bulk(corpus, options)
    assert summary.kept == 0
    assert _found(corpus) == _expected(corpus, options)


def test_one_bad_source_ends_no_run(corpus: Path) -> None:
    """Broken lines, a damaged archive, a file that is not there: told; the rest is made, and again the next time."""
    expected = _expected(corpus)
    packed = gzip.compress(_lines(4000, 4400))
    (corpus / "broken.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    with (corpus / "a.jsonl").open("ab") as stream:
        stream.write(b"{broken\n")
    for _ in range(2):
        summary = bulk([str(corpus), "nowhere"], corpus.with_name("shards"), jobs=1, shard_size=SIZE)
        told = "\n".join(sorted(problem.message for problem in summary.problems))
        assert "Line 101 of " in told
        assert "is damaged or was cut off" in told
        assert "There is no file nowhere" in told
    found = [each for each in _found(corpus) if "broken" not in each[0].uri]
    assert found == expected


def test_a_folder_of_other_files_is_left_alone(corpus: Path) -> None:
    """Nor is anything but a folder of shards taken for one."""
    (corpus / "claims").mkdir()
    with pytest.raises(OtherFolderError):
        bulk([str(corpus)], corpus)
    with pytest.raises(NoShardsError):
        Folder.find(corpus)
    _bulk(corpus)
    (corpus.with_name("shards") / "factdb-bulk.json").write_text('{"format": 99}', encoding="utf-8")
    with pytest.raises(NewerFormatError):
        _bulk(corpus)


def test_one_run_at_a_time(corpus: Path) -> None:
    """A second one is refused as long as the first is at it."""
    folder = Folder.make(corpus.with_name("shards"))
    with folder.locked(), pytest.raises(FolderBusyError):
        _bulk(corpus)
    assert _bulk(corpus).made > 0


@pytest.mark.parametrize("source", ["-", "https://example.com/a.html"])
def test_what_cannot_be_read_again_is_refused(tmp_path: Path, source: str) -> None:
    """Standard input and addresses; the message names the command that reads them."""
    with pytest.raises(NoFileGivenError, match=r"`factdb ingest "):
        bulk([source], tmp_path / "shards")


def test_progress(corpus: Path) -> None:
    """It grows up to the size of all sources, also where shards are there already, and tells the time left."""
    told: list[Progress] = []
    total = sum(path.stat().st_size for path in corpus.rglob("*.*") if path.suffix != ".toml")
    bulk([str(corpus)], corpus.with_name("shards"), jobs=1, shard_size=SIZE, on_progress=told.append)
    assert [each.done for each in told] == sorted(each.done for each in told)
    assert (told[-1].done, told[-1].total, told[-1].seconds_left) == (total, total, 0)
    (corpus / "z.jsonl").write_bytes(_lines(5000, 5300))
    again: list[Progress] = []
    bulk([str(corpus)], corpus.with_name("shards"), jobs=1, shard_size=SIZE, on_progress=again.append)
    assert again[0].done > total
    assert again[-1].fresh == (corpus / "z.jsonl").stat().st_size


def test_every_value_comes_back() -> None:
    """Values of any number of digits, texts with half a character, claims without anything."""
    text = "规模达1.50亿元，另有\ud8007万人。" + "9" * 60 + "元"
    article = Article("a\ud800", text, notes=("一", "二"))
    claims = claims_of(article, load_lexicon())
    huge = msgspec.structs.replace(claims[0], low=Decimal("9" * 60), high=Decimal("1E-30"), evidence=())
    plain = [msgspec.structs.replace(claim, evidence=()) for claim in claims]
    articles, rows = make_record_batches([(article, [huge, *plain])], 7)
    assert rows.column("low").to_pylist()[:2] == [None, Decimal(150_000_000)]
    ((back, found),) = read_found([articles], [rows])
    assert back == replace(article, uri="a\ufffd", text=text.replace("\ud800", "\ufffd"))
    assert [(claim.low, claim.high) for claim in found] == [(claim.low, claim.high) for claim in (huge, *plain)]
    assert articles.column("article").to_pylist() == [7]


@pytest.mark.parametrize("name", sorted({*ARTICLES.names, *CLAIMS.names}))
def test_every_column_is_explained(name: str) -> None:
    """In docs/bulk.md."""
    assert f"`{name}`" in PAGE.read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="memory is told as Linux does it")
def test_a_process_takes_little_memory(tmp_path: Path) -> None:
    """What a process holds is bounded by a part of its shard: less than 300 MB with all that it needs to begin with."""
    path = tmp_path / "large.jsonl"
    path.write_bytes(b"".join(_lines(first, first + 1_000) for first in range(0, 9_000, 1_000)))
    program = f"""
from pathlib import Path
from factdb.bulk.run import bulk
made = bulk([{str(path)!r}], Path({str(tmp_path / "shards")!r}), jobs=1)
said = Path("/proc/self/status").read_text()
print(made.claims, said.partition("VmHWM:")[2].split()[0])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    claims, kilobytes = map(int, done.stdout.split())
    assert claims > 20_000
    assert kilobytes < 300_000
