"""Which shards of a corpus were loaded."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "loaded_shard",
        sa.Column("shard", sa.Text(), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_loaded_shard_run_id")),
        sa.PrimaryKeyConstraint("shard", "checksum", name=op.f("pk_loaded_shard")),
    )


def downgrade() -> None:
    op.drop_table("loaded_shard")
