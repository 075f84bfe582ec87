"""Tables become lines in which the extractor finds each cell with its exact value, unit, metric, subject and period."""

import pytest

from factdb.extract import extract
from factdb.readers.tables import Table, table_lines


def _table(text: str, caption: str = "", header_rows: int | None = None) -> Table:
    return Table(
        tuple(tuple(cell.strip() for cell in line.split("|")) for line in text.split("\n")), caption, header_rows
    )


def _claims(text: str, caption: str = "") -> list[str]:
    """Each claim in short: subject, metric, period, value, unit, and which way it changed."""
    told = []
    for claim in extract("\n".join(table_lines(_table(text, caption)))):
        way = "" if claim.change == "level" else f"{claim.change} {claim.basis or ''}".strip()
        value = f"{claim.low:f} {claim.unit}"
        told.append(" ".join(filter(None, (claim.subject, claim.metric, claim.period, value, way))).strip())
    return told


@pytest.mark.parametrize(
    ("caption", "text", "claims"),
    [
        (
            "单位：万元",
            "项目|2020年|2019年\n营业收入|1,234.5|1,000\n净利润|(100.5)|-\n研发费用|12.3*|1,234[1]",
            [
                "营业收入 2020 12345000 CNY", "营业收入 2019 10000000 CNY", "净利润 2020 -1005000 CNY",
                "研发费用 2020 123000 CNY", "研发费用 2019 12340000 CNY",
            ],
        ),
        (
            "主要会计数据（单位：万元）",
            """指标|2020年|2019年|本期比上年同期增减(%)
营业收入|1,234.5|1,000|23.45
净利润|100|120|-16.67
每股收益（元/股）|0.35|0.33|6.06
毛利率（%）|10.5|9.8|增加0.7个百分点""",
            [
                "营业收入 2020 12345000 CNY", "营业收入 2020 23.45 percent increase yoy", "营业收入 2019 10000000 CNY",
                "净利润 2020 1000000 CNY", "净利润 2020 16.67 percent decrease yoy", "净利润 2019 1200000 CNY",
                "每股收益 2020 0.35 CNY/股", "每股收益 2020 6.06 percent increase yoy", "每股收益 2019 0.33 CNY/股",
                "毛利率 2020 10.5 percent", "毛利率 2020 0.7 pp increase yoy", "毛利率 2019 9.8 percent",
            ],
        ),
        (
            "",
            """序号|公司|营收(亿元)|同比(%)|用户数（万人）|增长率
1|星河科技|12.5|8.2|1,234|12.3%
2|蓝鲸优选|8.1|-3.2|—|—
|合计|20.6|4.1|1,234|""",
            [
                "星河科技 营收 1250000000 CNY", "星河科技 营收 8.2 percent increase yoy", "星河科技 用户数 12340000 人",
                "星河科技 用户数 12.3 percent increase yoy", "蓝鲸优选 营收 810000000 CNY",
                "蓝鲸优选 营收 3.2 percent decrease yoy", "营收 2060000000 CNY", "营收 4.1 percent increase yoy",
                "用户数 12340000 人",
            ],
        ),
        (
            "",
            "年份|营业收入（亿元）|净利润（亿元）\n2019年|10|1.0\n2020|12.5|-0.5",
            [
                "营业收入 2019 1000000000 CNY", "净利润 2019 100000000 CNY", "营业收入 2020 1250000000 CNY",
                "净利润 2020 -50000000 CNY",
            ],
        ),
        (
            "2020年各省GDP（亿元）",
            "地区|GDP|增速（%）|常住人口（万人）\n北京|36102.6|1.2|2189.3",
            ["北京 GDP 2020 3610260000000 CNY", "北京 GDP 2020 1.2 percent increase", "北京 常住人口 2020 21893000 人"],
        ),
        (
            "",
            "指标|单位|2020年|2019年|同比增减\n营业收入|万元|1,234.5|1,000|23.45%\n发电量|亿千瓦时|500|400|25%",
            [
                "营业收入 2020 12345000 CNY", "营业收入 2020 23.45 percent increase yoy", "营业收入 2019 10000000 CNY",
                "发电量 2020 50000000000 千瓦时", "发电量 2020 25 percent increase yoy",
                "发电量 2019 40000000000 千瓦时",
            ],
        ),
        (
            "",
            "公司|营业收入（亿元）|营业收入（亿元）|净利润（亿元）\n公司|2020年|2019年|2020年\n星河科技|12.5|10|1.2",
            [
                "星河科技 营业收入 2020 1250000000 CNY", "星河科技 营业收入 2019 1000000000 CNY",
                "星河科技 净利润 2020 120000000 CNY",
            ],
        ),
        (
            "各平台月活用户数（单位：万人）",
            "平台|2019年|2020年\n抖音|48130|67180",
            ["抖音 月活用户数 2019 481300000 人", "抖音 月活用户数 2020 671800000 人"],
        ),
        (
            "",
            "指标|抖音|快手\n月活（万人）|67180|48130\n日活（万人）|60000|30000",
            ["抖音 月活 671800000 人", "抖音 日活 600000000 人", "快手 月活 481300000 人", "快手 日活 300000000 人"],
        ),
        ("", "公司名称|星河科技有限公司\n注册资本|1亿元", ["星河科技有限公司 注册资本 100000000 CNY"]),
        (
            "",
            "|2020Q1|2020H1|2020-09-30\nMAU（百万）|1,000|1,200|1,300",
            ["MAU 2020-Q1 1000000000 人", "MAU 2020-H1 1200000000 人", "MAU 2020-09-30 1300000000 人"],
        ),
        (
            "单位：亿元",
            "项目|2020年|2019年|同比增减|增减额\n收入|120|100|20.0|20",
            [
                "收入 2020 12000000000 CNY", "收入 2020 20 percent increase yoy",
                "收入 2020 2000000000 CNY increase yoy", "收入 2019 10000000000 CNY",
            ],
        ),
        (
            "",
            "指标|2020年|2019年\n用户数|1.2亿人|约1亿人\nGMV|3.5万亿元|＞2万亿元",
            [
                "用户数 2020 120000000 人", "用户数 2019 100000000 人", "GMV 2020 3500000000000 CNY",
                "GMV 2019 2000000000000 CNY",
            ],
        ),
        (
            "",
            "地区|城市|房价（元/平方米）|涨跌幅\n华东|上海|60,000|↑1.2%\n华东|杭州|35,000|↓0.3%",
            [
                "上海 房价 60000 CNY/平方米", "上海 房价 1.2 percent increase", "杭州 房价 35000 CNY/平方米",
                "杭州 房价 0.3 percent decrease",
            ],
        ),
    ],
)  # fmt: skip
def test_every_cell_is_a_claim(caption: str, text: str, claims: list[str]) -> None:
    """With its headings, its unit and its period; what says nothing, counts or ranks is none."""
    assert sorted(_claims(text, caption)) == sorted(claims)


