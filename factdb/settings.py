"""The settings: one table, read by the environment, ``--help`` and the documentation."""

import os
from dataclasses import dataclass

from factdb.errors import FactdbError

_DAY = 86_400


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

    def read_seconds(self) -> float:
        """The value in force, as a length of time in seconds.

        Raises:
            SettingError: It is none.
        """
        value = self.read()
        try:
            seconds = float(value)
        except ValueError:
            raise SettingError(self, value, "number of seconds") from None
        if not 0 <= seconds <= _DAY:
            raise SettingError(self, value, "number of seconds up to a day")
        return seconds


class SettingError(FactdbError):
    """A setting whose value is of no use."""

    def __init__(self, setting: Setting, value: str, wanted: str = "whole number") -> None:
        super().__init__(
            f"{setting.variable} is {value!r}, which is no {wanted}. Set it to one such as {setting.default}."
        )


URL = Setting("url", "sqlite:///factdb.db", "The database: a file, or a SQLAlchemy URL.")
LEXICON = Setting("lexicon", "", "A folder of your own TOML lexicons, laid on top of the ones that come along.")
REVIEWER = Setting("reviewer", "", "Who you are in the log of decisions; your login name if not set.")
MAX_BYTES = Setting("max_bytes", "50000000", "The largest file that is read as one article, in bytes.")
STATEMENT_TIMEOUT = Setting(
    "statement_timeout",
    "300",
    "How long a PostgreSQL server, or `factdb sql`, may work on a statement, in seconds; 0 is for ever.",
)
MAX_DEPTH = Setting("max_depth", "3", "How deep archives may lie in one another.")
FETCH_TIMEOUT = Setting("fetch_timeout", "60", "The longest that fetching one address may take, in seconds.")
FETCH_DELAY = Setting("fetch_delay", "1", "The least time between two requests to one host, in seconds.")
MAX_TAGS = Setting("max_tags", "300000", "How many tags a web page may have.")
MAX_MEMBERS = Setting("max_members", "100000", "How many files an archive may hold, those of archives in it included.")
MAX_RATIO = Setting("max_ratio", "200", "How many times its own size an archive may unpack to.")
MAX_PAGES = Setting("max_pages", "5000", "How many pages of a PDF are read.")
TOKEN = Setting("token", "", "What visitors of the web page must know, if it is to be reached by others.")

SETTINGS = (
    URL,
    STATEMENT_TIMEOUT,
    LEXICON,
    REVIEWER,
    MAX_BYTES,
    MAX_DEPTH,
    FETCH_TIMEOUT,
    FETCH_DELAY,
    MAX_TAGS,
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_PAGES,
    TOKEN,
)
