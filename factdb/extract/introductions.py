"""Names that a text introduces by their form: 视觉企业“帧岚智能”, 视频公司 Kinoa, 杭州某某科技有限公司(简称“某某”).

A dictionary does not know the names of young companies, products and films, and a segmenter tears them apart. What the
text sets in quotation marks behind a word for what it is, or writes in Latin letters there, is a name wherever the
text uses it again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from factdb.extract import stock_codes
from factdb.extract.alternation import any_of
from factdb.extract.passage import Passage
from factdb.extract.words import is_word
from factdb.lexicon import Lexicon, SubjectWords

# So many names a text introduces at most; a list of thousands is none that a rule should go by.
_MOST = 200
_QUOTED = re.compile(
    r"[“\"「『]([^“”\"「」『』,;:。!?()\s]{2,16}(?: [A-Za-z0-9.]{1,10})?)(?:\([A-Za-z .&-]{2,40}\))?[”\"」』]"
)
_TITLED = re.compile(r"《([^《》\n]{1,20})》")
# The look behind comes second: ``re`` skips to what a pattern begins with, if that is a character.
_LATIN = re.compile(r"[A-Z](?<![A-Za-z0-9].)[A-Za-z0-9.-]{2,20}(?: [A-Z][A-Za-z0-9.-]{1,20}){0,2}")
# 服务商沁弘(QinHong International): the name behind what it is, and before what it is called in Latin letters.
_GLOSSED = re.compile(r"([一-鿿]{2,14})\((?=[A-Z][A-Za-z .,&-]{2,40}\))")
_LONGEST_GLOSSED = 6
# Where a headline or a report begins, and the name with which it does: 【栎铁股份：…】, 皓升科技公告, 云杉(300999.SZ).
_START = r"(?:\A|(?<=[\n。!?;】丨|【])|(?<=获悉,)|(?<=消息,)|(?<=讯,)|(?<=显示,))\s{0,3}"
# A firm's own part of its name is so many characters long.
_OWN = (3, 2)
_HAN = re.compile(r"[一-鿿]{2,3}")
_BEFORE_CODE = re.compile(
    r"(?:(?<![A-Za-z])(?=[A-Z][A-Za-z.&-]* )|[,。;、:\s】丨|]|\A)"
    r"([一-鿿A-Za-z*]{2,8}|[A-Z][A-Za-z.&-]*(?: [A-Z][A-Za-z.&-]*){1,3})\Z"
)
_HEADING = re.compile(r"【([一-鿿A-Za-z*]{2,8})(?=:)")
# 云杉科技:公司拟…: a flash about a company.
_FLASH = re.compile(r"\s{0,3}([一-鿿A-Za-z*]{3,6}):(?=(?:本?公司|全资|控股|子公司|参股|股东|实控|实际控制)(?!法))")
_SHORT_FORM = "简称", "简称:"
# So many characters before a code or a word of a report its name may begin.
_FAR = 40
# A firm's full name ends so, and what stands before that is so many characters long.
_LIMITED_ENDS = "有限公司", "有限责任", "有限合伙"
_LIMITED = re.compile(r"有限(?:责任)?公司|合伙企业\(有限合伙\)")
_SHORTEST_FIRM, _LONGEST_FIRM = 3, 20
_BEFORE_LIMITED = re.compile(r"(?:[一-鿿·]|\([一-鿿]{2,4}\)){3,20}\Z")
# 白石大桥是一座…: what an article says at its beginning of what it is about.
_DEFINED = re.compile(
    r"\s{0,4}([^\s,。;:!?、“”\"《》()0-9是的]{2,12}?)(?:\([^()\n]{1,80}\))? ?(?:,[^,。\n]{1,24},)?"
    r"(?:(?=体长|身长|全长|总长|海拔|发源|源出|距离|主峰|原产|分布于|栖息于|隶属|生于|出生|创立|创刊|株高|始建于|创建于|创办于|成立于|建于|位于|坐落|地处|[又亦]名|[又亦]称|学名|俗称|原名|本名)|是(?=(?:[^,。\n]{1,20}的)?一[种座条位家款部项只支名间所类组首艘个套台颗片本]|位于|由|为|连接|[中美英法德韩泰]国|日本|我国|全国|全球|世界))"
)
# Before what a source tells of somebody.
_TOLD = re.compile("(?:据了解|据悉|资料显示|据介绍|公开信息显示|官网显示),")
# 《北风》是…的影片: the title that an article begins with is of what it is about.
_TITLED_OPENING = re.compile(
    r"\s{0,4}《([^《》\n]{1,20})》(?:\([^()\n]{1,80}\))? ?(?:,[^,。\n]{1,24},)?"
    r"(?=[是为由于共在首系乃全改收讲]|又[名称])"
)
# F-16战斗机最大起飞重量…: a model by its letters and number.
_MODEL = re.compile(
    r"\s{0,4}([一-鿿A-Z][一-鿿A-Za-z]{0,3}-\d{1,4}[A-Z]{0,2}(?:[一-鿿]{0,3}[机艇舰弹炮车]|坦克|火箭)?)"
    r"(?=[是为的,(由于]|[机全最翼空总舰])"
)
_LETTERS = re.compile(r"[A-Za-z0-9]{2}")


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The lexicon compiled: what stands before and behind names, and what is none."""

    kinds: tuple[str, ...]
    works: tuple[str, ...]
    performed: tuple[str, ...]
    acts: re.Pattern[str]
    slogans: re.Pattern[str]
    files: re.Pattern[str]
    before_file: re.Pattern[str]
    firm: re.Pattern[str]
    leading: re.Pattern[str]
    places: tuple[str, ...]
    leads: re.Pattern[str]
    nobody: frozenset[str]
    unnamed: re.Pattern[str]
    trades: tuple[str, ...]


