"""``factdb correct``: a person says what a claim should say."""

from typing import Annotated

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
from factdb.cli._options import DbOption, LexiconOption
from factdb.errors import FactdbError


class NoFieldGivenError(FactdbError):
    """A correction of nothing."""

    def __init__(self) -> None:
        super().__init__("Say what is wrong with it: --unit USD, --value 1.85亿, --subject 手机淘宝; see --help.")


def _field(metavar: str, text: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(metavar=metavar, help=text)
    return option


@command(
    "correct",
    "factdb correct 12 --unit USD",
    "factdb correct 12 --value 1.85亿 --metric 日活用户 --period 2016",
    "factdb correct 12 --value 5亿~8亿 --modality forecast",
    'factdb correct 12 --subject "" --remark "文中没有说是谁的"',
)
def correct_claims(
    given: IdsArgument,
    *,
    value: Annotated[str | None, _field("NUMBER", "The value: 1.85亿, or from one to another: 5亿~8亿.")] = None,
    low: Annotated[str | None, _field("NUMBER", "Its lower end alone.")] = None,
    high: Annotated[str | None, _field("NUMBER", "Its upper end alone.")] = None,
    cmp: Annotated[str | None, _field("WORD", "eq, approx, gt, ge, lt, le or range.")] = None,
    unit: Annotated[str | None, _field("UNIT", "CNY or 元, percent or %, 人.")] = None,
    metric: Annotated[str | None, _field("NAME", "What is measured.")] = None,
    subject: Annotated[str | None, _field("NAME", "Whose it is.")] = None,
    period: Annotated[str | None, _field("PERIOD", "2016, 2016-H1, 2016-Q3, 2016-06, 2014..2016, raw:去年.")] = None,
    modality: Annotated[str | None, _field("KIND", "actual, estimate, forecast or target.")] = None,
    change: Annotated[str | None, _field("WORD", "level, increase or decrease.")] = None,
    basis: Annotated[str | None, _field("WORD", "yoy, qoq or other.")] = None,
    attribution: Annotated[str | None, _field("NAME", "Who says so.")] = None,
    topic: Annotated[list[str] | None, _field("TOPIC", "Its topic; give the option again for each.")] = None,
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
    typed = {
        "value": value, "low": low, "high": high, "cmp": cmp, "unit": unit, "metric": metric, "subject": subject,
        "period": period, "modality": modality, "change": change, "basis": basis, "attribution": attribution,
    }  # fmt: skip
    fields = {name: [text] for name, text in typed.items() if text is not None}
    if topic is not None:
        fields["topic"] = topic
    if not fields:
        raise NoFieldGivenError
    from factdb.lexicon import load_lexicon
    from factdb.tracking.corrections import Correction
    from factdb.tracking.reviews import decide

    who, ids = read_reviewer(reviewer), [read_id(each) for each in given]
    correction = Correction.of(fields, load_lexicon(lexicon))
    with open_database(db) as database:
        decide_all(
            ids,
            lambda claim: decide(
                database,
                claim,
                Status.CORRECTED,
                correction=correction,
                reviewer=who,
                remark=remark,
                overrule=overrule,
            ),
        )
