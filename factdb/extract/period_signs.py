"""The signs of the calendar as patterns: 2021年6月20日, 19Q3, 前三季度, 一至十一月, 周五, 中旬.

The words that say when stand in the lexicon; here is what has a rule. All is matched on the view.
"""

from factdb.extract.period_mentions import TokenKind

_TO = r" ?(?:至|到|-{1,2}|~|—{1,2}|、|和|及) ?"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])"
_MONTH_NAME = r"(?:十[一二]?|[一二三四五六七八九])"
_DAY_NAME = r"(?:三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_PART = r"(?:[QH][1-4]|[1-4][QH])(?![0-9A-Za-z])"
_SUB_YEAR = r"[0-9]{1,2}月|(?:[1-3]-)?[1-4]Q|第?[一二三四1-4]季|[上下]半年|[初末底]|年报|中报|Q[1-4]|H[12]|前[三四]季"
# Before 现有, of which it is no statement: 出现有, 对现有.
_NOT_NOW = "出体实表展呈发浮涌再闪凸重的处将把对以用与和"
# Behind the short years of an estimate: 24-26年归母净利润.
_RESULT = r"(?=的?(?:公司|集团)?(?:将|实现|预计)?(?:总?营|归|净|扣非|EPS|业绩|总?收入|利润|盈利|每股|GDP|毛利|经调整))"
_SEASON = r"(?:年度|财年|财政年度|赛季|学年|榨季|雪季)"

# What may stand before a number that is a date, and what may follow it; most numbers are none and end here.
BEFORE_DIGITS = r"(?<![0-9A-Za-z_.])(?<![0-9],)"
AFTER_DIGITS = (
    r"(?=[0-9]{1,4} ?[年月日号时点季QHF世:/.~至到、和及与或财中半三一上下第全代份—-]|[0-9]{1,3}[多余个天周]|20[0-9]{6})"
)

