"""Texts as JSON Lines in, claims as JSON Lines out."""

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from factdb.cli._output import json_line, say

if TYPE_CHECKING:
    from factdb.lexicon import Lexicon

# The fields of a claim as a record, each under its own name.
FIELDS = (
    "start", "end", "quote", "low", "high", "cmp", "unit", "metric", "subject", "period", "modality", "change",
    "basis", "topics",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """A text with the name that its claims go under.

    Attributes:
        id: Whatever the line gives for it; it is handed on as it is.
        text: The text.
        doc_date: The day it was published, if known.
    """

    id: object
    text: str
    doc_date: date | None


class BadRecordError(ValueError):
    """A line that is no record; its text says what is wrong with it."""


def extract_records(lines: Iterable[bytes], name: str, lexicon: "Lexicon") -> int:
    """Print the claims of each record, a claim a line; how many lines were no records.

    Args:
        lines: The lines of the file.
        name: What to call the file in a message.
        lexicon: The words to go by.
    """
    from factdb.extract import extract

    problems = 0
    for number, line in enumerate(lines, 1):
        try:
            record = read_record(line)
        except BadRecordError as fault:
            problems += 1
            say(f"{name}, line {number}: {fault}. It was left out.")
            continue
        if record is None:
            continue
        for claim in extract(record.text, doc_date=record.doc_date, lexicon=lexicon):
            fields = {name: getattr(claim, name) for name in FIELDS}
            sys.stdout.write(json_line({"id": record.id, **fields}) + "\n")
    return problems


def read_record(line: bytes) -> Record | None:
    """The record of a line; None for a blank one.

    Raises:
        BadRecordError: It is none.
    """
    try:
        text = line.decode("utf-8-sig").strip()
        fields = json.loads(text) if text else None
    except UnicodeDecodeError:
        raise BadRecordError("it is not UTF-8") from None
    except (ValueError, RecursionError):
        raise BadRecordError("it is not JSON") from None
    if not text:
        return None
    if not isinstance(fields, dict):
        raise BadRecordError("it is no JSON object")
    return Record(_id(fields), _text(fields), _doc_date(fields))


def _id(fields: Mapping[str, object]) -> object:
    if "id" not in fields:
        raise BadRecordError('it has no "id"')
    return fields["id"]


def _text(fields: Mapping[str, object]) -> str:
    text = fields.get("text")
    if not isinstance(text, str):
        raise BadRecordError('it has no "text" that is a string')
    return text


def _doc_date(fields: Mapping[str, object]) -> date | None:
    given = fields.get("doc_date")
    try:
        return None if given is None else date.fromisoformat(str(given))
    except ValueError:
        raise BadRecordError('its "doc_date" is no date such as 2017-02-21') from None
