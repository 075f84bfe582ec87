"""Headings of tables: which say when, which name what is measured, and which how much it changed."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from factdb.lexicon import load_lexicon
from factdb.readers.table_cells import one_line, read_unit, split_unit, without_marks

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DASH = r"[-–—~～至]"
_RELATIVE = (
    r"本报告期(?:末|内)?|报告期(?:末|内|初)?|上年度?同期(?:末)?|去年同期|上期同期|同期|本年度?(?:末|初)?|上年度?(?:末|初)?|本期(?:末|初)?"
    r"|上期(?:末|初)?|当期|当年|期末|期初|年末|年初|今年|去年|前年|本月|上月|本季度?|上季度?|全年|上一年度?"
)
_AMOUNT = r"(?:累计)?(?:发生额|金额|余额|数据|数值|数额|数|值|累计)?"
_PERIODS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d){_YEAR}\s?(?:年|[-./])\s?(?P<month>1[0-2]|0?[1-9])\s?(?:月|[-./])\s?(?P<day>3[01]|[12]\d|0?[1-9])日?(?!\d)",
        rf"(?<!\d){_YEAR}\s?年?\s?(?:第?(?P<quarter>[一二三四1-4])季度?|Q(?P<q>[1-4])|(?P<half>上半年|下半年|H[12]|前三季度))",
        rf"(?<!\d){_YEAR}\s?年\s?(?P<months>\d{{1,2}}\s?(?:月份?)?{_DASH}\s?\d{{1,2}}\s?月)份?",
        rf"(?<!\d){_YEAR}\s?(?:年|[-./])\s?(?P<month>1[0-2]|0?[1-9])(?![\d.])\s?(?:月份?)?(?P<edge>末|底|初)?",
        rf"(?P<q>[1-4])Q\s?{_YEAR}|(?P<q2>Q[1-4])\s?[-/']?\s?(?P<year2>(?:19|20)\d\d)",
        rf"(?<!\d){_YEAR}\s?[-–—~～至]\s?(?P<until>(?:19|20)\d\d)年?",
        rf"(?<!\d){_YEAR}\s?(?P<guess>[EFP](?![A-Za-z])|年预[计测]|年?[(（]?预[计测][)）]?)",
        rf"(?<!\d){_YEAR}\s?(?P<edge>年(?:末|底|初|终)|年度?)",
        rf"(?<![\d.,]){_YEAR}A?(?![\d.,A-Za-z])",
        r"(?<!\d)(?P<span>\d{1,2}月?[-–—~～至]\d{1,2}月)份?",
        r"(?<!\d)(?P<day_of>(?:1[0-2]|0?[1-9])月(?:\d{1,2}日|末|底|初|份)?)",
        r"第?(?P<quarter>[一二三四])季度?|\bQ(?P<q>[1-4])\b|(?P<half>上半年|下半年|前三季度)",
        rf"(?P<relative>{_RELATIVE})(?!每|人均)",
    )
)
_QUARTERS = {"1": "一", "2": "二", "3": "三", "4": "四"}
_HALVES = {"H1": "上半年", "H2": "下半年"}
_BASES = (
    (re.compile(r"同比|按年|\bYo?Y\b", re.IGNORECASE), "同比"),
    (re.compile(r"环比|按[月季]|\b[QM]o[QM]\b", re.IGNORECASE), "环比"),
    (
        re.compile(
            rf"(?:本[^较比]{{1,5}})?[较比]\s?(?P<base>(?:{_RELATIVE}|(?:19|20)\d\d年?(?:末|底|度)?)(?:同期)?(?:末)?)"
        ),
        "较",
    ),
)
_CHANGES = re.compile(
    r"(?:(?P<down>下降|减少|下滑|下跌|降低|跌)|增长|增加|增减|变动|变化|上升|上涨|涨跌|升降|增|涨|升)?(?P<rate>率|幅度?|额|值|量|比例|百分比|情况|速度?|%)?"
)
_CHANGE_WORDS = re.compile(
    r"(?:同比|环比)?(?:增减|变动|变化|增长|涨跌|升降|增加|减少|下降|下滑|上升|上涨)(?:变动|变化)?(?:幅度|比例|比率|百分比|情况|速度|率|幅|额|值|量|速)?"
    r"|增速|增幅|涨幅|降幅|跌幅|升幅|减幅|涨跌幅"
)
_DOWNWARD = re.compile(r"下降|减少|下滑|下跌|降低|降幅|(?<!涨)跌幅|减幅")
_AMOUNT_OF_CHANGE = re.compile(r"(?:额|值|量)\Z")
_GENERIC = re.compile(
    r"(?:金额|数额|数值|数据|数量|数|值|指标值|实际数|实际值|实际|合计|总计|总额|余额|发生额|统计值|结果|内容|账面价值|账面余额|[Vv]alue|[Aa]mount)?"
)
_SKIPPED = re.compile(
    r"序\s?号|编\s?号|排\s?名|名\s?次|位\s?次|行\s?次|排序|[Nn][Oo]\.?|#|[Rr]ank(?:ing)?|ID|id|附注.{0,4}|注释|页码|"
    r"(?:证券|股票|公司|行业|地区|邮政|产品|基金|行政区划|项目)?代码|邮编|电话|联系电话|文号|批次"
)
_CODES = re.compile(r"(?:证券|股票|公司|基金)?代码")
_LABEL_OF_TIME = re.compile(
    r"年份|年度|时间|日期|月份|季度|期间|报告期|统计时间|会计年度|财年|年|月|交易日|[Yy]ear|[Dd]ate|[Mm]onth"
)
_LABEL_OF_METRICS = re.compile(
    r"(?:主要)?(?:会计)?(?:财务)?(?:经济)?(?:项目|指标|科目|名目|会计数据|财务指标|财务数据|经济指标|数据项|指标名称|项目名称|[Ii]tem|[Mm]etric)"
)
_LABEL_OF_OWNERS = re.compile(
    r".{0,6}(?:公司|企业|平台|省份|省市|地区|城市|省|市|区域|国家|品牌|厂商|机构|产品|行业|渠道|业务|板块|部门|单位名称|名称|简称|银行|基金|学校"
    r"|应用|APP|App|股东|客户|供应商|车型|车企|分类|类别|类型|品类|品种|群体|年龄段?|性别|对象|姓名|人员|影片|电影|游戏|球队|股票|证券|国别|县区|区县|学院|专业)"
    r"(?:/.{1,6}|名称|简称)?"
)
_OF_SHARE = re.compile(r"占比|比重|占.{0,10}(?:比例|比率|比重|百分比|份额|%)|份额|权重|构成比")
_RATE = re.compile(r"率|占比|比重|比例|百分比|份额|同比|环比|增速|增幅|涨幅|跌幅|降幅|ROE|幅度\Z|变动幅度")
_RATIO = re.compile(r"率|幅|比例|百分比|%|速")
_COUNTED = re.compile(
    r"(?:人|户|家|次|件|台|套|辆|个|只|店|床位|机构|学生|学校|员工|用户|会员|客户|门店|订单)(?:总)?数量?\Z|人口|人次|人数"
)
_EACH = re.compile(r"每股|每(?:一)?单位|单价|客单价|均价|人均")
_ENUMERATOR = re.compile(
    r"(?:[(（]\s?(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[a-z])\s?[)）]|[一二三四五六七八九十]{1,3}\s?、|\d{1,2}\s?[、．]|\d{1,2}\.(?!\d)"
    r"|[①-⑳]|其中\s?[:：]?|[加减]\s?[:：]|[-—·•◆●■▪*]+)\s*"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says of the cells beside or below it.

    Attributes:
        text: The whole of it, cleaned.
        period: When, in words that a sentence can begin with; ``""`` if it does not say.
        order: What periods are told apart by in time.
        name: What remains: the metric, or whom the cells are of.
        unit: The unit in its brackets.
        change: Whether the cells say how much something changed.
        basis: Against what: 同比, 环比, 较上年末.
        falling: Whether figures without a sign are decreases.
        guess: Whether they are said to be forecasts.
    """

    text: str = ""
    period: str = ""
    order: tuple[int, int] = (0, 0)
    name: str = ""
    unit: str = ""
    change: bool = False
    basis: str = ""
    falling: bool = False
    guess: bool = False

    @property
    def is_share(self) -> bool:
        """Whether the cells are shares of a whole."""
        return _OF_SHARE.search(self.name) is not None

    @property
    def is_ratio(self) -> bool:
        """Whether a change is a part of what was there before, and no amount."""
        return _RATIO.search(self.text) is not None

    @property
    def is_rate(self) -> bool:
        """Whether the cells are no amounts, whatever unit the table is in."""
        return _RATE.search(self.text) is not None


