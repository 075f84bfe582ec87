"""The lexicon: the words that extraction goes by, read from a folder of TOML files.

Each file of ``seeds/lexicons/`` has a table in this package that names every key it may hold; an unknown key, or
a value of the wrong type, is refused with the file's name. A user's own folder is laid on top: its
tables are merged key by key, its lists are added, and its single values replace ours.
"""

import tomllib
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from factdb.errors import FactdbError
from factdb.lexicon.conflicts import ConflictWords
from factdb.lexicon.context import PeriodWords, TopicEntry, TopicWords
from factdb.lexicon.cues import (
    AttributionWords,
    BasisTable,
    ChangeShape,
    ChangeTable,
    ChangeWords,
    ComparatorShape,
    ComparatorTable,
    ComparatorWords,
    GuardedCue,
    ModalityShape,
    ModalityWords,
)
from factdb.lexicon.figures import (
    ExclusionWords,
    FamilyEntry,
    Fold,
    HomeWords,
    ImpliedEntry,
    NumeralWords,
    QuantityWords,
    UnitEntry,
    UnitWords,
    ViewWords,
)
from factdb.lexicon.metrics import MetricEntry, MetricWords
from factdb.lexicon.subjects import SubjectEntry, SubjectWords
from factdb.lexicon.table import Table
from factdb.lexicon.words import WordWords
from factdb.resources import lexicons_folder

__all__ = [
    "FILES",
    "AttributionWords",
    "BasisTable",
    "ChangeShape",
    "ChangeTable",
    "ChangeWords",
    "ComparatorShape",
    "ComparatorTable",
    "ComparatorWords",
    "ConflictWords",
    "ExclusionWords",
    "FamilyEntry",
    "Fold",
    "GuardedCue",
    "HomeWords",
    "ImpliedEntry",
    "Lexicon",
    "LexiconError",
    "MetricEntry",
    "MetricWords",
    "ModalityShape",
    "ModalityWords",
    "NumeralWords",
    "PeriodWords",
    "QuantityWords",
    "SubjectEntry",
    "SubjectWords",
    "Table",
    "TopicEntry",
    "TopicWords",
    "UnitEntry",
    "UnitWords",
    "ViewWords",
    "WordWords",
    "load_lexicon",
]


class LexiconError(FactdbError):
    """A lexicon file that cannot be read, or that holds what it may not."""

    def __init__(self, path: Path, fault: str) -> None:
        super().__init__(
            f"The lexicon {path} cannot be used: {fault}. "
            "Mend it, or leave --lexicon and FACTDB_LEXICON out to do without it."
        )


class Lexicon(Table, frozen=True):
    """All words that extraction and tracking go by, a field for each file.

    Attributes:
        fingerprint: A short hash of everything that claims are read by; an ingest records it.
        conflicts: The words that read claims are compared by.
    """

    fingerprint: str
    view: ViewWords
    numerals: NumeralWords
    units: UnitWords
    quantities: QuantityWords
    exclusions: ExclusionWords
    comparators: ComparatorWords
    modality: ModalityWords
    change: ChangeWords
    attribution: AttributionWords
    periods: PeriodWords
    words: WordWords
    metrics: MetricWords
    subjects: SubjectWords
    topics: TopicWords
    conflicts: ConflictWords

    def unit_names(self) -> set[str]:
        """All that a unit, or each part of one such as CNY/股, may be."""
        return {""}.union(*({entry.name, *entry.words} for entry in self.units.unit), self.quantities.per)


# What no claim is read by: other words there are no reason to read stored articles anew.
_COMPARED_BY = "conflicts"
FILES = tuple(field.name for field in msgspec.structs.fields(Lexicon) if field.name != "fingerprint")


@lru_cache(maxsize=8)
def load_lexicon(own: str = "") -> Lexicon:
    """The lexicon that comes along, with the folder `own` of a user on top if one is given.

    Raises:
        LexiconError: A file is missing, is no TOML, holds an unknown key or a value of a wrong type.
    """
    own_folder = Path(own) if own else None
    if own_folder is not None:
        _check_folder(own_folder)
    tables: dict[str, Any] = {}
    for name in FILES:
        path = lexicons_folder() / f"{name}.toml"
        table = _read(path)
        if own_folder is not None and (extra := own_folder / f"{name}.toml").is_file():
            table = _merge(table, _read(extra))
            path = extra
        tables[name] = table
        _convert(Lexicon.__annotations__[name], table, path)
    tables["fingerprint"] = _fingerprint(tables)
    return msgspec.convert(tables, Lexicon)


def _check_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise LexiconError(folder, "there is no such folder")
    for path in sorted(folder.glob("*.toml")):
        if path.stem not in FILES:
            raise LexiconError(path, f"its name is none of {', '.join(f'{name}.toml' for name in FILES)}")


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(path, str(error)) from error


def _merge(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Both tables in one: tables merged, lists added, single values replaced."""
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            merged[key] = _merge(old, value)
        elif isinstance(old, list) and isinstance(value, list):
            merged[key] = [*old, *value]
        else:
            merged[key] = value
    return merged


def _convert(kind: type[Table], table: dict[str, Any], path: Path) -> None:
    try:
        msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        raise LexiconError(path, str(error).replace("`", "")) from error


def _fingerprint(tables: dict[str, Any]) -> str:
    read_by = {name: table for name, table in tables.items() if name != _COMPARED_BY}
    return sha256(msgspec.json.encode(read_by, order="deterministic")).hexdigest()[:12]
