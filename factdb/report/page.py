"""A report as a page of HTML: no script, nothing from elsewhere, and every word of an article escaped."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote

from factdb.charts.marks import Mark
from factdb.charts.page import link_source
from factdb.charts.svg import FONTS, Sheet, draw_svg, heading, summary
from factdb.db.counts import Extent
from factdb.db.database import Database
from factdb.db.filters import Filters
from factdb.report.contents import MOST_ROWS, Contents, Disagreement, Told
from factdb.report.sentences import write_sentences
from factdb.tracking.figures import Figure
from factdb.tracking.forecasts import Checked, Result
from factdb.wording import html_text, period, statement

_STYLE = Path(__file__).with_name("style.css")
# Beside one another on a screen and on paper; a phone shows the narrow one.
_WIDE = Sheet(width=760, top=24, bottom=330, titled=False)
_NARROW = Sheet(width=400, left=80, top=24, bottom=330, titled=False)
# `quote` takes every character for special that is not ASCII.
_QUOTED = re.compile(r"[^\w%.,:+-]")
_RESULTS = {Result.MET: "实现", Result.ABOVE: "高于预测", Result.BELOW: "低于预测", Result.OPEN: "尚无结果"}
_MOST_SIDES = 4
_NOTHING_LOADED = "default-src 'none'; style-src 'unsafe-inline'"


def write_page(db: Database, contents: Contents) -> Iterator[str]:
    """The page, part by part; the sentences are read while they are written."""
    title = html_text(contents.title)
    yield (
        '<!DOCTYPE html>\n<html lang="zh-Hans">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_NOTHING_LOADED}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>\n:root {{ --fonts: {FONTS}; }}\n"
        f"{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n"
    )
    yield from _about(contents)
    yield "</header>\n<main>\n"
    if contents.told:
        yield from _key_figures(contents.told)
        yield from _series(contents.told)
        yield from _disagreements(contents)
        yield from _foreseen(contents)
    yield from _sentences(db, contents)
    yield "</main>\n</body>\n</html>\n"


def _about(contents: Contents) -> Iterator[str]:
    """What the report is made of."""
    from factdb import __version__  # noqa: PLC0415 (read from the installed package)

    extent = contents.extent
    typed = " ".join(_options(contents.filters))
    written = datetime.now(UTC).astimezone().date().isoformat()
    yield f'<p class="lead">{extent.claims:,} 条论断，出自 {extent.articles:,} 篇文章{_span(extent)}。</p>\n'
    yield '<dl class="about">\n'
    if typed:
        yield f"<div><dt>筛选</dt><dd><code>{html_text(typed)}</code></dd></div>\n"
    yield f"<div><dt>数据库</dt><dd>{html_text(contents.database)}</dd></div>\n"
    yield f"<div><dt>生成</dt><dd>{written}，factdb {__version__}</dd></div>\n</dl>\n"


def _options(filters: Filters) -> Iterator[str]:
    """The filters as they are typed."""
    for name, values in replace(filters, limit=None).given.items():
        option = f"--{name.replace('_', '-')}"
        for value in values:
            if value == "True":
                yield option
            else:
                yield f"{option} {quote(value) if _QUOTED.search(value) else value}"


def _span(extent: Extent) -> str:
    if extent.first is None or extent.last is None:
        return ""
    return f"，发布于 {extent.first}" + (f" 至 {extent.last}" if extent.last != extent.first else "")


def _key_figures(told: Sequence[Told]) -> Iterator[str]:
    """The newest word on each series."""
    yield '<section>\n<h2>最新说法</h2>\n<ol class="cards">\n'
    for number, one in enumerate(told, start=1):
        figure = one.newest.point.figure
        title = html_text(one.chart.title)
        link = f'<a href="#series-{number}">{title}</a>' if one.is_drawn else title
        yield (
            f"<li>{link}\n"
            f'<p>{_with_change(one, figure)}</p>\n<p class="source">'
            f'<span class="period">{html_text(period(figure))}</span> {_source(figure)}</p></li>\n'
        )
    yield "</ol>\n</section>\n"


def _series(told: Sequence[Told]) -> Iterator[str]:
    """The series with more than one value; of the others all is said above."""
    if not any(one.is_drawn for one in told):
        return
    yield "<section>\n<h2>序列</h2>\n"
    for number, one in enumerate(told, start=1):
        if not one.is_drawn:
            continue
        yield f'<article class="series" id="series-{number}">\n<h3>{html_text(heading(one.chart))}</h3>\n'
        yield f'<p class="note">{summary(one.chart)}'
        yield f"；更早发布的 {one.left_out:,} 条论断未列入</p>\n" if one.left_out else "</p>\n"
        for name, sheet in (("wide", _WIDE), ("narrow", _NARROW)):
            yield f'<div class="chart {name}">{draw_svg(one.chart, sheet)}</div>\n'
        yield from _values(one)
        yield "</article>\n"
    yield "</section>\n"


def _values(one: Told) -> Iterator[str]:
    """The newest word on each period, those of the last periods first."""
    leading = sorted((mark for mark in one.chart.marks if mark.leads), key=_newest_first)
    rows = [
        (html_text(period(figure)), _with_change(one, figure), _source(figure))
        for figure in (mark.point.figure for mark in leading[:MOST_ROWS])
    ]
    yield from _table(("时期", "最新说法", "来源"), rows, len(leading))


def _with_change(told: Told, figure: Figure) -> str:
    """A figure, and the change that is told of its period beside a level."""
    change = None if figure.is_change else told.change(figure)
    beside = f' <span class="change">{html_text(statement(change))}</span>' if change else ""
    return f"<strong>{html_text(statement(figure))}</strong>{beside}"


def _newest_first(mark: Mark) -> tuple[int, int]:
    first, last = mark.days
    return -last.toordinal(), first.toordinal()


def _disagreements(contents: Contents) -> Iterator[str]:
    found = contents.disagreements
    if not found:
        return
    yield '<section>\n<h2>说法不一</h2>\n<p class="note">同一时期的说法不可能同时成立，取整与约数均已计入。</p>\n'
    rows = [
        (
            f"{html_text(told.chart.title)}<br>{html_text(period(one.found.figures[0]))}",
            "<br>".join(_side(side) for side in one.found.sides[:_MOST_SIDES]),
            _settled(one),
        )
        for told, one in found[:MOST_ROWS]
    ]
    yield from _table(("序列与时期", "各方说法", "裁定"), rows, len(found))
    yield "</section>\n"


def _side(side: Sequence[Figure]) -> str:
    """What those say who agree, in the words of the last of them; of a level before and a change, both."""
    articles = len({figure.article_id for figure in side})
    last = side[-1]
    of_others = f"（等 {articles} 篇）" if articles > 1 and not last.is_change else ""
    before = "".join(f"{_statement(figure)}<br>" for figure in side[:-1] if figure.matter != last.matter)
    return before + _statement(last) + of_others


def _settled(one: Disagreement) -> str:
    """Which figure a person said is right, who and why."""
    settled = one.settled
    if settled is None:
        return "尚未裁定"
    right = next((figure for figure in one.found.figures if figure.id == settled.claim_id), None)
    # What was right then may stand in an earlier revision by now.
    called = f"<strong>{html_text(statement(right))}</strong>" if right else f"论断 {settled.claim_id}"
    why = f"：{html_text(settled.remark)}" if settled.remark else ""
    return f"以 {called} 为准<br>{html_text(settled.reviewer)}{why}"


def _foreseen(contents: Contents) -> Iterator[str]:
    foreseen = contents.foreseen
    if not foreseen:
        return
    yield "<section>\n<h2>预测、目标与结果</h2>\n"
    rows = [
        (
            f"{html_text(told.chart.title)}<br>{html_text(period(checked.forecast))}",
            _statement(checked.forecast),
            _statement(checked.outcome) if checked.outcome else "—",
            _result(checked),
        )
        for told, checked in foreseen[:MOST_ROWS]
    ]
    yield from _table(("序列与时期", "预测或目标", "实际", "对照"), rows, len(foreseen))
    yield "</section>\n"


def _statement(figure: Figure) -> str:
    """A figure and below it who says so."""
    return f"<strong>{html_text(statement(figure))}</strong><br>{_source(figure)}"


def _result(checked: Checked) -> str:
    """What came of a forecast, and how far it was off."""
    off = f"<br>{checked.error:+.1%}" if checked.error else ""
    return _RESULTS[checked.result] + off


def _sentences(db: Database, contents: Contents) -> Iterator[str]:
    claims, limit = contents.extent.claims, contents.filters.limit
    yield '<section>\n<h2>原文</h2>\n<ol class="sentences">\n'
    yield from write_sentences(db, contents.filters)
    yield "</ol>\n"
    if limit is not None and claims > limit:
        yield f'<p class="rest">以上是最近发布的 {limit:,} 条论断，另有 {claims - limit:,} 条未列出。</p>\n'
    yield "</section>\n"


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]], total: int) -> Iterator[str]:
    """A table of cells that are HTML; rows that are left out are counted."""
    head = "".join(f'<th scope="col">{word}</th>' for word in headings)
    yield f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n"
    for row in rows:
        yield "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n"
    yield "</tbody>\n</table>\n"
    if total > len(rows):
        yield f'<p class="rest">另有 {total - len(rows):,} 行未列出。</p>\n'


def _source(figure: Figure) -> str:
    """The source, and the day it was published."""
    told = figure.published_on
    return link_source(figure) + (f' <time datetime="{told}">{told}</time>' if told else "")
