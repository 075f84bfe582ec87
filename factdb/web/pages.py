"""What each page shows, as plain values: made from the database, and shown by the template of the same name."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from factdb.db.articles import ArticleRow, get_article, newest_articles, revisions_of
from factdb.db.counts import Stats, collect_stats
from factdb.db.database import Database
from factdb.db.places import place_in_sentence
from factdb.db.queries import ClaimRow, get_claim, get_text, list_article
from factdb.decimals import plain
from factdb.explanation import Explained, explain_stored
from factdb.export.columns import COLUMNS
from factdb.tracking.histories import Event, read_history
from factdb.web.highlight import Mark, Piece, cut_paragraphs, cut_sentence
from factdb.web.reviewing import field_texts, seen_marks
from factdb.wording import period, source, statement

_NEWEST = 12
# What a claim's page shows above its fields.
_ELSEWHERE = frozenset({"id", "quote", "sentence", "status", "start", "end", "article_id"})


@dataclass(frozen=True, slots=True)
class Line:
    """A claim as lists show it.

    Attributes:
        value: What it says: ``≥ 3亿元 预测``.
        period: When it holds.
        source: Where it is from, in a few words.
        sentence: The sentence before, in and behind the figure.
    """

    row: ClaimRow
    value: str
    period: str
    source: str
    sentence: tuple[str, str, str]

    @property
    def form(self) -> dict[str, str]:
        """The fields as they stand in a form."""
        return field_texts(self.row)


@dataclass(frozen=True, slots=True)
class Overview:
    """What there is, and what came in last."""

    stats: Stats
    newest: list[ArticleRow]
    to_review: int


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """One claim with everything known of it.

    Attributes:
        why: Which rule gave each field; empty where today's rules read the figure in another way.
        history: What was extracted, and what was decided since.
        seen: The mark of the claim as it is shown.
    """

    line: Line
    why: list[Explained]
    history: list[Event]
    seen: dict[int, str]

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The columns of an export with their values as text."""
        return [(name, _text(getattr(self.line.row, name))) for name in COLUMNS if name not in _ELSEWHERE]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article with its claims marked where they stand.

    Attributes:
        others: Its other revisions, the newest first.
        seen: The mark of each claim as it is shown.
    """

    article: ArticleRow
    paragraphs: list[list[Piece]]
    lines: list[Line]
    others: list[ArticleRow]
    seen: dict[int, str]

    @property
    def status(self) -> dict[int, str]:
        """How each claim stands, by its id."""
        return {line.row.id: str(line.row.status) for line in self.lines}


def make_overview(db: Database) -> Overview:
    """The page that one begins with."""
    stats = collect_stats(db)
    to_review = sum(count.claims for count in stats.statuses if count.name == "unreviewed")
    return Overview(stats, newest_articles(db, _NEWEST), to_review)


def make_claim(db: Database, claim_id: int) -> ClaimPage:
    """The page of one claim.

    Raises:
        ClaimNotFoundError: There is none with this id.
    """
    row = get_claim(db, claim_id)
    text = get_text(db, row.article_id)
    return ClaimPage(make_line(row, text), explain_stored(row, text), read_history(db, claim_id), seen_marks(db, [row]))


def make_article(db: Database, article_id: int) -> ArticlePage:
    """The page of one article.

    Raises:
        ArticleNotFoundError: There is none with this id.
    """
    article = get_article(db, article_id)
    text = get_text(db, article_id)
    rows = list_article(db, article_id)
    return ArticlePage(
        article=article,
        paragraphs=cut_paragraphs(text, (Mark(row.id, row.start, row.end) for row in rows)),
        lines=[make_line(row, text) for row in rows],
        others=[other for other in revisions_of(db, article.uri) if other.id != article.id],
        seen=seen_marks(db, rows),
    )


def make_lines(rows: Iterable[ClaimRow]) -> list[Line]:
    """Claims of many articles, each with its sentence."""
    return [make_line(row) for row in rows]


def make_line(row: ClaimRow, text: str | None = None) -> Line:
    """A claim with its sentence; where this says the figure twice, the article's text tells which it is."""
    start = row.sentence.find(row.quote)
    if text is not None:
        start = place_in_sentence(row, text)
    return Line(row, statement(row), period(row), source(row), cut_sentence(row.sentence, row.quote, start))


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    return ", ".join(value) if isinstance(value, tuple) else str("" if value is None else value)
