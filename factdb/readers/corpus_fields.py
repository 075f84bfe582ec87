"""The fields of a corpus: which holds the text, the title and the date, and how a row becomes an article."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeGuard

from factdb.readers.corpus_dates import read_date
from factdb.readers.corpus_names import AUTHOR, DATE, ID, PUBLISHER, TEXT, TITLE, all_named, first_named, fold
from factdb.readers.document import Fields, Reading
from factdb.readers.faults import FieldMissingError, NoTextFieldError

Row = Mapping[str, object]
Numbered = tuple[int, Row]

# These hold texts however short; others must look like it.
_SURELY_TEXT, _SHORTEST_SURE = frozenset({"text", "content", "body", "正文", "全文", "原文"}), 4
# A column of texts has this many characters to a cell; one that only its length tells needs more.
_SHORTEST_TEXT, _SHORTEST_UNNAMED = 15, 60
_LONGEST_KEY = 500
# So many rows tell which field is which, or fewer where they are long.
_SAMPLE, _SAMPLE_LENGTH = 100, 2_000_000


class WrongTypeError(ValueError):
    """A field holds what is no text."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Which field of a corpus holds what; None where none does."""

    text: str
    title: str | None
    date: str | None
    id: str | None
    author: str | None
    publisher: str | None

    @property
    def fields(self) -> tuple[str, ...]:
        """Those that are read."""
        wanted = (self.text, self.title, self.date, self.id, self.author, self.publisher)
        return tuple(dict.fromkeys(name for name in wanted if name is not None))


def first_rows(rows: Iterable[Numbered]) -> list[Numbered]:
    """The rows that tell which field is which."""
    first: list[Numbered] = []
    length = 0
    for number, row in rows:
        first.append((number, row))
        length += sum(len(value) if isinstance(value, str) else 50 for value in row.values())
        if len(first) >= _SAMPLE or length > _SAMPLE_LENGTH:
            break
    return first


def plan_for(name: str, fields: Fields, rows: Sequence[Row]) -> Plan:
    """Find the fields that a corpus is read by.

    Args:
        name: The corpus, for messages.
        fields: What the user says of them.
        rows: The first rows.

    Raises:
        SourceError: A given field is not there, or none can be the text.
    """
    there = tuple(dict.fromkeys(key for row in rows for key in _flat(row)))
    for given in (fields.text, fields.title, fields.date, fields.id):
        if given is not None and given not in there and not any(_get(row, given) is not None for row in rows):
            raise FieldMissingError(name, given, there)
    text = fields.text or text_field(there, rows)
    if text is None:
        raise NoTextFieldError(name, there)
    others = tuple(field for field in there if field != text)
    return Plan(
        text=text,
        title=fields.title or first_named(others, TITLE),
        date=fields.date or _first_date(others, rows),
        id=fields.id or _unique(others, rows),
        author=first_named(others, AUTHOR),
        publisher=_publisher(others, rows),
    )


def text_field(there: Sequence[str], rows: Sequence[Row]) -> str | None:
    """The field that holds the texts, by its name or else by the length of what it holds; None if none does."""
    for field in all_named(there, TEXT):
        shortest = _SHORTEST_SURE if fold(field) in _SURELY_TEXT else _SHORTEST_TEXT
        if _mean_length(rows, field) >= shortest:
            return field
    longest = max(there, key=lambda field: _mean_length(rows, field), default=None)
    if longest is not None and _mean_length(rows, longest) >= _SHORTEST_UNNAMED and not _is_url(rows, longest):
        return longest
    return None


def to_reading(row: Row, plan: Plan, number: int, media_type: str) -> Reading | None:
    """The article in a row; None if there is no text in it.

    Args:
        row: The row.
        plan: The fields to read.
        number: Which row it is, from 1.
        media_type: What the corpus is.

    Raises:
        WrongTypeError: The text is none.
    """
    value = _get(row, plan.text)
    text = _text(value, plan.text)
    if not text.strip():
        return None
    notes: list[str] = []
    published_on, said = None, _get(row, plan.date)
    if said not in (None, ""):
        published_on = read_date(said)
        if published_on is None:
            notes.append(f"The date of row {number} cannot be read: {str(said)[:40]!r}. It is stored without one.")
    if places := text.count("\ufffd"):
        count = "1 place" if places == 1 else f"{places} places"
        notes.append(f"{count} of row {number} could not be read; each is marked � in the stored text.")
    return Reading(
        text,
        title=_words(_get(row, plan.title)),
        author=_words(_get(row, plan.author)),
        publisher=_words(_get(row, plan.publisher)),
        published_on=published_on,
        date_rule="field" if published_on else None,
        media_type=media_type,
        key=_key(_get(row, plan.id)) or str(number),
        notes=tuple(notes),
    )


def _first_date(there: Sequence[str], rows: Sequence[Row]) -> str | None:
    """The first field named like a date in which one stands."""
    for field in all_named(there, DATE):
        told = [value for row in rows if (value := _get(row, field)) not in (None, "")]
        if not told or any(read_date(value) is not None for value in told):
            return field
    return None


def _unique(there: Sequence[str], rows: Sequence[Row]) -> str | None:
    """The first field named like an identifier that tells the rows apart."""
    for field in all_named(there, ID):
        keys = [key for row in rows if (key := _key(_get(row, field)))]
        if keys and len(set(keys)) == len(keys):
            return field
    return None


def _publisher(there: Sequence[str], rows: Sequence[Row]) -> str | None:
    for field in all_named(there, PUBLISHER):
        if not _is_url(rows, field):
            return field
    return None


def _is_url(rows: Sequence[Row], field: str) -> bool:
    return any(str(_get(row, field) or "").startswith(("http://", "https://")) for row in islice(rows, 20))


def _mean_length(rows: Sequence[Row], field: str) -> float:
    told = [value for row in rows if (value := _get(row, field))]
    lengths = [len(value) for value in told if isinstance(value, str)]
    lengths += [sum(map(len, value)) for value in told if isinstance(value, list) and _all_text(value)]
    return sum(lengths) / len(lengths) if lengths else 0


def _all_text(parts: list[object]) -> TypeGuard[list[str]]:
    return all(isinstance(part, str) for part in parts)


def _flat(row: Row, prefix: str = "", depth: int = 2) -> Iterable[str]:
    """The names of a row's fields, those inside of others with a dot between."""
    for key, value in row.items():
        if isinstance(value, Mapping) and depth and value:
            yield from _flat(value, f"{prefix}{key}.", depth - 1)
        else:
            yield f"{prefix}{key}"


def _get(row: Row, name: str | None) -> object:
    if name is None:
        return None
    if name in row:
        return row[name]
    value: object = row
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _text(value: object, field: str) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and _all_text(value):
        value = "\n".join(value)
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        raise WrongTypeError(field)
    return value.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode("utf-8")


def _words(value: object) -> str | None:
    """A title or a name on one line."""
    if isinstance(value, list):
        value = "、".join(str(part) for part in value if isinstance(part, str | int))
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return None
    return " ".join(str(value).encode("utf-8", "replace").decode("utf-8").split()) or None


def _key(value: object) -> str:
    key = _words(value) or ""
    return key if len(key) <= _LONGEST_KEY else ""
