"""What all tables stand on: their base, how values are kept, and the words that only tables use."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, MetaData
from sqlalchemy.orm import DeclarativeBase

from factdb.claim import Basis, Change, Comparator, Modality, Status
from factdb.db.types import AnyText, ExactDecimal, UtcDateTime, words


class Origin(StrEnum):
    """Where a name comes from: the lexicon, the text of an article, or a person."""

    LEXICON = "lexicon"
    TEXT = "text"
    PERSON = "person"


class Outcome(StrEnum):
    """How a run stands; one that was killed stays ``running`` without an end."""

    RUNNING = "running"
    DONE = "done"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


class RunKind(StrEnum):
    """What a run did: read sources, load shards, or read the claims of stored articles anew."""

    INGEST = "ingest"
    LOAD = "load"
    REEXTRACT = "reextract"


class NameAction(StrEnum):
    """What a person did to the names of subjects or metrics."""

    ADD = "add"
    RENAME = "rename"
    MERGE = "merge"
    SPLIT = "split"
    ALIAS = "alias"
    APART = "apart"
    UNDO = "undo"


class Base(DeclarativeBase):
    """The base of all tables; every constraint has a name, so that a migration can drop it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy's own declaration)
        str: AnyText(),
        Decimal: ExactDecimal(),
        datetime: UtcDateTime(),
        Comparator: words(Comparator),
        Modality: words(Modality),
        Change: words(Change),
        Basis: words(Basis),
        Status: words(Status),
        Origin: words(Origin),
        Outcome: words(Outcome),
        RunKind: words(RunKind),
        NameAction: words(NameAction),
        dict[str, Any]: JSON(),
    }
