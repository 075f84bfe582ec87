"""The tables of the quantity stage: the view, numerals, units, quantities and exclusions."""

from typing import Annotated, Literal

import msgspec

from factdb.lexicon.table import Table


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


class FamilyEntry(Table, frozen=True):
    """Units that measure the same, which are converted into one another where a person asks for it.

    Attributes:
        name: What they measure.
        units: Canonical units, each with how many of the first one it is, as a decimal or a fraction ("2000/3").
    """

    name: str
    units: dict[str, Annotated[str, msgspec.Meta(pattern=r"^(?=[0-9.]*[1-9])[0-9]+(\.[0-9]+|/[1-9][0-9]*)?$")]]


class UnitWords(Table, frozen=True):
    """``units.toml``."""

    unit: tuple[UnitEntry, ...] = ()
    family: tuple[FamilyEntry, ...] = ()


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
        amounts: Names of what is paid, before a bare number that is money (月供7800).
        changes: Words that make the first of two figures joined by 至 a change, the second what it leads to.
        bounds: Words behind a bare number that do so.
        lifts: Characters before 百, 千 or 百亿 alone that make it a number.
        per: What a value can be for or in, behind 每 or /.
        rates: Those among them that make a rate of other figures than money (每小时100公里).
        calendar: Those behind 每 that are a time (每月3000元) and leave the unit as it is.
        spent: Characters shortly before 块 that make it money.
        clock: Words behind which a number of 点 is an hour.
        memory: Words beside a number with G or T that make it one of GB or TB.
        prefixes: Currency words and signs before a number, each with its currency.
        home: In which currency amounts are that name none.
        implied: Nouns that tell the unit of a large number that has none.
    """

    joiners: tuple[str, ...]
    between: tuple[str, ...]
    cues: str
    heads: tuple[str, ...]
    amounts: tuple[str, ...]
    changes: tuple[str, ...]
    bounds: tuple[str, ...]
    lifts: str
    per: tuple[str, ...]
    rates: tuple[str, ...]
    calendar: tuple[str, ...]
    spent: str
    clock: tuple[str, ...]
    memory: tuple[str, ...]
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
