"""``factdb watch``: fetch articles again, and tell which figures changed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factdb.cli._app import INTERRUPTED, PROBLEMS, command
from factdb.cli._database import count, open_database
from factdb.cli._options import AllowPrivateOption, DbOption, FormatOption, LexiconOption, check_paths
from factdb.cli._output import Format, print_rows, say, say_problem
from factdb.cli.diff import HEADER, comparison_rows, print_comparison
from factdb.errors import FactdbError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factdb.ingest import IngestSummary
    from factdb.tracking.revisions import Comparison


class UnreadableListError(FactdbError):
    """A file of addresses that cannot be read."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(f"{name} cannot be read: {cause}. Name a file with an address a line, or an address.")


@command("watch", "factdb watch addresses.txt", "factdb watch https://example.com/report.html --format csv")
def watch_addresses(
    sources: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Files with an address a line, and addresses themselves.")
    ],
    *,
    allow_private: AllowPrivateOption = False,
    lexicon: LexiconOption = "",
    form: FormatOption = Format.TABLE,
    db: DbOption = None,
) -> None:
    """Fetch articles again, and show which figures changed.

    A text that changed becomes a new revision, as with `factdb ingest`; one that is
    not known yet is stored. What differs is shown as `factdb diff` shows it. Let a
    timer of your system run it every day.
    """
    from factdb.ingest import ingest
    from factdb.lexicon import load_lexicon
    from factdb.readers import Options
    from factdb.tracking.revisions import compare_revisions, current_revisions

    check_paths(sources)
    addresses = [address for source in sources for address in _addresses(source)]
    with open_database(db, create=True) as database:
        before = current_revisions(database, addresses)
        summary = ingest(database, sources, Options(allow_private=allow_private), lexicon=load_lexicon(lexicon))
        after = current_revisions(database, addresses)
        changed = [uri for uri in dict.fromkeys(addresses) if uri in before and after[uri] != before[uri]]
        found = [compare_revisions(database, uri, before[uri], after[uri]) for uri in changed]
    _print(found, form)
    _report(summary, found)


def _addresses(source: str) -> list[str]:
    """The addresses that a source names."""
    if "://" in source:
        return [source]
    try:
        lines = Path(source).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        raise UnreadableListError(source, error.strerror or str(error)) from None
    return [line.strip() for line in lines if "://" in line and not line.lstrip().startswith("#")]


def _print(found: "Sequence[Comparison]", form: Format) -> None:
    from factdb.wording import show_text

    if form is Format.TABLE:
        for comparison in found:
            typer.echo(show_text(comparison.uri))
            print_comparison(comparison, form)
    else:
        print_rows(form, (*HEADER, "uri"), ((*row, each.uri) for each in found for row in comparison_rows(each)))


def _report(summary: "IngestSummary", found: "Sequence[Comparison]") -> None:
    for problem in summary.problems:
        say_problem(problem)
    say(f"Fetched {count(summary.articles, 'article')}: {len(found)} changed, {summary.unchanged} unchanged.")
    if summary.interrupted:
        raise typer.Exit(INTERRUPTED)
    if summary.problems:
        raise typer.Exit(PROBLEMS)
