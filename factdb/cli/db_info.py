"""``factdb db info``: what the database is, and where."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from factdb.cli._app import command
from factdb.cli._database import open_as_it_is
from factdb.cli._options import DbOption, FormatOption
from factdb.cli._output import Format, print_rows

if TYPE_CHECKING:
    from factdb.db.info import Info


@command("db info", "factdb db info", "factdb db info --format json", "factdb db info --db reports.db")
def show_info(*, form: FormatOption = Format.TABLE, db: DbOption = None) -> None:
    """Show where the database is, its kind, its schema and its size.

    Nothing is done to it: one of an older factdb is not upgraded. The counts are of
    all that is stored, earlier revisions and reprints included; `factdb stats`
    counts what `factdb list` shows. No password is shown.
    """
    from factdb.db.info import read_info

    with open_as_it_is(db) as database:
        info = read_info(database)
    if form is not Format.TABLE:
        fields = asdict(info)
        print_rows(form, tuple(fields), [tuple(fields.values())])
        return
    from factdb.cli._table import print_fields

    print_fields(
        (
            ("database", info.database),
            ("engine", f"{info.engine} {info.engine_version}"),
            ("schema", _schema(info)),
            ("size", _size(info.size)),
            *((name, f"{getattr(info, name):,}") for name in ("article_rows", "claim_rows", "reviews", "runs")),
        )
    )


def _schema(info: "Info") -> str:
    if info.schema is None:
        return "none yet: the first `factdb ingest` makes it, or `factdb db upgrade`"
    if info.schema == info.newest_schema:
        return f"{info.schema}, up to date"
    return f"{info.schema}; the next command upgrades it to {info.newest_schema}, as does `factdb db upgrade`"


def _size(number: float) -> str:
    """Bytes as a person reads them."""
    unit = "bytes"
    for larger in ("kB", "MB", "GB", "TB"):
        if number < 1000:  # noqa: PLR2004 (a unit is a thousand of the one before)
            break
        number, unit = number / 1000, larger
    return f"{number:,.0f} {unit}" if unit == "bytes" else f"{number:,.1f} {unit}"
