"""Topics: the headings under which an analyst looks for a claim.

What the metric is called says most; then the words around the figure, the nearer the more; then its unit. The rest
of the sentence, and the sentence before, count where nothing nearer speaks. Last comes what the clause tells of:
a price paid in a 回购 belongs under shareholding too.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import add
from typing import NamedTuple

from factdb.claim import Change, Kind
from factdb.extract.passage import Draft, Passage
from factdb.extract.view import Sentence
from factdb.lexicon import MetricWords, TopicEntry, TopicWords

FALLBACK = "other"

_MOST = 3
# A topic counts beside the best one if its score is at least this part of it.
_BESIDE = 0.34
# Below this the words around the figure say too little, and those farther away are asked.
_ENOUGH = 0.9
# What a word is worth: by what it is, by where it stands, and by its length.
_WORD, _CONTEXT, _UNIT, _METRIC = 1.0, 0.35, 0.8, 2.0
_LENGTH = 0.2
# At this distance from the figure a word counts half.
_REACH = 10.0
_SENTENCE_REACH = 30.0
# Words farther than this from every figure of the sentence do not count.
_LEFT, _RIGHT = 160, 60


@dataclass(slots=True)
class _Word:
    """A word of the lexicon: what it is worth for each topic, and the event it names, if any."""

    text: str
    worth: dict[str, float]
    event: str | None = None


class _Hit(NamedTuple):
    """A word where it stands in the text; there are many, so it is a tuple."""

    start: int
    end: int
    word: _Word


@dataclass(frozen=True, slots=True)
class _Tables:
    """The lexicon, ready for look-up: words by their first two characters, the longest first."""

    by_pair: dict[str, tuple[_Word, ...]]
    by_character: dict[str, _Word]
    of_unit: dict[str, tuple[str, ...]]
    of_metric: dict[str, tuple[str, ...]]


@dataclass(slots=True)
class _Scene:
    """A sentence with its words, and those of the sentence before, which are looked for only when asked for."""

    passage: Passage
    tables: _Tables
    sentence: Sentence
    hits: list[_Hit]
    _before: list[_Hit] | None = None

    @classmethod
    def of(cls, passage: Passage, tables: _Tables, sentence: Sentence, drafts: list[Draft]) -> "_Scene":
        """The words near the figures of a sentence."""
        start, end = max(sentence.start, drafts[0].start - _LEFT), min(sentence.end, drafts[-1].end + _RIGHT)
        return cls(passage, tables, sentence, _hits(tables, passage.view.chars, start, end))

    def before(self) -> list[_Hit]:
        """The words at the end of the sentence before."""
        if self._before is None:
            self._before = []
            if self.sentence.index:
                before = self.passage.sentences[self.sentence.index - 1]
                start = max(before.start, before.end - _LEFT)
                self._before = _hits(self.tables, self.passage.view.chars, start, before.end)
        return self._before


def assign_topics(passage: Passage) -> None:
    """Give each claim one to three topics, the best first."""
    if not passage.drafts:
        return
    tables = _tables(passage.lexicon.topics, passage.lexicon.metrics)
    for sentence, drafts in passage.by_sentence():
        scene = _Scene.of(passage, tables, sentence, drafts)
        ends = [*(draft.start for draft in drafts[1:]), sentence.end]
        previous: Draft | None = None
        for draft, right in zip(drafts, ends, strict=True):
            if previous is not None and _says_nothing_new(draft, previous, scene.hits):
                draft.topics = previous.topics
            else:
                bounds = (previous.end if previous else sentence.start, right)
                draft.topics = _with_event(draft, _ranked(draft, scene, bounds), scene.hits)
            previous = draft


def _hits(tables: _Tables, chars: str, start: int, end: int) -> list[_Hit]:
    """The words of the lexicon in a stretch of text, none over another."""
    stretch = chars[start:end]
    by_pair = tables.by_pair
    places = [at for at, pair in enumerate(map(add, stretch, stretch[1:]), start) if pair in by_pair]
    for character in tables.by_character:
        if character in stretch:
            places.extend(start + at for at, other in enumerate(stretch) if other == character)
            places.sort()
    found: list[_Hit] = []
    free = start
    for at in places:
        if at >= free and (word := _word_at(tables, chars, at, end)):
            free = at + len(word.text)
            found.append(_Hit(at, free, word))
    return found


def _word_at(tables: _Tables, chars: str, at: int, end: int) -> _Word | None:
    """The longest word of the lexicon that begins here."""
    for word in tables.by_pair.get(chars[at : at + 2], ()):
        if chars.startswith(word.text, at) and at + len(word.text) <= end:
            return word
    return tables.by_character.get(chars[at])


def _says_nothing_new(draft: Draft, previous: Draft, hits: list[_Hit]) -> bool:
    """Whether a figure, such as 同比增长«3%», is of what the figure before it is of."""
    if draft.metric is not None and draft.metric != previous.metric:
        return False
    if draft.change is Change.LEVEL and draft.quantity.kind in (Kind.COUNT, Kind.MEASURE):
        return False
    start = max(previous.end, draft.clause[0])
    between = (hit for hit in hits if start <= hit.start and hit.end <= draft.start)
    return not any(max(hit.word.worth.values(), default=0.0) >= _WORD for hit in between)


def _ranked(draft: Draft, scene: _Scene, bounds: tuple[int, int]) -> tuple[str, ...]:
    """The topics that the words around a figure speak for, the best first."""
    hits, tables = scene.hits, scene.tables
    scores: defaultdict[str, float] = defaultdict(float)
    _weigh_metric(draft, tables, scores)
    for hit in hits:
        if draft.clause[0] <= hit.start and hit.end <= draft.clause[1]:
            length = 1 + _LENGTH * (hit.end - hit.start)
            _add(scores, hit, length * _nearness(draft, hit, bounds, scene.passage.view.chars))
    for topic in tables.of_unit.get(draft.quantity.unit, ()):
        scores[topic] += _UNIT
    if max(scores.values(), default=0.0) < _ENOUGH:
        for hit in hits:
            if hit.end <= draft.clause[0] or hit.start >= draft.clause[1]:
                distance = draft.start - hit.end if hit.end <= draft.start else 2 * (hit.start - draft.end)
                _add(scores, hit, 0.5 / (1 + distance / _SENTENCE_REACH))
    if max(scores.values(), default=0.0) < _ENOUGH / 3:
        for hit in scene.before():
            _add(scores, hit, 0.15)
    ranked = sorted(scores, key=lambda topic: (-scores[topic], topic))[:_MOST]
    topics = tuple(topic for topic in ranked if scores[topic] >= _BESIDE * scores[ranked[0]])
    if max(scores.values(), default=0.0) >= _ENOUGH / 2:
        return topics
    return topics if FALLBACK in topics else (*topics[: _MOST - 1], FALLBACK)


def _with_event(draft: Draft, topics: tuple[str, ...], hits: list[_Hit]) -> tuple[str, ...]:
    """The topics, and the nearest event of the clause that is not among them."""
    events = [
        (abs(hit.start - draft.start), hit.word.event)
        for hit in hits
        if hit.word.event not in (None, *topics) and draft.clause[0] <= hit.start < draft.clause[1]
    ]
    return (*topics[: _MOST - 1], min(events)[1] or FALLBACK) if events else topics


def _weigh_metric(draft: Draft, tables: _Tables, scores: dict[str, float]) -> None:
    """Weigh what is measured: by its name, and by the words in it."""
    if draft.metric is None:
        return
    for topic in tables.of_metric.get(draft.metric, ()):
        scores[topic] += _METRIC
    for hit in _hits(tables, draft.metric, 0, len(draft.metric)):
        # The head of a Chinese noun phrase is its end.
        _add(scores, hit, _METRIC if hit.end == len(draft.metric) else _METRIC / 2)


def _nearness(draft: Draft, hit: _Hit, bounds: tuple[int, int], chars: str) -> float:
    """How much a word of the clause counts, by its distance and by the figures between."""
    if hit.end <= draft.start:
        across = 0.4 if hit.start < bounds[0] else 1.0
        return across / (1 + (draft.start - hit.end) / _REACH)
    if hit.start < draft.end:
        return 0.0
    across = 0.25 if hit.end > bounds[1] else 1.0
    counted = draft.quantity.kind in (Kind.COUNT, Kind.BARE, Kind.MEASURE)
    side = 1.0 if counted or chars[draft.end : draft.end + 1] == "的" else 0.6
    return across * side / (1 + 2 * (hit.start - draft.end) / _REACH)


def _add(scores: dict[str, float], hit: _Hit, weight: float) -> None:
    for topic, value in hit.word.worth.items():
        scores[topic] = scores.get(topic, 0.0) + value * weight


def _words(entries: Sequence[TopicEntry]) -> dict[str, _Word]:
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
            if text in word.text and (word.event is None or text == word.text):
                word.event = slug
    return words


@lru_cache(maxsize=8)
def _tables(words: TopicWords, metrics: MetricWords) -> _Tables:
    by_pair: defaultdict[str, list[_Word]] = defaultdict(list)
    by_character: dict[str, _Word] = {}
    of_text = {text: _Word(text, {}) for text in words.misleading} | _words(words.topic)
    for text, word in sorted(of_text.items(), key=lambda item: (-len(item[0]), item[0])):
        if len(text) > 1:
            by_pair[text[:2]].append(word)
        elif text:
            by_character[text] = word
    of_unit: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for entry in words.topic:
        for unit in entry.units:
            of_unit[unit][entry.slug] = None
    return _Tables(
        by_pair={pair: tuple(group) for pair, group in by_pair.items()},
        by_character=by_character,
        of_unit={unit: tuple(topics) for unit, topics in of_unit.items()},
        of_metric={name: entry.topics for entry in metrics.metric for name in (entry.name, *entry.aliases)},
    )