@lru_cache(maxsize=2048)
def read_heading(*parts: str) -> Heading:
    """What a heading says, given the texts of its rows from the top down."""
    names: list[str] = []
    unit = ""
    for part in parts:
        if (alone := read_unit(part)) and (len(parts) > 1 or alone == "%" or "元" in alone):
            unit = alone
            continue
        name, own = split_unit(without_marks(clean_label(part)))
        unit = own or unit
        if name and (not names or name != names[-1]):
            names.append(name)
    text = "".join(names)
    found = replace(_when(text), text=text, unit=unit)
    return _changed(found)


def clean_label(text: str) -> str:
    """A label without what numbers it and without its colon: 一、营业总收入, 其中：营业成本."""
    text = one_line(text)
    while (found := _ENUMERATOR.match(text)) and found.end() < len(text):
        text = text[found.end() :]
    return text.strip(" :：")


def _when(text: str) -> Heading:
    for rank, pattern in enumerate(_PERIODS):
        found = pattern.search(text)
        if found is None:
            continue
        if pattern is _PERIODS[-1] and re.search(r"[较比]\s?\Z", text[: found.start()]):
            continue
        groups = {name: value for name, value in found.groupdict().items() if value}
        before = text[: found.start()]
        if before.endswith(("较", "比")) and len(before) < len(text):
            continue
        rest = _rest(before, text[found.end() :])
        return Heading(period=_said(groups, found[0]), order=_order(groups, rank), name=rest, guess="guess" in groups)
    return Heading(name=text)


