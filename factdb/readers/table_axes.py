"""The axes of a table: what its rows and its columns stand for, which figures a change is of, and in which units."""

import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from factdb.readers.table_cells import Cell, read_cell, split_unit
from factdb.readers.table_grid import Column, Grid, Sort
from factdb.readers.table_headings import Heading, clean_label, is_metric, is_of_metrics, is_of_owners, read_heading

SHARES = ("%", "％", "‰", "个百分点")
_LABELS_LOOKED_AT = 100
_ONE_AND_A_HALF = Decimal("1.5")
_PLAIN = str.maketrans("．", ".", ",， ")
_CAPTION_NUMBER = re.compile(
    r"\A\s*(?:附?[图表]|图表|[Tt]able)\s?[\d一二三四五六七八九十]{1,3}(?:[-.—]\d{1,3})?\s*[:：.、]?\s*"
)
_CAPTION_LEAD = re.compile(
    r"\A(?:全国|我国|主要|重点|部分)?(?:各|主要|部分|重点|若干)(?:大|类|家)?"
    r"(?:平台|公司|企业|省市|省份|省|城市|市|地区|国家|品牌|行业|产品|渠道|季度|月份|月(?!活)|年份|年度|年|区域|银行|机构|业务|厂商|车企){1,2}(?:的)?"
)
_CAPTION_TAIL = re.compile(
    r"(?:情况|统计|数据|一览|对比|比较|变化|排行|排名|榜单?|表|走势|趋势|分布|构成|概况|TOP\s?\d{1,3}|[前]?\d{0,3}[强名])+\Z"
)
_ANNOUNCED = re.compile(r"[(（]?\s*(?:(?:计量|金额|货币)?单位|币种)\s*[:：]\s*[^\s()（）]{1,20}\s*[)）]?")
_LONGEST_METRIC = 24


