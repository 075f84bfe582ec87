"""The fields of a corpus: which holds the text, the title and the date, and how a row becomes an article."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate
from itertools import islice
from typing import TypeGuard

from factdb.readers.document import Fields, Reading
from factdb.readers.faults import FieldMissingError, NoTextFieldError

Row = Mapping[str, object]

_TEXT = (
    "text", "content", "body", "正文", "内容", "文本", "全文", "原文", "article", "passage", "文章", "文章内容",
    "新闻内容", "正文内容", "articlebody", "article_text", "article_content", "fulltext", "full_text",
    "maintext", "main_text", "raw_content", "rawtext", "raw_text", "news", "doc", "document", "story",
    "paragraph", "context", "contents", "txt", "desc", "description", "summary", "摘要", "report",
)  # fmt: skip
_TITLE = (
    "title", "headline", "标题", "题名", "题目", "文章标题", "新闻标题", "news_title", "article_title",
    "subject", "name", "heading",
)  # fmt: skip
_DATE = (
    "date", "published_on", "publish_time", "publish_date", "published_at", "published", "publishtime",
    "publishdate", "publishedat", "pub_date", "pubdate", "pub_time", "pubtime", "doc_date", "docdate", "time",
    "datetime", "日期", "发布时间", "发布日期", "发表时间", "发表日期", "出版日期", "时间", "刊登日期",
    "news_date", "posted_at", "ctime", "created_at", "create_time", "createtime", "timestamp", "datepublished",
    "day",
)  # fmt: skip
_ID = (
    "id", "_id", "uri", "url", "docid", "doc_id", "article_id", "news_id", "newsid", "guid", "uuid", "编号",
    "链接", "网址", "文章编号", "link", "href", "key", "序号", "source_url",
)  # fmt: skip
_AUTHOR = (
    "author", "authors", "作者", "记者", "writer", "byline", "creator",
)  # fmt: skip
_PUBLISHER = (
    "publisher", "source", "来源", "媒体", "出处", "media", "site", "website", "网站", "发布机构",
    "publisher_name", "source_name", "newspaper", "account", "公众号",
)  # fmt: skip

# These hold texts however short; others must look like it.
_SURELY_TEXT, _SHORTEST_SURE = frozenset({"text", "content", "body", "正文", "全文", "原文"}), 4
# A column of texts has this many characters to a cell; one that only its length tells needs more.
_SHORTEST_TEXT, _SHORTEST_UNNAMED = 15, 60
_LONGEST_KEY = 500
_SENTENCE = re.compile(r"[，。；！？]")
_CHINA = timezone(timedelta(hours=8))
_DATE_SHAPES = (
    re.compile(r"(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?!\d)"),
    re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?[日号]?"),
    re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:\d{4}(?:\d{2})?|[T ].*)?\Z"),
)
_EPOCH = re.compile(r"(?:\d{9,10}|\d{12,13}|\d{15,16})(?:\.\d{1,9})?")
_EARLIEST, _LATEST = 1000, 2200


class WrongTypeError(ValueError):
    """A field holds what is no text."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Which field of a corpus holds what; None where none does."""

    text: str
    title: str | None
    date: str | None
    id: str | None
    author: str | None
    publisher: str | None

    @property
    def fields(self) -> tuple[str, ...]:
        """Those that are read."""
        wanted = (self.text, self.title, self.date, self.id, self.author, self.publisher)
        return tuple(dict.fromkeys(name for name in wanted if name is not None))


def plan_for(name: str, fields: Fields, rows: Sequence[Row]) -> Plan:
    """Find the fields that a corpus is read by.

    Args:
        name: The corpus, for messages.
        fields: What the user says of them.
        rows: The first rows.

    Raises:
        SourceError: A given field is not there, or none can be the text.
    """
    there = tuple(dict.fromkeys(key for row in rows for key in _flat(row)))
    for given in (fields.text, fields.title, fields.date, fields.id):
        if given is not None and given not in there and not any(_get(row, given) is not None for row in rows):
            raise FieldMissingError(name, given, there)
    text = fields.text or text_field(there, rows)
    if text is None:
        raise NoTextFieldError(name, there)
    others = tuple(field for field in there if field != text)
    return Plan(
        text=text,
        title=fields.title or _named(others, _TITLE),
        date=fields.date or _first_date(others, rows),
        id=fields.id or _unique(others, rows),
        author=_named(others, _AUTHOR),
        publisher=_publisher(others, rows),
    )


def text_field(there: Sequence[str], rows: Sequence[Row]) -> str | None:
    """The field that holds the texts, by its name or else by the length of what it holds; None if none does."""
    for field in _all_named(there, _TEXT):
        shortest = _SHORTEST_SURE if _plain(field) in _SURELY_TEXT else _SHORTEST_TEXT
        if _mean_length(rows, field) >= shortest:
            return field
    longest = max(there, key=lambda field: _mean_length(rows, field), default=None)
    if longest is not None and _mean_length(rows, longest) >= _SHORTEST_UNNAMED and not _is_url(rows, longest):
        return longest
    return None


def is_known(name: str) -> bool:
    """Whether a field's name is one that corpora use."""
    return any(_plain(name) in names for names in (_TEXT, _TITLE, _DATE, _ID, _AUTHOR, _PUBLISHER))


