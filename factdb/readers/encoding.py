"""Bytes to text: which encoding a file of Chinese text is in, and what could not be read of it.

Strict UTF-8 is tried first. What is not UTF-8 is decoded in each likely way around the first place where
UTF-8 fails, and the decoding that reads like Chinese wins: frequent characters count for it, rare ones and
signs that no text holds against it.
"""

import codecs
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
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What a page may declare itself to be written in, by the names that are in use, and how that is read here. Other
# names are not heeded, for Python knows codecs that are no encodings.
_DECLARED = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "cp936", "euc-cn", "hz-gb-2312"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "cn-big5", "x-x-big5", "big5hkscs", "cp950"), "big5hkscs"),
    **dict.fromkeys(("utf-16", "utf-16le", "unicode"), "utf-16-le"),
    "utf-16be": "utf-16-be",
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis"), "cp932"),
    "euc-jp": "euc-jp",
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987"), "cp949"),
    **dict.fromkeys(("iso-8859-1", "latin1", "windows-1252", "us-ascii"), "cp1252"),
}
# How much better another decoding must read than the declared one.
_TRUST = 0.15
_BEFORE, _WINDOW = 2_048, 16_384


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
        declared: What they are said to be written in; it is believed where nothing else reads better.
    """
    declared = _DECLARED.get(declared.strip().lower(), "")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _replacing(data[len(mark) :], encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _replacing(data, _likeliest(data, error.start, declared))
    # UTF-16 of Latin letters and digits is valid UTF-8, with a zero byte at every other place.
    if "\0" in text and (encoding := _likeliest(data, 0, declared)) != "utf-8":
        return _replacing(data, encoding)
    return Decoded(text, "utf-8", 0)


def _replacing(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, text.count("\ufffd"))


def _likeliest(data: bytes, fault: int, declared: str) -> str:
    # An even start keeps the pairs of UTF-16 together; a window that begins inside of a character of the
    # other encodings costs it a character or two.
    start = max(0, fault - _BEFORE) & ~1
    window = data[start : start + _WINDOW]
    candidates = dict.fromkeys((*_CANDIDATES, declared) if declared else _CANDIDATES)
    return max(candidates, key=lambda encoding: _score(window, encoding) + _TRUST * (encoding == declared))


def _score(window: bytes, encoding: str) -> float:
    """How much a decoding reads like Chinese, for each character of it."""
    text = window.decode(encoding, errors="replace")
    return sum(map(_weight, text)) / max(1, len(text))


def _weight(char: str) -> float:
    if char in _FREQUENT:
        return 3
    if char in _PUNCTUATION or " " <= char <= "~":
        return 0.5
    if "\u4e00" <= char <= "\u9fff":
        return -0.3
    return -3 if char == "\ufffd" else -2
