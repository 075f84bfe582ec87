"""The lexicon: the words that extraction goes by, read from a folder of TOML files.

Each file of ``seeds/lexicons/`` has a struct here that names every key it may hold; an unknown key, or
a value of the wrong type, is refused with the file's name. A user's own folder is laid on top: its
tables are merged key by key, its lists are added, and its single values replace ours.
"""

import tomllib
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from factdb.errors import FactdbError
from factdb.resources import lexicons_folder


class LexiconError(FactdbError):
    """A lexicon file that cannot be read, or that holds what it may not."""

    def __init__(self, path: Path, fault: str) -> None:
        super().__init__(
            f"The lexicon {path} cannot be used: {fault}. Mend it, or unset FACTDB_LEXICON to do without it."
        )


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, eq=False):
    """A part of the lexicon; frozen, and equal only to itself, so that it can key a cache."""


class Fold(Table, frozen=True):
    """Characters and what each is read as; both strings have the same length."""

    from_: str = msgspec.field(name="from")
    to: str


class ViewWords(Table, frozen=True):
    """``view.toml``: the characters that the matching view folds."""

    punctuation: Fold
    traditional: Fold


class NumeralWords(Table, frozen=True):
    """``numerals.toml``: the characters that numbers are written in.

    Attributes:
        digits: One character, one digit.
        tens: One character, a multiple of ten (廿).
        powers: Characters that multiply, by their power of ten.
        latin: Letters behind digits that multiply them (k, bn).
        formal: Those among the characters that are numerals only beside another one.
    """

    digits: dict[str, int]
    tens: dict[str, int]
    powers: dict[str, int]
    latin: dict[str, int]
    formal: str


class UnitEntry(Table, frozen=True):
    """Words behind a number that mean one unit, or each the unit of its own name.

    Attributes:
        kind: ``money``, ``share``, ``multiple``, ``count``, ``measure`` or ``level``; ``time`` for dates and
            durations, which are no claims; ``none`` for what else is never one.
        words: The words.
        name: The canonical unit; each word is its own where there is none.
        factor: What a value in these words is multiplied by to be one in the named unit.
        unless: Longer words that begin with one of these and are no unit.
        digits: Whether only a number in digits makes a figure with them (27国, but not 三国).
    """

    kind: Literal["money", "share", "multiple", "count", "measure", "level", "time", "none"]
    words: tuple[str, ...]
    name: str = ""
    factor: str = "1"
    unless: tuple[str, ...] = ()
    digits: bool = False


class UnitWords(Table, frozen=True):
    """``units.toml``."""

    unit: tuple[UnitEntry, ...] = ()


class HomeWords(Table, frozen=True):
    """In which currency amounts are that name none.

    Attributes:
        foreign: Words shortly before an amount after which it is in US dollars.
        taiwan: Words of a text in traditional script whose 元 is the New Taiwan dollar.
        hongkong: Words of such a text whose 元 is the Hong Kong dollar.
    """

    foreign: tuple[str, ...] = ()
    taiwan: tuple[str, ...] = ()
    hongkong: tuple[str, ...] = ()


class ImpliedEntry(Table, frozen=True):
    """Nouns that tell the unit of a large number that has none.

    Attributes:
        unit: The unit; of money, "" stands for the currency of the context.
        kind: ``money``, ``count`` or ``bare``.
        nouns: The nouns.
    """

    unit: str
    kind: Literal["money", "count", "bare"]
    nouns: tuple[str, ...]


class QuantityWords(Table, frozen=True):
    """``quantities.toml``.

    Attributes:
        joiners: What joins two figures to one range.
        between: What does so where 之间 follows.
        cues: Characters before a bare number that make it the value of something.
        heads: Words before a bare number that do so, also with a space between.
        changes: Words that make the first of two figures joined by 至 a change, the second what it leads to.
        bounds: Words behind a bare number that do so.
        lifts: Characters before 百, 千 or 百亿 alone that make it a number.
        per: What a value can be for or in, behind 每 or /.
        rates: Those among them that make a rate of other figures than money (每小时100公里).
        calendar: Those behind 每 that are a time (每月3000元) and leave the unit as it is.
        spent: Characters shortly before 块 that make it money.
        clock: Words behind which a number of 点 is an hour.
        prefixes: Currency words and signs before a number, each with its currency.
        home: In which currency amounts are that name none.
        implied: Nouns that tell the unit of a large number that has none.
    """

    joiners: tuple[str, ...]
    between: tuple[str, ...]
    cues: str
    heads: tuple[str, ...]
    changes: tuple[str, ...]
    bounds: tuple[str, ...]
    lifts: str
    per: tuple[str, ...]
    rates: tuple[str, ...]
    calendar: tuple[str, ...]
    spent: str
    clock: tuple[str, ...]
    prefixes: dict[str, str]
    home: HomeWords
    implied: tuple[ImpliedEntry, ...]


