"""Conflicts between claims, what people decided about them, and what has changed since they were looked for."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# A change of one of these may make or end a contradiction.
COLUMNS = (
    "low, high, cmp, unit, metric_id, subject_id, subject, period, period_start, period_end, modality, change, basis, "
    "status, counted"
)
ADD = "INSERT INTO touched (subject_id, metric_id)"
KNOWN = "{row}.subject_id IS NOT NULL AND {row}.metric_id IS NOT NULL"
OF_ARTICLE = (
    f"{ADD} SELECT DISTINCT subject_id, metric_id FROM claim "  # noqa: S608
    "WHERE article_id = NEW.id AND subject_id IS NOT NULL AND metric_id IS NOT NULL"
)


def upgrade() -> None:
    _make_conflicts()
    _make_decisions()
    if op.get_bind().dialect.name == "postgresql":
        _watch_in_postgresql()
    else:
        _watch_in_sqlite()


def _make_conflicts() -> None:
    op.create_table(
        "conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("metric_id", sa.Integer(), nullable=False),
        sa.Column("gap", sa.Double(), nullable=False),
        sa.Column("sources", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_conflict_subject_id")),
        sa.ForeignKeyConstraint(["metric_id"], ["metric.id"], name=op.f("fk_conflict_metric_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_conflict_subject_id_metric_id"), "conflict", ["subject_id", "metric_id"])
    op.create_index(op.f("ix_conflict_score"), "conflict", ["score"])
    op.create_table(
        "conflict_claim",
        sa.Column("conflict_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conflict_id"], ["conflict.id"], name=op.f("fk_conflict_claim_conflict_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_conflict_claim_claim_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("conflict_id", "claim_id", name=op.f("pk_conflict_claim")),
    )
    op.create_index(op.f("ix_conflict_claim_claim_id"), "conflict_claim", ["claim_id"])


def _make_decisions() -> None:
    op.create_table(
        "settlement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_settlement_claim_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement")),
    )
    op.create_index(op.f("ix_settlement_claim_id"), "settlement", ["claim_id"])
    op.create_table(
        "touched",
        sa.Column("subject_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("metric_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("subject_id", "metric_id", name=op.f("pk_touched")),
    )
    op.create_table(
        "conflict_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Integer(), nullable=False),
        sa.Column("searched_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_search")),
    )


def _watch_in_sqlite() -> None:
    for event, row, name in (
        (f"UPDATE OF {COLUMNS}", "OLD", "left"),
        (f"UPDATE OF {COLUMNS}", "NEW", "joined"),
        ("DELETE", "OLD", "gone"),
    ):
        op.execute(
            f"""CREATE TRIGGER claim_{name} AFTER {event} ON claim WHEN {KNOWN.format(row=row)} BEGIN
            {ADD} SELECT {row}.subject_id, {row}.metric_id WHERE NOT EXISTS (SELECT 1 FROM touched AS known
            WHERE known.subject_id = {row}.subject_id AND known.metric_id = {row}.metric_id); END"""  # noqa: S608
        )
    op.execute(
        f"""CREATE TRIGGER article_counts AFTER UPDATE OF current, duplicate_of, published_on ON article BEGIN
        {OF_ARTICLE} AND NOT EXISTS (SELECT 1 FROM touched AS known
        WHERE known.subject_id = claim.subject_id AND known.metric_id = claim.metric_id); END"""  # noqa: S608
    )


def _watch_in_postgresql() -> None:
    op.execute(
        f"""CREATE FUNCTION touch_claim() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF {KNOWN.format(row="OLD")} THEN
            {ADD} VALUES (OLD.subject_id, OLD.metric_id) ON CONFLICT DO NOTHING;
        END IF;
        IF TG_OP = 'UPDATE' THEN IF {KNOWN.format(row="NEW")} THEN
            {ADD} VALUES (NEW.subject_id, NEW.metric_id) ON CONFLICT DO NOTHING;
        END IF; END IF;
        RETURN NULL; END $$"""
    )
    op.execute(
        f"""CREATE FUNCTION touch_article() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        {OF_ARTICLE} ON CONFLICT DO NOTHING; RETURN NULL; END $$"""
    )
    op.execute(
        f"CREATE TRIGGER claim_changed AFTER UPDATE OF {COLUMNS} OR DELETE ON claim "
        "FOR EACH ROW EXECUTE FUNCTION touch_claim()"
    )
    op.execute(
        "CREATE TRIGGER article_counts AFTER UPDATE OF current, duplicate_of, published_on ON article "
        "FOR EACH ROW EXECUTE FUNCTION touch_article()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER claim_changed ON claim")
        op.execute("DROP TRIGGER article_counts ON article")
        op.execute("DROP FUNCTION touch_claim()")
        op.execute("DROP FUNCTION touch_article()")
    else:
        for name in ("claim_left", "claim_joined", "claim_gone", "article_counts"):
            op.execute(f"DROP TRIGGER {name}")
    for table in ("conflict_search", "touched", "settlement", "conflict_claim", "conflict"):
        op.drop_table(table)
