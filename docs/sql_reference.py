"""The reference part of docs/sql.md: the views and their columns, from the code."""

from factdb.db.views import VIEWS


def make_views() -> str:
    """A section for each view: what its rows are, and a row for each column."""
    return "\n".join(
        f"## {view.name}\n\n{view.meaning}.\n\n| column | holds |\n| --- | --- |\n"
        + "".join(f"| `{column.name}` | {column.meaning} |\n" for column in view.columns)
        for view in VIEWS
    )