class ExclusionWords(Table, frozen=True):
    """``exclusions.toml``: what has numbers in it and is no claim.

    Attributes:
        phrases: Words and names with numerals in them.
        ordinals: Words before a number that make it an ordinal.
        furniture: Labels of a page's own counters.
        floors: What a number of floors behind it makes an address.
        labels: Labels of identifiers.
    """

    phrases: tuple[str, ...] = ()
    ordinals: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()
    floors: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


class ComparatorTable(Table, frozen=True):
    """Words by the comparator they stand for."""

    eq: tuple[str, ...] = ()
    approx: tuple[str, ...] = ()
    gt: tuple[str, ...] = ()
    ge: tuple[str, ...] = ()
    lt: tuple[str, ...] = ()
    le: tuple[str, ...] = ()


class ComparatorShape(Table, frozen=True):
    """What may stand around a comparator's word, and what only looks like one.

    Attributes:
        between: Words that may stand between a word before the figure and the figure.
        after_stress: Words that may stand between a word that only stresses the figure and the figure.
        misleading: Words that hold a word of ``before`` without being one.
        misleading_after: The same for ``after``.
        full_after: The characters after which 过 before a figure is a comparator.
        wholes: What a share is taken of.
        compared: What a figure of comparison is of, as in 高于«3%»的预期.
        compared_after: The words before such a figure.
    """

    between: tuple[str, ...] = ()
    after_stress: tuple[str, ...] = ()
    misleading: tuple[str, ...] = ()
    misleading_after: tuple[str, ...] = ()
    full_after: str = ""
    wholes: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    compared_after: tuple[str, ...] = ()


class ComparatorWords(Table, frozen=True):
    """``comparators.toml``: words right before a figure, right after it, and those that reach it over others."""

    before: ComparatorTable
    reach: ComparatorTable
    after: ComparatorTable
    shape: ComparatorShape


class GuardedCue(Table, frozen=True):
    """A word that says what kind of statement it makes only where other characters stand around it.

    Attributes:
        word: The word.
        modality: What it makes of the figures behind it.
        then: What begins behind it, if anything must.
        not_then: What may not.
        not_before: What may not stand before it.
        acts: Deeds between it and the figure that make it a plan.
    """

    word: str
    modality: Literal["forecast", "target", "estimate"]
    then: tuple[str, ...] = ()
    not_then: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()


class ModalityShape(Table, frozen=True):
    """Where the scope of a word ends, and what only looks like one.

    Attributes:
        after_target: Words behind a figure that make it a target.
        after_forecast: Words behind a figure that make it a forecast.
        weak: Words that another word of their clause goes before.
        expected: Words that make a forecast of the figure right behind them.
        intended: Words that make a target of it.
        misleading: Words that hold another one without saying so.
        compared: Words that set a fact beside a forecast.
        compared_time: Times of such a fact.
        turns: Beginnings of a clause that end the scope of what stands before it.
        plan_verbs: What is done with a paper of plans.
        plan_papers: How the title of such a paper ends.
        plan_ends: Words of a sentence that tells of what is, although such a paper stands before it.
    """

    after_target: tuple[str, ...] = ()
    after_forecast: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()
    intended: tuple[str, ...] = ()
    misleading: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    compared_time: tuple[str, ...] = ()
    turns: tuple[str, ...] = ()
    plan_verbs: tuple[str, ...] = ()
    plan_papers: tuple[str, ...] = ()
    plan_ends: tuple[str, ...] = ()


class ModalityWords(Table, frozen=True):
    """``modality.toml``: words that say what kind of statement the figures behind them are.

    Attributes:
        past: Words that end the scope of another one.
        turning: Words that do so only in a clause of their own.
        guarded: Words that hang on what stands around them.
    """

    shape: ModalityShape
    forecast: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    estimate: tuple[str, ...] = ()
    past: tuple[str, ...] = ()
    turning: tuple[str, ...] = ()
    guarded: tuple[GuardedCue, ...] = ()


