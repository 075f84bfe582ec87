"""Figures in one unit: 公里 and km, or 亩 and 公顷, measure the same. Currencies are never converted."""

from collections import Counter
from collections.abc import Sequence

from factdb.tracking.figures import Figure
from factdb.units import load_units


def in_common_units(figures: Sequence[Figure], unit: str | None = None) -> list[Figure]:
    """The figures, those whose units measure the same in the one unit that most of them have.

    Args:
        figures: They, in any order, which stays.
        unit: Takes the place of the most used unit that measures the same.
    """
    used = Counter(figure.unit for figure in figures)
    units = load_units()
    targets: dict[str, str] = {}
    for name in filter(None, (unit, *(name for name, _ in used.most_common()))):
        for other in units.same(name):
            targets.setdefault(other, name)
    return [
        figure
        if (target := targets.get(figure.unit, figure.unit)) == figure.unit
        else figure.in_unit(target, units.same(target)[figure.unit])
        for figure in figures
    ]
