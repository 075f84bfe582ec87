"""The signs of a chart: what kind of statement a mark is, and how it bounds the truth, drawn as SVG."""

from factdb.charts.marks import Bound
from factdb.claim import Modality

INK = "#444"
_RADIUS, _ARROW = 5.5, 18


def shape(modality: Modality, x: float, y: float, colour: str) -> str:
    """A full dot for what is, a ring for what is foreseen, a diamond for an aim, a square for an estimate."""
    drawn = f'stroke="{colour}" stroke-width="2"'
    match modality:
        case Modality.ACTUAL:
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_RADIUS}" fill="{colour}" {drawn}/>'
        case Modality.FORECAST:
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_RADIUS}" fill="#fff" {drawn}/>'
        case Modality.TARGET:
            corners = f"M{x:.1f} {y - 7.5:.1f}l7.5 7.5l-7.5 7.5l-7.5 -7.5z"
            return f'<path d="{corners}" fill="#fff" {drawn}/>'
        case Modality.ESTIMATE:
            return f'<rect x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10" fill="#fff" {drawn}/>'


def arrow(bound: Bound, x: float, y: float, colour: str) -> str:
    """An arrow to where the truth may be: upwards from the least that it is, downwards from the most."""
    way = -1 if bound is Bound.ABOVE else 1
    tip = y + way * _ARROW
    path = (
        f"M{x:.1f} {y:.1f}V{tip:.1f}M{x - 4:.1f} {tip - way * 5:.1f}L{x:.1f} {tip:.1f}L{x + 4:.1f} {tip - way * 5:.1f}"
    )
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'


def bar(x: float, high: float, low: float, colour: str) -> str:
    """A bar from one end of a range to the other."""
    path = f"M{x - 5:.1f} {high:.1f}h10M{x:.1f} {high:.1f}V{low:.1f}M{x - 5:.1f} {low:.1f}h10"
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'


def sign(kind: Modality | Bound, x: float, y: float) -> str:
    """A sign as it stands in the legend."""
    if isinstance(kind, Modality):
        return shape(kind, x, y, INK)
    if kind is Bound.AROUND:
        return bar(x, y - 7, y + 7, INK)
    return arrow(kind, x, y + 8 if kind is Bound.ABOVE else y - 8, INK)