class ChangeTable(Table, frozen=True):
    """Words for one direction of change.

    Attributes:
        verbs: Stand right before the figure.
        endings: Characters that end a verb of change; such verbs need not be listed.
        nouns: Names of a change, such as 涨幅.
        transitive: Verbs that reach the figure over what they change.
        comparative: Words that do so after 比 or 较.
    """

    verbs: tuple[str, ...] = ()
    endings: str = ""
    nouns: tuple[str, ...] = ()
    transitive: tuple[str, ...] = ()
    comparative: tuple[str, ...] = ()


class ChangeShape(Table, frozen=True):
    """What may stand around a word of change, and what only looks like one.

    Attributes:
        degree: Characters that belong to a verb of change with one of the endings.
        to: What makes the figure a level after a verb of change.
        between: Words that may stand between a word of change and the figure.
        between_noun: More of them, after the name of a change.
        rate_stops: Characters that end the reach of the name of a change to a rate.
        doubling: Beginnings of figures that say themselves that something grew.
        misleading: Words that hold a word of change without being one.
        not_behind_transitive: Characters that make a noun of a transitive verb before them.
        object_stops: What no object of a transitive verb holds.
        not_before_than: Characters before 比 that make it part of a word.
        not_after_than: Characters behind 比 that do.
        not_before_more: Characters that make a comparative part of another word.
        units: Units whose figure may stand before the word of change.
        how: Words that may stand between such a figure and its word of change.
    """

    degree: str = ""
    to: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    between_noun: tuple[str, ...] = ()
    rate_stops: str = ""
    doubling: tuple[str, ...] = ()
    misleading: tuple[str, ...] = ()
    not_behind_transitive: str = ""
    object_stops: tuple[str, ...] = ()
    not_before_than: str = ""
    not_after_than: str = ""
    not_before_more: str = ""
    units: tuple[str, ...] = ()
    how: tuple[str, ...] = ()


class BasisTable(Table, frozen=True):
    """Words for what a change is measured against.

    Attributes:
        yoy: The same time of the year before.
        qoq: The time just before.
        yoy_short: Short forms, which are only such where no number stands before them.
        qoq_short: The same for ``qoq``.
        counted: Characters that stand for a number before such a short form.
        rates: Those that name a rate of change by themselves.
        other: Anything else.
        against: Words such as 较 that one of the following lists may follow.
        year: Names of the year before.
        quarter: Names of the month or quarter before.
        edges: What makes a year or a quarter a mere point of it.
        peaks: What does so even some characters on.
    """

    yoy: tuple[str, ...] = ()
    qoq: tuple[str, ...] = ()
    yoy_short: tuple[str, ...] = ()
    qoq_short: tuple[str, ...] = ()
    counted: str = ""
    rates: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    quarter: tuple[str, ...] = ()
    edges: tuple[str, ...] = ()
    peaks: tuple[str, ...] = ()


class ChangeWords(Table, frozen=True):
    """``change.toml``: words of change by their direction, and what changes are measured against."""

    increase: ChangeTable
    decrease: ChangeTable
    shape: ChangeShape
    basis: BasisTable


class AttributionWords(Table, frozen=True):
    """``attribution.toml``: words that hand a figure to a source.

    Attributes:
        openers: Words before a source, such as 据.
        reports: What a source gives.
        not_behind_report: Characters that make part of a name of such a word.
        verbs: What a source does.
        nobody: Sources that say nothing of who they are.
        continued: Beginnings of a sentence that go on with the source before.
        before_name: What stands before a name without being part of it.
        after_name: What stands behind one.
        not_in_name: What no name holds.
    """

    openers: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    not_behind_report: str = ""
    verbs: tuple[str, ...] = ()
    nobody: tuple[str, ...] = ()
    continued: tuple[str, ...] = ()
    before_name: tuple[str, ...] = ()
    after_name: tuple[str, ...] = ()
    not_in_name: tuple[str, ...] = ()


