"""Topics: the headings under which an analyst looks for a claim.

What the metric is called says most; then the words around the figure, the nearer the more; then its unit. The rest
of the sentence, and the sentence before, count where nothing nearer speaks. Last comes what the clause tells of:
a price paid in a 回购 belongs under shareholding too.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from factdb.claim import Change, Kind
from factdb.extract.alternation import any_of_many
from factdb.extract.passage import Draft, Passage
from factdb.extract.view import Sentence, View
from factdb.lexicon import MetricWords, TopicEntry, TopicWords

FALLBACK = "other"

_MOST = 3
# A second topic counts beside the best one if its score is at least this part of it, and a third.
_BESIDE, _THIRD = 0.3, 0.45
# Below this the words around the figure say too little, and those farther away are asked.
_ENOUGH = 0.9
# What a word is worth: by what it is, by where it stands, and by its length.
_WORD, _CONTEXT, _UNIT, _METRIC = 1.0, 0.35, 1.0, 2.0
_LENGTH = 0.2
# How much less a metric says that the text leaves unsaid.
_UNSAID = 0.4
# How much less for a figure of a kind that is seldom of a topic.
_SELDOM = 0.5
# At this distance from the figure a word counts half.
_REACH = 10.0
_SENTENCE_REACH = 30.0
# Words farther than this from every figure of the sentence do not count.
_LEFT, _RIGHT = 160, 60
# What is counted stands behind the figure.
_COUNTED = (Kind.COUNT, Kind.BARE, Kind.MEASURE)


@dataclass(slots=True)
class _Word:
    """A word of the lexicon: what it is worth for each topic, and the event it names, if any."""

    text: str
    worth: dict[str, float]
    event: str | None = None

    @property
    def is_topical(self) -> bool:
        """Whether the word names a topic, rather than only pointing to one."""
        return max(self.worth.values(), default=0.0) >= _WORD


# Start and end of a word in the text, and the word; there are many, so they are bare tuples.
_Hit = tuple[int, int, _Word]


@dataclass(frozen=True, slots=True, eq=False)
class _Tables:
    """The lexicon, ready for look-up."""

    pattern: re.Pattern[str]
    words: dict[str, _Word]
    of_unit: dict[str, tuple[str, ...]]
    of_metric: dict[str, tuple[str, ...]]
    seldom: dict[Kind, tuple[str, ...]]
    shares: frozenset[str]
    unsaid: frozenset[str]


class _Scene:
    """A sentence with its words; they are looked for clause by clause, and only where they are asked for."""

    def __init__(self, passage: Passage, tables: _Tables, sentence: Sentence, drafts: list[Draft]) -> None:
        self.tables, self.chars, self.text = tables, passage.view.chars, passage.view.text
        self._lexicon = passage.lexicon
        self._sentences, self._at = passage.sentences, sentence.index
        # The stretch near the figures, and the clause looked through last with its words.
        self._start = max(sentence.start, drafts[0].start - _LEFT)
        self._end = min(sentence.end, drafts[-1].end + _RIGHT)
        self._clause = (0, 0)
        self._found: list[_Hit] = []

    def folded(self, text: str) -> str:
        """A text that is not of this passage, as the lexicon writes it."""
        return View.of(text, self._lexicon).chars

    def within(self, clause: tuple[int, int]) -> list[_Hit]:
        """The words of a clause; none runs over the comma at its end."""
        if clause != self._clause:
            start, end = max(clause[0], self._start), min(clause[1], self._end)
            self._clause, self._found = clause, _hits(self.tables, self.chars, start, end)
        return self._found

    def without(self, clause: tuple[int, int]) -> list[_Hit]:
        """The words of the sentence before and behind a clause."""
        left = _hits(self.tables, self.chars, self._start, max(clause[0], self._start))
        return left + _hits(self.tables, self.chars, min(clause[1], self._end), self._end)

    def before(self) -> list[_Hit]:
        """The words at the end of the sentence before."""
        if not self._at:
            return []
        before = self._sentences[self._at - 1]
        return _hits(self.tables, self.chars, max(before.start, before.end - _LEFT), before.end)


def assign_topics(passage: Passage) -> None:
    """Give each claim one to three topics, the best first."""
    if not passage.drafts:
        return
    tables = _tables(passage.lexicon.topics, passage.lexicon.metrics)
    for sentence, drafts in passage.by_sentence:
        scene = _Scene(passage, tables, sentence, drafts)
        previous: Draft | None = None
        for at, draft in enumerate(drafts, 1):
            hits = scene.within(draft.clause)
            if previous is not None and _says_nothing_new(draft, previous, hits):
                draft.topics = previous.topics
            else:
                right = drafts[at].start if at < len(drafts) else sentence.end
                bounds = (previous.end if previous else sentence.start, right)
                topics = _ranked(draft, scene, bounds)
                if previous is not None and draft.metric in tables.shares:
                    # 占比«8%»: a share of what the figure before counts.
                    topics = tuple(dict.fromkeys((*previous.topics[: _MOST - 1], *topics)))[:_MOST]
                draft.topics = _with_event(draft, topics, hits)
            previous = draft


def _hits(tables: _Tables, chars: str, start: int, end: int) -> list[_Hit]:
    """The words of the lexicon in a stretch of text, none over another."""
    words = tables.words
    return [(match.start(), match.end(), words[match[0]]) for match in tables.pattern.finditer(chars, start, end)]


def _says_nothing_new(draft: Draft, previous: Draft, hits: list[_Hit]) -> bool:
    """Whether a figure, such as 同比增长«3%», is of what the figure before it is of."""
    if draft.metric is not None and draft.metric != previous.metric:
        return False
    if draft.change is Change.LEVEL and draft.quantity.kind in (Kind.COUNT, Kind.MEASURE):
        return False
    left, right = previous.end, draft.start
    return not any(left <= start and end <= right and word.is_topical for start, end, word in hits)


def _ranked(draft: Draft, scene: _Scene, bounds: tuple[int, int]) -> tuple[str, ...]:
    """The topics that the words around a figure speak for, the best first."""
    tables = scene.tables
    scores = _weigh_metric(draft, scene) if draft.metric else {}
    unnamed = draft.quantity.kind is Kind.COUNT and not scores and draft.quantity.unit not in tables.of_unit
    _weigh_clause(draft, scene, bounds, scores)
    if unnamed and max(scores.values(), default=0.0) < _ENOUGH:
        # What is counted is nothing that any topic speaks of.
        scores[FALLBACK] = scores.get(FALLBACK, 0.0) + _ENOUGH
    for topic in tables.of_unit.get(draft.quantity.unit, ()):
        scores[topic] = scores.get(topic, 0.0) + _UNIT
    for topic in tables.seldom.get(draft.quantity.kind, ()):
        if topic in scores:
            scores[topic] *= _SELDOM
    best = max(scores.values(), default=0.0)
    if best < _ENOUGH:
        _weigh_rest(draft, scene, scores)
        best = max(scores.values(), default=0.0)
    if best < _ENOUGH / 3:
        for _, _, word in scene.before():
            _add(scores, word, 0.15)
        best = max(scores.values(), default=0.0)
    enough = _BESIDE * best
    ranked = sorted([(-score, topic) for topic, score in scores.items() if score >= enough])[:_MOST]
    if len(ranked) == _MOST and -ranked[-1][0] < _THIRD * best:
        ranked.pop()
    topics = tuple([topic for _, topic in ranked])
    if best >= _ENOUGH / 2:
        return topics
    return topics if FALLBACK in topics else (*topics[: _MOST - 1], FALLBACK)


def _with_event(draft: Draft, topics: tuple[str, ...], hits: list[_Hit]) -> tuple[str, ...]:
    """The topics, and where there is room the nearest event of the clause that is not among them."""
    if len(topics) == _MOST:
        return topics
    events = [
        (abs(start - draft.start), word.event)
        for start, _, word in hits
        if word.event is not None and word.event not in topics
    ]
    return (*topics, min(events)[1]) if events else topics


def _weigh_metric(draft: Draft, scene: _Scene) -> dict[str, float]:
    """What the metric speaks for; one that the text does not say, as the price that moves, speaks less."""
    metric = draft.metric or ""
    seen = next((cue for cue in draft.evidence if cue.field == "metric"), None)
    if seen is None or scene.text[seen.start : seen.end] != metric:
        part = _UNSAID if metric in scene.tables.unsaid else 1.0
        scores = _scores_of_metric(scene.tables, scene.folded(metric))
        return {topic: part * score for topic, score in scores.items()}
    start, end = seen.start, seen.end
    for at, to, _ in scene.within(draft.clause):
        # A metric may begin or end within a word that says more: 可支配«收入».
        if at < seen.start < to:
            start = at
        if at < seen.end < to:
            end = to
    return dict(_scores_of_metric(scene.tables, scene.chars[start:end]))


@lru_cache(maxsize=4096)
def _scores_of_metric(tables: _Tables, metric: str) -> dict[str, float]:
    """What a metric speaks for: by its name, and by the words in it."""
    scores = dict.fromkeys(tables.of_metric.get(metric, ()), _METRIC)
    for _, end, word in _hits(tables, metric, 0, len(metric)):
        # The head of a Chinese noun phrase is its end.
        _add(scores, word, _METRIC if end == len(metric) and word.is_topical else _METRIC / 2)
    return scores


def _weigh_clause(draft: Draft, scene: _Scene, bounds: tuple[int, int], scores: dict[str, float]) -> None:
    """Weigh the words of the clause, by their length, their distance, and the figures between."""
    start, end = draft.quantity.start, draft.quantity.end
    side = 1.0 if draft.quantity.kind in _COUNTED or scene.chars.startswith("的", end) else 0.6
    for at, to, word in scene.within(draft.clause):
        if to <= start:
            nearness = (0.4 if at < bounds[0] else 1.0) / (1 + (start - to) / _REACH)
        elif at < end:
            nearness = 0.0
        else:
            nearness = (0.25 if to > bounds[1] else 1.0) * side / (1 + 2 * (at - end) / _REACH)
        weight = (1 + _LENGTH * (to - at)) * nearness
        # As in _add: this is where the time goes.
        for topic, value in word.worth.items():
            scores[topic] = scores.get(topic, 0.0) + value * weight


def _weigh_rest(draft: Draft, scene: _Scene, scores: dict[str, float]) -> None:
    """Weigh the words of the other clauses, by their distance."""
    start, end = draft.start, draft.end
    for at, to, word in scene.without(draft.clause):
        distance = start - to if to <= start else 2 * (at - end)
        _add(scores, word, 0.5 / (1 + distance / _SENTENCE_REACH))


def _add(scores: dict[str, float], word: _Word, weight: float) -> None:
    for topic, value in word.worth.items():
        scores[topic] = scores.get(topic, 0.0) + value * weight


def _words(entries: Sequence[TopicEntry], eventless: frozenset[str]) -> dict[str, _Word]:
    """The words of all topics; one may speak for several."""
    words: dict[str, _Word] = {}
    for entry in entries:
        for texts, worth in ((entry.context, _CONTEXT), (entry.words, _WORD)):
            for text in texts:
                words.setdefault(text, _Word(text, {})).worth[entry.slug] = worth
    events = [(text, entry.slug) for entry in entries for text in entry.events]
    for text, slug in events:
        words.setdefault(text, _Word(text, {}))
        for word in words.values():
            if text in word.text and word.text not in eventless and (word.event is None or text == word.text):
                word.event = slug
    return words


@lru_cache(maxsize=8)
def _tables(words: TopicWords, metrics: MetricWords) -> _Tables:
    of_text = {text: _Word(text, {}) for text in words.misleading} | _words(words.topic, frozenset(words.eventless))
    of_unit: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for entry in words.topic:
        for unit in entry.units:
            of_unit[unit][entry.slug] = None
    return _Tables(
        pattern=re.compile(any_of_many(text for text in of_text if text)),
        words=of_text,
        of_unit={unit: tuple(topics) for unit, topics in of_unit.items()},
        of_metric={name: entry.topics for entry in metrics.metric for name in (entry.name, *entry.aliases)},
        seldom={kind: tuple(entry.slug for entry in words.topic if kind in entry.seldom) for kind in Kind},
        shares=frozenset(words.shares),
        unsaid=frozenset((metrics.price, metrics.index)),
    )
