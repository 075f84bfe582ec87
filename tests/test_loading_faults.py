"""What a load does with what is wrong: one article, one file, or someone who wants no more."""

import os
import signal
from hashlib import sha256
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from many_articles import text_of

from factdb.bulk.folder import Folder
from factdb.bulk.manifests import Manifest, Output
from factdb.bulk.run import bulk
from factdb.db.check import check
from factdb.db.database import Database
from factdb.db.queries import Filters, list_claims
from factdb.db.runs import list_problems, list_runs
from factdb.ingest import ingest
from factdb.lexicon import load_lexicon
from factdb.loading import LoadProgress, load

ARTICLES = 60


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Several shards of some articles."""
    path = tmp_path / "news.jsonl"
    lines = (msgspec.json.encode({"id": f"n{number}", "text": text_of(number)}) for number in range(ARTICLES))
    path.write_bytes(b"\n".join(lines))
    assert bulk([str(path)], tmp_path / "shards", jobs=1, shard_size=4_000).made > 2
    return Folder.find(tmp_path / "shards")


def manifests(folder: Folder) -> list[Manifest]:
    """The shards, in the order in which they are loaded."""
    return sorted(folder.manifests(), key=lambda each: each.input.start)


def misquote(folder: Folder, manifest: Manifest) -> str:
    """Have the first claim of a shard quote what is not in its text, as a job between may do; its article's URI."""
    path = folder.claims(manifest.shard)
    claims = pq.read_table(path)
    at = claims.column_names.index("quote")
    quotes = pa.array(["一派胡言", *claims["quote"].to_pylist()[1:]])
    pq.write_table(claims.set_column(at, claims.schema.field(at), quotes), path)
    data = path.read_bytes()
    changed = msgspec.structs.replace(manifest, claims=Output(len(claims), len(data), sha256(data).hexdigest()))
    folder.replace(folder.root / "manifests" / f"{manifest.shard}.json", msgspec.json.encode(changed))
    return str(claims["uri"][0])


def test_an_article_that_cannot_be_stored_costs_no_other(db: Database, folder: Folder) -> None:
    """It is told, with its address; all others of its shard are stored, and a second load has nothing to do."""
    uri = misquote(folder, manifests(folder)[1])
    summary = load(db, folder.root)
    assert [problem.source for problem in summary.problems] == [uri]
    assert "一派胡言" in summary.problems[0].message
    assert (summary.articles, summary.new) == (ARTICLES, ARTICLES - 1)
    assert uri not in {row.uri for row in list_claims(db, Filters(limit=None))}
    assert list(check(db, load_lexicon())) == []
    (run,) = list_runs(db)
    assert (run.articles, run.new, run.problems) == (ARTICLES, ARTICLES - 1, 1)
    assert [row.source for row in list_problems(db)[1]] == [uri]
    again = load(db, folder.root)
    assert (again.loaded, again.kept, again.problems) == (0, summary.loaded, [])


def test_beside_a_refused_article_known_ones_are_known(db: Database, folder: Folder) -> None:
    """What an ingest stored before is not new, though the articles of the shard are taken one by one."""
    uri = misquote(folder, manifests(folder)[0])
    corpus = folder.root.with_name("news.jsonl")
    others = [line for line in corpus.read_bytes().splitlines() if not uri.endswith(msgspec.json.decode(line)["id"])]
    corpus.write_bytes(b"\n".join(others))
    ingest(db, [str(corpus)])
    summary = load(db, folder.root)
    assert [problem.source for problem in summary.problems] == [uri]
    assert (summary.new, summary.unchanged) == (0, ARTICLES - 1)


def test_a_file_that_goes_while_others_are_loaded_is_told(db: Database, folder: Folder) -> None:
    """As when somebody clears the folder: the shards that are still there are loaded."""
    last = manifests(folder)[-1].shard
    told: list[LoadProgress] = []

    def clear(progress: LoadProgress) -> None:
        folder.claims(last).unlink(missing_ok=True)
        told.append(progress)

    summary = load(db, folder.root, on_progress=clear)
    assert [problem.message for problem in summary.problems] == [
        f"The shard {last} cannot be loaded: No such file or directory; run the same `factdb bulk` again."
    ]
    assert summary.loaded == len(manifests(folder))
    stored = [each for each in told if not each.indexing]
    assert [each.done for each in stored] == list(range(1, stored[0].total + 1))


def test_ctrl_c_ends_it_after_a_shard(db: Database, folder: Folder) -> None:
    """No shard is there by half, the run says that it was ended, and the next load goes on."""
    total = len(manifests(folder))
    summary = load(db, folder.root, on_progress=lambda _: os.kill(os.getpid(), signal.SIGINT))
    assert summary.interrupted
    assert 0 < summary.loaded < total
    (run,) = list_runs(db)
    assert run.outcome == "interrupted"
    assert run.claims == summary.claims
    assert list(check(db, load_lexicon())) == []
    again = load(db, folder.root)
    assert (again.kept, again.loaded, again.interrupted) == (summary.loaded, total - summary.loaded, False)
    assert again.articles + summary.articles == ARTICLES
