"""``factdb demo``: sample articles in a database of their own, and what to try with it."""

import typer

from factdb.cli._app import PROBLEMS, command
from factdb.cli._database import count, open_database
from factdb.cli._output import say_problem

# A name that no setting gives, so that the samples never mix with a person's own articles.
DATABASE = "factdb-demo.db"
_SHOWN = 12
NEXT = (
    (f"factdb list --db {DATABASE} --topic traffic", "the claims on one topic"),
    (f"factdb list --db {DATABASE} --modality forecast", "what is expected and has not come yet"),
    (f"factdb show --db {DATABASE} 1", "one claim with all its fields"),
    (f"factdb stats --db {DATABASE}", "what there is"),
    (f"factdb export --db {DATABASE} -o claims.csv", "a file for Excel"),
)


@command("demo", "factdb demo")
def try_out() -> None:
    """Try factdb out on sample articles.

    They go into factdb-demo.db in this folder, and what came out of them is shown.
    Your own data is not touched: neither --db nor FACTDB_URL has a say here.
    """
    from factdb.cli._claims import print_claims
    from factdb.db.queries import Filters, count_claims, list_claims
    from factdb.ingest import ingest
    from factdb.resources import articles_folder

    with open_database(DATABASE, create=True) as database:
        summary = ingest(database, [str(articles_folder())])
        for problem in summary.problems:
            say_problem(problem)
        total = count_claims(database, Filters())
        typer.echo(f"{DATABASE} holds {count(summary.articles, 'sample article')} with {count(total, 'claim')}.")
        typer.echo("These are the first of them:\n")
        print_claims(database, list_claims(database, Filters(limit=_SHOWN)))
    typer.echo("\nTry next:\n")
    width = max(len(line) for line, _ in NEXT)
    for line, meaning in NEXT:
        typer.echo(f"  {line:<{width}}  # {meaning}")
    typer.echo("\nFor articles of your own: factdb ingest PATH, which makes factdb.db.")
    if summary.problems:
        raise typer.Exit(PROBLEMS)
