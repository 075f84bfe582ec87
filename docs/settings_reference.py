"""The reference part of docs/settings.md: the settings and the extras, from the code."""

import re
import tomllib
from pathlib import Path

from factdb.settings import SETTINGS

PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
# What each extra is for.
EXTRAS = {
    "xlsx": "Excel workbooks: `factdb export -o claims.xlsx`",
    "parquet": "Parquet, read and written; `factdb bulk`; Arrow tables in Python",
    "docx": "Word documents",
    "html": "web pages, saved or fetched",
    "png": "charts as .png; .svg and .html need nothing",
    "pandas": "data frames in Python",
    "pdf": "PDFs with a text layer",
    "postgres": "a PostgreSQL server",
    "ray": "`factdb bulk --engine ray`",
    "url": "http(s) addresses, `factdb watch`",
    "web": "`factdb serve`",
    "zst": ".zst files",
    "all": "all of these",
}


def make_settings() -> str:
    """A row for each setting, and one for each extra."""
    settings = "".join(
        f"| `{setting.variable}` | {setting.help} | {f'`{setting.default}`' if setting.default else 'not set'} |\n"
        for setting in SETTINGS
    )
    extras = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    rows = "".join(f"| `factdb[{name}]` | {EXTRAS[name]} | {_packages(needed)} |\n" for name, needed in extras.items())
    return (
        f"## Settings\n\n| variable | is | without it |\n| --- | --- | --- |\n{settings}\n"
        f"## Extras\n\n| extra | for | brings |\n| --- | --- | --- |\n{rows}"
    )


def _packages(needed: list[str]) -> str:
    """The packages by their names alone; of `all`, the extras that it is made of."""
    extras = re.fullmatch(r"factdb\[(.+)\]", needed[0])
    return ", ".join(extras[1].split(",") if extras else (re.split(r"[\[><=~!;]", name)[0] for name in needed))
