"""Orders that the web page shows page by page: values, and the names of metrics and subjects."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    open_below = sa.text("low_float IS NULL")
    op.create_index(op.f("ix_claim_low_float"), "claim", ["low_float"])
    op.create_index(
        op.f("ix_claim_high_float"), "claim", ["high_float"], sqlite_where=open_below, postgresql_where=open_below
    )
    op.create_index(op.f("ix_metric_name"), "metric", ["name"])
    op.create_index(op.f("ix_subject_name"), "subject", ["name"])


def downgrade() -> None:
    op.drop_index(op.f("ix_subject_name"), "subject")
    op.drop_index(op.f("ix_metric_name"), "metric")
    op.drop_index(op.f("ix_claim_high_float"), "claim")
    op.drop_index(op.f("ix_claim_low_float"), "claim")
