"""Text files become articles; what is no text is told with a remedy."""

import io
from datetime import date
from pathlib import Path
from random import Random

import pytest

from factdb.claim import Article
from factdb.errors import Problem
from factdb.readers import Given, Options, Source, read_articles

BODY = "星河科技今天公布,全年营业收入为12.5亿元,同比增长8%。"


def _write(folder: Path, name: str, content: str | bytes) -> Source:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Source(str(path), path)


def _read(source: Source, given: Given | None = None, stdin: bytes | None = None) -> Article:
    (article,) = read_articles(source, Options(given or Given()), stdin=io.BytesIO(stdin or b""))
    assert isinstance(article, Article)
    return article


def _fault(source: Source, stdin: bytes = b"") -> str:
    (problem,) = read_articles(source, stdin=io.BytesIO(stdin))
    assert isinstance(problem, Problem)
    assert problem.source == source.name
    return problem.message


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a", "a.log"])
def test_any_file_that_is_text_is_an_article(tmp_path: Path, name: str) -> None:
    """By its bytes, not by its name; its URI is the absolute path."""
    article = _read(_write(tmp_path, name, BODY))
    assert (article.text, article.uri, article.notes) == (BODY, str(tmp_path / name), ())
    assert article.media_type == ("text/markdown" if name == "a.md" else "text/plain")


def test_a_relative_path_has_an_absolute_uri(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same file is the same article wherever one stands."""
    _write(tmp_path, "a.txt", BODY)
    monkeypatch.chdir(tmp_path)
    assert _read(Source("a.txt", Path("a.txt"))).uri == str(tmp_path / "a.txt")


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_line_ends_are_plain(tmp_path: Path, ending: str) -> None:
    """The stored text is the same wherever the file was written."""
    assert _read(_write(tmp_path, "a.txt", f"标题{ending}{BODY}")).text == f"标题\n{BODY}"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"星河科技全年增长8%\n\n{BODY}", "星河科技全年增长8%"),
        (f"\n  # 星河科技年报\n{BODY}", "星河科技年报"),
        (BODY, "report"),
        (f"{BODY}\n{BODY}", "report"),
        (f"{'长' * 61}\n{BODY}", "report"),
        ("只有一行", "report"),
    ],
)
def test_the_title_is_a_short_first_line_or_the_name_of_the_file(tmp_path: Path, text: str, title: str) -> None:
    """A sentence is no headline."""
    assert _read(_write(tmp_path, "report.txt", text)).title == title


def test_a_companion_describes_its_article(tmp_path: Path) -> None:
    """report.toml beside report.txt gives title, author, source and date; what the user says goes before it."""
    source = _write(tmp_path, "report.txt", BODY)
    (tmp_path / "report.toml").write_text(
        'title = "年报"\nauthor = "林某"\nsource = "日报"\ndate = 2024-03-01\n', encoding="utf-8"
    )
    article = _read(source)
    assert (article.title, article.author, article.publisher, article.published_on) == (
        "年报", "林某", "日报", date(2024, 3, 1),
    )  # fmt: skip
    given = _read(source, Given("我的标题", "晚报", date(2024, 4, 1)))
    assert (given.title, given.author, given.publisher, given.published_on) == (
        "我的标题", "林某", "晚报", date(2024, 4, 1),
    )  # fmt: skip


@pytest.mark.parametrize("content", ["title = ", 'headline = "年报"', 'date = "soon"', "title = 3"])
def test_a_companion_that_cannot_be_used_is_told(tmp_path: Path, content: str) -> None:
    """Rather than storing the article without what it was to say."""
    source = _write(tmp_path, "report.txt", BODY)
    (tmp_path / "report.toml").write_text(content, encoding="utf-8")
    assert "report.toml does not describe its article" in _fault(source)


def test_standard_input_is_named_by_its_content() -> None:
    """The same text piped in again is the same article."""
    one, two, other = (_read(Source("-", None), Given("标题"), text.encode()) for text in (BODY, BODY, "别的"))
    assert one == two
    assert one.uri.startswith("stdin:")
    assert one.uri != other.uri
    assert (one.title, other.title) == ("标题", "标题")


def test_standard_input_without_a_headline_has_no_title() -> None:
    """There is no file to name it by."""
    assert _read(Source("-", None), stdin=BODY.encode()).title is None


def test_bad_bytes_are_replaced_and_noted(tmp_path: Path) -> None:
    """The article is stored, and the note says how many places, and how they are marked."""
    article = _read(_write(tmp_path, "a.txt", BODY.encode() + b"\xff\n" + BODY.encode()))
    assert article.text.count("12.5亿元") == 2
    (note,) = article.notes
    assert "1 place of" in note
    assert "�" in note


@pytest.mark.parametrize("content", ["", "  \n\t", "\ufeff\u3000\n"], ids=["nothing", "spaces", "a mark"])
def test_an_empty_file_is_told(tmp_path: Path, content: str) -> None:
    """White space is no text."""
    assert "holds no text" in _fault(_write(tmp_path, "a.txt", content))


@pytest.mark.parametrize(
    "content",
    [
        b"\0\0\1\0" + bytes(range(256)) * 8,
        bytes(1000),
        Random(1).randbytes(5_000),  # noqa: S311 (the same noise each time)
        b"\x7fELF\x02\x01\x01",
    ],
    ids=["picture", "zeros", "noise", "program"],
)
def test_a_file_that_is_no_text_is_told(tmp_path: Path, content: bytes) -> None:
    """A picture under the name of a text is none."""
    assert "is no text" in _fault(_write(tmp_path, "a.txt", content))


def test_a_stray_character_does_not_make_a_short_text_none() -> None:
    """What is copied out of a chat or a PDF brings one along; it stays where it stands."""
    assert _read(Source("-", None), stdin="营收\x08为\x021.2亿元".encode()).text == "营收\x08为\x021.2亿元"


def test_what_was_piped_or_pasted_is_called_the_input() -> None:
    """Whoever reads the message did not type a name."""
    assert _fault(Source("-", None)).startswith("the input holds no text.")
    assert _fault(Source("-", None), bytes(9)).startswith("the input is no text.")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an old Word, Excel or WPS"),
        ("a.txt", b"{\\rtf1 3", "a rich-text document"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n", "an image"),
        ("a", b"Rar!\x1a\x07", "a RAR archive"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_format_that_is_not_read_is_told(tmp_path: Path, name: str, content: bytes, kind: str) -> None:
    """By its first bytes, whatever its name; with what to do instead."""
    message = _fault(_write(tmp_path, name, content))
    assert f"is {kind}, which factdb does not read. Save its text as a .txt file." in message


def test_a_file_that_is_too_large_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it is read; the remedy names the setting."""
    monkeypatch.setenv("FACTDB_MAX_BYTES", "50")
    assert "more than 50" in _fault(_write(tmp_path, "a.txt", BODY * 2))
    assert "FACTDB_MAX_BYTES" in _fault(Source("-", None), BODY.encode() * 2)


def test_a_file_that_is_gone_by_now_is_told(tmp_path: Path) -> None:
    """Between finding and reading, somebody may tidy up."""
    assert "There is no file" in _fault(Source("gone.txt", tmp_path / "gone.txt"))