class PeriodWords(Table, frozen=True):
    """``periods.toml``; each key is explained there.

    Attributes:
        shift: By unit (year, quarter, month, week, day), words and how many units after the article's date they are.
        edge_of_year: Words for the end of a year, and how many years after the article's.
        plan: Names of plans and their first and last year.
        present: Words for the moment of writing.
        recent: Words for about that moment, which no day can be given to.
        before: Words for an earlier or a later moment that nothing fixes.
        announced: Points in the life of an announcement.
        milestone: Other days in the life of a deal.
        session: Parts of a trading day.
        same: Words that go back to the period spoken of.
        year_earlier: Words for the same period one year earlier.
        workday_before: Words for the working day before.
        holiday: Holidays and shopping festivals.
        era: Names of reigns and eras with years of their own, of two characters each.
        back: Words before a span of time that ends with the article.
        ahead: Words before a span of time that begins with it.
        compared: Words before a period that a figure is compared with.
        beside: Words before a period that, with one of `level_with` behind it, do the same.
        level_with: Words of comparison behind a period.
        moved: Words of change between such a period and a figure.
        founded: Words of founding and birth beside a date.
        said: Words of saying and announcing behind a date.
        record: Words of records behind the date since when they hold.
        due: Words of falling due behind a period.
        turned: Words between a figure of then, after 由, and the figure of now.
        standing: Units of what stands: lengths, areas, heights.
        dimension: Words before such a figure that make it a dimension.
        report: Words of a sentence without a figure whose year is that of the figures to follow.
        timeless: Words before a figure that holds at no time of its own.
        item_not: Words before a colon that begin no new item of a digest.
        event_after: Words at the end of a phrase that names an event as a period.
        event_end: The same, where a comma follows.
    """

    shift: dict[str, dict[str, int]]
    edge_of_year: dict[str, int]
    plan: dict[str, tuple[int, int]]
    present: tuple[str, ...]
    recent: tuple[str, ...]
    before: tuple[str, ...]
    announced: tuple[str, ...]
    milestone: tuple[str, ...]
    session: tuple[str, ...]
    same: tuple[str, ...]
    year_earlier: tuple[str, ...]
    workday_before: tuple[str, ...]
    holiday: tuple[str, ...]
    era: tuple[Annotated[str, msgspec.Meta(min_length=2, max_length=2)], ...]
    back: tuple[str, ...]
    ahead: tuple[str, ...]
    compared: tuple[str, ...]
    beside: tuple[str, ...]
    level_with: tuple[str, ...]
    moved: tuple[str, ...]
    founded: tuple[str, ...]
    said: tuple[str, ...]
    record: tuple[str, ...]
    due: tuple[str, ...]
    turned: tuple[str, ...]
    standing: tuple[str, ...]
    dimension: tuple[str, ...]
    report: tuple[str, ...]
    timeless: tuple[str, ...]
    item_not: tuple[str, ...]
    event_after: tuple[str, ...]
    event_end: tuple[str, ...]


class MetricEntry(Table, frozen=True):
    """A metric: its canonical name, what else it is called, and the topics it belongs to."""

    name: str
    aliases: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


class MetricWords(Table, frozen=True):
    """``metrics.toml``: the words that name what is measured.

    Attributes:
        heads: Words that a metric's noun phrase ends with.
        endings: Single characters that such words end with.
        stumps: Those of them that are left over where the segmenter cuts a word it does not know (付费|率).
        ambiguous: Heads that names end with as well.
        light: Words that say nothing between a metric and its figure.
        verbs: Verbs that are themselves what is measured.
        inner: Verbs that stand inside a metric's noun phrase.
        takes: Verbs before the whole that a share is of.
        than: Words before what a change is compared with.
        reaches: Words before the level that a change has come to.
        dimensions: Single characters that are heads behind a noun and adjectives elsewhere.
        moves: Parts of words of change that speak of prices and indices.
        indices: Endings of what is an index or a board.
        index: The metric of an index.
        price: The metric of a share.
        quotes: Words before the price that something stands at.
        quoted: The metric that such a figure has, by its unit; else it is a price.
        by_unit: The metric that a unit implies.
        dealt: Units whose figures a verb names (减持200万股).
        metric: The metrics with a canonical name.
    """

    heads: frozenset[str] = frozenset()
    endings: str = ""
    stumps: str = ""
    ambiguous: frozenset[str] = frozenset()
    light: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    inner: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()
    than: frozenset[str] = frozenset()
    reaches: frozenset[str] = frozenset()
    dimensions: str = ""
    moves: tuple[str, ...] = ()
    indices: tuple[str, ...] = ()
    index: str = ""
    price: str = ""
    quotes: frozenset[str] = frozenset()
    quoted: dict[str, str] = {}
    by_unit: dict[str, str] = {}
    dealt: frozenset[str] = frozenset()
    metric: tuple[MetricEntry, ...] = ()


