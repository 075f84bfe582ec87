"""``factdb stats``: what a database holds."""

from typing import TYPE_CHECKING

from factdb.cli._app import command
from factdb.cli._database import count, open_database
from factdb.cli._options import DbOption, FormatOption, ReprintsOption
from factdb.cli._output import Format, print_rows, say

if TYPE_CHECKING:
    from factdb.db.queries import Stats


@command("stats", "factdb stats", "factdb stats --format csv", "factdb stats --db factdb-demo.db")
def show_stats(*, reprints: ReprintsOption = False, form: FormatOption = Format.TABLE, db: DbOption = None) -> None:
    """Count articles and claims.

    Claims are counted by topic, unit, modality, and by what a person decided about them.
    """
    from factdb.db.queries import collect_stats

    with open_database(db) as database:
        stats = collect_stats(database, reprints=reprints)
        name = database.name
    if form is Format.TABLE:
        say(f"{name}: {count(stats.articles, 'article')}{_days(stats)}, {count(stats.claims, 'claim')}.")
    print_rows(form, ("of", "name", "count"), _rows(stats))


def _days(stats: "Stats") -> str:
    return f" from {stats.first} to {stats.last}" if stats.first and stats.last else ""


def _rows(stats: "Stats") -> list[tuple[str, str, int]]:
    return [
        ("all", "articles", stats.articles),
        ("all", "reprints", stats.reprints),
        ("all", "claims", stats.claims),
        *(("topic", topic.slug, topic.claims) for topic in stats.topics if topic.claims),
        *(("unit", unit.name, unit.claims) for unit in stats.units),
        *(("modality", modality.name, modality.claims) for modality in stats.modalities),
        *(("status", status.name, status.claims) for status in stats.statuses),
    ]
