#!/usr/bin/env python3
"""Renew the tested versions: constraints.txt, and the same list in pyproject.toml, from what resolves today.

    uv run python .ci/pin.py

Run the tests afterwards, and commit both files only if they pass.
"""

import re
import subprocess
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
LIST = re.compile(r"(?<=^constraint-dependencies = \[\n)[^\]]*", re.MULTILINE)


def resolve() -> list[str]:
    """Every dependency of the project, its extras and its tests as ``name==version``."""
    # Without the configuration in pyproject.toml, or the pins would hold themselves in place.
    command = "uv --no-config pip compile --quiet --universal --all-extras --group dev --no-header --no-annotate"
    # The tests ask for all extras by the project's own name, which has to lead here.
    done = subprocess.run(
        [*command.split(), "--override", "/dev/stdin", "pyproject.toml"],
        cwd=TOP,
        input=f"factdb @ {TOP.as_uri()}\n",
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=True,
    )
    pins = {line.split(";")[0].strip() for line in done.stdout.splitlines() if "==" in line}
    return sorted(pins, key=lambda pin: pin.partition("==")[0])


def write(pins: list[str]) -> None:
    """Put the pins into both files."""
    (TOP / "constraints.txt").write_text("".join(f"{pin}\n" for pin in pins), encoding="utf-8")
    project = TOP / "pyproject.toml"
    listed = "".join(f'    "{pin}",\n' for pin in pins)
    project.write_text(LIST.sub(listed, project.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    write(resolve())
