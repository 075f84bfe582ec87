"""``factdb list``: the claims as a table."""

from typing import TYPE_CHECKING

from factdb.cli._app import command
from factdb.cli._filters import with_filters
from factdb.cli._listing import View, show_claims
from factdb.cli._options import ColumnsOption, DbOption, FormatOption, GroupByOption, SortOption, UnitsOption
from factdb.cli._output import Format

if TYPE_CHECKING:
    from factdb.db.filters import Filters

_SCREENFUL = 50


@command(
    "list",
    "factdb list --topic traffic",
    "factdb list --metric 日活用户 --min 1亿 --period 2017",
    "factdb list --change increase --basis yoy --min 50% --not-topic finance",
    "factdb list --modality forecast --modality target --unit 元 --since 2017-02",
    "factdb list --group-by subject,metric --unit 元 --units 亿元",
    "factdb list --unit 元 --sort -value --columns subject,metric,value,period,published_on",
    "factdb list --subject 手机淘宝 --format json",
)
@with_filters()
def list_matching(
    *,
    form: FormatOption = Format.TABLE,
    columns: ColumnsOption = None,
    sort: SortOption = None,
    group_by: GroupByOption = None,
    units: UnitsOption = None,
    db: DbOption = None,
    filters: "Filters",
) -> None:
    """List the claims that match.

    Each is shown with its quote marked in its sentence. A table shows 50 of them
    unless --limit says otherwise; JSON and CSV hold all.

    Options are joined by "and"; one that is given again is joined by "or", so that
    --unit 元 --unit 美元 finds both. A name that is nobody's is told, with the nearest.

    Sorted by what they lack, claims come last. --group-by counts claims instead of
    listing them, each unit by itself, from the least value to the greatest.
    """
    view = View.read(form, _SCREENFUL, columns=columns, sort=sort, units=units, group_by=group_by)
    show_claims(filters, view, db)
