"""The views for those who ask in SQL: `claims`, `articles` and `series`, the same in each kind of database.

They hold nothing of their own. Every migration takes them away before it changes the tables that they stand on, and
has them made anew after the newest one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

# The migration since which there are views.
SINCE = "0006"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a view.

    Attributes:
        name: Of the column.
        meaning: What it holds, in a few words.
        sql: What gives it, in each kind of database.
    """

    name: str
    meaning: str
    sql: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class View:
    """A view.

    Attributes:
        name: Of the view.
        meaning: What its rows are.
        columns: In their order.
        origin: Where the rows come from: FROM and WHERE.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    origin: str

    def definition(self, dialect: str) -> str:
        """The statement that makes it."""
        columns = ",\n".join(f'  {column.sql[dialect]} AS "{column.name}"' for column in self.columns)
        return f"CREATE VIEW {self.name} AS SELECT\n{columns}\n{self.origin}"


def create(connection: Connection) -> None:
    """Make the views."""
    for view in VIEWS:
        connection.exec_driver_sql(view.definition(connection.dialect.name))


def drop(connection: Connection) -> None:
    """Take the views away."""
    for view in reversed(VIEWS):
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {view.name}")


def _column(name: str, sql: str, meaning: str) -> Column:
    return Column(name, meaning, {"sqlite": sql, "postgresql": sql})


def _end(name: str, meaning: str) -> Iterator[Column]:
    """An end of a value twice: as a number to reckon with, and exact."""
    number = {"sqlite": f"claim.{name}_float", "postgresql": f"claim.{name}"}
    exact = {"sqlite": f"claim.{name}", "postgresql": f"CAST(claim.{name} AS TEXT)"}
    yield Column(name, f"{meaning}, as a number", number)
    yield Column(f"{name}_exact", f"`{name}` with every digit, as text", exact)


_LOW = tuple(_end("low", "The value, or the lower end of a range; null if open"))
_HIGH = tuple(_end("high", "The value again, or the upper end of a range; null if open"))
_SLUGS = "FROM claim_topic JOIN topic ON topic.id = claim_topic.topic_id WHERE claim_topic.claim_id = claim.id"
_TOPICS = Column(
    "topics",
    "Slugs of its topics, with ; between them",
    {
        "sqlite": f"(SELECT group_concat(slug, ';') FROM (SELECT topic.slug {_SLUGS} ORDER BY topic.id))",  # noqa: S608
        "postgresql": f"(SELECT string_agg(topic.slug, ';' ORDER BY topic.id) {_SLUGS})",
    },
)
_CMP = _column("cmp", "claim.cmp", "eq, approx, gt, ge, lt, le or range")
_UNIT = _column("unit", "claim.unit", "CNY, percent, 人 …; empty if there is none")
_PERIOD = (
    _column("period", "claim.period", "2023, 2023-Q3, 2023-06, 2021..2023; `raw:` and the words where it is not fixed"),
    _column("period_start", "claim.period_start", "Its first day"),
    _column("period_end", "claim.period_end", "Its last day"),
)
_MODALITY = _column("modality", "claim.modality", "actual, estimate, forecast or target")
_ATTRIBUTION = _column("attribution", "claim.attribution", "According to whom")
_STATUS = _column(
    "status", "claim.status", "unreviewed, accepted or corrected; what was rejected is in the table `claim`"
)
_PUBLISHED_ON = _column("published_on", "article.published_on", "The day the article was published")
_ARTICLE_ID = _column("article_id", "article.id", "The article")
_URI = _column("uri", "article.uri", "Where the article came from")

_JOINED = "FROM claim JOIN article ON article.id = claim.article_id"
_COUNTED = "article.current AND article.duplicate_of IS NULL AND claim.status <> 'rejected'"

CLAIMS = View(
    "claims",
    "What `factdb list` lists: the claims of the articles as they are now, none rejected, those of reprints once",
    (
        _column("id", "claim.id", "The claim, as `factdb show` takes it"),
        _column("subject", "claim.subject", "Whose it is, in the article's words"),
        _column("canonical_subject", "subject.name", "The one name for the subject's aliases"),
        _column("metric", "claim.metric", "What is measured, in the article's words"),
        _column("canonical_metric", "metric.name", "The one name for the metric's aliases"),
        *_LOW,
        *_HIGH,
        _CMP,
        _UNIT,
        *_PERIOD,
        _MODALITY,
        _column("change", "claim.change", "level, increase or decrease"),
        _column("basis", "claim.basis", "What a change is measured against: yoy, qoq or other"),
        _ATTRIBUTION,
        _TOPICS,
        _column("quote", "claim.quote", "The figure as the article writes it"),
        _column("sentence", "claim.sentence", "The sentence that it stands in"),
        _column("title", "article.title", "The article's headline"),
        _column("author", "article.author", "Who wrote it"),
        _column("publisher", "article.publisher", "Who published it"),
        _PUBLISHED_ON,
        _column("date_rule", "article.date_rule", "Where that day comes from"),
        _URI,
        _STATUS,
        _column("occurrences", "claim.occurrences", "How often the article prints the figure"),
        _column("period_raw", "claim.period_raw", "The period in the article's words"),
        _column("period_rule", "claim.period_rule", "The rule that read it"),
        _ARTICLE_ID,
        _column("duplicate_of", "article.duplicate_of", "Always null here, for each reprint counts with its original"),
        _column("start", "claim.start", "Where the quote begins in the article's text, in characters"),
        _column("end", 'claim."end"', "Where it ends; a word of SQL, so write it in double quotes"),
    ),
    f"""{_JOINED}
