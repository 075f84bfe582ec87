#!/usr/bin/env python3
"""Compare the figures of extraction with the floors of tests/quality_floor.toml.

    uv run python .ci/quality.py            # a table; ends with 1 if a figure is under its floor
    uv run python .ci/quality.py --raise    # lift the floors to half a point under today's figures

The sets that measure quality are no part of the project: without them there is nothing to do.
"""

import argparse
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
MEASURE = TOP.parent / "shared" / "tools" / "quality.py"
FLOORS = TOP / "tests" / "quality_floor.toml"
MARGIN = 0.5

Figures = dict[str, dict[str, float]]


def measure() -> Figures:
    """Today's figures, by set and name."""
    factdb = Path(sys.executable).with_name("factdb")
    command = [sys.executable, str(MEASURE), "--command", str(factdb), "--json"]
    done = subprocess.run(command, cwd=TOP, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True)
    figures = json.loads(done.stdout)
    figures["suites"] = figures["suites"]["total"]
    # A figure is null where there was nothing to be right about.
    return {name: {figure: value or 0.0 for figure, value in values.items()} for name, values in figures.items()}


def compare(floors: Figures, now: Figures) -> list[str]:
    """Print each figure beside its floor; return the names of those under it."""
    fallen = []
    print(f"{'figure':18}{'floor':>8}{'now':>8}")
    for name, floor in floors.items():
        for figure, least in floor.items():
            under = now[name][figure] < least
            print(
                f"{name + ' ' + figure:18}{least:8.1f}{now[name][figure]:8.1f}{'   UNDER ITS FLOOR' if under else ''}"
            )
            if under:
                fallen.append(f"{name} {figure}")
    return fallen


def lift(floors: Figures, now: Figures) -> None:
    """Write the floors anew where today's figures allow higher ones."""
    lines, name = [], ""
    for line in FLOORS.read_text(encoding="utf-8").splitlines():
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            name = heading[1]
        elif entry := re.fullmatch(r'"(.+)" = .*', line):
            floor = max(floors[name][entry[1]], round(now[name][entry[1]] - MARGIN, 1))
            line = f'"{entry[1]}" = {floor}'  # noqa: PLW2901
        lines.append(line)
    FLOORS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """Measure, compare, and lift the floors if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", action="store_true", dest="lift", help="lift the floors to today's figures")
    options = parser.parse_args()
    if not MEASURE.is_file():
        print(f"skipped: the quality sets are not here ({MEASURE.relative_to(TOP.parent)})")
        return 0
    floors: Figures = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    now = measure()
    fallen = compare(floors, now)
    if fallen:
        print(f"{len(fallen)} figures are under their floor: {', '.join(fallen)}", file=sys.stderr)
        return 1
    if options.lift:
        lift(floors, now)
    return 0


if __name__ == "__main__":
    sys.exit(main())
