"""``factdb topics``: the headings under which claims stand."""

from factdb.cli._app import command
from factdb.cli._database import open_database
from factdb.cli._options import DbOption, FormatOption, ReprintsOption
from factdb.cli._output import Format, print_rows


@command("topics", "factdb topics", "factdb topics --format json", "factdb topics --db factdb-demo.db")
def list_topics(*, reprints: ReprintsOption = False, form: FormatOption = Format.TABLE, db: DbOption = None) -> None:
    """List the topics and count their claims."""
    from factdb.db.queries import count_topics

    with open_database(db) as database:
        counts = count_topics(database, reprints=reprints)
    rows = [(topic.slug, topic.name, topic.english, topic.claims) for topic in counts]
    print_rows(form, ("topic", "name", "english", "claims"), rows)
