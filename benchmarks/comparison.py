#!/usr/bin/env python3
"""Compare what factdb reads with what libraries for Chinese numbers and dates do, on the same expressions.

    python benchmarks/comparison.py

cn2an and dateparser come along with the project's tests; JioNLP is asked where it is installed (its licence chain has
the GPL). The others are given the expression alone, as they want it; factdb has to find it in a sentence. An answer
is right if it is exactly the value, or both ends of a range or of a period; no answer is said to be none.
"""

import warnings
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from importlib import import_module
from typing import Any

import cn2an

from factdb.extract import extract

DAY = date(2024, 3, 15)
Ends = tuple[object, object]

VALUES: dict[str, Ends] = {
    text: (Decimal(low), Decimal(high or low))
    for text, low, high in (
        ("1.2亿", "120000000", ""),
        ("16.4亿", "1640000000", ""),
        ("2000万", "20000000", ""),
        ("百万", "1000000", ""),
        ("12.5万亿", "12500000000000", ""),
        ("1,234.5万元", "12345000", ""),
        ("２０００万", "20000000", ""),
        ("三千二百万", "32000000", ""),
        ("一点二亿", "120000000", ""),
        ("壹佰贰拾万元", "1200000", ""),
        ("0.38港元", "0.38", ""),
        ("5至8亿元", "500000000", "800000000"),
        ("2.5亿至3亿元", "250000000", "300000000"),
        ("七成五", "75", ""),
        ("四分之三", "75", ""),
        ("千分之五", "0.5", ""),
        ("百分之三点二", "3.2", ""),
        ("46家", "46", ""),
    )
}
PERIODS: dict[str, Ends] = {
    text: (date.fromisoformat(first), date.fromisoformat(last))
    for text, first, last in (
        ("去年", "2023-01-01", "2023-12-31"),
        ("今年", "2024-01-01", "2024-12-31"),
        ("前年", "2022-01-01", "2022-12-31"),
        ("2023年", "2023-01-01", "2023-12-31"),
        ("去年一季度", "2023-01-01", "2023-03-31"),
        ("2023年上半年", "2023-01-01", "2023-06-30"),
        ("2023年前三季度", "2023-01-01", "2023-09-30"),
        ("去年12月", "2023-12-01", "2023-12-31"),
        ("今年2月", "2024-02-01", "2024-02-29"),
        ("上月", "2024-02-01", "2024-02-29"),
        ("昨日", "2024-03-14", "2024-03-14"),
        ("上周", "2024-03-04", "2024-03-10"),
        ("2021年至2023年", "2021-01-01", "2023-12-31"),
        ("今年1至2月", "2024-01-01", "2024-02-29"),
        ("2023年6月18日", "2023-06-18", "2023-06-18"),
        ("去年下半年", "2023-07-01", "2023-12-31"),
    )
}


def factdb_value(text: str) -> Ends:
    """The ends of the one figure of a sentence."""
    (claim,) = extract(f"公司的营收为{text}。", doc_date=DAY)
    return claim.low, claim.high


def factdb_period(text: str) -> Ends:
    """The ends of the period of a figure in a sentence."""
    (claim,) = extract(f"公司{text}的营收为3.5亿元。", doc_date=DAY)
    return claim.period_start, claim.period_end


def cn2an_value(text: str) -> Ends:
    """What cn2an takes the expression for."""
    value = Decimal(str(cn2an.cn2an(text, "smart")))
    return value, value


def dateparser_period(text: str) -> Ends:
    """The day that dateparser takes the expression for, as a period of one day."""
    settings = {"RELATIVE_BASE": datetime.combine(DAY, datetime.min.time())}
    found = import_module("dateparser").parse(text, languages=["zh"], settings=settings)
    return (found.date(), found.date()) if found else (None, None)


def jionlp_value(text: str) -> Ends:
    """The amount of money that JioNLP takes the expression for."""
    number = import_module("jionlp").parse_money(text)["num"]
    low, high = number if isinstance(number, list) else (number, number)
    return Decimal(low), Decimal(high)


def jionlp_period(text: str) -> Ends:
    """The period that JioNLP takes the expression for."""
    base = datetime.combine(DAY, datetime.min.time()) + timedelta(hours=12)
    first, last = import_module("jionlp").parse_time(text, time_base=base.timestamp())["time"]
    return date.fromisoformat(first[:10]), date.fromisoformat(last[:10])


def score(read: Callable[[str], Ends], wanted: dict[str, Ends]) -> tuple[int, list[str]]:
    """How many are right, and which are not, with what was said instead."""
    wrong = []
    for text, ends in wanted.items():
        try:
            said = read(text)
        except (ValueError, InvalidOperation, KeyError, TypeError):
            said = (None, None)
        if said != ends:
            wrong.append(f"{text} {'none' if said[0] is None else said[0]}")
    return len(wanted) - len(wrong), wrong


def main() -> None:
    """Print a table of each."""
    warnings.simplefilter("ignore")
    readers: Sequence[tuple[str, str, dict[str, Ends], Callable[[str], Ends]]] = (
        ("values", "factdb", VALUES, factdb_value),
        ("values", "cn2an", VALUES, cn2an_value),
        ("values", "jionlp", VALUES, jionlp_value),
        ("periods", "factdb", PERIODS, factdb_period),
        ("periods", "dateparser", PERIODS, dateparser_period),
        ("periods", "jionlp", PERIODS, jionlp_period),
    )
    print("| of | library | right | otherwise |\n| --- | --- | ---: | --- |")
    for kind, name, wanted, read in readers:
        if not _is_there(name):
            continue
        right, wrong = score(read, wanted)
        print(f"| {kind} | {name} | {right} of {len(wanted)} | {'; '.join(wrong)} |")


def _is_there(name: str) -> bool:
    try:
        library: Any = import_module(name)
    except ImportError:
        return False
    return library is not None


if __name__ == "__main__":
    main()
