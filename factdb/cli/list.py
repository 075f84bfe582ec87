"""``factdb list``: the claims as a table."""

from typing import TYPE_CHECKING

from factdb.cli._app import command
from factdb.cli._filters import with_filters
from factdb.cli._listing import show_claims
from factdb.cli._options import DbOption, FormatOption
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
    "factdb list --subject 手机淘宝 --format json",
)
@with_filters()
def list_matching(*, filters: "Filters", form: FormatOption = Format.TABLE, db: DbOption = None) -> None:
    """List the claims that match.

    Each is shown with its quote marked in its sentence. A table shows 50 of them
    unless --limit says otherwise; JSON and CSV hold all.

    Options are joined by "and"; one that is given again is joined by "or", so that
    --unit 元 --unit 美元 finds both. A name that is nobody's is told, with the nearest.
    """
    show_claims(filters, form, db, screenful=_SCREENFUL)
