"""``factdb db datasette``: show the database with Datasette."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from factdb.cli._app import command
from factdb.cli._database import open_database
from factdb.cli._options import DbOption
from factdb.cli._output import say
from factdb.cli.export import UnwritableFileError


@command("db datasette", "factdb db datasette -o metadata.json", "factdb db datasette --db reports.db > metadata.json")
def write_metadata(
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to; standard output if not given.")
    ] = None,
    db: DbOption = None,
) -> None:
    """Write what Datasette is to know of the database.

    Datasette (https://datasette.io) shows an SQLite file as web pages. With this as
    its metadata file it knows what the views and columns mean, what to narrow claims
    by, and a few questions to start from: datasette factdb.db --metadata metadata.json

    A database on a server becomes a file with `factdb db copy`.
    """
    from factdb.db.database import file_of
    from factdb.export import replacing
    from factdb.export.datasette import make_metadata

    with open_database(db) as database:
        text = json.dumps(make_metadata(database), ensure_ascii=False, indent=2)
        name = file_of(database.url)
    if output is None or str(output) == "-":
        sys.stdout.write(f"{text}\n")
        return
    try:
        with replacing(output) as target:
            target.write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise UnwritableFileError(output, error.strerror or str(error)) from error
    say(f"Wrote {output}. See it with `datasette {name} --metadata {output}`.")
