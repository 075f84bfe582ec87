"""The tables of runs: what was read when, what went wrong, and which shards were loaded."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from factdb.db.base import Base, Outcome, RunKind


class Run(Base):
    """One ingest, load, or new reading of stored articles: when, by which extractor and lexicon, and what came of it.

    Attributes:
        id: Its number, as ``factdb runs`` shows it.
        kind: Which of these.
        started_at: When it began.
        ended_at: When it ended; null while it runs, or if it was killed.
        outcome: How it stands.
        extractor_version: The version of factdb that read the claims.
        lexicon: The fingerprint of the lexicon that it went by.
        articles: How many articles it read.
        new: How many of them were stored: new ones, and new revisions.
        unchanged: How many were there already.
        claims: How many claims it stored.
        host: The machine that it runs on.
        pid: The process there.
        seen_at: When it last stored something, or said that it is alive.
    """

    __tablename__ = "run"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RunKind] = mapped_column(default=RunKind.INGEST, server_default=RunKind.INGEST.value)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[Outcome]
    extractor_version: Mapped[str]
    lexicon: Mapped[str]
    articles: Mapped[int] = mapped_column(default=0)
    new: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    claims: Mapped[int] = mapped_column(default=0)
    host: Mapped[str | None]
    pid: Mapped[int | None]
    seen_at: Mapped[datetime | None]


class Problem(Base):
    """What went wrong with one source of a run; a note, if the source was read all the same.

    Attributes:
        id: Its number.
        run_id: The run.
        source: The file, the address, or the part of either.
        message: What is wrong, and what to do.
        note: Whether it is a note: the source was read all the same.
    """

    __tablename__ = "problem"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), index=True)
    source: Mapped[str]
    message: Mapped[str]
    note: Mapped[bool]


class LoadedShard(Base):
    """A shard of `factdb bulk` whose articles are all here.

    Attributes:
        shard: Its name.
        checksum: SHA-256 of what its manifest says of its files.
        run_id: The run that loaded it.
    """

    __tablename__ = "loaded_shard"

    shard: Mapped[str] = mapped_column(primary_key=True)
    checksum: Mapped[str] = mapped_column(String(64), primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