class Axes:
    """A table whose axes have been told apart: who owns figures, and what is measured."""

    def __init__(self, grid: Grid, caption: str, units: tuple[str, ...]) -> None:
        self.data = [column for column in grid.columns if column.sort is Sort.DATA]
        self.labels = [column for column in grid.columns if column.sort is Sort.LABEL]
        self.periods = [column for column in grid.columns if column.sort is Sort.PERIOD]
        self.codes = [column for column in grid.columns if column.sort is Sort.CODE]
        self.of_unit = next((column for column in grid.columns if column.sort is Sort.UNIT), None)
        stub = self.labels[-1].heading if self.labels else Heading()
        self.units = (*((stub.unit,) if stub.unit else ()), *units)
        self.caption = _caption(caption)
        self.caption_metric = _caption_metric(self.caption.name)
        self.rows_measure, self.columns_own = self._axes(grid, stub)
        self.targets = self._targets()
        self.told = {column.at: self._inferred(column, grid.body[:_LABELS_LOOKED_AT]) for column in self.data}

    def _axes(self, grid: Grid, stub: Heading) -> tuple[bool, bool]:
        """Whether the rows say what is measured, and whether the columns say whose it is."""
        if not self.labels:
            return False, False
        at = self.labels[-1].at
        labels = [row[at] for row in grid.body[:_LABELS_LOOKED_AT] if row[at]]
        measuring = sum(_measures(label) for label in labels) / max(len(labels), 1)
        named = [column.heading for column in self.data if _names(column.heading)]
        if not named:
            owned = is_of_owners(stub.text) or (measuring < 0.3 and bool(self.caption_metric))  # noqa: PLR2004
            return not (owned and not is_of_metrics(stub.text)), False
        metrics = sum(is_metric(heading.name) or bool(heading.unit) for heading in named) / len(named)
        if is_of_metrics(stub.text):
            rows_measure = True
        elif is_of_owners(stub.text):
            rows_measure = False
        else:
            rows_measure = measuring > metrics
        return rows_measure, rows_measure and metrics < 0.5  # noqa: PLR2004

    def _targets(self) -> dict[int, int]:
        """For each column of changes, the column whose figures changed."""
        found: dict[int, int] = {}
        group: list[Column] = []
        last: Column | None = None
        for column in self.data:
            if not column.heading.change:
                group = [*([] if last and last.heading.change else group), column]
            else:
                same = [
                    other
                    for other in self.data
                    if not other.heading.change
                    and column.heading.period
                    and other.heading.period == column.heading.period
                    and (not column.heading.name or other.heading.name == column.heading.name)
                ]
                candidates = same or group
                if column.heading.name and not same:
                    candidates = [other for other in self.data if other.heading.name == column.heading.name] or group
                if candidates:
                    kin = [other for other in candidates if other.heading.name == candidates[-1].heading.name]
                    found[column.at] = max(kin, key=lambda other: other.heading.order).at
            last = column
        return found

    def _inferred(self, column: Column, body: tuple[list[str], ...]) -> str:
        """The unit of changes and shares where no heading has one: the table's for amounts, else percent."""
        heading = column.heading
        if heading.unit or not (heading.change or heading.is_share):
            return ""
        cells = [read_cell(row[column.at]) for row in body]
        if any(cell.unit for cell in cells) or not any(cell.number for cell in cells):
            return ""
        if heading.change and not heading.is_ratio and self._adds_up(column, body):
            return next((unit for unit in self.units if unit not in SHARES), "")
        # Without a sign, 0.123 may be a share of one as well.
        return "%" if any(cell.number and abs(_value(cell)) > _ONE_AND_A_HALF for cell in cells) else ""

    def _adds_up(self, column: Column, body: tuple[list[str], ...]) -> bool:
        """Whether a column of changes holds the differences of two others."""
        target = self.targets.get(column.at)
        others = [other.at for other in self.data if not other.heading.change and other.at != target]
        found = False
        for row in body:
            moved, now = read_cell(row[column.at]), read_cell(row[target]) if target is not None else Cell("")
            if not (moved.number and now.number):
                continue
            before = (read_cell(row[at]) for at in others)
            said = [(_value(now), _value(cell)) for cell in before if cell.number]
            if not any(last - first == _value(moved) for last, first in said):
                return False
            # 120 after 100 is 20 more, and 20% more.
            if column.heading.basis and any(_grown(last, first) == _value(moved) for last, first in said):
                return False
            found = True
        return found


def _names(heading: Heading) -> bool:
    """Whether a heading names a metric or an owner, and not only a period, a change or a share."""
    return bool(heading.name) and not heading.change and not heading.is_share


def _measures(label: str) -> bool:
    text = clean_label(label)
    return is_metric(text) or bool(split_unit(text)[1])


def _value(cell: Cell) -> Decimal:
    try:
        value = Decimal(cell.number.translate(_PLAIN))
    except InvalidOperation:
        return Decimal(0)
    return -value if cell.negative else value


def _grown(last: Decimal, first: Decimal) -> Decimal | None:
    return (last - first) / first * 100 if first else None


def _caption(text: str) -> Heading:
    """When the figures below a caption are of, if it names one period, and what else it says."""
    text = _ANNOUNCED.sub("", _CAPTION_NUMBER.sub("", text)).strip("()（） ")
    heading = read_heading(split_unit(text)[0])
    years = set(re.findall(r"(?:19|20)\d\d", text))
    return heading if len(years) == 1 and heading.order[0] > 1 else replace(heading, period="", order=(0, 0))


def _caption_metric(name: str) -> str:
    """What a caption says is measured: 各平台月活用户."""
    name = _CAPTION_LEAD.sub("", name.strip(" ：:，,。")).strip()
    name = _CAPTION_TAIL.sub("", name).strip("的 及和")
    name = name.rpartition(" ")[2]
    return (
        name
        if name and len(name) <= _LONGEST_METRIC and is_metric(name) and not re.search(r"[，,。；;、]", name)
        else ""
    )