# The order counts: at one place, the first that fits is taken.
# Where no rate over so many days is told: 7日留存率.
_HOUR = r"(?:[0-9]{1,2}:[0-9]{2}|[0-9]{1,2}[时点](?:[0-9]{1,2}分|半)?)"
# Nor how long something has moved one way: 连跌4日.
_ON_DAY = "(?<!连[涨跌升降阴阳挫])(?:(?<=月)|(?![0-9]{1,2}日(?:年化|留存|复购|移动|滚动|无理由)))"
DIGIT_SIGNS: tuple[tuple[TokenKind, str], ...] = (
    (TokenKind.DATE, rf"(?<![/-])[12][0-9]{{3}}(?P<sep>[-/.]){_MONTH}(?P=sep){_DAY}(?![0-9])"),
    (
        TokenKind.DATE,
        r"(?<![/-])20[0-3][0-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9A-Za-z_.%元股户人件台辆吨个份万亿])",
    ),
    (TokenKind.FIXED, r"(?:20[0-9]{2} ?(?:财政?年度?|FY)|[0-9]{2}FY)"),
    (TokenKind.FIXED, rf"[12][0-9]{{3}}[-/][0-9]{{2}}(?:[0-9]{{2}})? ?{_SEASON}"),
    (TokenKind.QUARTER_OF, r"[1-4]Q ?(?:20)?[0-3][0-9](?![0-9年])"),
    (TokenKind.HALF_OF, r"[12]H ?(?:20)?[0-3][0-9](?![0-9年])"),
    (TokenKind.FIXED, r"(?:19|20)[0-9]0年代[初中末]?期?"),
    (
        TokenKind.SPAN,
        r"[0-9]{1,3}[多余]?(?:年|个月|天|周)(?:以|之)?(?:前(?![三3两二]季|[0-9一二两三四五六七八九十]{1,2}个月)|后(?!续))",
    ),
    (TokenKind.FIXED, r"(?:[12][0-9]世纪)?[2-9]0年代|[12][0-9]世纪(?:[初末]期?|中叶|以来)"),
    (TokenKind.YEAR, r"(?<!约)(?<!距今)(?:1[89]|2[01])[0-9]{2} ?年(?:度(?!假))?"),
    (TokenKind.YEAR, r"(?<![约近])(?<!距今)1[0-7][0-9]{2} ?年(?![前来间多余]|的?历史|以上|左右|之久)"),
    (TokenKind.YEAR, r"(?<=[,。;])[1-9][0-9]{2}年(?=,|[0-9]{1,2}月)"),
    (
        TokenKind.YEAR,
        rf"(?:19|20)[0-9]{{2}}(?=(?:{_TO}|/)(?:19|20)[0-9]{{2}}(?:(?:{_TO}|/)(?:19|20)[0-9]{{2}})? ?年)",
    ),
    (TokenKind.YEAR, r"(?:19|20)[0-9]{2}(?=[-~至到—][0-3][0-9]年)|(?<=(?:19|20)[0-9]{2}[-~至到—])[0-3][0-9]年"),
    # 2026/27/28年
    (TokenKind.YEAR, r"20[0-9]{2}(?=/[0-3][0-9]/[0-3][0-9]年)|(?<=20[0-9]{2}/)[0-3][0-9](?=/[0-3][0-9]年)"),
    (TokenKind.YEAR, r"(?<=20[0-9]{2}/[0-9]{2}/)[0-3][0-9]年"),
    (TokenKind.YEAR, rf"2[0-9](?=(?:{_TO}|/)2[0-9](?:(?:{_TO}|/)2[0-9])?年{_RESULT})"),
    (TokenKind.YEAR, rf"(?<=[0-9][-~至到—、和及/])2[0-9]年{_RESULT}"),
    (TokenKind.YEAR, rf"(?:(?:19|20)[0-9]{{2}}|[0-3][0-9])年?(?= ?{_PART})"),
    (TokenKind.YEAR, r"(?:19|20)[0-9]{2}(?=中报|年报|半年报|三季报|一季报|[上下]半年|第?[一二三四]季|全年)"),
    (TokenKind.YEAR, rf"(?<![百千万亿第近])[0-49][0-9]年(?:度(?!假))?(?={_SUB_YEAR})"),
    (TokenKind.SPAN, r"[0-9]{1,2}(?:[-~至到][0-9]{1,2})?(?:年|个月)(?:以|之)?内(?!到期|的?到期)"),
    (TokenKind.QUARTER, rf"[1-4](?:季度?)?(?:{_TO}[1-4])?季度|(?:[1-4]{_TO})?[1-4]Q(?![A-Za-z])"),
    (TokenKind.HALF, r"[12]H(?![A-Za-z])"),
    (TokenKind.MONTH, rf"(?:{_MONTH}(?: ?月)?份?{_TO})?{_MONTH} ?月份?"),
    (TokenKind.DAY, rf"{_ON_DAY}(?:{_DAY}(?: ?日)?{_TO})?{_DAY} ?[日号](?!元|均|线|游)"),
    # 截至10:39, 当日17:30: an hour of the day that is spoken of.
    (TokenKind.SESSION, rf"(?:(?<=截[至止])|(?<=[当同][日天])|(?<=截[至止][上下]午)){_HOUR}"),
    (TokenKind.CLOCK, r"[0-9]{1,2}(?:时|点(?![0-9]))(?:[0-9]{1,2}分|半)?|[0-9]{1,2}:[0-9]{2}"),
)
WORD_SIGNS: tuple[tuple[TokenKind, str], ...] = (
    (TokenKind.FIXED, r"(?<![A-Za-z])FY ?(?:20)?[0-9]{2}|[本上下该]一?财[年季]|第?[一二三四1-4]财季"),
    (
        TokenKind.FIXED,
        r"(?:上世纪|本世纪|[一二]十[一二三四五六七八九]?世纪)(?:[2-9]0年代|[二三四五六七八九]十年代|[初末]期?|中叶|以来)",
    ),
    (
        TokenKind.FIXED,
        r"(?:农历)?[正腊]月(?:初?[一二三四五六七八九十廿]{1,3})?|农历[一二三四五六七八九十]{1,2}月(?:初?[一二三四五六七八九十廿]{1,3})?",
    ),
    (TokenKind.FIXED, r"大年(?:初[一二三四五六七八九十]|三十)"),
    (TokenKind.FIXED, r"公元前 ?[0-9]{1,4} ?年"),
    (TokenKind.YEAR, r"(?:公元|西元) ?[0-9]{1,4} ?年|[今去前明]\(20[0-9]{2}\)年"),
    (TokenKind.YEAR, r"[一二][零〇○一二三四五六七八九]{3}年(?:度(?!假))?"),
    (
        TokenKind.QUARTER,
        rf"第?[一二三四1-4](?:季度?)?(?:{_TO}第?[一二三四1-4])?季度|(?<!》)第[一二三四]季(?![》”集播剧]|回归|节目|收视|收官|首播|热播|完结|开播|上线|总决赛|比赛|嘉宾|选手|共有?[0-9]{{1,3}}[集期])|首季度?|[一三]季报",
    ),
    (TokenKind.QUARTER_OF, r"(?<![0-9A-Za-z])Q[1-4] ?(?:20|')[0-3][0-9](?![0-9年月])"),
    (TokenKind.HALF_OF, r"(?<![0-9A-Za-z])H[12] ?(?:20|')[0-3][0-9](?![0-9年月])"),
    (TokenKind.QUARTER, r"(?<![A-Za-z])Q[1-4](?![0-9A-Za-z])"),
    (
        TokenKind.HALF,
        r"(?<![A-Za-z])H[12](?![0-9A-Za-z])|[上下]半年度?|半年度|半年报|(?<![集其途当])中报(?![案名到价废复考送])",
    ),
    (TokenKind.HALF, r"中期(?=业绩|报告|财报|净|营|收入|股息|息|派)"),
    (
        TokenKind.MONTH,
        rf"(?<![一二三四五六七八九十百千每几数近足满这隔约过])(?:{_MONTH_NAME}(?:月份?)?[至到-])?{_MONTH_NAME}月份?(?![之内])",
    ),
    (TokenKind.DAY, rf"(?<!连[涨跌升降阴阳挫])(?<!连续){_DAY_NAME}[日号]"),
    (TokenKind.THIRD, r"[上中下]旬"),
    (TokenKind.CLOCK, r"上午|下午|晚间|晚上|凌晨|早间|午间(?![收休])|中午|傍晚|清晨|深夜|夜间|晚(?![些期年])"),
    (TokenKind.PRESENT, rf"现(?=[涨跌报])|(?<![{_NOT_NOW}])现(?=有|存|辖|共|设有|拥有|藏)"),
    (TokenKind.EDGE, r"[年月季]?[末底](?![部期盘层线薪气价仓端尾蕴])|年?初(?![步始次期级中心衷创])|年中(?!国)"),
    (TokenKind.WHOLE, r"全年度?|一?整年|一年(?![期来内半多])|年度报告|年报|年度"),
)
_NOT_IN_NUMBER = "(?<![0-9一二两三四五六七八九十百每])"
# These go before the words of the lexicon, for 上周五 begins with 上周 and 前三季度 with 前.
EARLY_SIGNS: tuple[tuple[TokenKind, str], ...] = (
    (TokenKind.SHIFT_YEARS, r"(?:今明|明后|去今|前去)[两二]年"),
    (TokenKind.QUARTER, r"(?<=年)最后(?:三个月|一个?季度?)"),
    (TokenKind.WEEKDAY, r"(?<!每)[上本下这]?个?(?:周|星期|礼拜)[一二三四五六日天](?![个年周])"),
    (
        TokenKind.SPAN,
        rf"{_NOT_IN_NUMBER}(?:[一两二三四五六七八九十]{{1,3}}(?:年|个月)|半年)(?:以|之)?内(?!的?到期)",
    ),
    (
        TokenKind.SPAN,
        rf"{_NOT_IN_NUMBER}[一两二三四五六七八九十几数半]{{1,3}}[多余]?(?:年|个月|天|周)(?:以|之)?[前后](?![续三两])",
    ),
    (TokenKind.THROUGH, r"[前首头](?:[2-9]|1[0-2]|十[一二]?|[二两三四五六七八九])个?月份?|[前首头][两二三23]个?季度?"),
)
# Every character that one of WORD_SIGNS or EARLY_SIGNS can begin with.
FIRST_CHARS = (
    "最几数元农正腊大两现FQH本上下该这一二三四五六七八九十公西今去前明第首头半中周星礼个年月季末底"
    "初全整晚凌早午傍清深夜"
)
# A span of time, behind 近 or 未来.
SPAN = (
    r" ?的?(?:(?:[0-9]{1,3}|[一二两三四五六七八九十]{1,3}|几|数)"
    r"(?:[-~至到](?:[0-9]{1,3}|[一二两三四五六七八九十]{1,3}))?[余多]? ?"
    r"(?:个半?月|月|年|季度?|个季度|周|个星期|天|个?交易日|日|个?小时|个财季|个?赛季)|半年|半个月|一段时间)(?:以?来|以?内|间|里)?"
)
# The number of a year in a reign, behind its name of two characters.
YEAR_OF_REIGN = r"(?:(?:元|[0-9]{1,2}|[一二三四五六七八九十]{1,3})年|年间|[初末]年)"
ERA_LENGTH = 2
