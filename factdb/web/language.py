"""The languages of the page: every word that it says, in Chinese and in English, out of ``words.toml``."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from factdb.errors import FactdbError

COOKIE = "factdb_language"
_FILE = Path(__file__).parent / "words.toml"
_FIRST = "zh"


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """One of the languages.

    Attributes:
        code: What HTML calls it: ``zh-Hans``, ``en``.
        other: The name of the other language, in that language.
    """

    code: str
    other: str
    words: dict[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The word or the sentence with a name, what is in braces filled in.

        Raises:
            KeyError: There is none.
        """
        return self.words[key].format(**values) if values else self.words[key]

    def fault(self, error: Exception) -> str:
        """What an error says; in its own words, English ones, where this language has none for it."""
        told = self.words.get(f"fault.{type(error).__name__}")
        if told is None or not isinstance(error, FactdbError):
            return str(error)
        given = error.given
        if isinstance(field := given.get("field"), str):
            given["field"] = self.of("field_of", field)
        near = given.get("near")
        meant = self("meant", names="、".join(near)) if isinstance(near, Sequence) and near else ""
        return told.format(**given) + meant

    def of(self, group: str, word: object) -> str:
        """What a word of the data is called: of ``modality`` and ``forecast``, 预测; itself if nobody has named it."""
        return self.words.get(f"{group}.{word}", str(word))


@lru_cache(maxsize=1)
def languages() -> dict[str, Language]:
    """All of them by their short codes."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {
        short: Language(table.pop("_code"), table.pop("_other"), table)
        for short, table in ((short, dict(_flat(tables[short]))) for short in tables)
    }


def _flat(table: dict[str, object], prefix: str = "") -> list[tuple[str, str]]:
    found = []
    for key, value in table.items():
        if isinstance(value, dict):
            found += _flat(value, f"{prefix}{key}.")
        else:
            found.append((prefix + key, str(value)))
    return found


def choose(chosen: str, accepted: str) -> str:
    """The language to answer in: the one that was chosen, else the browser's, else Chinese.

    Args:
        chosen: The short code that a visitor chose once, or ``""``.
        accepted: The header ``Accept-Language``.
    """
    known = languages()
    if chosen in known:
        return chosen
    for part in accepted.split(","):
        short = part.partition(";")[0].strip().partition("-")[0].lower()
        if short in known:
            return short
    return _FIRST
