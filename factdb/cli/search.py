"""``factdb search``: the claims whose sentences, names or titles hold some words."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from factdb.cli._app import command
from factdb.cli._filters import with_filters
from factdb.cli._listing import View, show_claims
from factdb.cli._options import (
    ColumnsOption,
    DbOption,
    FormatOption,
    GroupByOption,
    SortOption,
    UnitsOption,
    storable,
)
from factdb.cli._output import Format
from factdb.errors import FactdbError

if TYPE_CHECKING:
    from factdb.db.filters import Filters

_SCREENFUL = 20


class NothingToFindError(FactdbError):
    """What was given to look for has neither a letter nor a digit in it."""

    def __init__(self, given: str) -> None:
        super().__init__(f"There is no word in {given!r} to look for. Give words or numbers, such as 流量 or 1.85亿.")


@command(
    "search",
    "factdb search 日活",
    "factdb search 日活用户 同比 --period 2017",
    "factdb search APP 流量 --topic traffic --limit 100",
    "factdb search 3.2亿元 --format json",
)
@with_filters("text")
def search_claims(
    *,
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="Words, phrases, numbers; all must be there.")],
    form: FormatOption = Format.TABLE,
    columns: ColumnsOption = None,
    sort: SortOption = None,
    group_by: GroupByOption = None,
    units: UnitsOption = None,
    db: DbOption = None,
    filters: "Filters",
) -> None:
    """Look for words in sentences, names and titles.

    Each word is found as it stands: of Chinese any part, of Latin words and numbers
    the whole. Simplified and traditional script, upper and lower case are the same.

    Claims come first whose subject or metric is what was looked for, then short
    sentences, and last what only the title speaks of. A table marks the words in
    the sentence and shows 20 claims unless --limit says otherwise; JSON and CSV
    hold all. The options narrow the search as they do for `factdb list`.
    """
    from factdb.db.tokens import phrases_of

    text = " ".join(" ".join(map(storable, words)).split())
    if not phrases_of(text):
        raise NothingToFindError(text)
    view = View.read(form, _SCREENFUL, columns=columns, sort=sort, units=units, group_by=group_by)
    show_claims(replace(filters, text=text), view, db)