def _rest(before: str, behind: str) -> str:
    return re.sub(r"\A[-—/·:：,，、\s的]+|[-—/·:：,，、\s]+\Z|[(（]\s*[)）]", "", before + behind)


def _said(groups: dict[str, str], whole: str) -> str:  # noqa: PLR0911 (a kind of period each)
    year = groups.get("year") or groups.get("year2") or ""
    said = f"{year}年" if year else ""
    if until := groups.get("until"):
        return f"{year}年至{until}年"
    if "day" in groups:
        return f"{said}{int(groups['month'])}月{int(groups['day'])}日"
    if quarter := groups.get("quarter") or groups.get("q") or groups.get("q2", "")[-1:]:
        return f"{said}第{_QUARTERS.get(quarter, quarter)}季度"
    if half := groups.get("half"):
        return said + _HALVES.get(half, half)
    if months := groups.get("months") or groups.get("span") or groups.get("day_of"):
        return said + months.replace(" ", "").removesuffix("份")
    if "month" in groups:
        return f"{said}{int(groups['month'])}月{groups.get('edge', '')}"
    if year:
        return said + groups.get("edge", "年").removeprefix("年").replace("度", "")
    return whole


def _order(groups: dict[str, str], rank: int) -> tuple[int, int]:
    year = int(groups.get("until") or groups.get("year") or groups.get("year2") or 0)
    month = int(groups.get("month") or 0)
    quarter = groups.get("quarter") or groups.get("q") or groups.get("q2", "")[-1:]
    if quarter:
        month = 3 * ("一二三四".find(quarter) + 1 or int(quarter if quarter.isdecimal() else 0))
    relative = groups.get("relative", "")
    if relative:
        year = 0 if relative.startswith(("上", "去", "前", "同")) or relative.endswith("初") else 1
    return year, month or (12 if rank else 0)


def _changed(heading: Heading) -> Heading:
    """Read a heading of changes: 同比增减, 较上年同期变动（%）, GDP增速, 增长率."""
    name, basis = heading.name, ""
    for pattern, said in _BASES:
        if found := pattern.search(name):
            basis = said if said != "较" else f"较{found['base']}"
            name = name[: found.start()] + name[found.end() :]
            break
    words = _CHANGE_WORDS.search(name)
    if not basis and (words is None or words.end() != len(name)):
        return replace(heading, name="" if _GENERIC.fullmatch(name) else name)
    if words:
        name = name[: words.start()] + name[words.end() :]
    falling = _DOWNWARD.search(words[0]) is not None if words else False
    name = re.sub(r"[()（）%％\s]+|相比", "", name)
    name = "" if _GENERIC.fullmatch(name) or _CHANGES.fullmatch(name) else name
    return replace(heading, name=name, change=True, basis=basis, falling=falling)


def is_skipped(text: str) -> bool:
    """Whether a column numbers, ranks or codes its rows."""
    return _SKIPPED.fullmatch(text) is not None


def is_code(text: str) -> bool:
    """Whether a column holds the codes of shares."""
    return _CODES.fullmatch(text) is not None


def is_of_time(text: str) -> bool:
    """Whether a column of labels says when."""
    return _LABEL_OF_TIME.fullmatch(text) is not None


def is_of_metrics(text: str) -> bool:
    """Whether a column of labels says what is measured."""
    return _LABEL_OF_METRICS.fullmatch(text) is not None


def is_of_owners(text: str) -> bool:
    """Whether a column of labels says whose the figures are."""
    return _LABEL_OF_OWNERS.fullmatch(text) is not None


@lru_cache(maxsize=2048)
def is_metric(text: str) -> bool:
    """Whether a text reads like what is measured."""
    words = load_lexicon().metrics
    name = split_unit(text)[0]
    if not name:
        return False
    tails = (name[-length:] for length in range(2, min(len(name), 8) + 1))
    return name[-1] in words.endings or any(tail in words.heads for tail in tails)


def fits(heading: Heading, unit: str) -> bool:
    """Whether what a heading names can be in a unit that the whole table is said to be in."""
    if heading.is_rate:
        return unit in {"%", "‰", "个百分点"}
    if unit in {"%", "‰", "个百分点"}:
        return False
    return not (_COUNTED.search(heading.text) and ("元" in unit or unit in {"万", "亿"}) and unit[-1:] == "元")


def is_each(text: str) -> bool:
    """Whether a figure is for one of something, so that the scale of the table is not its own."""
    return _EACH.search(text) is not None
