"""The lexicon: the words that extraction goes by, read from a folder of TOML files.

Each file of ``seeds/lexicons/`` has a struct here that names every key it may hold; an unknown key, or
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
from factdb.resources import lexicons_folder


class LexiconError(FactdbError):
    """A lexicon file that cannot be read, or that holds what it may not."""

    def __init__(self, path: Path, fault: str) -> None:
        super().__init__(
            f"The lexicon {path} cannot be used: {fault}. Mend it, or unset FACTDB_LEXICON to do without it."
        )


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, eq=False):
    """A part of the lexicon; frozen, and equal only to itself, so that it can key a cache."""


class Fold(Table, frozen=True):
    """Characters and what each is read as; both strings have the same length."""

    from_: str = msgspec.field(name="from")
    to: str


class ViewWords(Table, frozen=True):
    """``view.toml``: the characters that the matching view folds."""

    punctuation: Fold
    traditional: Fold


class NumeralWords(Table, frozen=True):
    """``numerals.toml``."""


class UnitWords(Table, frozen=True):
    """``units.toml``."""


class QuantityWords(Table, frozen=True):
    """``quantities.toml``."""


class ExclusionWords(Table, frozen=True):
    """``exclusions.toml``."""


class ComparatorWords(Table, frozen=True):
    """``comparators.toml``."""


class ModalityWords(Table, frozen=True):
    """``modality.toml``."""


class ChangeWords(Table, frozen=True):
    """``change.toml``."""


class AttributionWords(Table, frozen=True):
    """``attribution.toml``."""


class PeriodWords(Table, frozen=True):
    """``periods.toml``."""


class MetricEntry(Table, frozen=True):
    """A metric: its canonical name, what else it is called, and the topics it belongs to."""

    name: str
    aliases: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


class MetricWords(Table, frozen=True):
    """``metrics.toml``."""

    metric: tuple[MetricEntry, ...] = ()


class SubjectEntry(Table, frozen=True):
    """A subject: its canonical name, what else it is called, and what it is (company, product, …)."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: str = ""


class SubjectWords(Table, frozen=True):
    """``subjects.toml``."""

    subject: tuple[SubjectEntry, ...] = ()


class TopicEntry(Table, frozen=True):
    """A heading under which an analyst looks for a claim.

    Attributes:
        slug: The name in commands, such as ``traffic``.
        name: The Chinese name.
        english: The English name.
        parent: The slug of the topic above it, if any.
        words: Words of the metric or of the clause that put a claim under it.
        units: Units that do.
    """

    slug: str
    name: str
    english: str
    parent: str | None = None
    words: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


class TopicWords(Table, frozen=True):
    """``topics.toml``."""

    topic: tuple[TopicEntry, ...] = ()


class Lexicon(Table, frozen=True):
    """All words that extraction goes by, a field for each file.

    Attributes:
        fingerprint: A short hash of everything in it; an ingest records it.
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
    metrics: MetricWords
    subjects: SubjectWords
    topics: TopicWords


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
    return sha256(msgspec.json.encode(tables, order="deterministic")).hexdigest()[:12]
