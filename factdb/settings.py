"""The settings: one table, read by the environment, ``--help`` and the documentation."""

import os
from dataclasses import dataclass

from factdb.errors import FactdbError


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

    def read_int(self) -> int:
        """The value in force, as a whole number.

        Raises:
            SettingError: It is none.
        """
        value = self.read()
        try:
            return int(value)
        except ValueError:
            raise SettingError(self, value) from None


class SettingError(FactdbError):
    """A setting whose value is of no use."""

    def __init__(self, setting: Setting, value: str) -> None:
        super().__init__(
            f"{setting.variable} is {value!r}, which is no whole number. Set it to one such as {setting.default}."
        )


URL = Setting("url", "sqlite:///factdb.db", "The database: a file, or a SQLAlchemy URL.")
LEXICON = Setting("lexicon", "", "A folder of your own TOML lexicons, laid on top of the ones that come along.")
MAX_BYTES = Setting("max_bytes", "50000000", "The largest file that is read as one article, in bytes.")
STATEMENT_TIMEOUT = Setting(
    "statement_timeout", "300", "How long a PostgreSQL server may work on one statement, in seconds; 0 is for ever."
)
MAX_DEPTH = Setting("max_depth", "3", "How deep archives may lie in one another.")

SETTINGS = (URL, STATEMENT_TIMEOUT, LEXICON, MAX_BYTES, MAX_DEPTH)
