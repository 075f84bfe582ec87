"""Decisions that are taken back, decisions about names, and articles whose claims are read anew."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# A new column, and what it refers to. SQLite adds one in place only where the reference is part of it.
COLUMNS = (("article", "extracted_by", "run"), ("claim", "missed_by", "run"), ("review", "undoes", "review"))


def upgrade() -> None:
    for table, column, other in COLUMNS:
        name = op.f(f"fk_{table}_{column}")
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT {name} REFERENCES {other} (id)")
    op.add_column("run", sa.Column("kind", sa.String(length=16), nullable=False, server_default="ingest"))
    op.create_table(
        "name_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["undoes"], ["name_decision.id"], name=op.f("fk_name_decision_undoes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_decision")),
    )


def downgrade() -> None:
    op.drop_table("name_decision")
    op.drop_column("run", "kind")
    for table, column, _ in reversed(COLUMNS):
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        else:
            op.drop_column(table, column)
