"""``factdb quality``: how well extraction did, by what people decided."""

from typing import TYPE_CHECKING

from factdb.cli._app import command
from factdb.cli._database import open_database
from factdb.cli._options import DbOption, FormatOption
from factdb.cli._output import Format, print_rows, say

if TYPE_CHECKING:
    from factdb.tracking.quality import Score


@command("quality", "factdb quality", "factdb quality --format json")
def show_quality(*, form: FormatOption = Format.TABLE, db: DbOption = None) -> None:
    """Score extraction by what was decided.

    For each field, how many claims had it right, of those that somebody accepted
    or corrected; `claim` is how many were claims at all, and `whole` how many had
    nothing wrong.
    """
    from factdb.tracking.quality import score

    with open_database(db) as database:
        scores = score(database)
    if form is Format.TABLE and not scores[0].reviewed:
        say("Nobody has decided about a claim yet. Begin with `factdb review`.")
        return
    print_rows(form, ("field", "right", "reviewed", "precision"), _rows(scores))


def _rows(scores: "list[Score]") -> list[tuple[object, ...]]:
    return [(each.field, each.right, each.reviewed, each.precision) for each in scores]