def find_introductions(passage: Passage) -> None:
    """Find where the text speaks of those whom it introduces."""
    if passage.drafts:
        introduce(passage)


def introduce(passage: Passage) -> None:
    """Find them in any text, whether it holds figures or not."""
    chars, patterns = passage.view.chars, _patterns(passage.lexicon.subjects)
    found = dict.fromkeys(
        name
        for name in islice(_names(chars, patterns, passage.lexicon), _MOST)
        if name not in patterns.nobody and not name.isdecimal() and not _is_led(name, patterns)
    )
    passage.names = sorted({span for name in found for span in _places(chars, name)})


def _is_led(name: str, patterns: _Patterns) -> bool:
    """据|云杉科技: whether a name begins with a word that leads up to names; 湖南 is another word than 湖."""
    return patterns.leading.match(name) is not None and not name.startswith(patterns.places)


def _names(chars: str, patterns: _Patterns, lexicon: Lexicon) -> Iterator[str]:
    """What the text introduces, as it comes: in quotation marks, in Latin letters, by the form of a report."""
    for match in _QUOTED.finditer(chars):
        named = chars.endswith(patterns.kinds, 0, match.start()) and not patterns.slogans.match(chars, match.end())
        latin = _LATIN.match(chars, match.end())
        # 某某投资中心(“和泰投资”)
        alone = chars.startswith("(", match.start() - 1) and chars.startswith(")", match.end())
        short = alone or chars.endswith(_SHORT_FORM, 0, match.start())
        if latin and any(part in match[1] for part in lexicon.subjects.epithets):
            yield _bare(latin[0], patterns)
        elif named or short or patterns.acts.match(chars, match.end()):
            yield match[1]
    yield from _called(chars, patterns)
    yield from _formed(chars, patterns, lexicon)
    yield from _defined(chars)
    if "某" in chars:
        yield from patterns.unnamed.findall(chars)
    yield from _whole_firms(chars, patterns, lexicon)
    for match in patterns.firm.finditer(chars):
        start = _firm_start(chars, match.start(), lexicon)
        if start is not None:
            yield chars[start : match.end()]