@pytest.mark.parametrize("blank", ["-", "—", "--", "N/A", "", "不适用", "/", "null"])
def test_an_empty_cell_is_left_out(blank: str) -> None:
    """However it is said that there is nothing to say."""
    assert table_lines(_table(f"项目|2020年|2019年\n营业收入（万元）|1,234.5|{blank}")) == [
        "营业收入：2020年为1,234.5万元。"
    ]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("1,234", "1,234万元"), ("(1,234)", "-1,234万元"), ("（1,234）", "-1,234万元"), ("−5", "-5万元"),
        ("12.3[2]", "12.3万元"),
        ("12.3①", "12.3万元"), ("1.2亿", "1.2亿元"), ("¥500", "500元"), ("5%", "5%"), ("10-15", "10-15万元"),
        ("100以上", "100万元以上"), ("1 234 567", "1,234,567万元"),
    ],
)  # fmt: skip
def test_the_digits_of_a_cell_stay_as_they_are(cell: str, said: str) -> None:
    """The unit of the heading goes behind them, unless they have one of their own."""
    assert table_lines(_table(f"项目|2020年（万元）\n营业收入|{cell}")) == [f"营业收入：2020年为{said}。"]


def test_the_caption_and_rows_across_the_table_are_lines_of_their_own() -> None:
    """And give their unit to the cells."""
    table = _table("主要数据|主要数据\n单位：亿元|单位：亿元\n业务|收入\n广告|12.5", "附表一")
    assert table_lines(table) == ["附表一", "主要数据", "单位：亿元", "广告：收入为12.5亿元。"]


def test_a_table_without_figures_keeps_its_text() -> None:
    """It is read on, cell by cell."""
    assert table_lines(_table("姓名|职务|部门\n林某|董事长|总部")) == ["董事长（林某）：部门：总部。"]
    assert table_lines(_table("一行|两格")) == ["一行：两格"]
    assert table_lines(Table(())) == []


def test_a_table_that_is_too_long_is_cut_with_a_word() -> None:
    """Memory stays bounded, and the reader knows."""
    rows = (("项目", "2020年"), *((f"指标{chr(0x4E00 + at % 5000)}额", "1") for at in range(25_000)))
    lines = table_lines(Table(rows))
    assert lines[-1] == "（表格过长，其余行列从略。）"
    assert len(lines) < 20_010


@pytest.mark.parametrize(
    "text", ["|||", "1|2\n3|4", "a", "项目|项目\n项目|项目", "(|)\n((|))", "2020年|2019年\n1|2", "|\n|1"]
)
def test_any_table_becomes_lines(text: str) -> None:
    """However little it is one."""
    assert all(isinstance(line, str) for line in table_lines(_table(text)))
    assert all(isinstance(line, str) for line in table_lines(_table(text, "单位：", 9)))
