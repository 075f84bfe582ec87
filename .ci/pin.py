#!/usr/bin/env python3
"""Renew the tested versions: constraints.txt, and the same list in pyproject.toml, from what resolves today.

    uv run python .ci/pin.py

Run the tests afterwards, and commit both files only if they pass.
"""

import re
import subprocess
from collections import Counter
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
LIST = re.compile(r"(?<=^constraint-dependencies = \[\n)[^\]]*", re.MULTILINE)


def resolve() -> list[str]:
    """Every dependency of the project, its extras, tests and docs as ``name==version``; of several, with its Python."""
    # Without the configuration in pyproject.toml, or the pins would hold themselves in place.
    command = (
        "uv --no-config pip compile --quiet --universal --all-extras --group dev --group docs --no-header --no-annotate"
    )
    done = subprocess.run(
        [*command.split(), "pyproject.toml"], cwd=TOP, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True
    )
    lines = [line for line in done.stdout.splitlines() if "==" in line]
    several = Counter(line.partition("==")[0] for line in lines)
    # Which version serves which Python is said only where it is not the same for all.
    pins = {line if several[line.partition("==")[0]] > 1 else line.split(";")[0].strip() for line in lines}
    return sorted(pins, key=lambda pin: (pin.partition("==")[0], pin))


def write(pins: list[str]) -> None:
    """Put the pins into both files."""
    (TOP / "constraints.txt").write_text("".join(f"{pin}\n" for pin in pins), encoding="utf-8")
    project = TOP / "pyproject.toml"
    listed = "".join(f'    "{pin}",\n' for pin in pins)
    project.write_text(LIST.sub(listed, project.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    write(resolve())
