"""The page's languages: both say everything, and a visitor is answered in the right one."""

import re
from collections.abc import Iterator
from inspect import signature
from pathlib import Path

import pytest

import factdb.web
from factdb.db.faults import StoreError
from factdb.db.meant import UnknownTopicError
from factdb.errors import FactdbError
from factdb.tracking.correction_faults import BadFieldError, ContradictionError, NoSuchUnitError
from factdb.tracking.queue import REASONS
from factdb.web.forms import BadAmountError
from factdb.web.language import choose, languages

TEMPLATES = Path(factdb.web.__file__).parent / "templates"
FIELD = re.compile(r"\{(\w+)\}")


def test_both_languages_say_the_same() -> None:
    """No word is missing in one of them, and each takes the same values."""
    chinese, english = (
        # What errors and the queue say, they say in English by themselves.
        {key: word for key, word in language.words.items() if not key.startswith(("fault.", "reason_of."))}
        for language in languages().values()
    )
    assert chinese.keys() == english.keys()
    for key in chinese:
        assert sorted(FIELD.findall(chinese[key])) == sorted(FIELD.findall(english[key])), key


def test_every_word_of_the_templates_is_there() -> None:
    """And none is kept that no page says."""
    words = languages()["zh"].words
    text = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.html"))
    said = set(re.findall(r"""\bt\("(\w+)\"""", text))
    assert said <= words.keys()


def errors(kind: type[FactdbError] = FactdbError) -> Iterator[type[FactdbError]]:
    """All kinds of errors below one."""
    for below in kind.__subclasses__():
        yield below
        yield from errors(below)


def test_an_error_is_told_in_chinese() -> None:
    """With what it was made of and the nearest name; in English it speaks for itself."""
    chinese, english = languages()["zh"], languages()["en"]
    error = UnknownTopicError("流亮", near=["流量"])
    assert chinese.fault(error) == "没有主题“流亮”。是不是：流量？"
    assert english.fault(error) == str(error)
    assert chinese.fault(StoreError("No such file.")) == "No such file."
    assert chinese.fault(BadAmountError("{x}")).startswith("“{x}”不是数值")


def test_every_chinese_error_is_one_that_there_is() -> None:
    """And takes nothing that the error does not have."""
    known = {kind.__name__: set(signature(kind.__init__).parameters) for kind in errors()}
    told = {
        key.removeprefix("fault."): word for key, word in languages()["zh"].words.items() if key.startswith("fault.")
    }
    for name, sentence in told.items():
        assert set(FIELD.findall(sentence)) <= known[name], name


def test_every_refusal_of_a_correction_is_told_in_chinese() -> None:
    """With its remedy: the page is where most corrections are made."""
    words = languages()["zh"].words
    refusals = [kind for base in (BadFieldError, ContradictionError) for kind in errors(base)]
    assert len(refusals) == 11
    assert [kind.__name__ for kind in refusals if f"fault.{kind.__name__}" not in words] == []
    unit = NoSuchUnitError("unit", "公理", ["公里", "公顷"])
    assert languages()["zh"].fault(unit).endswith("见 docs/lexicon.md）。是不是：公里、公顷？")


def test_every_reason_is_told_in_chinese() -> None:
    """Why a person is needed is on the first page."""
    words = languages()["zh"].words
    assert {key.removeprefix("reason_of.") for key in words if key.startswith("reason_of.")} == set(REASONS)


@pytest.mark.parametrize(
    ("chosen", "accepted", "short"),
    [
        ("", "", "zh"),
        ("", "en-GB,en;q=0.9", "en"),
        ("", "zh-TW,zh;q=0.9,en;q=0.8", "zh"),
        ("", "fr-FR,fr;q=0.9,en;q=0.5", "en"),
        ("", "fr", "zh"),
        ("en", "zh-CN", "en"),
        ("xx", "en", "en"),
    ],
)
def test_a_visitor_is_answered_in_their_language(chosen: str, accepted: str, short: str) -> None:
    """What they chose goes before what the browser asks for, and Chinese is spoken where neither is known."""
    assert choose(chosen, accepted) == short
