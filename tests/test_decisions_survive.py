"""Nothing that a person decided is ever lost: random sequences of all that can happen to a database."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import select

from factdb import reextract as module
from factdb.claim import Article, Status
from factdb.db.check import check
from factdb.db.copy import copy_database
from factdb.db.meant import UnknownNameError
from factdb.db.migrate import run_migrations
from factdb.db.models import NameDecision, Review
from factdb.db.queries import ClaimRow, Filters, list_claims
from factdb.db.runs import start_run
from factdb.db.seed import SUBJECTS
from factdb.db.session import open_as_is, open_db
from factdb.db.store import Store
from factdb.extract.articles import claims_of
from factdb.lexicon import load_lexicon
from factdb.reextract import reextract
from factdb.tracking import names
from factdb.tracking.corrections import Correction
from factdb.tracking.reviews import NothingCorrectedError, NothingToUndoError, decide, undo
from factdb.workers import Found

LEXICON = load_lexicon()
SENTENCES = ("橙鹿科技2021年营收为12.5亿元。", "橙鹿门店共有350家。", "青禾读书员工为4200人。", "橙鹿科技去年亏损3亿。")
SUBJECTS_SAID = ("橙鹿科技", "橙鹿", "青禾", "蒙牛乳业")
FIELDS = ({"value": ["7亿"]}, {"subject": ["白水乳业"]}, {"period": ["2019"], "unit": ["USD"]}, {"topic": ["people"]})
_REFUSALS = (names.NamesError, UnknownNameError, NothingToUndoError, NothingCorrectedError)
ALL = Filters(rejected=True, superseded=True, reprints=True)

# Mostly the same address, so that there are revisions, and now and then another, so that there are reprints.
INGEST = st.tuples(st.just("ingest"), st.sampled_from([0, 0, 0, 1]), st.permutations(range(4)), st.integers(2, 4))
DECIDE = st.tuples(st.sampled_from(["accept", "reject", "correct", "undo"]), st.integers(0, 3), st.integers(0, 3))
STEPS = st.lists(
    st.one_of(
        INGEST,
        DECIDE,
        DECIDE,
        st.tuples(st.sampled_from(["merge", "apart", "rename"]), st.integers(0, 3), st.integers(0, 3)),
        st.tuples(st.sampled_from(["undo names", "migrate", "copy"])),
        st.tuples(st.just("reextract"), st.integers(0, 3), st.booleans()),
    ),
    min_size=3,
    max_size=14,
)


class World:
    """A database, and what was ever decided in it."""

    def __init__(self, folder: Path, blank: Path) -> None:
        self.folder = folder
        self.count = 0
        self.path = folder / "0.db"
        shutil.copy(blank, self.path)
        self.db = open_db(str(self.path))
        self.logs: dict[Any, list[Any]] = {Review: [], NameDecision: []}

    def step(self, name: str, *given_: Any) -> None:  # noqa: ANN401 (what a step takes)
        """Do something; what cannot be done is told, and nothing changes."""
        act: Callable[..., None] = getattr(self, name.replace(" ", "_"))
        try:
            act(*given_)
        except _REFUSALS:
            return

    def ingest(self, uri: int, order: Sequence[int], count: int) -> None:
        """Another text at an address: some of the sentences, in any order; two addresses may have the same one."""
        article = Article(f"/{uri}", "".join(SENTENCES[place] for place in order[:count]))
        store = Store(self.db, start_run(self.db, extractor_version="old", lexicon=LEXICON.fingerprint))
        store.add(article, claims_of(article, LEXICON))

    def claim(self, at: int) -> ClaimRow:
        """One of the claims that are shown."""
        claims = list(list_claims(self.db, Filters(rejected=True)))
        if not claims:
            raise names.NamesError("There is no claim yet.")
        return claims[at % len(claims)]

    def accept(self, at: int, _: int) -> None:
        """Accept a claim."""
        decide(self.db, self.claim(at).id, Status.ACCEPTED, reviewer="林", remark="看过")

    def reject(self, at: int, _: int) -> None:
        """Reject a claim."""
        decide(self.db, self.claim(at).id, Status.REJECTED, reviewer="林", remark="看过")

    def correct(self, at: int, how: int) -> None:
        """Correct a claim."""
        correction = Correction.of(FIELDS[how], LEXICON)
        decide(self.db, self.claim(at).id, Status.CORRECTED, reviewer="林", correction=correction)

    def undo(self, at: int, _: int) -> None:
        """Take a decision back."""
        undo(self.db, self.claim(at).id, reviewer="林")

    def merge(self, one: int, other: int) -> None:
        """Let two names be one."""
        names.merge(self.db, SUBJECTS, [SUBJECTS_SAID[one]], SUBJECTS_SAID[other], reviewer="林")

    def apart(self, one: int, other: int) -> None:
        """Say that two names are two."""
        names.keep_apart(self.db, SUBJECTS, SUBJECTS_SAID[one], SUBJECTS_SAID[other], reviewer="林")

    def rename(self, one: int, other: int) -> None:
        """Call a name otherwise."""
        names.rename(self.db, SUBJECTS, SUBJECTS_SAID[one], f"{SUBJECTS_SAID[one]}{other}", reviewer="林")

    def undo_names(self) -> None:
        """Take the last decision about names back."""
        names.undo(self.db, SUBJECTS, reviewer="林")

    def reextract(self, how: int, gone: bool) -> None:
        """An extractor that reads one sentence otherwise, or not at all, and one that reads all as it did."""

        def read(articles: Sequence[Article], lexicon: Any) -> list[Found]:  # noqa: ANN401 (a lexicon)
            found = [claims_of(article, lexicon) for article in articles]
            return [
                [replace(claim, low=Decimal(1)) if claim.sentence == SENTENCES[how] else claim for claim in claims]
                if not gone
                else [claim for claim in claims if claim.sentence != SENTENCES[how]]
                for claims in found
            ]

        with patch.object(module, "read_claims", read):
            reextract(self.db, LEXICON, apply=True, every=True)

    def migrate(self) -> None:
        """Down to the schema that knows reviews and names, and back up as an upgrade does it."""
        with self.db.begin() as connection:
            run_migrations(connection, "0007")
        self.reopened(self.path)

    def copy(self) -> None:
        """Go on in a copy."""
        self.count += 1
        target = self.folder / f"{self.count}.db"
        with open_as_is(str(target)) as empty:
            copy_database(self.db, empty)
        self.reopened(target)

    def reopened(self, path: Path) -> None:
        """Go on with a file as whoever opens it next does."""
        self.db.close()
        self.path = path
        self.db = open_db(str(path))

    def check(self) -> None:
        """The database is whole, logs have only grown, and what holds of each claim is what its log says."""
        assert list(check(self.db, LEXICON)) == []
        for table, before in self.logs.items():
            with self.db.connect() as connection:
                now = list(connection.execute(select(table.__table__).order_by(table.id)))
            assert [row[:7] for row in now[: len(before)]] == [row[:7] for row in before]
            self.logs[table] = now
        self._check_decisions_hold()

    def _check_decisions_hold(self) -> None:
        """Whoever decided about a sentence of an article finds that decision in whatever revision of it has it."""
        claims = {row.id: row for row in list_claims(self.db, ALL)}
        assert {row.claim_id for row in self.logs[Review]} <= claims.keys()
        last: dict[tuple[str, str, str], Any] = {}
        carried: dict[int, Any] = {}
        for row in self.logs[Review]:
            if row.carried_from is None:
                last[_place(claims[row.claim_id])] = row
            else:
                carried[row.claim_id] = max(carried.get(row.claim_id, row.decided_at), row.decided_at)
        for claim in list_claims(self.db, Filters(rejected=True)):
            row = last.get(_place(claim))
            # A reprint may have brought a younger decision from another address.
            if row is not None and carried.get(claim.id, row.decided_at) <= row.decided_at:
                assert claim.status in _MEANT[row.decision], (claim, row)


def _place(claim: ClaimRow) -> tuple[str, str, str]:
    return claim.uri, claim.sentence, claim.quote


_RIGHT = {Status.ACCEPTED, Status.CORRECTED}
_MEANT = {
    Status.REJECTED: {Status.REJECTED},
    Status.ACCEPTED: _RIGHT,
    Status.CORRECTED: _RIGHT,
    Status.UNREVIEWED: {Status.UNREVIEWED},
}


@contextmanager
def world(blank: Path) -> Iterator[World]:
    """A world with an empty database."""
    with tempfile.TemporaryDirectory() as folder:
        made = World(Path(folder), blank)
        try:
            yield made
        finally:
            made.db.close()


@pytest.fixture
def blank(_blank_file: Path) -> Path:
    """An empty database, to be copied."""
    return _blank_file


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_nothing_that_was_decided_is_ever_lost(blank: Path, steps: list[tuple[Any, ...]]) -> None:
    """Whatever happens in whatever order: reviews, names, revisions, reprints, newer extractors, copies."""
    with world(blank) as made:
        made.ingest(0, (0, 1, 2, 3), 4)
        for name, *given_ in steps:
            made.step(name, *given_)
            made.check()
