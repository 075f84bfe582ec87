"""Running a command as somebody whom the rights of files bind, also where the tests run as root."""

import os
import subprocess
import sys
from pathlib import Path

_BOUND = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []


def run_bound_by_rights(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run ``factdb`` in `folder`; root is bound by the rights of files as others are."""
    return subprocess.run(
        [*_BOUND, sys.executable, "-m", "factdb", *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
