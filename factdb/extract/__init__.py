"""Text to claims: a pure function of the text, its date and the lexicon.

The steps stand below on one screen. Each is a function that reads what earlier steps found in a passage
and fills its own fields of every draft; none knows files, SQL or the clock.
"""

import sys
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from types import ModuleType

from factdb.claim import Claim, Evidence
from factdb.decimals import plain
from factdb.extract.attribution import read_attribution
from factdb.extract.change import read_change
from factdb.extract.comparators import read_comparators
from factdb.extract.exclusions import drop_exclusions
from factdb.extract.introductions import find_introductions
from factdb.extract.labels import read_labels
from factdb.extract.metrics import read_metrics
from factdb.extract.modality import read_modality
from factdb.extract.passage import Draft, Passage
from factdb.extract.periods import read_periods
from factdb.extract.quantities import find_quantities
from factdb.extract.subjects import read_subjects
from factdb.extract.topics import assign_topics
from factdb.lexicon import Lexicon, load_lexicon

Step = Callable[[Passage], None]

STEPS: tuple[Step, ...] = (
    find_quantities,
    drop_exclusions,
    read_comparators,
    read_change,
    read_modality,
    read_periods,
    read_attribution,
    find_introductions,
    read_metrics,
    read_subjects,
    read_labels,
    assign_topics,
)

# Stored with every run; raise it whenever claims may come out otherwise than before.
EXTRACTOR_VERSION = "0.9"


def extract(
    text: str, *, doc_date: date | None = None, title: str | None = None, lexicon: Lexicon | None = None
) -> list[Claim]:
    """The claims of a text, in the order in which they stand.

    Args:
        text: Any text; it is never changed, and ``text[claim.start:claim.end] == claim.quote``.
        doc_date: The day the text was published; 去年 and 3月 are resolved against it.
        title: The headline, where it is not part of the text.
        lexicon: The words to go by; the ones that come along if not given.
    """
    return extract_passages([Passage.of(text, lexicon or load_lexicon(), doc_date, title)])[0]


def extract_passages(passages: Sequence[Passage]) -> list[list[Claim]]:
    """The claims of each of some texts.

    Each step goes through all of them before the next begins, since the patterns and words of one step fit into the
    processor's cache and those of all do not: some dozens of texts together take three quarters of the time.

    Args:
        passages: The texts before the first step.
    """
    going_on = passages
    for step in STEPS:
        for passage in going_on:
            step(passage)
        going_on = [passage for passage in going_on if passage.drafts]
    return [[_claim(passage, draft) for draft in passage.drafts] for passage in passages]


def _canonical(value: Decimal | None) -> Decimal | None:
    """The same value written out, without zeros that say nothing (2925.00, 1.2E+8)."""
    if value is None:
        return None
    digits = str(value)
    if "E" not in digits and not ("." in digits and digits.endswith("0")):
        return value
    return Decimal(plain(value))


def _claim(passage: Passage, draft: Draft) -> Claim:
    view, quantity, period = passage.view, draft.quantity, draft.period
    start, end = quantity.start, quantity.end
    evidence = draft.evidence
    if view.gaps:
        start, end = view.place(start), view.place(end - 1) + 1
        evidence = [
            Evidence(one.field, one.rule, view.place(one.start), view.place(max(one.start, one.end - 1)) + 1)
            for one in evidence
        ]
    low = _canonical(quantity.low)
    return Claim(
        start=start,
        end=end,
        quote=view.source[start:end],
        # A sentence that was cut for its length may end inside of a figure.
        sentence=view.written(draft.sentence.start, max(draft.sentence.end, quantity.end)),
        low=low,
        high=low if quantity.high is quantity.low else _canonical(quantity.high),
        cmp=draft.cmp,
        unit=quantity.unit,
        metric=draft.metric,
        subject=draft.subject,
        period=period.name if period else None,
        period_start=period.start if period else None,
        period_end=period.end if period else None,
        period_raw=period.raw if period else None,
        period_rule=period.rule if period else None,
        modality=draft.modality,
        change=draft.change,
        basis=draft.basis,
        attribution=draft.attribution,
        topics=draft.topics,
        evidence=tuple(evidence),
    )


class _CallablePackage(ModuleType):
    """``factdb.extract`` is the function that users call and the package that its steps live in."""

    def __call__(
        self, text: str, *, doc_date: date | None = None, title: str | None = None, lexicon: Lexicon | None = None
    ) -> list[Claim]:
        """The claims of a text; see the function `extract`."""
        return extract(text, doc_date=doc_date, title=title, lexicon=lexicon)


sys.modules[__name__].__class__ = _CallablePackage