def _called(chars: str, patterns: _Patterns) -> Iterator[str]:
    """What stands behind a word for what it is: the title of a work, a name in Latin letters or explained by them."""
    for match in _TITLED.finditer(chars):
        if chars.endswith(patterns.works, 0, match.start()) or chars.startswith(patterns.performed, match.end()):
            yield match[1]
    for match in _GLOSSED.finditer(chars):
        stop = match.end(1)
        starts = range(stop - 2, max(stop - _LONGEST_GLOSSED, match.start()) - 1, -1)
        named = (chars[start:stop] for start in starts if chars.endswith(patterns.kinds, 0, start))
        yield from islice(named, 1)
    for match in _LATIN.finditer(chars):
        before = match.start() - (chars[match.start() - 1 : match.start()] == " ")
        if chars.endswith(patterns.kinds, 0, before) and not patterns.slogans.match(chars, match.end()):
            yield _bare(match[0], patterns)


def _bare(name: str, patterns: _Patterns) -> str:
    """A name in Latin letters without the office behind it: Kinoa CEO."""
    head, _, last = name.rpartition(" ")
    return head if head and last in patterns.nobody else name


def _formed(chars: str, patterns: _Patterns, lexicon: Lexicon) -> Iterator[str]:
    """The names that headlines and reports begin with, and those with a code behind them."""
    for match in _HEADING.finditer(chars):
        yield _unreported(match[1], lexicon)
    if flash := _FLASH.match(chars):
        yield flash[1]
    for marks, name in ((stock_codes.BRACKETED, _BEFORE_CODE), (patterns.files, patterns.before_file)):
        for match in marks.finditer(chars):
            found = name.search(chars, max(0, match.start() - _FAR), match.start())
            # 栎远科技发布异动公告: the first such word ends the name.
            if found and (marks is stock_codes.BRACKETED or not marks.search(found[1])):
                yield _unreported(found[1], lexicon)


def _unreported(name: str, lexicon: Lexicon) -> str:
    """云杉股份业绩快报, 减持海棠科技, 指海棠科技: a name without the report that it heads, or the verb before it."""
    filing = next((word for word in lexicon.subjects.filings if name.endswith(word)), "")
    name = name.removesuffix(filing) or name
    deal = max((word for word in lexicon.subjects.deals if name.startswith(word)), key=len, default="")
    name = name.removeprefix(deal) if len(name) - len(deal) >= _SHORTEST_FIRM else name
    told = name.startswith(tuple(lexicon.subjects.before_listed)) and not is_word(lexicon, name[:2])
    return name[1:] if told and len(name) > _SHORTEST_FIRM else name


def _defined(chars: str) -> Iterator[str]:
    """北岭猴是一种…, 据了解，蓝隼视觉是一家…: whom a line, or a source, begins by saying what they are."""
    for told in _TOLD.finditer(chars):
        if match := _DEFINED.match(chars, told.end()):
            yield match[1]
    at = 0
    while at >= 0:
        if match := _DEFINED.match(chars, at) or _TITLED_OPENING.match(chars, at) or _MODEL.match(chars, at):
            yield match[1]
        at = chars.find("\n", at) + 1 or -1


