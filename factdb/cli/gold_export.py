"""``factdb gold export``: reviewed claims as a gold set."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from factdb.cli._app import command
from factdb.cli._database import count, open_database
from factdb.cli._options import DbOption
from factdb.cli._output import say
from factdb.cli.export import UnwritableFileError


@command("gold export", "factdb gold export -o gold.json", "factdb gold export > gold.json")
def export_gold(
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to; standard output if not given.")
    ] = None,
    db: DbOption = None,
) -> None:
    """Write what was decided as a gold set, in JSON.

    A passage for each article with the claims that an extractor should find in it:
    those that were accepted or corrected are core; those that nobody has looked at
    are optional; those that were rejected are left out.
    """
    from factdb.export import replacing
    from factdb.export.gold import write_gold

    with open_database(db) as database:
        if output is None or str(output) == "-":
            articles, claims = write_gold(database, sys.stdout)
            sys.stdout.flush()
        else:
            try:
                with replacing(output) as target, target.open("w", encoding="utf-8") as stream:
                    articles, claims = write_gold(database, stream)
            except OSError as error:
                raise UnwritableFileError(output, error.strerror or str(error)) from error
    say(f"Wrote {count(claims, 'reviewed claim')} of {count(articles, 'article')}.")
