"""``factdb explain``: which rule gave which field of a claim, and over which characters."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from factdb.cli._app import command
from factdb.cli._options import DateOption, FormatOption, LexiconOption, read_date
from factdb.cli._output import Format, print_csv, print_json, say

if TYPE_CHECKING:
    from factdb.claim import Claim
    from factdb.explanation import Explained

HEADER = ("start", "end", "quote", "field", "value", "rule", "cue")


@command(
    "explain",
    "factdb explain 手机淘宝日活用户超过1.85亿",
    "factdb explain --date 2017-02-21 预计今年广告分成将达100亿元",
    "factdb explain - < article.txt",
)
def explain_text(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The text itself, or - for standard input.")],
    *,
    date: DateOption = None,
    lexicon: LexiconOption = "",
    form: FormatOption = Format.TABLE,
) -> None:
    """Show which rule gave which field.

    For each figure of a text: its fields, the rule behind each, and the characters
    that the rule went by. A field with no rule has the value that a claim has where the text says nothing.
    """
    from factdb.explanation import explain
    from factdb.extract import extract
    from factdb.lexicon import load_lexicon

    if text == "-":
        from factdb.readers.encoding import decode

        text = decode(sys.stdin.buffer.read()).text
    claims = extract(text, doc_date=read_date(date), lexicon=load_lexicon(lexicon))
    rows = [(claim, _cells(one)) for claim in claims for one in explain(claim, text)]
    match form:
        case Format.TABLE:
            _print_tables(claims, text)
        case Format.JSON:
            print_json(dict(zip(HEADER, (c.start, c.end, c.quote, *row), strict=True)) for c, row in rows)
        case Format.CSV:
            print_csv(HEADER, ((c.start, c.end, c.quote, *row) for c, row in rows))


def _cells(one: "Explained") -> tuple[str, str, str, str]:
    return one.field, one.value, one.rule, one.cue


def _print_tables(claims: "list[Claim]", text: str) -> None:
    from factdb.cli._claims import mark_in_text
    from factdb.cli._table import mark, print_table, stdout_console
    from factdb.explanation import explain

    if not claims:
        say("There is no figure in this text that is a claim.")
    console = stdout_console()
    for number, claim in enumerate(claims):
        if number:
            console.print()
        console.print(mark(console, mark_in_text(claim, text), console.width))
        print_table(("field", "value", "rule", "cue"), map(_cells, explain(claim, text)))
