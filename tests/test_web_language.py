"""The page's languages: both say everything, and a visitor is answered in the right one."""

import re
from pathlib import Path

import pytest

from factdb.web.language import choose, languages

TEMPLATES = Path(__file__).parents[1] / "factdb" / "web" / "templates"
FIELD = re.compile(r"\{(\w+)\}")


def test_both_languages_say_the_same() -> None:
    """No word is missing in one of them, and each takes the same values."""
    chinese, english = (language.words for language in languages().values())
    assert chinese.keys() == english.keys()
    for key in chinese:
        assert sorted(FIELD.findall(chinese[key])) == sorted(FIELD.findall(english[key])), key


def test_every_word_of_the_templates_is_there() -> None:
    """And none is kept that no page says."""
    words = languages()["zh"].words
    text = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.html"))
    said = set(re.findall(r"""\bt\("(\w+)\"""", text))
    assert said <= words.keys()


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
