"""A chart as a page of its own: the drawing, and a table of its points with their sources; it needs nothing else."""

from collections.abc import Iterator

from factdb.charts.marks import Chart
from factdb.charts.svg import FONTS, draw_svg, heading
from factdb.wording import Sourced, html_text, period, source, statement

_STYLE = f"""
body {{ margin: 2rem auto; max-width: 60rem; padding: 0 1rem; font: 15px/1.5 {FONTS}; color: #222; }}
svg {{ max-width: 100%; height: auto; }}
table {{ border-collapse: collapse; width: 100%; font-size: 14px; }}
caption {{ text-align: left; font-weight: bold; padding: .5rem 0; }}
th, td {{ text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid #ddd; }}
th {{ border-bottom-color: #888; white-space: nowrap; }}
td:nth-child(-n+2), td:nth-child(5) {{ white-space: nowrap; }}
.revised {{ color: #888; }}
@media print {{ body {{ margin: 0; max-width: none; }} tr {{ break-inside: avoid; }} }}
"""
_HEADINGS = ("时期", "数值", "原文", "来源", "发布日期", "编号")


def draw_page(chart: Chart) -> str:
    """The chart as the text of an HTML file."""
    title = html_text(heading(chart))
    headings = "".join(f'<th scope="col">{word}</th>' for word in _HEADINGS)
    return (
        f'<!DOCTYPE html>\n<html lang="zh">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{draw_svg(chart)}"
        f"<table>\n<caption>图中的数值（灰色的，后来另有说法）</caption>\n<thead><tr>{headings}</tr></thead>\n<tbody>\n"
        + "\n".join(_rows(chart))
        + "\n</tbody>\n</table>\n</body>\n</html>\n"
    )


def _rows(chart: Chart) -> Iterator[str]:
    for mark in chart.marks:
        figure = mark.point.figure
        cells = (period(figure), statement(figure), figure.quote)
        style = "" if mark.leads else ' class="revised"'
        told = figure.published_on.isoformat() if figure.published_on else ""
        words = "".join(f"<td>{html_text(cell)}</td>" for cell in cells)
        yield f"<tr{style}>{words}<td>{link_source(figure)}</td><td>{told}</td><td>{figure.id}</td></tr>"


def link_source(row: Sourced) -> str:
    """The source and the headline as HTML; a link where the article came from the web."""
    name = source(row)
    headline = f" 《{row.title}》" if row.title and row.title != name else ""
    words = html_text(name + headline)
    if row.uri.lower().startswith(("http://", "https://")):
        return f'<a href="{html_text(row.uri)}" rel="noreferrer">{words}</a>'
    return words
