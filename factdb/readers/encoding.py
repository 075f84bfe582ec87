"""Bytes to text: which encoding a file of Chinese text is in, and what could not be read of it.

Strict UTF-8 is tried first. What is not UTF-8 is decoded in each likely way around the first place where
UTF-8 fails, and the decoding that reads like Chinese wins: frequent characters count for it, rare ones and
signs that no text holds against it.
"""

import codecs
import re
from dataclasses import dataclass

# The characters that Chinese texts are mostly made of, simplified and traditional.
_FREQUENT = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方"
    "多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情"
    "明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给"
    "世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太"
    "量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象"
    "完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔投亿元销售额企股份营收增长率"
    "跌涨净润亏损融募债券基票价市场占比户流广告推户活动平均约超近季末初底首次预计目标同环"
    "這個們來為國說時會對學經現當動開後過發還進樣實無與長從機業關點將兩間問應戰頭體見產給門東兒聲報結義員論處題電數條總氣"
    "務場計資統區隊則聽達強難權書馬銀億營運萬銷額漲跌淨潤虧損債價戶廣約預標環據幣讓選舉臺灣證券華網訊億車"
)
_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》【】—…·「」『』％－～\r\n\t ")
_CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    ("\ufeff".encode("gb18030"), "gb18030"),
)
# What senders call an encoding, and the widest one that reads it.
_DECLARED = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "xgbk", "csgb2312", "gb231280", "cp936", "euccn"), "gb18030"),
    **dict.fromkeys(("big5", "big5hkscs", "xxbig5", "csbig5", "cp950", "big5eten"), "big5hkscs"),
    **dict.fromkeys(("utf8", "unicode11utf8"), "utf-8"),
    **dict.fromkeys(("utf16", "utf16le", "unicode", "ucs2"), "utf-16-le"),
    "utf16be": "utf-16-be",
}
_NO_LETTER = re.compile(r"[^a-z0-9]")
# By how much, for each character beyond ASCII, a guess must read better than what is declared to be believed.
_TRUST = 0.5
# What is looked at: around the first fault, and in as many other places, in bytes.
_BEFORE, _WINDOW, _PLACES = 2_048, 8_192, 2
# A byte that ends every character before it.
_BOUNDARY = re.compile(rb"[\t\n\r -/]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text out of bytes.

    Attributes:
        text: The text, without its byte order mark.
        encoding: What it was read as.
        replaced: How many places could not be read; each is U+FFFD in the text.
    """

    text: str
    encoding: str
    replaced: int


def decode(data: bytes, declared: str = "") -> Decoded:
    """The text that bytes stand for; never an error.

    Args:
        data: The bytes.
        declared: What their sender says they are written in. It is believed unless another reading is plainly
            more like Chinese: many a declaration is a leftover of another page or of the server's settings.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _replacing(data[len(mark) :], encoding)
    claimed = _DECLARED.get(_NO_LETTER.sub("", declared.lower()), "")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _replacing(data, _likeliest(data, error.start, claimed))
    # UTF-16 of Latin letters and digits is valid UTF-8, with a zero byte at every other place; and two bytes of
    # another encoding may pass for an Armenian letter.
    doubtful = "\0" in text or (claimed and not text.isascii() and max(text) < "\u0800")
    if doubtful and (encoding := _likeliest(data, 0, claimed)) != "utf-8":
        return _replacing(data, encoding)
    return Decoded(text, "utf-8", 0)


def _replacing(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, text.count("\ufffd"))


def _likeliest(data: bytes, fault: int, claimed: str) -> str:
    """The encoding in which the bytes read most like Chinese."""
    if _is_cut(data, fault):
        return "utf-8"
    starts = [max(0, fault - _BEFORE)]
    if len(data) > _BEFORE + _WINDOW:
        starts += [len(data) * place // (_PLACES + 1) for place in range(1, _PLACES + 1)]
    scores = {encoding: _score(data, starts, encoding) for encoding in _CANDIDATES}
    best = max(scores, key=lambda encoding: scores[encoding][0])
    if claimed:
        score, foreign = scores[claimed]
        if score + _TRUST * foreign >= scores[best][0]:
            return claimed
    return best


def _is_cut(data: bytes, fault: int) -> bool:
    """Whether the bytes are UTF-8 in Chinese but for the last character, which is not all there."""
    if not 0 < len(data) - fault <= 3:  # noqa: PLR2004 (the bytes of a character but one)
        return False
    # Another encoding may make one such character by chance.
    return sum(char >= "\u0800" for char in data[max(0, fault - _BEFORE) : fault].decode("utf-8", "ignore")) > 1


def _score(data: bytes, starts: list[int], encoding: str) -> tuple[float, float]:
    """How much a decoding reads like Chinese, for each character, and which part of it is not ASCII."""
    text = "".join(_window(data, start, encoding).decode(encoding, errors="replace") for start in starts)
    length = max(1, len(text))
    return sum(map(_weight, text)) / length, sum(char > "~" for char in text) / length


def _window(data: bytes, start: int, encoding: str) -> bytes:
    """Some of the bytes, from between two characters if such a place can be told."""
    if encoding.startswith("utf-16"):
        start &= ~1
    elif start and (found := _BOUNDARY.search(data, start, start + _BEFORE)):
        start = found.end()
    return data[start : start + _WINDOW]


def _weight(char: str) -> float:
    if char in _FREQUENT:
        return 3
    if char in _PUNCTUATION or " " <= char <= "~":
        return 0.5
    if "\u4e00" <= char <= "\u9fff":
        return -0.3
    return -3 if char == "\ufffd" else -2
