"""Put articles and their claims into the database: each whole or not at all, several in one transaction."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from factdb.claim import Article, Claim
from factdb.db import models
from factdb.db.database import Database
from factdb.db.faults import StoreError
from factdb.db.in_list import in_list
from factdb.db.reprints_in_bulk import Entry
from factdb.db.writing import Stored, Vocabulary, Writing
from factdb.errors import FactdbError
from factdb.storable import hash_of, storable

__all__ = ["Known", "MisplacedClaimError", "Store", "Stored", "UnstorableError"]


class MisplacedClaimError(FactdbError):
    """A claim whose quote is not what stands at its place in the text."""

    def __init__(self, claim: Claim) -> None:
        super().__init__(
            f"The claim {claim.quote!r} does not stand at {claim.start}-{claim.end} of its text, so the article "
            "was not stored. Please report this with the text."
        )


class UnstorableError(FactdbError):
    """An article that the database refuses."""

    def __init__(self, article: Article, cause: BaseException) -> None:
        said = str(getattr(cause, "orig", None) or cause)
        super().__init__(f"{article.uri} could not be stored ({said}); please report this with the text.")


_ARTICLE = models.Article
_FIND: Any = select(
    _ARTICLE.uri, _ARTICLE.content_hash, _ARTICLE.title, _ARTICLE.publisher, _ARTICLE.published_on
).where(in_list(_ARTICLE.uri, "uris"), _ARTICLE.current)
# So many articles of a load are written at a time.
_LOADED = 500

Pair = tuple[Article, Sequence[Claim]]


@dataclass(frozen=True, slots=True)
class Known:
    """An article that is there already, as it was stored: its title, publisher and date."""

    title: str | None
    publisher: str | None
    published_on: date | None


class Store:
    """Writes the articles of one run; it remembers the ids of names and topics.

    An article that another one reprints is stored like any other, with its claims; `factdb.db.reprints` tells
    whose claims count.
    """

    def __init__(self, db: Database, run_id: int) -> None:
        self._db = db
        self._run_id = run_id
        with self._db.connect() as connection:
            self._vocabulary = Vocabulary.read(connection)

    def find(self, article: Article) -> Known | None:
        """The article as it is stored, if it is what its URI holds now; then there is nothing to do."""
        return self.find_all([article])[0]

    def find_all(self, articles: Sequence[Article]) -> list[Known | None]:
        """What `find` says of each."""
        with self._db.connect() as connection:
            return _find_all(connection, articles)

    def add(self, article: Article, claims: Sequence[Claim]) -> Stored:
        """Store an article and its claims, or nothing at all.

        Raises:
            MisplacedClaimError: A claim's quote is not in the text at its place.
        """
        _check_places(article, claims)
        return self._transact([(article, claims)])[0]

    def add_all(self, found: Sequence[tuple[Article, Sequence[Claim]]]) -> list[Stored | FactdbError]:
        """Store articles with their claims in one transaction; what became of each.

        An article that cannot be stored costs no other: in its place stands why.

        Raises:
            StoreError: The database cannot be written.
        """
        faults: dict[int, FactdbError] = {}
        for at, (article, claims) in enumerate(found):
            try:
                _check_places(article, claims)
            except MisplacedClaimError as error:
                faults[at] = error
        sound = [pair for at, pair in enumerate(found) if at not in faults]
        try:
            stored = iter(self._transact(sound) if sound else [])
        except StoreError:
            raise
        except Exception:  # noqa: BLE001 (whatever it is, one of them has it: the others are stored)
            return [faults.get(at) or self._alone(*pair) for at, pair in enumerate(found)]
        return [faults.get(at) or next(stored) for at in range(len(found))]

    def load(
        self, found: Callable[[], Iterator[Pair]], then: Callable[[Connection, Sequence[Known | Stored]], None]
    ) -> None:
        """Store articles with their claims in one transaction, however many; what is there already is passed over.

        Args:
            found: Gives them, as often as it is asked.
            then: Is called in the transaction with what became of each.

        Raises:
            MisplacedClaimError: A claim's quote is not in the text at its place.
            StoreError: The database cannot be written.
        """
        try:
            self._load(found(), then)
        except IntegrityError:
            with self._db.connect() as connection:
                self._vocabulary = Vocabulary.read(connection)
            self._load(found(), then)

    def _load(self, found: Iterator[Pair], then: Callable[[Connection, Sequence[Known | Stored]], None]) -> None:
        outcomes: list[Known | Stored] = []
        with self._writing() as (connection, writing):
            while chunk := list(islice(found, _LOADED)):
                for article, claims in chunk:
                    _check_places(article, claims)
                known = _find_all(connection, [article for article, _ in chunk])
                changed: set[str] = set()
                for at, (article, _) in enumerate(chunk):
                    # What an article's URI holds is another text by then, if one before it in the chunk has it.
                    if known[at] is None or article.uri in changed:
                        known[at] = None
                        changed.add(article.uri)
                fresh = [pair for pair, stored in zip(chunk, known, strict=True) if stored is None]
                stored = iter(writing.write([Entry.of(*pair, hash_of(pair[0].text)) for pair in fresh]))
                outcomes += [each or next(stored) for each in known]
            then(connection, outcomes)

    def _alone(self, article: Article, claims: Sequence[Claim]) -> Stored | FactdbError:
        try:
            return self._transact([(article, claims)])[0]
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 (a fault of this article's)
            return UnstorableError(article, error)

    def _transact(self, found: Sequence[tuple[Article, Sequence[Claim]]]) -> list[Stored]:
        entries = [Entry.of(article, claims, hash_of(article.text)) for article, claims in found]
        try:
            return self._write(entries)
        except IntegrityError:
            # A lexicon that another process laid in may have merged names since they were read.
            with self._db.connect() as connection:
                self._vocabulary = Vocabulary.read(connection)
            return self._write(entries)

    def _write(self, entries: Sequence[Entry]) -> list[Stored]:
        with self._writing() as (_, writing):
            return writing.write(entries)

    @contextmanager
    def _writing(self) -> Iterator[tuple[Connection, Writing]]:
        """One transaction, and what writes in it; names that it made are forgotten if it fails."""
        try:
            with self._db.begin() as connection:
                self._vocabulary = self._vocabulary.renewed(connection)
                yield connection, Writing(connection, self._run_id, self._vocabulary)
        except BaseException:
            self._vocabulary.forget()
            raise
        self._vocabulary.keep()


def _find_all(connection: Connection, articles: Sequence[Article]) -> list[Known | None]:
    found: dict[tuple[str, str], Known] = {}
    for uri, digest, *known in connection.execute(_FIND, {"uris": [storable(article.uri) for article in articles]}):
        found[uri, digest] = Known(*known)
    if not found:
        return [None] * len(articles)
    return [found.get((storable(article.uri), hash_of(article.text))) for article in articles]


def _check_places(article: Article, claims: Sequence[Claim]) -> None:
    for claim in claims:
        if article.text[claim.start : claim.end] != claim.quote:
            raise MisplacedClaimError(claim)
