"""How a claim reads: values with every digit, signs for comparators, and text that cannot act on a terminal."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factdb.claim import Basis, Change, Comparator, Modality
from factdb.wording import (
    format_decimal,
    format_number,
    format_statement,
    format_value,
    show_text,
    source,
)

FINITE = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20)


@pytest.mark.parametrize(
    ("low", "high", "cmp", "unit", "text"),
    [
        ("185000000", "185000000", "eq", "人", "1.85亿人"),
        ("3", "3", "le", "percent", "≤ 3%"),
        ("10000000000", "10000000000", "eq", "CNY", "100亿元"),
        ("14012739", "14012739", "eq", "USD", "1401.2739万美元"),
        ("28.110", "28.110", "eq", "CNY/股", "28.11元/股"),
        ("6150000", "8890000", "range", "CNY", "615万~889万元"),
        ("98000000", "120000000", "range", "CNY", "9800万~1.2亿元"),
        ("10", "15", "range", "bp", "10~15个基点"),
        ("10000", "15000", "range", "bp", "10,000~15,000个基点"),
        ("380", "420", "range", "GWh", "380~420 GWh"),
        ("-5", "-3", "range", "percent", "-5%~-3%"),
        ("20000000000", "90000000000", "approx", "", "≈ 200亿~900亿"),
        ("100000000", "100000000", "gt", "人", "> 1亿人"),
        ("100", None, "ge", "个", "≥ 100个"),
        ("1000000000", None, "gt", "CNY", "> 10亿元"),
        ("100", None, "eq", "个", "≥ 100个"),
        (None, "5", "eq", "pp", "≤ 5个百分点"),
        (None, "5", "lt", "bp", "< 5个基点"),
        ("4.4", "4.4", "eq", "GWh", "4.4 GWh"),
        ("1320000000000", "1320000000000", "eq", "CNY", "1.32万亿元"),
        ("300000000", "300000000", "eq", "TWD", "3亿元新台币"),
        ("12345", "12345", "eq", "percent", "12,345%"),
        (None, None, "eq", "个", ""),
    ],
)
def test_a_value_reads_as_chinese_writes_it(low: str | None, high: str | None, cmp: str, unit: str, text: str) -> None:
    """The scale word, the sign and the unit stand where a reader looks for them."""
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    assert format_value(ends[0], ends[1], Comparator(cmp), unit) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("9000", "9000"),
        ("3500.12", "3500.12"),
        ("12345", "1.2345万"),
        ("98765.43", "98,765.43"),
        ("123456789", "12345.6789万"),
        ("-185000000", "-1.85亿"),
        ("0.38", "0.38"),
        ("-0.00", "0"),
        ("1E+12", "1万亿"),
    ],
)
def test_a_scale_word_is_used_where_it_helps(value: str, text: str) -> None:
    """Four decimals behind a scale word are the most that reads well."""
    assert format_number(Decimal(value)) == text


@given(FINITE)
def test_no_digit_is_ever_lost(value: Decimal) -> None:
    """What is shown, read back, is the value to the last digit."""
    shown = format_number(value)
    scale = next((factor for word, factor in (("万亿", 12), ("亿", 8), ("万", 4)) if shown.endswith(word)), 0)
    assert Decimal(shown.rstrip("万亿").replace(",", "") + f"E{scale}") == value


@given(FINITE)
def test_a_value_as_data_is_plain_digits(value: Decimal) -> None:
    """No exponent, no trailing zero, the same value."""
    digits = format_decimal(value)
    assert digits is not None
    assert Decimal(digits) == value
    assert set(digits) <= set("-.0123456789")
    assert "." not in digits or digits[-1] not in "0."


def test_a_change_and_a_forecast_say_so() -> None:
    """A change says against what, and what is no fact says what it is; a level that is a fact needs no word."""
    twelve = Decimal(12)

    def read(**context: object) -> str:
        return format_statement(twelve, twelve, Comparator.GT, "percent", **context)  # type: ignore[arg-type]

    assert read() == "> 12%"
    assert read(change=Change.INCREASE, basis=Basis.YOY) == "同比增 > 12%"
    assert read(change=Change.DECREASE, modality=Modality.FORECAST) == "降 > 12% 预测"
    assert read(change=Change.INCREASE, basis=Basis.QOQ, modality=Modality.TARGET) == "环比增 > 12% 目标"


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31m红\x1b[0m", "␛[31m红␛[0m"),
        ("a\u202eb\u2066c\u200bd\ufeff", "abcd"),
        ("一\r\n二\t三\u2028四", "一  二 三 四"),
        ("\x9b31m\x7f\ud800", "�31m��"),
        ("全角\u3000空格", "全角\u3000空格"),
    ],
    ids=["escapes", "marks", "line ends", "controls", "spaces"],
)
def test_text_cannot_act_on_a_terminal(hostile: str, shown: str) -> None:
    """Escapes become visible, marks that turn the order of text go."""
    assert show_text(hostile) == shown


@given(st.text())
def test_shown_text_holds_no_control_character(text: str) -> None:
    """Whatever the text, nothing in what is shown is a control character, a line end or a direction mark."""
    shown = show_text(text)
    assert not any(character < " " or "\x7f" <= character <= "\x9f" for character in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")


@dataclass(frozen=True)
class _Said:
    """As much of a claim as says where it is from."""

    uri: str
    publisher: str | None = None
    title: str | None = None


@pytest.mark.parametrize(
    ("uri", "name"),
    [
        ("https://example.com/a/b.html", "example.com"),
        ("/news/a.txt", "a.txt"),
        ("http://[", "["),
        ("stdin:ab12", "stdin:ab12"),
    ],
)
def test_a_source_without_a_name_is_its_host_or_its_file(uri: str, name: str) -> None:
    """Whatever stands there as an address, a table is printed."""
    assert source(_Said(uri)) == name
