"""What the cells of a table say: each with its owner, its metric, its period and its unit, gathered into lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from factdb.readers.table_cells import Cell, is_blank, read_cell, read_unit, split_unit
from factdb.readers.table_grid import Column, Grid, Sort
from factdb.readers.table_headings import (
    Heading,
    clean_label,
    fits,
    is_each,
    is_metric,
    is_of_metrics,
    is_of_owners,
    read_heading,
)

_SCALE = re.compile(r"\A(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千)(?=.)")
_SCALES = frozenset({"万亿", "千亿", "百亿", "十亿", "亿", "千万", "百万", "十万", "万", "千"})
_SHARES = ("%", "％", "‰", "个百分点")
_MOVED = re.compile(r"\A(?:同比|环比)?(?:增加|减少|上升|下降|提高|降低|增长|下滑|上涨|下跌|扩大|缩小|收窄|扭亏|持平)")
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


@dataclass(frozen=True, slots=True)
class Fact:
    """What a cell says.

    Attributes:
        name: What is measured, where the lead of the line does not say it; of text, its heading.
        period: When.
        said: The cell's text, with its unit.
        united: Whether a unit stands behind its digits.
        change: Whether it is how much something changed.
        is_text: Whether it is no figure.
        guess: Whether it is a forecast.
    """

    name: str
    period: str
    said: str
    united: bool = True
    change: bool = False
    is_text: bool = False
    guess: bool = False

    def say(self, *, period: bool) -> str:
        """The clause of a sentence; with the period, or without it where the clause before has the same."""
        when = self.period if period else ""
        if self.is_text:
            return f"{when}{self.name}：{self.said}" if when or self.name else self.said
        if self.change:
            return f"{when}{self.name}{self.said}"
        return f"{when}{'预计' if self.guess else ''}{self.name}为{self.said}"


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands beside the cells of a row."""

    owner: str
    metric: Heading
    period: Heading
    unit: str


def find_facts(grid: Grid, caption: str, units: tuple[str, ...]) -> Iterator[tuple[str, list[Fact]]]:
    """The facts of a table, line by line: what the line is about, and what it says.

    Args:
        grid: The table.
        caption: What stands above it.
        units: The units that the whole table is in.
    """
    table = _Tabled(grid, caption, units)
    gathered: dict[str, list[Fact]] = {}
    for cells in grid.body:
        row = table.row(cells)
        by_owner = table.facts(row, cells)
        if not table.columns_own:
            yield row.owner or table.lead(row), by_owner.get("", [])
            continue
        for owner, facts in by_owner.items():
            gathered.setdefault(owner or table.lead(row), []).extend(facts)
    yield from gathered.items()


