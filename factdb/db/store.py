"""Put articles and their claims into the database, each article in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from factdb.claim import Article, Claim, Status
from factdb.db import models, search
from factdb.db.database import Database
from factdb.db.models import Origin
from factdb.db.names import key_of
from factdb.db.seed import METRICS, SUBJECTS, Naming
from factdb.errors import FactdbError


class MisplacedClaimError(FactdbError):
    """A claim whose quote is not what stands at its place in the text."""

    def __init__(self, claim: Claim) -> None:
        super().__init__(
            f"The claim {claim.quote!r} does not stand at {claim.start}-{claim.end} of its text, so the article "
            "was not stored. Please report this with the text."
        )


# Statements that every article takes, made once: making them takes longer than what they do.
_ARTICLE = models.Article
_FIND = select(_ARTICLE.title, _ARTICLE.publisher, _ARTICLE.published_on).where(
    _ARTICLE.uri == bindparam("uri"), _ARTICLE.content_hash == bindparam("digest"), _ARTICLE.current
)
_REVISIONS = select(_ARTICLE.id, _ARTICLE.content_hash, _ARTICLE.revision, _ARTICLE.current).where(
    _ARTICLE.uri == bindparam("uri")
)
_ORIGINAL = (
    select(_ARTICLE.id)
    .where(_ARTICLE.content_hash == bindparam("digest"), _ARTICLE.duplicate_of.is_(None))
    .order_by(_ARTICLE.id)
)
_INSERT_ARTICLE = insert(_ARTICLE).returning(_ARTICLE.id)
_INSERT_CLAIMS = insert(models.Claim).returning(models.Claim.id, sort_by_parameter_order=True)
_INSERT_TOPICS = insert(models.ClaimTopic)


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of an article.

    Attributes:
        article_id: Its row.
        new: Whether it was stored now; else it was there already.
        claims: How many claims were stored with it.
    """

    article_id: int
    new: bool
    claims: int


@dataclass(frozen=True, slots=True)
class Known:
    """An article that is there already, as it was stored: its title, publisher and date."""

    title: str | None
    publisher: str | None
    published_on: date | None


