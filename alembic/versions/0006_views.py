"""The views `claims`, `articles` and `series`, which env.py makes after the newest migration."""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A view holds nothing, and keeps SQLite from making anew a table that it stands on; so no migration makes one.
    pass


def downgrade() -> None:
    pass
