"""Archives that swell: one problem, little memory, and everything beside them is read."""

import gzip
import io
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from reading import read_parts

BODY = "星河科技今天公布,全年营业收入为12.5亿元,同比增长8%。"
MEMORY = 400_000_000
# Reads the sources and says what came of them; the limit is far below what they would unpack to.
PROGRAM = f"""
import resource, sys
from pathlib import Path
from factdb.errors import Problem
from factdb.readers import Source, read_articles
import factdb.readers.archives, factdb.readers.plain, factdb.readers.unpacking
factdb.readers.unpacking._ON_DISK = 1 << 26
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
for path in map(Path, sys.argv[1:]):
    for part in read_articles(Source(path.name, path)):
        print(*("problem", part.source) if isinstance(part, Problem) else ("article", part.uri))
"""


def _zip(members: dict[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _swollen(head: bytes, times: int) -> bytes:
    """A stream of deflate of `head` and then `times` times 16 MB of spaces, made without unpacking it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return start + (packer.compress(b" " * (16 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)) * times + b"\x03\x00"


def _gzip(stream: bytes) -> bytes:
    return b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + stream + struct.pack("<LL", 0, 0)


def _zip_of(name: bytes, stream: bytes, size: int, copies: int = 1, check: int = 0) -> bytes:
    """A zip archive of one stream, which is listed as often as wanted: its members lie upon one another."""
    about = struct.pack("<HHHHHLLLHH", 20, 0, 8, 0, 0, check, len(stream), size, len(name), 0)
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + about + struct.pack("<HHHLL", 0, 0, 0, 0, 0) + name
    body, listed = b"PK\x03\x04" + about + name + stream, entry * copies
    return body + listed + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, copies, copies, len(listed), len(body), 0)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded as Linux does it")
def test_bombs_are_read_in_little_memory(tmp_path: Path) -> None:
    """Gigabytes of spaces, in a text, in a line, in an archive in an archive: told, and what is beside them is read."""
    many, text = 300, b"x" + b" " * (16 << 20)
    bombs = {
        "text.gz": _gzip(_swollen(b"x", many)),
        "inner.zip.gz": _gzip(_swollen(b"PK\x03\x04", many)),
        "text.zip": _zip_of(b"a.txt", _swollen(b"x", 250), (250 << 24) + 1),
        "upon.zip": _zip_of(b"a.txt", _swollen(b"x", 1), len(text), copies=5_000, check=zlib.crc32(text)),
    }
    for name, data in bombs.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "good.zip").write_bytes(_zip({"a.txt": BODY}))
    command = [sys.executable, "-c", PROGRAM, *(str(tmp_path / name) for name in (*bombs, "good.zip"))]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    told = [line for line in done.stdout.splitlines() if line.startswith("problem")]
    assert [line.split()[1].partition("!")[0] for line in told] == list(bombs)
    assert done.stdout.splitlines()[-1] == f"article {tmp_path / 'good.zip'}!/a.txt"
    # The bound on its memory held: beyond it, the program would have failed.


def test_a_nest_of_archives_is_told_once(tmp_path: Path) -> None:
    """Nine in each of nine in each of nine, and a text that is large only when it is unpacked."""
    data = _zip({"0.txt": bytes(5_000_000)})
    for _ in range(4):
        data = _zip({f"{number}.zip": data for number in range(9)})
    path = tmp_path / "42.zip"
    path.write_bytes(data)
    articles, problems = read_parts(path)
    assert articles == []
    assert len(problems) <= 2


def test_the_ratio_is_a_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is counted as bytes are read, over all members; a corpus that repeats itself is no bomb."""
    text = BODY * 40_000
    path = tmp_path / "a.zip"
    path.write_bytes(_zip({f"{number}.txt": text for number in range(7)}))
    monkeypatch.setenv("FACTDB_MAX_RATIO", "10")
    articles, problems = read_parts(path)
    assert 0 < len(articles) < 7
    (problem,) = problems
    assert "more than 10 times" in problem.message
    assert "FACTDB_MAX_RATIO" in problem.message
    monkeypatch.setenv("FACTDB_MAX_RATIO", "5000")
    articles, problems = read_parts(path)
    assert (len(articles), problems) == (7, [])


def test_the_number_of_members_is_a_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of archives within count, too."""
    monkeypatch.setenv("FACTDB_MAX_MEMBERS", "5")
    path = tmp_path / "a.zip"
    path.write_bytes(_zip({f"{number}.txt": BODY for number in range(6)}))
    articles, (problem,) = read_parts(path)
    assert articles == []
    assert "FACTDB_MAX_MEMBERS" in problem.message
    inner = _zip({f"{number}.txt": BODY for number in range(3)})
    path.write_bytes(_zip({"a.zip": inner, "b.txt": BODY, "c.txt": BODY}))
    articles, (problem,) = read_parts(path)
    assert problem.source == "a.zip!/a.zip"
    assert [article.title for article in articles] == ["b", "c"]


def test_a_large_corpus_is_no_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A member that is read as one article may be no larger than one."""
    monkeypatch.setenv("FACTDB_MAX_BYTES", "100")
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(BODY.encode() * 3))
    _, (problem,) = read_parts(path)
    assert "FACTDB_MAX_BYTES" in problem.message
