"""What a million claims need: titles in a search index, counters, whether a claim counts, and indexes of filters."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_article_published_on": ("article", ["published_on"], None),
    "ix_claim_topic_topic_id_claim_id": ("claim_topic", ["topic_id", "claim_id"], None),
    "ix_claim_unit_id": ("claim", ["unit", "id"], "counted"),
    "ix_claim_modality_id": ("claim", ["modality", "id"], "counted AND modality <> 'actual'"),
    "ix_claim_status_id": ("claim", ["status", "id"], "status <> 'unreviewed'"),
    "ix_claim_uncounted": ("claim", ["id"], "NOT counted"),
}


def upgrade() -> None:
    op.add_column("claim", sa.Column("counted", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.execute(
        "UPDATE claim SET counted = false WHERE status = 'rejected' OR article_id IN "
        "(SELECT id FROM article WHERE NOT current OR duplicate_of IS NOT NULL)"
    )
    op.drop_index("ix_claim_topic_topic_id", "claim_topic")
    for name, (table, columns, where) in INDEXES.items():
        some = sa.text(where) if where else None
        op.create_index(op.f(name), table, columns, sqlite_where=some, postgresql_where=some)
    op.create_table(
        "tally",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "name", name=op.f("pk_tally")),
        # The same few rows are written again and again.
        postgresql_with={"fillfactor": 20},
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE title_search USING fts5(title, content='', tokenize='unicode61 remove_diacritics 0')"
        )
        return
    op.create_table(
        "title_search",
        sa.Column("article_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_title_search_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_title_search")),
    )
    op.execute(
        "CREATE INDEX ix_title_search_tokens ON title_search USING gin "
        "(array_to_tsvector(string_to_array(btrim(title), ' ')))"
    )


def downgrade() -> None:
    op.drop_table("title_search")
    op.drop_table("tally")
    for name, (table, _, _) in INDEXES.items():
        op.drop_index(op.f(name), table)
    op.create_index(op.f("ix_claim_topic_topic_id"), "claim_topic", ["topic_id"])
    op.drop_column("claim", "counted")
