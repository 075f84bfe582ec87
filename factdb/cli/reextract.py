"""``factdb reextract``: read the claims of stored articles anew."""

from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from factdb.cli._app import INTERRUPTED, PROBLEMS, command
from factdb.cli._database import count, open_database
from factdb.cli._deciding import tell_changes
from factdb.cli._options import DbOption, FormatOption, JobsOption, LexiconOption
from factdb.cli._output import Format, print_rows, say, say_problem

if TYPE_CHECKING:
    from factdb.reextract import Change, Summary

_HEADER = ("change", "claim", "quote", "fields", "uri")


@command("reextract", "factdb reextract", "factdb reextract --apply", "factdb reextract --every --format csv")
def reextract_articles(
    *,
    apply: Annotated[bool, typer.Option("--apply", help="Write it; else it is only shown.")] = False,
    every: Annotated[
        bool, typer.Option("--every", help="Also articles that this version and lexicon have read.")
    ] = False,
    limit: Annotated[
        int, typer.Option(min=0, metavar="NUMBER", help="Show at most so many claims; 0 for all. All are written.")
    ] = 50,
    jobs: JobsOption = 1,
    lexicon: LexiconOption = "",
    form: FormatOption = Format.TABLE,
    db: DbOption = None,
) -> None:
    """Read the claims of stored articles anew.

    By this version's extractor and the lexicon in force. What would change is
    shown; --apply writes it, a few articles at a time, and goes on where it was if
    it is interrupted. What somebody decided about stays as it is: where such a claim
    is found no more, it is marked as missed.
    """
    from factdb.lexicon import load_lexicon
    from factdb.reextract import reextract

    shown: list[tuple[object, ...]] = []

    def note(change: "Change") -> None:
        if not limit or len(shown) < limit:
            shown.append(_cells(change, form))

    with open_database(db) as database:
        summary = reextract(database, load_lexicon(lexicon), apply=apply, every=every, jobs=jobs, on_change=note)
    if shown or form is not Format.TABLE:
        print_rows(form, _HEADER, shown)
    _report(summary, written=apply)


def _cells(change: "Change", form: Format) -> tuple[object, ...]:
    quote = change.row.quote if change.row is not None else change.found.quote if change.found else ""
    number = None if change.row is None else change.row.id
    # A column of a table would show the folders and cut off which file it was.
    uri = (form is Format.TABLE and PurePath(change.uri).name) or change.uri
    return change.kind.value, number, quote, tell_changes(change.fields), uri


def _report(summary: "Summary", *, written: bool) -> None:
    for problem in summary.problems:
        say_problem(problem)
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in summary.kinds.items() if number) or "none"
    earlier = f" and {count(summary.revisions, 'earlier revision')}" if summary.revisions else ""
    articles = count(summary.articles - summary.revisions, "article")
    say(f"Read {articles}{earlier} anew; claims that are others now: {kinds}.")
    if summary.regrouped:
        say(f"Grouped {count(summary.regrouped, 'article')} with other reprints than before.")
    if summary.interrupted:
        say("Stopped by Ctrl-C. What was written stays; the same command again goes on from there.")
        raise typer.Exit(INTERRUPTED)
    if not written and any(summary.kinds.values()):
        say("Nothing was written; --apply does.")
    if summary.problems:
        raise typer.Exit(PROBLEMS)
