"""``factdb correct``: a person says what a claim should say."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from factdb.claim import Status
from factdb.cli._app import command
from factdb.cli._database import open_database
from factdb.cli._deciding import (
    IdsArgument,
    OverruleOption,
    RemarkOption,
    ReviewerOption,
    decide_all,
    read_id,
    read_reviewer,
)
from factdb.cli._option_groups import with_options
from factdb.cli._options import DbOption, LexiconOption
from factdb.errors import FactdbError


class NoFieldGivenError(FactdbError):
    """A correction of nothing."""

    def __init__(self) -> None:
        super().__init__("Say what is wrong with it: --unit USD, --value 1.85亿, --subject 手机淘宝; see --help.")


def _field(metavar: str, text: str) -> Any:  # noqa: ANN401 (a type for Typer)
    return Annotated[str | None, typer.Option(metavar=metavar, help=text)]


_FIELDS: Mapping[str, Any] = {
    "value": _field("NUMBER", "The value: 1.85亿, or from one to another: 5亿~8亿."),
    "low": _field("NUMBER", "Its lower end alone."),
    "high": _field("NUMBER", "Its upper end alone."),
    "cmp": _field("SIGN", "eq, approx, gt, ge, lt, le or range."),
    "unit": _field("UNIT", "CNY or 元, percent or %, 人."),
    "metric": _field("NAME", "What is measured."),
    "subject": _field("NAME", "Whose it is."),
    "period": _field("PERIOD", "2016, 2016-H1, 2016-Q3, 2016-06, 2014..2016, raw:去年."),
    "modality": _field("KIND", "actual, estimate, forecast or target."),
    "change": _field("KIND", "level, increase or decrease."),
    "basis": _field("KIND", "yoy, qoq or other."),
    "attribution": _field("NAME", "Who says so."),
    "topic": Annotated[
        list[str] | None, typer.Option(metavar="TOPIC", help="Its topic; give the option again for each.")
    ],
}


def _read_fields(given: Mapping[str, str | list[str] | None]) -> dict[str, list[str]]:
    """What was typed for each field.

    Raises:
        NoFieldGivenError: Nothing was.
    """
    fields = {name: [typed] if isinstance(typed, str) else typed for name, typed in given.items() if typed is not None}
    if not fields:
        raise NoFieldGivenError
    return fields


@command(
    "correct",
    "factdb correct 12 --unit USD",
    "factdb correct 12 --value 1.85亿 --metric 日活用户 --period 2016",
    "factdb correct 12 --value 5亿~8亿 --modality forecast",
    'factdb correct 12 --subject "" --remark "文中没有说是谁的"',
)
@with_options("fields", _FIELDS, _read_fields)
def correct_claims(
    given: IdsArgument,
    *,
    fields: dict[str, list[str]],
    remark: RemarkOption = None,
    reviewer: ReviewerOption = None,
    overrule: OverruleOption = False,
    lexicon: LexiconOption = "",
    db: DbOption = None,
) -> None:
    """Say what claims should say.

    A field that is given takes the place of what was read; "" says that there is
    none. What was read is kept in the log, and `factdb undo ID` brings it back.
    """
    from factdb.lexicon import load_lexicon
    from factdb.tracking.corrections import Correction
    from factdb.tracking.reviews import decide

    who, ids = read_reviewer(reviewer), [read_id(each) for each in given]
    correction = Correction.of(fields, load_lexicon(lexicon))
    with open_database(db) as database:
        decide_all(
            ids,
            lambda claim: decide(
                database, claim, Status.CORRECTED, correction=correction, reviewer=who, remark=remark, overrule=overrule
            ),
        )
