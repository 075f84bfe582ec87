"""Numbers as they are written: digits, Chinese numerals and both mixed, read as exact decimals.

What is matched is decided by `number_pattern`, what it means by `read_numeral`. Chinese integers are read
by cn2an; what it refuses (百万, 几十, 14万一, 四万万) and everything mixed or broken by a point is multiplied
out here, as Decimal throughout.
"""

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache

import cn2an

from factdb.claim import Comparator
from factdb.lexicon import NumeralWords

# More digits than any number that `number_pattern` matches: products and sums come out exact.
EXACT = Context(prec=150)
# The power of 万: smaller ones (十百千) gather in a section, it and larger ones scale the section.
LARGE = 4

_PAIRS = ("一二", "一两", "两三", "二三", "三四", "三五", "四五", "五六", "六七", "七八", "八九")
# Units that 千 may be a part of: 千瓦, 千牛.
_PREFIXED = "瓦克米卡焦帕赫伏安牛比字"
# A unit of its own behind digits or 万: 5000百升, 3万千升.
_LITRES = r"(?<=[0-9万亿].)升(?![级至到高值])"
# What 兆 of 10^12 is followed by: 3兆元, 5兆日圆; elsewhere it is a million of something (千兆宽带).
_COUNTED = "元圆美日欧韩港台新英人股"
_ZEROS = ("零", "〇")
_SCIENCE = re.compile(r"([0-9.]+)(?:[×x*]10\^|[eE])([+-]?[0-9]+)")
_FILLERS = re.compile(r"[ ,个]+")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as read.

    Attributes:
        low: Its value, or the lower end of a vague one.
        high: The value again, or the upper end; None if open above.
        cmp: What the number itself says: eq, approx (几十), gt (10多), range (三四十).
        scale: The characters that multiply it as a whole (万, 亿, 百亿), at its end.
        scaled: Whether it has a 万 or a larger one.
    """

    low: Decimal
    high: Decimal | None
    cmp: Comparator
    scale: str
    scaled: bool


# cn2an 0.5.24 refuses 零十万, or makes one million of 一百零十万, and loses the 十万 of 二亿十万.
_UNSURE = re.compile("[零〇亿][十拾百佰][万亿萬億]")


@dataclass(frozen=True, slots=True)
class _Alphabet:
    """The characters of numbers and patterns over them, made once for each lexicon."""

    digits: dict[str, int]
    tens: dict[str, int]
    powers: dict[str, int]
    latin: dict[str, Decimal]
    plain: re.Pattern[str]
    latin_end: re.Pattern[str]
    regular: re.Pattern[str]
    piece: re.Pattern[str]
    scale: re.Pattern[str]
    pair: re.Pattern[str]


@lru_cache(maxsize=8)
def _alphabet(words: NumeralWords) -> _Alphabet:
    digits, powers, tens = "".join(words.digits), "".join(words.powers), "".join(words.tens)
    section = rf"[{digits}{tens}{''.join(char for char, power in words.powers.items() if power < LARGE)}]+"
    return _Alphabet(
        words.digits,
        words.tens,
        words.powers,
        {key: Decimal(value) for key, value in words.latin.items()},
        plain=re.compile(rf"([0-9]*(?:\.[0-9]+)?)([{powers}]*)"),
        latin_end=re.compile(rf"([0-9]*(?:\.[0-9]+)?)({_latin(words)})"),
        regular=re.compile(rf"(?:{section}亿)?(?:{section}万)?(?:{section})?"),
        piece=re.compile(rf"[0-9]*\.?[0-9]+|[零〇]|[{digits}]+|[{tens}]|[{powers}]"),
        scale=re.compile(rf"[{powers}]*$"),
        pair=re.compile(rf"(?:(?<=^)|(?<=[{powers}零]))({'|'.join(_PAIRS)})(?=[{powers}]|$)"),
    )


def _latin(words: NumeralWords) -> str:
    return "|".join(sorted(map(re.escape, words.latin), key=len, reverse=True))


@lru_cache(maxsize=8)
def number_pattern(words: NumeralWords) -> str:
    """A regular expression for one unsigned number, without groups; it takes as much as belongs to it."""
    formal, powers = words.formal, "".join(words.powers)
    digits = "".join(char for char in words.digits if char not in formal and char != "两")
    tens, numerals = "".join(words.tens), digits + "".join(words.tens) + powers + formal
    # 百 is a part of the unit in 百分点, and none of a number in 百姓.
    power = (
        rf"(?:[十拾佰仟万亿]|百(?!姓| {{0,3}}分 {{0,3}}[点位比]|{_LITRES})"
        rf"|千(?![{_PREFIXED}]|{_LITRES})|兆(?=[{numerals}{_COUNTED}]|\W|$))"
    )
    digit = rf"(?:[{digits}{tens}{formal}]|两(?=[{powers}]))"
    integer = r"(?>[0-9]{1,3}(?>(?:,[0-9]{3}){1,8})(?![0-9])|[0-9]{1,24}+)"
    vague = rf"(?:[多余来几](?= ?{power})|(?<=十)几)"
    scale = rf" {{0,2}}(?:{vague} ?|个多?(?=[万亿]))?{power}(?>(?:{vague}|{power}){{0,6}})"
    latin = rf" ?(?:{_latin(words)})(?![A-Za-z])"
    end = rf"(?=[{powers}]|\W|$"
    rest = (
        rf"(?:零(?=[0-9{digits}{powers}])|[{digits}]{end})|{vague}|{power}"
        # Digits behind a scale are as many as it has places (3万4000), or one that stands for its first place (3万5).
        r"|(?:(?<=千)[0-9]{2,3}|(?<=万)[0-9]{3,4}|(?<=亿)[0-9]{7,8}|(?<=[百零])[0-9]{1,4})(?![0-9.%年月日:,])"
        r"|(?<=万)[0-9],[0-9]{3}(?![0-9,])"
        rf"|[0-9],[0-9]{{3}}(?=[{powers}])|[0-9]{{1,4}}+(?=[{powers}])|[0-9]{end}|[元块了])(?![.%:]|,[0-9]))"
    )
    science = r"(?: ?[×x*] ?10\^-?|[eE][+-]?)[0-9]{1,2}(?![0-9A-Za-z])"
    mixed = (
        rf"(?:{integer}(?:\.[0-9]{{1,16}}+(?:{scale}|{latin}|{science})?|{scale}(?>{rest}{{0,16}})|{latin}|{science})?"
        rf"|\.[0-9]{{1,16}}+(?:{scale}|{latin})?)"
    )
    # Formal characters are words of their own (大陆, 收拾), 几 and 数 too: they need a numeral or 元 beside them.
    beside = (
        rf"[{formal}](?= ?(?:(?!兆)|(?=兆[{numerals}元吨]))[{numerals}]| ?分 ?之|[又元圆角斤吨米亩])"
        rf"|(?<=[之又])[{formal}]|(?<=[之又] )[{formal}]|(?<=[元圆角])[{formal}](?=[角分])|[几数](?= ?[{powers}])"
    )
    alone = rf"[{digits}{tens}十百万亿两]|千(?![{_PREFIXED}])|{beside}"
    run = rf"(?:{alone})(?>(?: {{0,3}}(?:{digit}|{power}|{vague}|个多?(?=[万亿](?!元?级)))){{0,40}})"
    decimals = rf"(?>(?:[{digits}{formal}0-9]|(?<=[{digits}0-9]) {{1,2}}[{digits}]){{1,16}})"
    return rf"(?:{mixed}|{run}(?: {{0,2}}点 {{0,2}}{decimals}(?:[百千万亿]{{1,3}}+)?)?)"


@lru_cache(maxsize=8)
def first_characters(words: NumeralWords) -> str:
    """The characters that a number can start with, for a character class."""
    return "0-9." + "".join((*words.digits, *words.tens, *words.powers, "几数"))


@lru_cache(maxsize=1 << 14)
def read_numeral(surface: str, words: NumeralWords) -> Numeral | None:
    """The value of what `number_pattern` matched; None if it is no number after all (千千三)."""
    alphabet = _alphabet(words)
    text = _FILLERS.sub("", surface)
    if match := alphabet.plain.fullmatch(text):
        if not match[1] and not _rises(match[2], alphabet):
            return None
        value = Decimal(match[1] or 1)
        if match[2]:
            value = _whole(EXACT.multiply(value, _product(match[2], alphabet)))
        return Numeral(value, value, Comparator.EQ, match[2], scaled=_is_scaled(match[2], alphabet))
    if match := alphabet.latin_end.fullmatch(text):
        value = EXACT.multiply(Decimal(match[1]), alphabet.latin[match[2]])
        return Numeral(value, value, Comparator.EQ, match[2], scaled=True)
    if match := _SCIENCE.fullmatch(text):
        value = EXACT.scaleb(Decimal(match[1]), int(match[2]))
        return Numeral(value, value, Comparator.EQ, "", scaled=True)
    ends = _ends(text, alphabet)
    if ends is None or (" " in surface and not any(char in alphabet.powers or char == "点" for char in text)):
        return None
    low, high, cmp = ends
    match = alphabet.scale.search(text)
    return Numeral(low, high, cmp, match[0] if match else "", scaled=_is_scaled(text, alphabet))


def _rises(scale: str, alphabet: _Alphabet) -> bool:
    """Whether characters that multiply make a number without digits: 百万 and 万万 do, 亿百 does not."""
    powers = [alphabet.powers[char] for char in scale]
    return powers == sorted(powers)


def _whole(value: Decimal) -> Decimal:
    """A value without the decimal places that its scale has used up: 1.50亿 is 150000000, not 150000000.00."""
    whole = value.to_integral_value()
    return whole if whole == value else value


def _product(scale: str, alphabet: _Alphabet) -> Decimal:
    """What characters such as 万亿 multiply by together."""
    return Decimal(10 ** sum(alphabet.powers[char] for char in scale))


def _is_scaled(text: str, alphabet: _Alphabet) -> bool:
    return any(alphabet.powers.get(char, 0) >= LARGE for char in text)


def _ends(text: str, alphabet: _Alphabet) -> tuple[Decimal, Decimal | None, Comparator] | None:
    """Both ends of a number that may hold 几, 多, 余, 来 or two digits side by side."""
    pair = alphabet.pair.search(text)
    if "几" in text or "数" in text:
        texts = [re.sub("[几数]", digit, text) for digit in ("二" if text[0] in "几数" else "一", "九")]
        cmp = Comparator.APPROX
    elif "多" in text or "余" in text:
        texts, cmp = [re.sub("[多余]", "", text)], Comparator.GT
    elif "来" in text:
        texts, cmp = [text.replace("来", "")], Comparator.APPROX
    elif pair:
        texts = [text[: pair.start()] + digit + text[pair.end() :] for digit in pair[1]]
        cmp = Comparator.RANGE
    else:
        texts, cmp = [text], Comparator.EQ
    values = [_evaluate(one, alphabet) for one in texts]
    low, high = values[0], values[-1]
    if low is None or high is None:
        return None
    return low, None if cmp is Comparator.GT else high, cmp


def _evaluate(text: str, alphabet: _Alphabet) -> Decimal | None:
    """One exact value, or None if the characters make no number."""
    whole, point, fraction = text.partition("点")
    value = _integer(whole, alphabet)
    if value is None or not point:
        return value
    digits = fraction.rstrip("".join(alphabet.powers))
    places = "".join(str(alphabet.digits.get(char, char)) for char in digits)
    return EXACT.multiply(EXACT.add(value, Decimal(f"0.{places}")), _product(fraction[len(digits) :], alphabet))


def _integer(text: str, alphabet: _Alphabet) -> Decimal | None:
    pieces = alphabet.piece.findall(text)
    if not text or not _is_well_formed(pieces, alphabet):
        return None
    if alphabet.regular.fullmatch(text) and (value := _formal(text)) is not None:
        return value
    return _colloquial(pieces, alphabet)


def _is_well_formed(pieces: list[str], alphabet: _Alphabet) -> bool:
    """Whether 十, 百 and 千 fall within each section (千千三 and 十百 do not)."""
    last = LARGE
    for piece in pieces:
        power = alphabet.powers.get(piece, 0)
        if power >= LARGE:
            last = LARGE
        elif power:
            if power >= last:
                return False
            last = power
    return True


def _formal(text: str) -> Decimal | None:
    """A Chinese integer as cn2an reads it; its integers are exact. None where it refuses."""
    if _UNSURE.search(text):
        return None
    try:
        return Decimal(cn2an.cn2an(text, "normal"))
    except (ValueError, KeyError):
        return None


def _colloquial(pieces: list[str], alphabet: _Alphabet) -> Decimal:
    """Sections of 十百千 under 万 and 亿, with a last digit that stands for the next lower power (三万五)."""
    total: list[Decimal] = []
    section, current = Decimal(0), None
    power, short, zero = 0, False, False
    for piece in pieces:
        if piece in alphabet.powers:
            step = alphabet.powers[piece]
            if current is not None and short and power < LARGE <= step:
                current = EXACT.multiply(current, Decimal(10 ** (power - 1)))
            if step < LARGE:
                one = Decimal(1) if current is None else current
                section = EXACT.add(section, EXACT.multiply(one, Decimal(10**step)))
            else:
                _gather(total, section, current, Decimal(10**step))
                section = Decimal(0)
            current, power, short, zero = None, step, False, False
        elif piece in alphabet.tens:
            section, current, power = EXACT.add(section, Decimal(alphabet.tens[piece])), None, 1
        elif piece in _ZEROS:
            zero = True
        else:
            current = Decimal("".join(str(alphabet.digits.get(char, char)) for char in piece))
            short = power > 1 and len(piece) == 1 and not zero
    if current is not None:
        section = EXACT.add(section, EXACT.multiply(current, Decimal(10 ** (power - 1))) if short else current)
    for part in total:
        section = EXACT.add(section, part)
    return section


def _gather(total: list[Decimal], section: Decimal, current: Decimal | None, scale: Decimal) -> None:
    """Put a section under its scale, with what stands before it and is smaller (四百万八千亿)."""
    if current is None and not section:
        value = total.pop() if total else Decimal(1)
    else:
        value = section if current is None else EXACT.add(section, current)
        while total and total[-1] < scale:
            value = EXACT.add(value, total.pop())
    total.append(EXACT.multiply(value, scale))
