"""``factdb report``: a page about a topic or a subject."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factdb.cli._app import command
from factdb.cli._database import count, open_database
from factdb.cli._filters import with_filters
from factdb.cli._options import DbOption
from factdb.cli._output import say
from factdb.cli.export import UnwritableFileError
from factdb.errors import FactdbError

if TYPE_CHECKING:
    from factdb.db.filters import Filters


class NotAPageError(FactdbError):
    """The suffix of a file is none of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"A report is a page of HTML, and {path} has another suffix. Name it {path.with_suffix('.html').name}; a "
            "browser prints it, or saves it as PDF."
        )


@command(
    "report",
    "factdb report --topic advertising -o ads.html",
    "factdb report --subject 手机淘宝 -o taobao.html",
    "factdb report --subject 手机淘宝 --metric 日活用户 --since 2015 --limit 0 -o dau.html",
)
@with_filters()
def report_claims(
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Where to: an .html file.")],
    db: DbOption = None,
    filters: "Filters",
) -> None:
    """Write a page about a topic or a subject.

    It has the newest figures, the series as charts, what was said of one period in
    two ways, forecasts beside what came, and the sentences with their sources.

    The page needs nothing else: it can be sent, read on a phone, and printed. The
    sentences are those of the 100 claims that were published last, or of --limit.
    """
    from factdb.report import write_report

    if output.suffix.lower() not in {".html", ".htm", ""}:
        raise NotAPageError(output)
    with open_database(db) as database:
        try:
            contents = write_report(database, filters, output)
        except OSError as error:
            raise UnwritableFileError(output, error.strerror or str(error)) from error
    about = f" about {contents.about}" if contents.about else ""
    say(f"Wrote a report on {count(contents.extent.claims, 'claim')}{about} to {output}.")
