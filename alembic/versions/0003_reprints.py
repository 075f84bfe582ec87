"""Where dates come from, reprints with claims of their own, carried reviews, and runs that can be told dead."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ARTICLE = {"date_rule": sa.Text(), "fetched_at": sa.DateTime(timezone=True), "source_hash": sa.String(length=64)}
RUN = {"host": sa.Text(), "pid": sa.Integer(), "seen_at": sa.DateTime(timezone=True)}
CLAIM = (
    'start, "end", quote, sentence, low, low_float, high, high_float, cmp, unit, metric, metric_id, subject, '
    "subject_id, period, period_start, period_end, period_raw, period_rule, modality, change, basis, attribution, "
    "occurrences, status"
)
# A copy of the same text, its original, and a claim of each at the same place.
COPIES = """
    article AS copied JOIN article AS original ON original.id = copied.duplicate_of
        AND original.content_hash = copied.content_hash
    JOIN claim AS old ON old.article_id = original.id
"""
COPIED_CLAIMS = f"""
    {COPIES} JOIN claim AS made ON made.article_id = copied.id AND made.start = old.start AND made."end" = old."end"
"""


def upgrade() -> None:
    for table, columns in (("article", ARTICLE), ("run", RUN)):
        for name, kind in columns.items():
            op.add_column(table, sa.Column(name, kind, nullable=True))
    with op.batch_alter_table("review") as batch:
        batch.add_column(sa.Column("carried_from", sa.Integer(), nullable=True))
        batch.create_foreign_key(batch.f("fk_review_carried_from"), "review", ["carried_from"], ["id"])
        batch.create_index(batch.f("ix_review_carried_from"), ["carried_from"])
    op.create_table(
        "mark",
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_mark_article_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("hash", "article_id", name=op.f("pk_mark")),
    )
    op.create_index(op.f("ix_mark_article_id"), "mark", ["article_id"])
    _give_copies_their_claims()
    _let_current_articles_lead()


def downgrade() -> None:
    _take_claims_from_copies()
    op.drop_table("mark")
    with op.batch_alter_table("review") as batch:
        batch.drop_index(batch.f("ix_review_carried_from"))
        batch.drop_constraint(batch.f("fk_review_carried_from"), type_="foreignkey")
        batch.drop_column("carried_from")
    for table, columns in (("article", ARTICLE), ("run", RUN)):
        for name in columns:
            op.drop_column(table, name)


def _give_copies_their_claims() -> None:
    """A copy had none so far; decisions about the original's claims are told of the copy's too."""
    columns = ", ".join(f"old.{name}" for name in CLAIM.split(", "))
    op.execute(
        f"""INSERT INTO claim (article_id, {CLAIM}) SELECT copied.id, {columns} FROM {COPIES}
        WHERE NOT EXISTS (SELECT 1 FROM claim WHERE claim.article_id = copied.id
            AND claim.start = old.start AND claim."end" = old."end") ORDER BY copied.id, old.id"""  # noqa: S608
    )
    op.execute(
        f"""INSERT INTO claim_topic (claim_id, topic_id) SELECT made.id, topics.topic_id FROM {COPIED_CLAIMS}
        JOIN claim_topic AS topics ON topics.claim_id = old.id
        WHERE NOT EXISTS (SELECT 1 FROM claim_topic WHERE claim_topic.claim_id = made.id)"""  # noqa: S608
    )
    op.execute(
        f"""INSERT INTO review (claim_id, decided_at, reviewer, decision, changes, remark, carried_from)
        SELECT made.id, told.decided_at, told.reviewer, told.decision, told.changes, told.remark, told.id
        FROM {COPIED_CLAIMS} JOIN review AS told ON told.claim_id = old.id
        WHERE NOT EXISTS (SELECT 1 FROM review WHERE review.claim_id = made.id) ORDER BY told.id"""  # noqa: S608
    )


def _let_current_articles_lead() -> None:
    """Claims count for the article that others refer to, so that must be a current one wherever there is one."""
    connection = op.get_bind()
    found = connection.execute(
        sa.text(
            """SELECT original.id, MIN(copied.id) FROM article AS original
            JOIN article AS copied ON copied.duplicate_of = original.id
            WHERE copied.current AND NOT original.current GROUP BY original.id"""
        )
    ).all()
    for old, new in found:
        connection.execute(
            sa.text("UPDATE article SET duplicate_of = :new WHERE duplicate_of = :old OR id = :old"),
            {"old": old, "new": new},
        )
        connection.execute(sa.text("UPDATE article SET duplicate_of = NULL WHERE id = :new"), {"new": new})


def _take_claims_from_copies() -> None:
    """A copy of the same text holds no claims there but those that a person decided about; a similar one is its own."""
    op.execute(
        f"""DELETE FROM claim WHERE id IN (SELECT made.id FROM {COPIED_CLAIMS})
        AND NOT EXISTS (SELECT 1 FROM review WHERE review.claim_id = claim.id)"""  # noqa: S608
    )
    # Foreign keys may be off, so that tables can be made anew.
    op.execute("DELETE FROM claim_topic WHERE NOT EXISTS (SELECT 1 FROM claim WHERE claim.id = claim_topic.claim_id)")
    op.execute(
        """UPDATE article SET duplicate_of = NULL WHERE duplicate_of IS NOT NULL AND content_hash <>
        (SELECT original.content_hash FROM article AS original WHERE original.id = article.duplicate_of)"""
    )
