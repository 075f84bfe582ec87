"""``factdb extract``: the claims of a text, without a database."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factdb.cli._app import PROBLEMS, command
from factdb.cli._options import SOURCES_HELP, FormatOption, LexiconOption, check_paths
from factdb.cli._output import Format
from factdb.cli._reading import with_reading
from factdb.errors import FactdbError

if TYPE_CHECKING:
    from factdb.lexicon import Lexicon
    from factdb.readers import Options


class NothingToExtractError(FactdbError):
    """Neither texts nor records were given."""

    def __init__(self) -> None:
        super().__init__("There is nothing to extract from. Name files, - for standard input, or --records FILE.")


class RecordsAndPathsError(FactdbError):
    """Texts and records were given at once."""

    def __init__(self) -> None:
        super().__init__("--records stands alone. Leave out the other paths, or --records.")


class UnreadableRecordsError(FactdbError):
    """The file of records cannot be read."""

    def __init__(self, path: str, cause: str) -> None:
        super().__init__(f"{path} cannot be read: {cause}. Name a file of JSON Lines, or - for standard input.")


@command(
    "extract",
    "factdb extract article.txt --date 2017-02-21",
    "factdb extract - --format json < article.txt",
    "factdb extract --records texts.jsonl > claims.jsonl",
)
@with_reading("title", "source")
def extract_claims(
    paths: Annotated[list[str] | None, typer.Argument(metavar="PATH", help=SOURCES_HELP)] = None,
    *,
    records: Annotated[
        str | None,
        typer.Option(metavar="FILE", help='JSON Lines of {"id", "doc_date", "text"}, or -; a claim a line comes out.'),
    ] = None,
    options: "Options",
    lexicon: LexiconOption = "",
    form: FormatOption = Format.TABLE,
) -> None:
    """Show the claims of texts without storing them.

    A figure that a text repeats is shown once. With --records, every figure is a line of JSON, repeats as well.
    """
    from factdb.lexicon import load_lexicon

    words = load_lexicon(lexicon)
    if records is not None:
        if paths:
            raise RecordsAndPathsError
        problems = _extract_records(records, words)
    elif paths:
        from factdb.cli._texts import extract_texts

        check_paths(paths)
        problems = extract_texts(paths, options, words, form)
    else:
        raise NothingToExtractError
    if problems:
        raise typer.Exit(PROBLEMS)


def _extract_records(path: str, lexicon: "Lexicon") -> int:
    from factdb.cli._records import extract_records

    if path == "-":
        return extract_records(sys.stdin.buffer, "standard input", lexicon)
    try:
        lines = Path(path).open("rb")  # noqa: SIM115 (what happens inside must not pass for a fault of this file)
    except OSError as error:
        raise UnreadableRecordsError(path, error.strerror or str(error)) from error
    with lines:
        return extract_records(lines, path, lexicon)