class Store:
    """Writes the articles of one run; it remembers the ids of names and topics.

    A text that is stored under another URI already holds no claims of its own: it is a copy, and the
    claims are those of the original.
    """

    def __init__(self, db: Database, run_id: int) -> None:
        self._db = db
        self._run_id = run_id
        self._read_names()

    def find(self, article: Article) -> Known | None:
        """The article as it is stored, if it is what its URI holds now; then there is nothing to do."""
        with self._db.connect() as connection:
            row = connection.execute(_FIND, {"uri": article.uri, "digest": hash_of(article.text)}).first()
        return None if row is None else Known(*row)

    def add(self, article: Article, claims: Sequence[Claim]) -> Stored:
        """Store an article and its claims, or nothing at all.

        Raises:
            MisplacedClaimError: A claim's quote is not in the text at its place.
        """
        for claim in claims:
            if article.text[claim.start : claim.end] != claim.quote:
                raise MisplacedClaimError(claim)
        try:
            return self._transact(article, claims)
        except IntegrityError:
            # Names may have been merged by another process since they were read.
            self._read_names()
            return self._transact(article, claims)

    def _read_names(self) -> None:
        with self._db.connect() as connection:
            self._metrics = _Names(connection, METRICS)
            self._subjects = _Names(connection, SUBJECTS)
            topics = connection.execute(select(models.Topic.slug, models.Topic.id))
            self._topics: dict[str, int] = {row.slug: row.id for row in topics}

    def _transact(self, article: Article, claims: Sequence[Claim]) -> Stored:
        try:
            with self._db.begin() as connection:
                stored = self._add(connection, article, claims)
        except BaseException:
            for names in (self._metrics, self._subjects):
                names.forget()
            raise
        for names in (self._metrics, self._subjects):
            names.keep()
        return stored

    def _add(self, connection: Connection, article: Article, claims: Sequence[Claim]) -> Stored:
        digest = hash_of(article.text)
        revisions = connection.execute(_REVISIONS, {"uri": article.uri}).all()
        number = max((row.revision for row in revisions), default=0) + 1
        known = next((row for row in revisions if row.content_hash == digest), None)
        if known is not None and known.current:
            return Stored(known.id, new=False, claims=0)
        table = models.Article
        if revisions:
            connection.execute(update(table).where(table.uri == article.uri).values(current=False))
        if known is not None:
            # The source went back to a text that it had before.
            connection.execute(update(table).where(table.id == known.id).values(current=True, revision=number))
            return Stored(known.id, new=False, claims=0)
        original = connection.scalar(_ORIGINAL, {"digest": digest})
        article_id = self._insert_article(connection, article, digest, number, original)
        if original is None and claims:
            self._insert_claims(connection, article_id, claims)
            return Stored(article_id, new=True, claims=len(claims))
        return Stored(article_id, new=True, claims=0)

    def _insert_article(
        self, connection: Connection, article: Article, digest: str, revision: int, original: int | None
    ) -> int:
        values = {
            "uri": article.uri,
            "revision": revision,
            "current": True,
            "title": article.title,
            "author": article.author,
            "publisher": article.publisher,
            "published_on": article.published_on,
            "media_type": article.media_type,
            "text": article.text,
            "content_hash": digest,
            "duplicate_of": original,
            "run_id": self._run_id,
        }
        return int(connection.scalars(_INSERT_ARTICLE, values).one())

    def _insert_claims(self, connection: Connection, article_id: int, claims: Sequence[Claim]) -> None:
        rows = [self._row(connection, article_id, claim) for claim in claims]
        ids = connection.scalars(_INSERT_CLAIMS, rows).all()
        topics = [
            {"claim_id": claim_id, "topic_id": self._topic(connection, slug)}
            for claim_id, claim in zip(ids, claims, strict=True)
            for slug in dict.fromkeys(claim.topics)
        ]
        if topics:
            connection.execute(_INSERT_TOPICS, topics)
        search.add(
            connection,
            (
                search.Entry(claim_id, claim.sentence, claim.subject, claim.metric)
                for claim_id, claim in zip(ids, claims, strict=True)
            ),
        )

    def _row(self, connection: Connection, article_id: int, claim: Claim) -> dict[str, Any]:
        return {
            "article_id": article_id,
            "start": claim.start,
            "end": claim.end,
            "quote": claim.quote,
            "sentence": claim.sentence,
            "low": claim.low,
            "low_float": None if claim.low is None else float(claim.low),
            "high": claim.high,
            "high_float": None if claim.high is None else float(claim.high),
            "cmp": claim.cmp,
            "unit": claim.unit,
            "metric": claim.metric,
            "metric_id": self._metrics.id_of(connection, claim.metric),
            "subject": claim.subject,
            "subject_id": self._subjects.id_of(connection, claim.subject),
            "period": claim.period,
            "period_start": claim.period_start,
            "period_end": claim.period_end,
            "period_raw": claim.period_raw,
            "period_rule": claim.period_rule,
            "modality": claim.modality,
            "change": claim.change,
            "basis": claim.basis,
            "attribution": claim.attribution,
            "occurrences": claim.occurrences,
            "status": Status.UNREVIEWED,
        }

    def _topic(self, connection: Connection, slug: str) -> int:
        """The id of a topic; one that no seed has laid in is made, under its slug."""
        if slug in self._topics:
            return self._topics[slug]
        table = models.Topic
        found = connection.scalar(select(table.id).where(table.slug == slug))
        if found is None:
            found = connection.scalars(
                insert(table).returning(table.id), {"slug": slug, "name": slug, "english": slug, "parent_id": None}
            ).one()
        return int(found)


class _Names:
    """The ids of names of one kind; an unknown name becomes a row of its own, to be merged later."""

    def __init__(self, connection: Connection, naming: Naming) -> None:
        table, aliases = naming.table.__table__, naming.aliases.__table__
        key, owner = aliases.c["key"], aliases.c[naming.column]
        self._naming = naming
        self._find = select(owner).where(key == bindparam("wanted"))
        self._insert = insert(naming.table).returning(table.c["id"])
        self._insert_alias = insert(naming.aliases)
        self._ids: dict[str, int] = {row[0]: row[1] for row in connection.execute(select(key, owner))}
        self._new: dict[str, int] = {}

    def keep(self) -> None:
        """The transaction went through: what was made in it is there."""
        self._ids.update(self._new)
        self._new.clear()

    def forget(self) -> None:
        """The transaction was rolled back: what was made in it is not there."""
        self._new.clear()

    def id_of(self, connection: Connection, name: str | None) -> int | None:
        """The id that a name belongs to; None where there is no name."""
        key = key_of(name) if name else ""
        if not name or not key:
            return None
        found = self._ids.get(key) or self._new.get(key)
        if found is None:
            # Another process may have met the name in the meantime.
            found = connection.scalar(self._find, {"wanted": key}) or self._make(connection, key, name)
            self._new[key] = found
        return found

    def _make(self, connection: Connection, key: str, name: str) -> int:
        values = {"name": name, "origin": Origin.TEXT, **({"kind": ""} if self._naming is SUBJECTS else {})}
        made = int(connection.scalars(self._insert, values).one())
        alias = {"key": key, "name": name, self._naming.column: made, "origin": Origin.TEXT}
        connection.execute(self._insert_alias, [alias])
        return made


def hash_of(text: str) -> str:
    """The hash that tells one content from another."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
