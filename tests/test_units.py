"""Units are understood by every name they have, and converted to the digit."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from factdb.lexicon import LexiconError, load_lexicon
from factdb.units import Amount, Units, UnknownUnitError, load_units


@pytest.mark.parametrize(
    ("word", "name", "factor"),
    [
        ("元", "CNY", 1),
        ("人民币", "CNY", 1),
        ("cny", "CNY", 1),
        ("亿元", "CNY", 10**8),
        ("万亿美元", "USD", 10**12),
        ("％", "percent", 1),
        ("‰", "percent", Fraction(1, 10)),
        ("百分点", "pp", 1),
        ("公里", "公里", 1),
        ("千米", "千米", 1),
        ("万千瓦", "千瓦", 10**4),
        ("㎡", "㎡", 1),
        ("元/股", "CNY/股", 1),
        ("万元/平方米", "CNY/平方米", 10**4),
    ],
)
def test_a_unit_goes_by_what_people_call_it(word: str, name: str, factor: Fraction | int) -> None:
    """By its own name, by a word of the lexicon, behind a scale, and by the piece."""
    unit = load_units().find(word)
    assert unit is not None
    assert (unit.word, unit.name, unit.factor) == (word, name, factor)


@pytest.mark.parametrize("word", ["", "咕噜", "亿", "年", "/股"])
def test_what_is_no_unit_is_none(word: str) -> None:
    """A scale alone and a stretch of time are no units."""
    assert load_units().find(word) is None


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("100000000", Amount(Decimal(10**8))),
        ("1.5亿", Amount(Decimal(150000000))),
        ("1亿元", Amount(Decimal(10**8), "CNY")),
        ("3 亿美元", Amount(Decimal(300000000), "USD")),
        ("300万人", Amount(Decimal(3000000), "人")),
        ("5%", Amount(Decimal(5), "percent")),
        ("−3.2％", Amount(Decimal("-3.2"), "percent")),
        ("三", None),
        ("1,000", Amount(Decimal(1000))),
        ("５０元", Amount(Decimal(50), "CNY")),
        ("5角", Amount(Decimal("0.5"), "CNY")),
        ("many", None),
        ("nan", None),
        ("1e5", None),
        ("1.2.3", None),
        ("3 4", None),
        ("", None),
    ],
)
def test_an_amount_is_read_as_it_is_typed(text: str, amount: Amount | None) -> None:
    """Chinese scale words, separators, full width and a unit may stand in it; a word of Decimal's own is no number."""
    assert load_units().read_amount(text) == amount


def test_an_amount_in_no_unit_is_told() -> None:
    """With the nearest units."""
    with pytest.raises(UnknownUnitError, match=r"no unit 公理\. Did you mean .*公里"):
        load_units().read_amount("5公理")


@pytest.mark.parametrize(
    ("value", "unit", "to", "converted"),
    [
        ("185000000.5", "CNY", "亿元", "1.850000005"),
        ("3.2", "CNY", "万元", "0.00032"),
        ("5", "km", "公里", "5"),
        ("12.3", "吨", "kg", "12300"),
        ("7", "平方公里", "公顷", "700"),
        ("9" * 40, "CNY", "亿元", f"{'9' * 32}.{'9' * 8}"),
        ("100", "亩", "公顷", "6.666666666666666666666666667"),
        ("30", "percent", "亿元", None),
        ("5", "USD", "元", None),
        ("5", "公里", "吨", None),
    ],
)
def test_a_value_is_converted_to_the_digit(value: str, unit: str, to: str, converted: str | None) -> None:
    """What has no end as a decimal has 28 digits; what measures something else is left alone."""
    units = load_units()
    target = units.find(to)
    assert target is not None
    assert units.convert(Decimal(value), unit, target) == (converted and Decimal(converted))


def test_every_unit_of_a_family_is_one_of_the_lexicon() -> None:
    """A family of units that no figure has would be of no use."""
    lexicon = load_lexicon()
    words = {entry.name or word for entry in lexicon.units.unit for word in entry.words}
    rates = set(quantities_per(lexicon.quantities.rates))
    families = [unit for family in lexicon.units.family for unit in family.units]
    assert len(families) == len(set(families))
    assert set(families) - words <= rates


def quantities_per(rates: tuple[str, ...]) -> list[str]:
    """Rates of speed, which are put together from a measure and a time."""
    return [f"{measure}/{time}" for measure in ("公里", "千米") for time in rates]


def test_a_family_of_ones_own(tmp_path: Path) -> None:
    """A user's lexicon adds units and what measures the same; a factor that is no number is refused."""
    own = tmp_path / "units.toml"
    own.write_text(
        '[[unit]]\nkind = "measure"\nwords = ["围"]\n[[family]]\nname = "girth"\nunits = { "围" = "5/2" }\n',
        encoding="utf-8",
    )
    assert Units(load_lexicon(str(tmp_path))).same("围") == {"围": 1}
    own.write_text('[[family]]\nname = "girth"\nunits = { "围" = "0" }\n', encoding="utf-8")
    load_lexicon.cache_clear()
    with pytest.raises(LexiconError, match=r"units\.toml cannot be used"):
        load_lexicon(str(tmp_path))