class _Tabled:
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
            return next((unit for unit in self.units if unit not in _SHARES), "")
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
            if not any(cell.number and _value(now) - _value(cell) == _value(moved) for cell in before):
                return False
            found = True
        return found

    def row(self, cells: list[str]) -> _Row:
        """What stands beside the cells of a row."""
        labels = [clean_label(cells[column.at]) for column in self.labels]
        labels = [label for place, label in enumerate(labels) if label and label not in labels[:place]]
        period = next((read_heading(cells[column.at]) for column in self.periods if cells[column.at]), Heading())
        unit = read_unit(cells[self.of_unit.at]) if self.of_unit else ""
        own = read_heading(labels[-1]) if labels else Heading()
        if self.rows_measure:
            owner = labels[0] if len(labels) > 1 and not self.columns_own else ""
            return _Row(owner, own, period, unit or own.unit)
        name = split_unit(labels[-1])[0] if labels else ""
        if len(labels) > 1:
            name = f"{name}（{labels[0]}）" if not _is_sum(name) else f"{labels[0]}{name}"
        code = next((cells[column.at] for column in self.codes if cells[column.at]), "")
        if code and name:
            name = f"{name}（{code}）"
        return _Row(name, Heading(), period, unit or own.unit)

    def lead(self, row: _Row) -> str:
        """What a line is about that has no owner: its metric, or else its period."""
        if self.rows_measure:
            return split_unit(row.metric.text)[0] or row.metric.text
        return row.period.period or row.period.text

    def facts(self, row: _Row, cells: list[str]) -> dict[str, list[Fact]]:
        """The facts of a row in their order, changes right behind what changed, by the owner in the heading."""
        found: dict[str, list[tuple[int, Fact]]] = {}
        for column in self.data:
            if not is_blank(cells[column.at]):
                owner = column.heading.name if self.columns_own else ""
                found.setdefault(owner, []).append((column.at, self._fact(row, column, read_cell(cells[column.at]))))
        return {owner: self._ordered(facts) for owner, facts in found.items()}

    def _ordered(self, facts: list[tuple[int, Fact]]) -> list[Fact]:
        ordered = [(at, fact) for at, fact in facts if self.targets.get(at) is None]
        for at, fact in facts:
            target = self.targets.get(at)
            if target is None:
                continue
            place = max(
                (i for i, (other, _) in enumerate(ordered) if target in (other, self.targets.get(other))), default=-1
            )
            if place < 0:
                of = next(column.heading for column in self.data if column.at == target)
                ordered.append((at, replace(fact, name=fact.name or of.name, period=fact.period or of.period)))
                continue
            said = ordered[place][1]
            ordered.insert(place + 1, (at, fact if fact.is_text else replace(fact, period=said.period)))
        return [fact for _, fact in self._grouped(ordered)]

    def _grouped(self, facts: list[tuple[int, Fact]]) -> list[tuple[int, Fact]]:
        """First what the lead of the line measures, so that no figure takes the name of the one before it."""
        if all(fact.name or fact.change for _, fact in facts):
            return facts
        groups: dict[str, list[tuple[int, Fact]]] = {"": []}
        last = ""
        for at, fact in facts:
            last = last if fact.change and at in self.targets else fact.name
            groups.setdefault(last, []).append((at, fact))
        return [fact for group in groups.values() for fact in group]

    def _fact(self, row: _Row, column: Column, cell: Cell) -> Fact:
        heading = column.heading
        name = self._name(row, heading)
        when = row.period if row.period.period and not heading.period else heading
        if row.period.period and heading.period and not heading.order[0]:
            when = replace(heading, period=row.period.period + heading.period)
        period = self._period(when, row)
        if not cell.number:
            if heading.change and _MOVED.match(cell.text):
                return Fact(
                    name, period, heading.basis + cell.text.removeprefix("同比").removeprefix("环比"), change=True
                )
            return Fact(name or ("" if period else heading.text), period, cell.text, is_text=True)
        unit = self._unit(row, column, cell)
        if heading.change:
            return Fact(name, period, _moved(heading, cell, unit), change=True)
        sign = "-" if cell.negative else ""
        return Fact(
            name, period, f"{cell.about}{sign}{cell.number}{unit}{cell.behind}", bool(unit), guess=heading.guess
        )

    def _name(self, row: _Row, heading: Heading) -> str:
        """What is measured, as far as the lead of the line does not say it."""
        if self.columns_own or (self.rows_measure and row.owner):
            name = split_unit(row.metric.name or row.metric.text)[0]
            return f"{name}{heading.name}" if not self.columns_own and heading.is_share else name
        if self.rows_measure:
            return heading.name
        if heading.change:
            target = self.targets
            return heading.name if not target or heading.name else ""
        return heading.name or self.caption_metric

    def _period(self, heading: Heading, row: _Row) -> str:
        if not heading.period:
            own = row.metric.period if self.rows_measure else ""
            return "" if own else self.caption.period
        lead = not self.rows_measure and not row.owner and heading is row.period
        if lead:
            return ""
        fixed = heading.order[0] > 1 or not self.caption.order[0] > 1
        relative = heading.order[0] == 1 or (heading.order[0] == 0 and heading.period[0] in "上去前同期年")
        if fixed or relative or "年至" in self.caption.period:
            return heading.period
        return f"{self.caption.order[0]}年{heading.period}"

    def _unit(self, row: _Row, column: Column, cell: Cell) -> str:
        """The unit behind a cell's digits: its own, its row's or column's, or the whole table's where that fits."""
        heading, said = column.heading, cell.unit
        if said and said not in _SCALES:
            return said
        of_row = "" if (heading.change or heading.is_share) and row.unit not in _SHARES else row.unit
        unit = heading.unit or of_row or self.told[column.at]
        if not unit:
            metric = row.metric if self.rows_measure and not (heading.change or heading.is_share) else heading
            both = replace(metric, text=f"{row.metric.text}{heading.text}" if not heading.is_rate else heading.text)
            unit = next((unit for unit in self.units if fits(both, unit)), "")
            if is_each(both.text):
                unit = _SCALE.sub("", unit)
        if said:
            return said + _SCALE.sub("", unit if unit not in (*_SHARES, *_SCALES) else "")
        return unit


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


def _is_sum(name: str) -> bool:
    return name in {"合计", "总计", "小计", "共计", "总和", "合 计"}


def _moved(heading: Heading, cell: Cell, unit: str) -> str:
    """同比增长12.3%, 较上年末减少100万元: how much, and by the sign which way."""
    down = cell.negative != (heading.falling and not cell.negative)
    share = unit in _SHARES or not unit
    verb = ("下降" if down else "增长") if share else ("减少" if down else "增加")
    if unit == "个百分点":
        verb = "下降" if down else "上升"
    return f"{heading.basis}{verb}{cell.number}{unit}"


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
