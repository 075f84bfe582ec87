"""The lexicon: what comes along is sound, and a user's own folder lies on top of it."""

import tomllib
from pathlib import Path

import pytest

from factdb.extract import extract
from factdb.lexicon import FILES, LexiconError, load_lexicon
from factdb.resources import lexicons_folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder for a user's own words."""
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


def _write(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder)


def test_lists_are_added(own: Path) -> None:
    """A unit of one's own joins those that come along."""
    name = _write(own, "units.toml", '[[unit]]\nwords = ["星币"]\nkind = "money"\nname = "XB"\n')
    lexicon = load_lexicon(name)
    assert len(lexicon.units.unit) == len(load_lexicon().units.unit) + 1
    assert [claim.unit for claim in extract("售价300星币", lexicon=lexicon)] == ["XB"]
    assert [claim.unit for claim in extract("营收3亿元", lexicon=lexicon)] == ["CNY"]


def test_single_values_are_replaced(own: Path) -> None:
    """What is one value in our file is the user's in theirs."""
    lexicon = load_lexicon(_write(own, "metrics.toml", 'price = "价格"\n'))
    assert lexicon.metrics.price == "价格"
    assert lexicon.metrics.index == load_lexicon().metrics.index


def test_names_of_ones_own_are_names(own: Path) -> None:
    """A subject that the segmenter cannot know is cut from its metric once it is in the lexicon."""
    text = "云上星河月活用户300万人"
    lexicon = load_lexicon(_write(own, "subjects.toml", '[[subject]]\nname = "云上星河"\nkind = "product"\n'))
    assert [(claim.subject, claim.metric) for claim in extract(text, lexicon=lexicon)] == [("云上星河", "月活用户")]


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("units.toml", "wrods = []", "unknown field wrods"),
        ("units.toml", "unit = 3", "Expected array"),
        ("units.toml", '[[unit]]\nwords = ["星币"]\nkind = "mony"', "Invalid enum value 'mony'"),
        ("units.toml", "unit = [", "units.toml"),
        ("unit.toml", "", "its name is none of view.toml"),
    ],
)
def test_a_fault_is_named_with_its_file(own: Path, name: str, text: str, fault: str) -> None:
    """An unknown key, a wrong type, a wrong word, broken TOML and a file that nobody reads are refused."""
    folder = _write(own, name, text)
    with pytest.raises(LexiconError) as error:
        load_lexicon(folder)
    assert fault in str(error.value)
    assert name in str(error.value)
    assert "FACTDB_LEXICON" in str(error.value)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A setting that points nowhere is a fault, not an empty lexicon."""
    with pytest.raises(LexiconError, match="there is no such folder"):
        load_lexicon(str(tmp_path / "nowhere"))


def test_the_fingerprint_tells_lexicons_apart(own: Path) -> None:
    """Runs record which lexicon they went by."""
    assert load_lexicon(_write(own, "metrics.toml", 'price = "价格"\n')).fingerprint != load_lexicon().fingerprint


@pytest.mark.parametrize("stem", FILES)
def test_no_entry_stands_twice(stem: str) -> None:
    """A word is listed once in each list, so that a change to it is one change."""
    doubled = {f"{key}: {word}" for key, words in _lists(stem) for word in words if words.count(word) > 1}
    assert doubled == set()


def _lists(stem: str) -> list[tuple[str, list[str]]]:
    """The lists of plain words at the top of a lexicon file."""
    table = tomllib.loads((lexicons_folder() / f"{stem}.toml").read_text(encoding="utf-8"))
    return [
        (key, value)
        for key, value in table.items()
        if isinstance(value, list) and all(isinstance(word, str) for word in value)
    ]