def _is_inside(chars: str, lead: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether a character that may lead up to a name is a part of a word: 华为, 美的, 自由."""
    start, end = lead.span()
    if end - start > 1:
        return False
    return is_word(lexicon, chars[start - 1 : end]) or is_word(lexicon, chars[start : end + 1])


def _whole_firms(chars: str, patterns: _Patterns, lexicon: Lexicon) -> Iterator[str]:
    """江州云杉食品有限公司: a firm's full name, from behind the last word that leads up to one."""
    if not any(limited in chars for limited in _LIMITED_ENDS):
        return
    for match in _LIMITED.finditer(chars):
        at = match.start()
        found = _BEFORE_LIMITED.search(chars, max(0, at - _LONGEST_FIRM), at)
        if found is not None:
            start = found.start()
            for lead in patterns.leads.finditer(chars, start, at):
                # 江州金龙联合|汽车工业有限公司: behind what leads up to a name stands no trade, nor is it one itself:
                # 海砾远望(江州)|投资|有限公司.
                trade = len(lead[0]) > 1 and (chars.startswith(patterns.trades, lead.end()) or lead.end() == at)
                led = start == lead.start()  # 同意|向|海砾投资
                cut = trade or chars[lead.start() - 1] == ")" or (not led and _is_inside(chars, lead, lexicon))
                start = start if cut else lead.end()
            if at - start >= _SHORTEST_FIRM:
                yield chars[start : match.end()]


def _firm_start(chars: str, trade: int, lexicon: Lexicon) -> int | None:
    """Where a firm's name begins, the word for whose trade stands at `trade`.

    新能源汽车 is no firm, but 栎远汽车 is: what stands before its trade is no word.
    """
    for length in _OWN:
        start = max(trade - length, 0)
        own, before = chars[start:trade], chars[max(start - 1, 0) : start]
        leads = before in lexicon.subjects.before_firm and not is_word(lexicon, chars[start - 1 : start + 2])  # 比|亚迪
        inside = "一" <= before <= "鿿" and not leads
        # 老牌客运企业|蓝隼航空: behind a word for what it is, a firm's name begins.
        inside = inside and not chars.endswith(lexicon.subjects.heralds, 0, start)
        whole = len(own) == length and _HAN.fullmatch(own) is not None and not inside
        whole = whole and own[0] not in lexicon.subjects.before_firm and own[0] not in lexicon.subjects.functions
        whole = whole and set(lexicon.subjects.strays).isdisjoint(own)
        if whole and not is_word(lexicon, own) and not is_word(lexicon, own[:2]):
            return start
    return None


def _places(chars: str, name: str) -> Iterator[tuple[int, int]]:
    """Where a text uses a name, and not a longer word that has it inside."""
    at = chars.find(name)
    while at >= 0:
        end = at + len(name)
        letters = chars[at - 1 : at + 1], chars[end - 1 : end + 1]
        if not any(_LETTERS.fullmatch(pair) for pair in letters):
            yield at, end
        at = chars.find(name, end)


@lru_cache(maxsize=8)
def _patterns(words: SubjectWords) -> _Patterns:
    day = r"[今昨前当]日?[日天晚早]|[同近]日|[本上][周月]|近期|日前|此前|周[一二三四五六日]|(?:\d{1,2}月)?\d{1,2}日"
    behind = rf"(?:(?![一-鿿])|(?={any_of(words.behind_firm)}))"
    before = words.pronouns | words.openers | words.titles | words.bylines | words.media
    moments = rf"(?:{day})?(?:晚间?|早间|午间|盘后)?"
    return _Patterns(
        tuple(sorted(words.kinds)),
        tuple(sorted(words.works)),
        words.performed,
        re.compile(rf"\([^()]{{1,20}}\)|{any_of(words.acts)}"),
        re.compile(rf" ?[一-鿿]{{0,4}}?(?:{any_of(words.slogans)})"),
        re.compile(any_of(words.files)),
        re.compile(
            rf"{_START}([一-鿿A-Z*]{{2,8}}?)(?:{stock_codes.BRACKETED.pattern})?(?:[将拟定]?[于在])?(?:{moments})?(?:发布|确认|因|又|再|疑|已|曾|或|拟|将)?\Z"
        ),
        re.compile(any_of(words.firms, dict.fromkeys(words.firms, behind))),
        re.compile(any_of(before)),
        tuple(name for entry in words.subject if entry.kind == "city" for name in (entry.name, *entry.aliases)),
        re.compile(any_of(words.firm_leads)),
        frozenset(words.nobody),
        re.compile(rf"[{words.surnames}]某(?:某|[一-鿿](?=[、,因被]))?(?![些种项类年月日时天])"),
        tuple(sorted(words.firms)),
    )