def is_text_name(name: str) -> bool:
    """Whether a field's name is one that corpora use for the text."""
    return _plain(name) in _TEXT


def to_reading(row: Row, plan: Plan, number: int, media_type: str) -> Reading | None:
    """The article in a row; None if there is no text in it.

    Args:
        row: The row.
        plan: The fields to read.
        number: Which row it is, from 1.
        media_type: What the corpus is.

    Raises:
        WrongTypeError: The text is none.
    """
    value = _get(row, plan.text)
    text = _text(value, plan.text)
    if not text.strip():
        return None
    notes: list[str] = []
    published_on, said = None, _get(row, plan.date)
    if said not in (None, ""):
        published_on = read_date(said)
        if published_on is None:
            notes.append(f"The date of row {number} cannot be read: {str(said)[:40]!r}. It is stored without one.")
    if places := text.count("\ufffd"):
        count = "1 place" if places == 1 else f"{places} places"
        notes.append(f"{count} of row {number} could not be read; each is marked � in the stored text.")
    return Reading(
        text,
        title=_words(_get(row, plan.title)),
        author=_words(_get(row, plan.author)),
        publisher=_words(_get(row, plan.publisher)),
        published_on=published_on,
        date_rule="field" if published_on else None,
        media_type=media_type,
        key=_key(_get(row, plan.id)) or str(number),
        notes=tuple(notes),
    )


def read_date(value: object) -> date | None:  # noqa: PLR0911 (a shape each)
    """The day that a field holds, in any of the shapes that corpora use; None if it holds none.

    Seconds and milliseconds since 1970 are days in China.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value).strip()
    if isinstance(value, float) and value == value // 1:
        text = str(int(value))
    for shape in _DATE_SHAPES:
        if found := shape.match(text):
            return _day(*(int(part) for part in found.groups()[:3]))
    if _EPOCH.fullmatch(text):
        digits = len(text.partition(".")[0])
        seconds = float(text) / (1 if digits < 11 else 1000 if digits < 14 else 1_000_000)  # noqa: PLR2004
        return datetime.fromtimestamp(seconds, _CHINA).date()
    if (parsed := parsedate(text[:60])) is not None:
        return _day(*parsed[:3])
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if _EARLIEST < year < _LATEST else None
    except ValueError:
        return None


def _plain(name: str) -> str:
    return name.strip().strip("\"'").lower().replace("-", "_").replace(" ", "_")


def _all_named(there: Iterable[str], names: Sequence[str]) -> list[str]:
    plain: dict[str, str] = {}
    for field in there:
        plain.setdefault(_plain(field), field)
    for field in list(plain.values()):
        plain.setdefault(_plain(field.rpartition(".")[2]), field)
    return [plain[name] for name in names if name in plain]


def _named(there: Iterable[str], names: Sequence[str]) -> str | None:
    return next(iter(_all_named(there, names)), None)


def _first_date(there: Sequence[str], rows: Sequence[Row]) -> str | None:
    """The first field named like a date in which one stands."""
    for field in _all_named(there, _DATE):
        told = [value for row in rows if (value := _get(row, field)) not in (None, "")]
        if not told or any(read_date(value) is not None for value in told):
            return field
    return None


def _unique(there: Sequence[str], rows: Sequence[Row]) -> str | None:
    """The first field named like an identifier that tells the rows apart."""
    for field in _all_named(there, _ID):
        keys = [key for row in rows if (key := _key(_get(row, field)))]
        if keys and len(set(keys)) == len(keys):
            return field
    return None


def _publisher(there: Sequence[str], rows: Sequence[Row]) -> str | None:
    for field in _all_named(there, _PUBLISHER):
        if not _is_url(rows, field):
            return field
    return None


def _is_url(rows: Sequence[Row], field: str) -> bool:
    return any(str(_get(row, field) or "").startswith(("http://", "https://")) for row in islice(rows, 20))


def _mean_length(rows: Sequence[Row], field: str) -> float:
    told = [value for row in rows if (value := _get(row, field))]
    lengths = [len(value) for value in told if isinstance(value, str)]
    lengths += [sum(map(len, value)) for value in told if isinstance(value, list) and _all_text(value)]
    return sum(lengths) / len(lengths) if lengths else 0


def _all_text(parts: list[object]) -> TypeGuard[list[str]]:
    return all(isinstance(part, str) for part in parts)


def _flat(row: Row, prefix: str = "", depth: int = 2) -> Iterable[str]:
    """The names of a row's fields, those inside of others with a dot between."""
    for key, value in row.items():
        if isinstance(value, Mapping) and depth and value:
            yield from _flat(value, f"{prefix}{key}.", depth - 1)
        else:
            yield f"{prefix}{key}"


def _get(row: Row, name: str | None) -> object:
    if name is None:
        return None
    if name in row:
        return row[name]
    value: object = row
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _text(value: object, field: str) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and _all_text(value):
        value = "\n".join(value)
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        raise WrongTypeError(field)
    return value.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode("utf-8")


def _words(value: object) -> str | None:
    """A title or a name on one line."""
    if isinstance(value, list):
        value = "、".join(str(part) for part in value if isinstance(part, str | int))
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return None
    return " ".join(str(value).encode("utf-8", "replace").decode("utf-8").split()) or None


def _key(value: object) -> str:
    key = _words(value) or ""
    return key if len(key) <= _LONGEST_KEY else ""
