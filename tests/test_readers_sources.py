"""Paths become sources: folders in order, nothing twice, and what is no file is told."""

import os
from pathlib import Path

import pytest

from factdb.errors import Problem
from factdb.readers import Source, find_sources


def _names(folder: Path, *paths: str) -> list[str]:
    found = list(find_sources([str(folder / path) for path in paths] if paths else [str(folder)]))
    assert all(isinstance(item, Source) for item in found), found
    return [item.name.removeprefix(f"{folder}/") for item in found if isinstance(item, Source)]


def _problem(*paths: str) -> str:
    (found,) = find_sources(paths)
    assert isinstance(found, Problem)
    return found.message


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with files, a folder below it, and hidden ones."""
    for name in (
        "b.txt",
        "a.md",
        "sub/d.txt",
        "sub/c.txt",
        ".hidden.txt",
        ".git/x.txt",
        "sub/.x/y.txt",
        "b.toml",
        "alone.toml",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("文")
    return tmp_path


def test_a_folder_is_all_its_files_in_order(folder: Path) -> None:
    """Those of the folder, then those of the folders below; hidden ones and companions aside."""
    assert _names(folder) == ["a.md", "alone.toml", "b.txt", "sub/c.txt", "sub/d.txt"]


def test_a_file_is_taken_once(folder: Path) -> None:
    """Given twice, or given and found in a folder that is given."""
    assert _names(folder, "b.txt", "sub/../b.txt", "sub", "sub/c.txt") == ["b.txt", "sub/c.txt", "sub/d.txt"]


def test_a_hidden_file_that_is_given_is_taken(folder: Path) -> None:
    """Who names it means it."""
    assert _names(folder, ".hidden.txt") == [".hidden.txt"]


def test_standard_input_is_a_source() -> None:
    """Under its usual name."""
    assert list(find_sources(["-"])) == [Source("-", None)]


def test_links_that_go_in_circles_end(folder: Path) -> None:
    """A folder that holds a link to itself is entered once."""
    (folder / "sub" / "up").symlink_to(folder)
    (folder / "sub" / "self").symlink_to("self")
    found = list(find_sources([str(folder)]))
    assert len([item for item in found if isinstance(item, Source)]) == 5
    assert [item.source for item in found if isinstance(item, Problem)] == [str(folder / "sub" / "self")]


def test_a_link_to_a_folder_is_followed(tmp_path: Path, folder: Path) -> None:
    """As people expect of a link."""
    (folder / "link").symlink_to(folder / "sub")
    (tmp_path / "outer").mkdir()
    (tmp_path / "outer" / "in").symlink_to(folder / "sub")
    assert _names(tmp_path / "outer") == ["in/c.txt", "in/d.txt"]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """With what to check."""
    assert "There is no file" in _problem(str(tmp_path / "nothing.txt"))
    assert "Check the spelling" in _problem(str(tmp_path / "nothing.txt"))


def test_a_name_that_no_file_can_have_is_told() -> None:
    """A zero byte in a path is the user's mistake and not ours."""
    assert "There is no file" in _problem("a\0b")


def test_a_folder_without_articles_is_told(tmp_path: Path) -> None:
    """Hidden files are none."""
    (tmp_path / ".DS_Store").write_text("x")
    assert "holds no articles" in _problem(str(tmp_path))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in this system's folders")
def test_a_pipe_is_told_and_never_waited_for(tmp_path: Path) -> None:
    """Nobody writes into it, so reading it would never end."""
    os.mkfifo(tmp_path / "pipe")
    assert "pipe or a device" in _problem(str(tmp_path / "pipe"))
    assert "pipe or a device" in _problem(str(tmp_path))


def test_a_device_is_told() -> None:
    """/dev/zero has no end."""
    assert "pipe or a device" in _problem("/dev/zero")


def test_one_bad_path_does_not_hide_the_others(folder: Path) -> None:
    """Each path is looked at by itself, in the order in which they were given."""
    found = list(find_sources([str(folder / "nothing"), str(folder / "b.txt")]))
    assert [type(item) for item in found] == [Problem, Source]


def test_a_name_in_bytes_of_another_encoding_can_be_shown(tmp_path: Path) -> None:
    """A file that was unpacked from an old archive is read, under a name that can be stored."""
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + "/报告.txt".encode("gbk"))).write_text("文")
    except OSError:
        pytest.skip("this system's file names are UTF-8")
    (name,) = _names(tmp_path)
    name.encode()
    assert name.endswith(".txt")
