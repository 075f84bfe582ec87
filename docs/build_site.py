#!/usr/bin/env python3
"""Build the site of the docs into site/, as mkdocs.yml says; a link that leads nowhere ends it with 1.

    uv run --group docs python docs/build_site.py

The site has pages that stand at the top of the project, where people look for them: they are put beside the others
in a folder of its own, and links between the two are set right.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

DOCS = Path(__file__).resolve().parent
TOP = DOCS.parent
SITE = TOP / "site"
# Pages of the top, with their names in the site.
FROM_TOP = {"CHANGELOG.md": "changelog.md", "CONTRIBUTING.md": "contributing.md", "SECURITY.md": "reporting.md"}
FENCE = re.compile(r"^(```.*?^```)$", re.MULTILINE | re.DOTALL)
# Where a line of Chinese goes on in the next one, a browser would show a space.
SEAM = re.compile(r"(?<=[\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e])\n(?=[\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e])")
LINK = re.compile(r"(?<=\]\()(?!https?:|#|mailto:)([^)#\s]+)")


def stage(folder: Path) -> None:
    """Put the pages of the site into a folder, with links as they are there."""
    shutil.copytree(DOCS, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for name, page in FROM_TOP.items():
        (folder / page).write_text((TOP / name).read_text(encoding="utf-8"), encoding="utf-8")
    for path in folder.rglob("*.md"):
        at_top = path.name in FROM_TOP.values() and path.parent == folder
        here = TOP if at_top else DOCS / path.parent.relative_to(folder)
        pieces = FENCE.split(path.read_text(encoding="utf-8"))
        # What stands between fences is left as it is.
        pieces[::2] = (SEAM.sub("", _relink(piece, here, path.parent, folder)) for piece in pieces[::2])
        path.write_text("".join(pieces), encoding="utf-8")


def _relink(text: str, here: Path, there: Path, folder: Path) -> str:
    return LINK.sub(lambda link: _link(link[1], here, there, folder), text)


def _link(target: str, here: Path, there: Path, folder: Path) -> str:
    """A link of a page that stands here, for a page of the site that stands there."""
    path = (here / target).resolve()
    if path.parent == TOP and path.name in FROM_TOP:
        page = folder / FROM_TOP[path.name]
    elif path.is_relative_to(DOCS):
        page = folder / path.relative_to(DOCS)
    else:
        return target
    return Path(os.path.relpath(page, there)).as_posix()


def main() -> int:
    """Stage the pages, and have them built."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        stage(folder / "docs")
        settings = (TOP / "mkdocs.yml").read_text(encoding="utf-8")
        (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "zensical", "build", "--strict", "--clean"], cwd=folder, check=False
        )
        if done.returncode == 0:
            shutil.rmtree(SITE, ignore_errors=True)
            shutil.copytree(folder / "site", SITE)
            print(f"{sum(1 for _ in SITE.rglob('*.html'))} pages in {SITE}")
        return done.returncode


if __name__ == "__main__":
    sys.exit(main())
