"""Which figures can be held against one another: those of one subject, scope and moment, as far as can be told.

Two articles that seem to disagree mostly speak of two things: of another day, another deal, a subsidiary, a part of the
year. What might be so is left alone: a reader who is shown ten disagreements that are none looks at no eleventh.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from factdb.claim import Basis, Modality
from factdb.tracking.figures import Figure

# Words that stand for whoever the text is about, and kinds of things of which there are many.
_ANYBODY = re.compile(
    r"(?:本|该|此|这|其|我|上述|相关|有关|某|各|部分|多家|一些|全部|所有|公司|集团|企业|机构|平台|项目|产品|基金|股份|银行|市场|行业|板块|个股|股票|"
    r"投资者|用户|消费者|客户|股东|标的|资产|子公司|业务|网友|记者|被告人?|犯罪嫌疑人|受害人|民警|P2P|网贷|主力|机构|游资|资金)+"
    r"(?:公司|平台|集团|企业|机构|银行|方|人|者|们|产品|项目|家)?"
)
# What happens more than once in a period, and each time with a figure of its own.
_EVENTS = re.compile(
    r"投资|出资|注资|增资|投入|中标|合同|订单|协议|担保|增持|减持|持股|持有|质押|解押|解禁|回购|购回|融资|募|借款|贷款|授信|债|票据|存款|"
    r"买入|卖出|净流|净买|净卖|流入|流出|罚|奖励|补助|补贴|转让|收购|出售|作价|对价|交易|拍卖|竞|发行|发放|认购|中签|申购|赎回|派|分红|股息|红利|"
    r"赔|涉案|金额|损失|逾期|诈骗|被骗|资金|款|投放|采购|拨|捐|捐赠|支付|付|还|索|诉|授予|注销|限售|股份|股数|股票|数量|次|"
    r"抓获|逮捕|案|事故|死亡|受伤|伤|遇难|失踪|救|新增|活动|参会|参与|报名|岗位|招聘|项目|名额|面积|地块|楼面|起拍"
)
# What moves while a day lasts.
_MOVING = re.compile(
    r"价|指数|汇率|中间价|收益率|利率|点位|涨|跌|升|降|触及|报|成交|换手|市值|振幅|持仓|基差|溢价|折价|支撑|阻力|均线|概率|盘|现货|期货|期金|合约|前值|预期|公布值|峰值|最高|最低|单日|日内"
)
# What makes the same words another thing.
_SCOPES = (
    *(
        "累计",
        "合计",
        "总计",
        "总",
        "其中",
        "母公司",
        "子公司",
        "旗下",
        "控股",
        "分部",
        "归属",
        "归母",
        "扣非",
        "扣除",
        "非经常",
        "调整后",
        "未经审计",
    ),
    *(
        "经调整",
        "税前",
        "税后",
        "毛",
        "国内",
        "海外",
        "境外",
        "境内",
        "全球",
        "全国",
        "线上",
        "线下",
        "人均",
        "日均",
        "月均",
        "户均",
        "平均",
        "单季",
        "当季",
    ),
    *(
        "单月",
        "当月",
        "当日",
        "预",
        "新增",
        "存量",
        "增量",
        "约占",
        "城镇",
        "农村",
        "规模以上",
        "限额以上",
        "口径",
        "剔除",
        "备考",
        "持续",
        "终止",
        "不含",
    ),
    *("含", "权益", "全口径", "最高", "最低", "峰值", "首", "第一", "第二", "一期", "二期"),
)
# Metrics that name no thing, and units in which all sorts of things are counted.
_VAGUE = re.compile(
    r"(?:同比|环比|整体|平均)?(?:增速|增幅|增长率?|降幅|涨幅|跌幅|规模|总额|数额|比例|比率|占比|总量|水平|数据|公布|前值|预期|数值|总数|合计|均值|变动|城市|地区)"
)
_ANYTHING = {"个", "项", "种", "起", "条", "份", "支", "只", "次", "件", "处", "场"}
_CLAUSE_END = re.compile(r"[，。；！？,;!?\n]")


def comparable(figures: Iterable[Figure], sentences: dict[int, str]) -> Iterator[list[Figure]]:
    """Groups of figures that say the same thing of the same period, a word for each article.

    An article that gives two different figures means two things by them, and says neither of what the others say.

    Args:
        figures: Those of one subject and one metric.
        sentences: Their sentences, by their ids.
    """
    groups: defaultdict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        if is_definite(figure):
            scope = _scope(figure, sentences.get(figure.id, ""))
            groups[figure.days, figure.unit, figure.is_change, figure.basis, scope].append(figure)
    for found in groups.values():
        by_article: defaultdict[int, list[Figure]] = defaultdict(list)
        for figure in found:
            by_article[figure.article_id].append(figure)
        words = [said[-1] for said in by_article.values() if _agree(said)]
        if words:
            yield sorted(words, key=lambda figure: figure.told)


def is_definite(figure: Figure) -> bool:
    """Whether a figure is an actual one of a known subject and of a period that was over when it was told."""
    if figure.modality is not Modality.ACTUAL or figure.days is None:
        return False
    if figure.is_change and figure.basis not in {Basis.YOY, Basis.QOQ}:
        return False
    if not figure.subject or not figure.metric or _ANYBODY.fullmatch(figure.subject):
        return False
    # A year or a day that is not over yet is told of in parts.
    return figure.published_on is None or figure.published_on > figure.days[1]


def is_of_one_moment(figure: Figure) -> bool:
    """Whether there is one such figure in a period: no deal among others, no price of an hour, and no mere number."""
    metric = figure.metric or ""
    if figure.unit in _ANYTHING or _VAGUE.fullmatch(metric):
        return False
    return not (_EVENTS.search(metric) or _MOVING.search(metric))


def _agree(said: Sequence[Figure]) -> bool:
    return all(one.interval.meets(other.interval) for one in said for other in said)


def _scope(figure: Figure, sentence: str) -> frozenset[str]:
    """The words in the figure's clause that narrow down what it is of."""
    at = sentence.find(figure.quote)
    before = sentence[: max(at, 0)]
    starts = [match.end() for match in _CLAUSE_END.finditer(before)]
    clause = before[starts[-1] if starts else 0 :]
    return frozenset(word for word in _SCOPES if word in clause)
