"""The settings: one table, read by the environment, ``--help`` and the documentation."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that a user may set in the environment as ``FACTDB_<NAME>``."""

    name: str
    default: str
    help: str

    @property
    def variable(self) -> str:
        """The environment variable, such as ``FACTDB_URL``."""
        return f"FACTDB_{self.name.upper()}"

    def read(self) -> str:
        """The value in force: the environment's, else the default."""
        return os.environ.get(self.variable) or self.default


URL = Setting("url", "sqlite:///factdb.db", "The database: a file, or a SQLAlchemy URL.")
LEXICON = Setting("lexicon", "", "A folder of your own TOML lexicons, laid on top of the ones that come along.")

SETTINGS = (URL, LEXICON)
