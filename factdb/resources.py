"""Where the files are that the package carries: migrations, lexicons, sample articles."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def _folder(installed: str, checkout: str) -> Path:
    """The folder of a wheel, or else the one at the top of a checkout."""
    inside = _PACKAGE / installed
    return inside if inside.is_dir() else _PACKAGE.parent / checkout


def migrations_folder() -> Path:
    """The folder with Alembic's ``env.py`` and ``versions/``."""
    return _folder("_alembic", "alembic")


def lexicons_folder() -> Path:
    """The folder of the lexicon's TOML files."""
    return _folder("_seeds", "seeds") / "lexicons"


def articles_folder() -> Path:
    """The folder of the sample articles, each ``.txt`` with a ``.toml`` of the same stem."""
    return _folder("_seeds", "seeds") / "articles"
