"""The search index over claims in PostgreSQL."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.create_table(
        "claim_search",
        sa.Column("claim_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_search_claim_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_claim_search")),
    )
    # The tokens are made, and must not be taken apart again: to_tsvector has its own idea of words.
    op.execute(
        "CREATE INDEX ix_claim_search_tokens ON claim_search USING gin "
        "(array_to_tsvector(string_to_array(btrim(sentence || ' ' || about), ' ')))"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_table("claim_search")
