"""What each page shows, as plain values: made from the database, and shown by the template of the same name."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import PurePath
from urllib.parse import urlencode

from factdb.claim import Status
from factdb.db.articles import ArticleRow, get_article, newest_articles, revisions_of
from factdb.db.counts import Stats, TopicCount, collect_stats, count_topics
from factdb.db.database import Database
from factdb.db.filters import Filters
from factdb.db.places import place_in_sentence
from factdb.db.queries import ClaimRow, get_claim, get_text, last_claim, list_article, list_ids
from factdb.decimals import plain
from factdb.errors import FactdbError
from factdb.explanation import Explained, explain_stored
from factdb.export.columns import COLUMNS
from factdb.lexicon import load_lexicon
from factdb.settings import LEXICON
from factdb.tracking.conflict_search import is_searched
from factdb.tracking.histories import Event, read_history
from factdb.tracking.queue import find_waiting
from factdb.tracking.series import track
from factdb.web.disagreements import Disagreement, first_conflicts
from factdb.web.highlight import Mark, Piece, cut_paragraphs, cut_sentence
from factdb.web.reviewing import field_texts, seen_marks
from factdb.wording import period, source, statement

_NEWEST = 6
# So many of what wants a person are shown, and so many claims are looked through for them.
_FEW, _RECENT = 5, 5_000
# So many colours there are for topics, as the style sheet has them.
_HUES = 8
_NONE = "other"
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
    """What there is, what came in last, and what wants a person.

    Attributes:
        reviewed: How many claims somebody decided about.
        searched: Whether the database was looked through for conflicts.
    """

    stats: Stats
    newest: list[ArticleRow]
    to_review: int
    reviewed: int
    conflicts: list[Disagreement]
    searched: bool


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A claim that waits for a decision, and why a person is needed: see `factdb.tracking.queue.Waiting`."""

    line: Line
    kind: str
    conflict: int | None


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """One claim with everything known of it.

    Attributes:
        series: Where its series is drawn: the query of its page; ``""`` where nothing else is in it.
        topics: The topics that there are, by their slugs.
        why: Which rule gave each field; empty where today's rules read the figure in another way.
        history: What was extracted, and what was decided since.
        seen: The mark of the claim as it is shown.
    """

    line: Line
    why: list[Explained]
    history: list[Event]
    seen: dict[int, str]
    series: str
    topics: dict[str, TopicCount]

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The columns of an export that have a value, as text."""
        texts = ((name, _text(getattr(self.line.row, name))) for name in COLUMNS if name not in _ELSEWHERE)
        return [(name, text) for name, text in texts if text]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article with its claims marked where they stand.

    Attributes:
        others: Its other revisions, the newest first.
        seen: The mark of each claim as it is shown.
        topics: The topics of its claims, those of most claims first; what fits under none comes last.
    """

    article: ArticleRow
    paragraphs: list[list[Piece]]
    lines: list[Line]
    others: list[ArticleRow]
    seen: dict[int, str]
    topics: list[TopicCount]

    @property
    def place(self) -> str:
        """Where it came from, if that is no web page: the name of the file."""
        return PurePath(self.article.uri).name

    @property
    def status(self) -> dict[int, str]:
        """How each claim stands, by its id."""
        return {line.row.id: str(line.row.status) for line in self.lines}

    @property
    def hues(self) -> dict[str, int]:
        """The colour of each topic; the rarest share the last one with what fits under none."""
        last = _HUES - 1
        return {topic.slug: last if topic.slug == _NONE else min(at, last) for at, topic in enumerate(self.topics)}

    @property
    def hue(self) -> dict[int, int]:
        """The colour of each claim, by its id: that of its first topic here."""
        hues = self.hues
        return {line.row.id: min(map(hues.__getitem__, line.row.topics), default=_HUES - 1) for line in self.lines}


def make_overview(db: Database) -> Overview:
    """The page that one begins with."""
    stats = collect_stats(db)
    claims = {count.name: count.claims for count in stats.statuses}
    to_review = claims.pop(Status.UNREVIEWED, 0)
    conflicts = first_conflicts(db, _FEW)
    return Overview(stats, newest_articles(db, _NEWEST), to_review, sum(claims.values()), conflicts, is_searched(db))


def make_waiting(db: Database) -> list[WaitingLine]:
    """Claims that a person is most needed for, of those that came in last."""
    recent = Filters(after=max(0, last_claim(db) - _RECENT), limit=_FEW)
    waiting = find_waiting(db, recent, load_lexicon(LEXICON.read()), disputed=False)
    with db.connect() as connection:
        rows = list_ids(connection, [one.claim_id for one in waiting])
    why = {one.claim_id: one for one in waiting}
    return [WaitingLine(make_line(row), why[row.id].kind, why[row.id].conflict) for row in rows]


def make_claim(db: Database, claim_id: int) -> ClaimPage:
    """The page of one claim.

    Raises:
        ClaimNotFoundError: There is none with this id.
    """
    row = get_claim(db, claim_id)
    text = get_text(db, row.article_id)
    return ClaimPage(
        make_line(row, text),
        explain_stored(row, text),
        read_history(db, claim_id),
        seen_marks(db, [row]),
        _series(db, row),
        {topic.slug: topic for topic in count_topics(db)},
    )


def _series(db: Database, row: ClaimRow) -> str:
    """The query of the page of a claim's series; ``""`` if there is nothing but the claim itself."""
    if row.canonical_subject is None or row.canonical_metric is None:
        return ""
    try:
        series = track(db, row.canonical_subject, row.canonical_metric)
    except FactdbError:
        return ""
    asked = {"subject": row.canonical_subject, "metric": row.canonical_metric, "unit": series.unit}
    return urlencode(asked) if len(series.levels) > 1 else ""


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
        topics=_topics(db, rows),
    )


def _topics(db: Database, rows: Iterable[ClaimRow]) -> list[TopicCount]:
    """The topics of some claims with how many of these stand under each."""
    counts = Counter(topic for row in rows for topic in row.topics)
    found = [replace(topic, claims=counts[topic.slug]) for topic in count_topics(db) if topic.slug in counts]
    return sorted(found, key=lambda topic: (topic.slug == _NONE, -topic.claims))


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
