"""Odd paths, as ``factdb ingest`` meets them: each is one problem or is left out, and the rest is stored."""

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from factdb.cli import app

BODY = "星河科技今天公布,全年营业收入为12.5亿元,同比增长8%。"


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["ingest", *arguments], env={"COLUMNS": "200"}, catch_exceptions=False)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with articles at two depths."""
    monkeypatch.chdir(tmp_path)
    for number, name in enumerate(("reports/a.txt", "reports/b.md", "reports/2020/c.txt", "reports/2020/x/d.txt")):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{BODY}共{number}篇。", encoding="utf-8")


@pytest.mark.parametrize(
    ("pattern", "count"),
    [
        ("reports/*.txt", 1),
        ("reports/*", 4),
        ("**/*.txt", 3),
        ("reports/**", 4),
        ("reports/20[12]0/?.txt", 1),
        ("**/x/*", 1),
        ("./reports/*.md", 1),
    ],
)
def test_a_pattern_stands_for_files(pattern: str, count: int) -> None:
    """Where no shell put them in its place, as in quotes."""
    result = _run(pattern)
    assert result.exit_code == 0
    assert f"({count} new, 0 unchanged)" in result.stdout


def test_a_pattern_that_stands_for_nothing_is_told() -> None:
    """And a file whose name has such signs is a file."""
    result = _run("reports/*.pdf", "reports/a.txt")
    assert result.exit_code == 1
    assert "No file matches reports/*.pdf. " in result.stderr
    assert "(1 new, 0 unchanged)" in result.stdout
    Path("a[1].txt").write_text(BODY, encoding="utf-8")
    assert _run("a[1].txt").exit_code == 0


def test_links_in_circles_end(tmp_path: Path) -> None:
    """Two of them would be entered without end."""
    for name in ("one", "two"):
        (tmp_path / "reports" / "2020" / name).symlink_to(tmp_path)
    assert "Read 4 articles (4 new" in _run("reports").stdout
    # Each folder is entered once, by whichever way comes first.
    assert "Read 3 articles (0 new, 3 unchanged)" in _run("reports/**/*.txt").stdout


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in this system's folders")
def test_what_is_no_article_is_told_and_the_rest_is_stored(tmp_path: Path) -> None:
    """A pipe, a device, a link to nothing, an unfinished download, a name that is too long."""
    os.mkfifo(tmp_path / "reports" / "pipe")
    (tmp_path / "reports" / "nowhere").symlink_to("gone")
    (tmp_path / "reports" / "e.pdf.part").write_bytes(b"%PDF-1.4")
    (tmp_path / "reports" / "~$f.docx").write_bytes(b"\0")
    result = _run("reports", "/dev/zero", "长" * 300)
    assert result.exit_code == 1
    assert "Read 4 articles (4 new, 0 unchanged)" in result.stdout
    assert result.stdout.endswith(" 5 problems.\n")
    for words in (
        "reports/pipe is a pipe",
        "no file reports/nowhere",
        "e.pdf.part is a download",
        "/dev/zero is a pipe",
    ):
        assert words in result.stderr


@pytest.mark.parametrize("name", ["线\n条😀.txt", "长" * 80 + ".txt", "-", "a\tb.txt", "a\x1b[2J.txt"])
def test_odd_names_are_read(tmp_path: Path, name: str) -> None:
    """And shown without harm."""
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / name).write_text(BODY, encoding="utf-8")
    result = _run("odd")
    assert result.exit_code == 0
    assert "(1 new, 0 unchanged)" in result.stdout
    assert "\x1b" not in result.stdout + result.stderr


def test_what_cannot_be_entered_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    """Files are no folders, and a link to nothing leads nowhere; a link to itself is a fault of the disk."""
    (tmp_path / "reports" / "nowhere").symlink_to("gone")
    assert "(1 new, 0 unchanged)" in _run("*/*/c.txt").stdout
    result = _run("reports/**/d.txt")
    assert (result.exit_code, result.stderr) == (0, "")
    (tmp_path / "reports" / "circle").symlink_to("circle")
    result = _run("reports/*/*.txt")
    assert result.exit_code == 1
    assert "(0 new, 1 unchanged)" in result.stdout
    assert "reports/circle cannot be read" in result.stderr
