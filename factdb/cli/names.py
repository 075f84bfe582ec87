"""``factdb subjects`` and ``factdb metrics``: the names that claims go by, and a person's decisions about them."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from factdb.cli._app import command
from factdb.cli._database import open_database
from factdb.cli._deciding import RemarkOption, ReviewerOption, read_reviewer
from factdb.cli._options import DbOption, FormatOption, storable
from factdb.cli._output import Format, print_rows, say

if TYPE_CHECKING:
    from factdb.db.seed import Naming

LimitOption = Annotated[int, typer.Option(min=0, metavar="NUMBER", help="At most so many; 0 for all.")]
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The name, or any alias of it.")]
AliasesArgument = Annotated[list[str], typer.Argument(metavar="ALIAS", help="Other names of it.")]


def register(kind: str, one: str, other: str, third: str) -> None:
    """Make the commands for names of a kind, with three names for their examples.

    Args:
        kind: subject or metric.
        one: The long form of a name.
        other: A short form of it.
        third: Another name.
    """
    group = f"{kind}s"
    _register_lists(group, kind, other)
    _register_log(group, kind)
    _register_merging(group, kind, one, other)
    _register_apart(group, kind, one, third)
    _register_aliases(group, kind, one, other, third)
    _register_undo(group, kind)


def _register_lists(group: str, kind: str, part: str) -> None:
    @command(f"{group} list", f"factdb {group} list", f"factdb {group} list {part}")
    def list_all(
        part: Annotated[str, typer.Argument(metavar="PART", help="Only names with this in them.")] = "",
        *,
        limit: LimitOption = 50,
        form: FormatOption = Format.TABLE,
        db: DbOption = None,
    ) -> None:
        """List the names with their aliases, those with most claims first."""
        from factdb.tracking.name_lists import list_names

        with open_database(db) as database:
            rows = list_names(database, _naming(kind), containing=storable(part), limit=limit or None)
        if not rows and form is Format.TABLE:
            say(f"No {kind} has {part} in a name of it." if part else f"There is no {kind} yet.")
            return
        told = [(row.name, row.claims, row.origin, _aliases(row.aliases, form)) for row in rows]
        print_rows(form, ("name", "claims", "origin", "aliases"), told)

    @command(f"{group} suggest", f"factdb {group} suggest")
    def suggest_merges(*, limit: LimitOption = 20, form: FormatOption = Format.TABLE, db: DbOption = None) -> None:
        """Suggest names that may be one.

        One is part or a short form of the other, or they have the same values for
        the same periods. `merge` makes two one; `apart` says that they are two.
        """
        from factdb.tracking.suggestions import suggest

        with open_database(db) as database:
            rows = suggest(database, _naming(kind), limit=limit or None)
        if not rows and form is Format.TABLE:
            say("No two names look like one.")
            return
        header = ("name", "into", "why", "same", "other", "claims")
        print_rows(form, header, [tuple(getattr(row, name) for name in header) for row in rows])


def _register_log(group: str, kind: str) -> None:
    @command(f"{group} log", f"factdb {group} log")
    def show_log(*, form: FormatOption = Format.TABLE, db: DbOption = None) -> None:
        """Show what was decided about names, newest first."""
        from factdb.tracking.name_lists import read_name_log

        with open_database(db) as database:
            events = read_name_log(database, _naming(kind))
        if not events and form is Format.TABLE:
            say(f"Nobody has decided about names yet. `factdb {group} suggest` shows some that may be one.")
            return
        header = ("id", "decided_at", "reviewer", "action", "said", "remark", "undoes")
        rows = [
            (e.id, f"{e.decided_at:%Y-%m-%d %H:%M}", e.reviewer, e.action, e.said, e.remark, e.undoes) for e in events
        ]
        print_rows(form, header, rows)


def _register_merging(group: str, kind: str, one: str, other: str) -> None:
    @command(f"{group} merge", f"factdb {group} merge {other} --into {one}")
    def merge_names(
        others: Annotated[list[str], typer.Argument(metavar="NAME", help="The names that become part of it.")],
        *,
        into: Annotated[str, typer.Option(metavar="NAME", help="The name that stays.")],
        remark: RemarkOption = None,
        reviewer: ReviewerOption = None,
        db: DbOption = None,
    ) -> None:
        """Let several names be one.

        Their claims and aliases go to the one that stays, as do those of articles
        to come.
        """
        _decide("merge", kind, db, reviewer, remark, [storable(name) for name in others], storable(into))

    @command(f"{group} split", f"factdb {group} split {one} {other}")
    def split_name(
        name: NameArgument,
        aliases: AliasesArgument,
        *,
        remark: RemarkOption = None,
        reviewer: ReviewerOption = None,
        db: DbOption = None,
    ) -> None:
        """Let aliases of a name be a name of their own.

        It is called as the first of them; the claims that say so go along.
        """
        _decide("split", kind, db, reviewer, remark, storable(name), [storable(alias) for alias in aliases])


def _register_apart(group: str, kind: str, one: str, third: str) -> None:
    @command(f"{group} apart", f"factdb {group} apart {one} {third}")
    def keep_names_apart(
        name: NameArgument,
        other: Annotated[str, typer.Argument(metavar="OTHER", help="The name that is another one.")],
        *,
        remark: RemarkOption = None,
        reviewer: ReviewerOption = None,
        db: DbOption = None,
    ) -> None:
        """Say that two names are two, so that nobody suggests to merge them."""
        _decide("keep_apart", kind, db, reviewer, remark, storable(name), storable(other))


def _register_aliases(group: str, kind: str, one: str, other: str, third: str) -> None:
    @command(f"{group} add", f"factdb {group} add {third}")
    def add_name(
        name: Annotated[str, typer.Argument(metavar="NAME", help="The name.")],
        aliases: Annotated[list[str] | None, typer.Argument(metavar="ALIAS", help="Other names of it.")] = None,
        *,
        remark: RemarkOption = None,
        reviewer: ReviewerOption = None,
        db: DbOption = None,
    ) -> None:
        """Add a name that no article has brought yet."""
        _decide("add", kind, db, reviewer, remark, storable(name), [storable(alias) for alias in aliases or ()])

    @command(f"{group} rename", f"factdb {group} rename {other} {one}")
    def rename_name(
        name: NameArgument,
        new: Annotated[str, typer.Argument(metavar="NEW", help="What it is called from now on.")],
        *,
        remark: RemarkOption = None,
        reviewer: ReviewerOption = None,
        db: DbOption = None,
    ) -> None:
        """Call a name otherwise; the form before stays an alias."""
        _decide("rename", kind, db, reviewer, remark, storable(name), storable(new))

    @command(f"{group} alias", f"factdb {group} alias {one} {other}")
    def alias_name(
        name: NameArgument,
        aliases: AliasesArgument,
        *,
        remark: RemarkOption = None,
        reviewer: ReviewerOption = None,
        db: DbOption = None,
    ) -> None:
        """Let a name have more aliases."""
        _decide("alias", kind, db, reviewer, remark, storable(name), [storable(alias) for alias in aliases])


def _register_undo(group: str, kind: str) -> None:
    @command(f"{group} undo", f"factdb {group} undo", f"factdb {group} undo 3")
    def undo_decision(
        number: Annotated[int | None, typer.Argument(metavar="ID", help="The decision; the last if none.")] = None,
        *,
        remark: RemarkOption = None,
        reviewer: ReviewerOption = None,
        db: DbOption = None,
    ) -> None:
        """Take a decision about names back; the log keeps both."""
        _decide("undo", kind, db, reviewer, remark, number)


def _decide(what: str, kind: str, db: str | None, reviewer: str | None, remark: str | None, *given: Any) -> None:  # noqa: ANN401
    """Decide, and say what was decided."""
    from factdb.tracking import names
    from factdb.tracking.name_lists import read_name_log

    naming = _naming(kind)
    with open_database(db) as database:
        number = getattr(names, what)(database, naming, *given, reviewer=read_reviewer(reviewer), remark=remark)
        event = next(event for event in read_name_log(database, naming) if event.id == number)
        print_rows(Format.TABLE, ("id", "action", "said"), [(event.id, event.action, event.said)])


def _naming(kind: str) -> "Naming":
    from factdb.db.seed import METRICS, SUBJECTS

    return METRICS if kind == METRICS.kind else SUBJECTS


def _aliases(aliases: tuple[str, ...], form: Format) -> object:
    return ", ".join(aliases) if form is Format.TABLE else aliases


register("subject", "字节跳动", "字节", "字节银行")
register("metric", "营业收入", "营收", "营业利润")