class SubjectEntry(Table, frozen=True):
    """A subject: its canonical name, what else it is called, and what it is (company, product, …)."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: str = ""


class SubjectWords(Table, frozen=True):
    """``subjects.toml``: whom figures belong to.

    Attributes:
        suffixes: Words that the name of an organisation, a product or a place ends with.
        endings: Those of them that end a name even where a metric follows.
        pronouns: Words that stand for a name said before.
        openers: Words that begin a clause before its subject, or stand where a name would and are none.
        telling: Words that end a clause which only says who tells.
        filings: Words that make such a clause speak of its subject all the same.
        bylines: Words before a colon that make what follows a line about the page.
        honorifics: Words behind a person's name that are not part of it.
        offices: What people are, by whom a figure is told and not whom it is of (行长, 首席财务官).
        speaking: Verbs that end a clause in which somebody speaks.
        wide: Names of wide areas, which leave whom the text is about in place.
        moments: Endings that make a phrase say when.
        titles: Titles and kinds before a name that are not part of it.
        subject: The subjects with a canonical name.
    """

    suffixes: frozenset[str] = frozenset()
    endings: frozenset[str] = frozenset()
    pronouns: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    telling: frozenset[str] = frozenset()
    filings: frozenset[str] = frozenset()
    bylines: frozenset[str] = frozenset()
    honorifics: frozenset[str] = frozenset()
    offices: tuple[str, ...] = ()
    speaking: frozenset[str] = frozenset()
    wide: frozenset[str] = frozenset()
    moments: tuple[str, ...] = ()
    titles: frozenset[str] = frozenset()
    subject: tuple[SubjectEntry, ...] = ()


class TopicEntry(Table, frozen=True):
    """A heading under which an analyst looks for a claim.

    Attributes:
        slug: The name in commands, such as ``traffic``.
        name: The Chinese name.
        english: The English name.
        parent: The slug of the topic above it, if any.
        words: Names of what is measured that put a claim under it.
        context: Words that merely speak of it; they count less.
        events: Words for what a text tells of, which its figures belong to too.
        units: Units that do.
    """

    slug: str
    name: str
    english: str
    parent: str | None = None
    words: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


class TopicWords(Table, frozen=True):
    """``topics.toml``.

    Attributes:
        misleading: Words that hold a word of a topic without speaking of it.
        topic: The topics, in the order in which they are listed.
    """

    misleading: tuple[str, ...] = ()
    topic: tuple[TopicEntry, ...] = ()


class Lexicon(Table, frozen=True):
    """All words that extraction goes by, a field for each file.

    Attributes:
        fingerprint: A short hash of everything in it; an ingest records it.
    """

    fingerprint: str
    view: ViewWords
    numerals: NumeralWords
    units: UnitWords
    quantities: QuantityWords
    exclusions: ExclusionWords
    comparators: ComparatorWords
    modality: ModalityWords
    change: ChangeWords
    attribution: AttributionWords
    periods: PeriodWords
    metrics: MetricWords
    subjects: SubjectWords
    topics: TopicWords


FILES = tuple(field.name for field in msgspec.structs.fields(Lexicon) if field.name != "fingerprint")


@lru_cache(maxsize=8)
def load_lexicon(own: str = "") -> Lexicon:
    """The lexicon that comes along, with the folder `own` of a user on top if one is given.

    Raises:
        LexiconError: A file is missing, is no TOML, holds an unknown key or a value of a wrong type.
    """
    own_folder = Path(own) if own else None
    if own_folder is not None:
        _check_folder(own_folder)
    tables: dict[str, Any] = {}
    for name in FILES:
        path = lexicons_folder() / f"{name}.toml"
        table = _read(path)
        if own_folder is not None and (extra := own_folder / f"{name}.toml").is_file():
            table = _merge(table, _read(extra))
            path = extra
        tables[name] = table
        _convert(Lexicon.__annotations__[name], table, path)
    tables["fingerprint"] = _fingerprint(tables)
    return msgspec.convert(tables, Lexicon)


def _check_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise LexiconError(folder, "there is no such folder")
    for path in sorted(folder.glob("*.toml")):
        if path.stem not in FILES:
            raise LexiconError(path, f"its name is none of {', '.join(f'{name}.toml' for name in FILES)}")


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(path, str(error)) from error


def _merge(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Both tables in one: tables merged, lists added, single values replaced."""
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            merged[key] = _merge(old, value)
        elif isinstance(old, list) and isinstance(value, list):
            merged[key] = [*old, *value]
        else:
            merged[key] = value
    return merged


def _convert(kind: type[Table], table: dict[str, Any], path: Path) -> None:
    try:
        msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        raise LexiconError(path, str(error).replace("`", "")) from error


def _fingerprint(tables: dict[str, Any]) -> str:
    return sha256(msgspec.json.encode(tables, order="deterministic")).hexdigest()[:12]
