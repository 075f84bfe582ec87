"""The log of ingests: a row for each run, and one for each problem it met."""

from datetime import UTC, datetime

from sqlalchemy import insert, update

from factdb.db.database import Database
from factdb.db.models import Outcome, Problem, Run
from factdb.errors import Problem as SourceProblem


def start_run(db: Database, *, extractor_version: str, lexicon: str) -> int:
    """Open a run and give its id.

    Args:
        db: Where to.
        extractor_version: Which extractor finds the claims.
        lexicon: The fingerprint of the words it goes by.
    """
    with db.begin() as connection:
        statement = insert(Run).values(
            started_at=datetime.now(UTC),
            outcome=Outcome.RUNNING,
            extractor_version=extractor_version,
            lexicon=lexicon,
            articles=0,
            new=0,
            unchanged=0,
            claims=0,
        )
        return int(connection.scalars(statement.returning(Run.id)).one())


def end_run(
    db: Database, run_id: int, outcome: Outcome, *, articles: int, new: int, unchanged: int, claims: int
) -> None:
    """Close a run with its counts."""
    with db.begin() as connection:
        connection.execute(
            update(Run)
            .where(Run.id == run_id)
            .values(
                ended_at=datetime.now(UTC),
                outcome=outcome,
                articles=articles,
                new=new,
                unchanged=unchanged,
                claims=claims,
            )
        )


def record_problem(db: Database, run_id: int, problem: SourceProblem, *, note: bool = False) -> None:
    """Record what is wrong with a source; or, as a note, what there is to say of one that was read."""
    with db.begin() as connection:
        connection.execute(
            insert(Problem), [{"run_id": run_id, "source": problem.source, "message": problem.message, "note": note}]
        )