LEFT JOIN subject ON subject.id = claim.subject_id
LEFT JOIN metric ON metric.id = claim.metric_id
WHERE {_COUNTED}""",
)

ARTICLES = View(
    "articles",
    "The articles as they are now, reprints among them; earlier revisions and the texts are in the table `article`",
    (
        _column("id", "article.id", "The article"),
        _URI,
        _column("title", "article.title", "Its headline"),
        _column("author", "article.author", "Who wrote it"),
        _column("publisher", "article.publisher", "Who published it"),
        _PUBLISHED_ON,
        _column("date_rule", "article.date_rule", "Where that day comes from"),
        _column("media_type", "article.media_type", "What the source was, such as text/html"),
        _column("fetched_at", "article.fetched_at", "When it was fetched, in UTC, if it was"),
        _column("revision", "article.revision", "Counts the contents seen at the URI"),
        _column(
            "duplicate_of", "article.duplicate_of", "The article that it reprints, and whose claims count for both"
        ),
        _column("characters", "length(article.text)", "How long its text is"),
        _column(
            "claims",
            "(SELECT count(*) FROM claim WHERE claim.article_id = article.id)",
            "How many claims it makes; those of a reprint are not in `claims`",
        ),
        _column("run_id", "article.run_id", "The ingest that stored it"),
    ),
    "FROM article WHERE article.current",
)

SERIES = View(
    "series",
    "Levels that can be put in a row: of a known subject and metric, in a fixed period, and not rejected",
    (
        _column("subject", "subject.name", "Whose it is, by the one name for its aliases"),
        _column("metric", "metric.name", "What is measured, by the one name for its aliases"),
        _UNIT,
        *_PERIOD,
        *_LOW,
        *_HIGH,
        _CMP,
        _MODALITY,
        _ATTRIBUTION,
        _STATUS,
        _column(
            "source", "coalesce(article.publisher, article.title, article.uri)", "Publisher, else headline, else URI"
        ),
        _PUBLISHED_ON,
        _column("claim_id", "claim.id", "The claim, as `factdb show` takes it"),
        _ARTICLE_ID,
    ),
    f"""{_JOINED}
JOIN subject ON subject.id = claim.subject_id
JOIN metric ON metric.id = claim.metric_id
WHERE {_COUNTED}
  AND claim.change = 'level' AND claim.period_start IS NOT NULL""",
)

VIEWS = (CLAIMS, ARTICLES, SERIES)
