"""Archives are read as folders are: member by member, and what is wrong with one is told of that one."""

import gzip
import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa
import pytest
from reading import read_parts

from factdb.claim import Article
from factdb.readers import Source, read_articles

BODY = "星河科技今天公布,全年营业收入为12.5亿元,同比增长8%。"


def _zip(members: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def _zstandard(data: bytes) -> bytes:
    return bytes(pa.compress(data, codec="zstd", asbytes=True))


PACKERS = pytest.mark.parametrize(("suffix", "pack"), [("gz", gzip.compress), ("zst", _zstandard)])


@PACKERS
def test_a_compressed_file_is_the_file_in_it(tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]) -> None:
    """Under the name without .gz, by which the article is called, too."""
    path = _write(tmp_path, f"年报.txt.{suffix}", pack(BODY.encode("gb18030")))
    ((article,), problems) = read_parts(path)
    assert (article.text, article.uri, article.title) == (BODY, f"{path}!/年报.txt", "年报")
    assert problems == []


@PACKERS
def test_a_compressed_file_of_several_parts_is_one_file(
    tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]
) -> None:
    """As ``cat a.gz b.gz`` makes it."""
    path = _write(tmp_path, f"a.{suffix}", pack(BODY.encode()) + pack(b"\n") + pack(BODY.encode()))
    ((article,), _) = read_parts(path)
    assert article.text == f"{BODY}\n{BODY}"


def test_each_member_of_an_archive_is_an_article(tmp_path: Path) -> None:
    """In order, named by archive and path; folders and what systems hide are left out."""
    members = {"b/一.txt": BODY, "a.md": f"# 标题\n\n{BODY}", "b/": "", "__MACOSX/._a.md": "\0", "b/.DS_Store": "x"}
    path = _write(tmp_path, "a.zip", _zip({**members, "c/~$稿.docx": "x", "Thumbs.db": "x", "b/一.toml": "title = 1"}))
    articles, problems = read_parts(path)
    assert [article.uri for article in articles] == [f"{path}!/b/一.txt", f"{path}!/a.md"]
    assert [article.media_type for article in articles] == ["text/plain", "text/markdown"]
    assert problems == []


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "big5"])
def test_names_of_old_archives_areread_parts(tmp_path: Path, encoding: str) -> None:
    """Chinese systems wrote names in their own encoding, and did not say so."""
    name = "財務報告之營業收入及利潤.txt" if encoding == "big5" else "二〇二〇年度财务报告正文.txt"
    raw = name.encode(encoding)
    path = _write(tmp_path, "a.zip", _zip({"x" * len(raw): BODY}).replace(b"x" * len(raw), raw))
    ((article,), _) = read_parts(path)
    assert article.uri == f"{path}!/{name}"


def test_a_member_s_name_can_do_no_harm(tmp_path: Path) -> None:
    """Nothing is written by it, and it can be shown and stored."""
    names = ["../../etc/a.txt", "/b.txt", "线\n条😀.txt", "c\\d.txt", "长" * 200 + ".txt"]
    articles, problems = read_parts(_write(tmp_path, "a.zip", _zip(dict.fromkeys(names, BODY))))
    assert [article.title for article in articles] == ["a", "b", "线 条😀", "d", "长" * 200]
    assert problems == []
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_archives_in_archives_areread_parts(tmp_path: Path) -> None:
    """As deep as the setting allows; that there are deeper ones is told once."""
    one = _zip({"a.txt": BODY, "b.txt.gz": gzip.compress(BODY.encode())})
    path = _write(tmp_path, "a.zip", _zip({"内.zip": one}))
    articles, problems = read_parts(path)
    assert [article.uri for article in articles] == [f"{path}!/内.zip!/a.txt", f"{path}!/内.zip!/b.txt.gz!/b.txt"]
    assert problems == []
    deep = _zip({"d.zip": _zip({f"{number}.zip": one for number in range(9)}), "good.txt": BODY})
    articles, problems = read_parts(_write(tmp_path, "b.zip", _zip({"c.zip": deep})))
    assert [article.title for article in articles] == ["good"]
    (problem,) = problems
    assert "FACTDB_MAX_DEPTH" in problem.message


def test_what_is_wrong_with_a_member_is_told_of_it(tmp_path: Path) -> None:
    """Encrypted, damaged, packed in an unusual way, no text: one problem each, and the others are read."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", BODY)
        archive.writestr("locked.txt", BODY)
        archive.writestr("broken.txt", "星" * 50)
        archive.writestr("squeezed.txt", BODY, zipfile.ZIP_BZIP2)
        archive.writestr("picture.png", b"\x89PNG\r\n\x1a\n")
        archive.writestr("z.txt", f"{BODY}{BODY}")
    data = bytearray(packed.getvalue().replace(("星" * 50).encode(), ("星" * 49 + "灭").encode()))
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = data.index(b"locked.txt", data.index(signature) if signature[2] == 3 else data.index(b"PK\x01\x02"))
        data[data.rindex(signature, 0, at) + offset] |= 1
    articles, problems = read_parts(_write(tmp_path, "a.zip", bytes(data)))
    assert [article.title for article in articles] == ["a", "z"]
    assert [problem.source for problem in problems] == [
        f"a.zip!/{name}" for name in ("locked.txt", "broken.txt", "squeezed.txt", "picture.png")
    ]
    for problem, words in zip(problems, ("a password", "is damaged", "packed by a method", "an image"), strict=True):
        assert words in problem.message


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.zip", _zip({"a.txt": BODY})[:80], "a.zip is damaged or was cut off."),
        ("a.zip", _zip({}), "a.zip holds no articles"),
        ("a.zip", _zip({".x": BODY}), "a.zip holds no articles"),
        ("a.gz", gzip.compress(bytes(9_999) + BODY.encode())[:-20], "a.gz!/a is damaged or was cut off."),
        ("a.gz", b"\x1f\x8b" + b"junk" * 9, "a.gz!/a is damaged or was cut off."),
        ("a.gz", gzip.compress(b""), "a.gz!/a holds no text"),
        ("a.zst", _zstandard(bytes(9_999) + BODY.encode())[:-9], "a.zst!/a is damaged or was cut off."),
        ("a.zst", b"\x28\xb5\x2f\xfd" + b"junk" * 9, "a.zst!/a is damaged or was cut off."),
        ("a.tgz", gzip.compress(b"a.txt".ljust(257, b"\0") + b"ustar".ljust(255, b"\0")), "a.tgz!/a.tar is no text"),
    ],
    ids=["cut zip", "empty zip", "zip of hidden files", "cut gz", "no gz", "empty gz", "cut zst", "no zst", "tar"],
)
def test_an_archive_that_cannot_be_used_is_told(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    """In one sentence with a remedy."""
    articles, problems = read_parts(_write(tmp_path, name, data))
    assert articles == []
    (problem,) = problems
    assert words in problem.message


def test_archives_come_through_standard_input() -> None:
    """A text that was compressed is named as it is uncompressed; a member by its archive's content."""
    plain, packed = (
        list(read_articles(Source("-", None), stdin=io.BytesIO(data)))
        for data in (BODY.encode(), gzip.compress(BODY.encode()))
    )
    assert plain == packed
    uris = []
    for text in (BODY, BODY + BODY):
        (article,) = read_articles(Source("-", None), stdin=io.BytesIO(_zip({"a.txt": text})))
        assert isinstance(article, Article)
        uris.append(article.uri)
    assert uris[0] != uris[1]
    assert all(uri.startswith("stdin:") and uri.endswith("!/a.txt") for uri in uris)
