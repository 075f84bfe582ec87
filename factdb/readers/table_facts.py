"""What the cells of a table say: each with its owner, its metric, its period and its unit, gathered into lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from factdb.readers.table_axes import SHARES, Axes
from factdb.readers.table_cells import Cell, is_blank, read_cell, read_unit, split_unit
from factdb.readers.table_grid import Column, Grid
from factdb.readers.table_headings import Heading, clean_label, fits, is_each, read_heading

_SCALE = re.compile(r"\A(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千)(?=.)")
_SCALES = frozenset({"万亿", "千亿", "百亿", "十亿", "亿", "千万", "百万", "十万", "万", "千"})
_MOVED = re.compile(r"\A(?:同比|环比)?(?:增加|减少|上升|下降|提高|降低|增长|下滑|上涨|下跌|扩大|缩小|收窄|扭亏|持平)")


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
        if not by_owner and any(cells[column.at] for column in table.data):
            # A row of hyphens says nothing; one that is empty behind its label heads the rows below it.
            continue
        if not table.columns_own:
            yield row.owner or table.lead(row), by_owner.get("", [])
            continue
        for owner, facts in by_owner.items():
            gathered.setdefault(owner or table.lead(row), []).extend(facts)
    yield from gathered.items()


class _Tabled(Axes):
    """What the rows of a table say, given its axes."""

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
        of_row = "" if (heading.change or heading.is_share) and row.unit not in SHARES else row.unit
        unit = heading.unit or of_row or self.told[column.at]
        if not unit:
            metric = row.metric if self.rows_measure and not (heading.change or heading.is_share) else heading
            both = replace(metric, text=f"{row.metric.text}{heading.text}" if not heading.is_rate else heading.text)
            unit = next((unit for unit in self.units if fits(both, unit)), "")
            if is_each(both.text):
                unit = _SCALE.sub("", unit)
        if said:
            return said + _SCALE.sub("", unit if unit not in (*SHARES, *_SCALES) else "")
        return unit


def _is_sum(name: str) -> bool:
    return name in {"合计", "总计", "小计", "共计", "总和", "合 计"}


def _moved(heading: Heading, cell: Cell, unit: str) -> str:
    """同比增长12.3%, 较上年末减少100万元: how much, and by the sign which way."""
    down = cell.negative != (heading.falling and not cell.negative)
    share = unit in SHARES or not unit
    verb = ("下降" if down else "增长") if share else ("减少" if down else "增加")
    if unit == "个百分点":
        verb = "下降" if down else "上升"
    return f"{heading.basis}{verb}{cell.number}{unit}"
