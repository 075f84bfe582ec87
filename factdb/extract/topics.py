"""Topics: the headings under which an analyst looks for a claim.

What the metric is called says most; then the words around the figure, the nearer the more; then its unit. Words of
the rest of the sentence, and of the sentences before, count where nothing nearer speaks.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from factdb.claim import Change, Kind
from factdb.extract.passage import Draft, Passage
from factdb.lexicon import MetricWords, TopicWords

FALLBACK = "other"

_MOST = 3
# A topic counts beside the best one if its score is at least this part of it.
_BESIDE = 0.34
# Below this the words around the figure say too little, and those farther away are asked.
_ENOUGH = 0.9
# What a word is worth: by what it is, by where it stands, and by its length.
_WORD, _CONTEXT, _UNIT, _METRIC = 1.0, 0.35, 0.8, 2.0
_REACH = 10.0


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The lexicon compiled: each word with its topics and its worth."""

    word: re.Pattern[str]
    of_word: dict[str, tuple[tuple[str, float], ...]]
    of_unit: dict[str, tuple[str, ...]]
    of_metric: dict[str, tuple[str, ...]]


_Hit = tuple[int, int, tuple[tuple[str, float], ...]]


def assign_topics(passage: Passage) -> None:
    """Give each claim one to three topics, the best first."""
    if not passage.drafts:
        return
    patterns = _patterns(passage.lexicon.topics, passage.lexicon.metrics)
    chars = passage.view.chars
    drafts = passage.drafts
    hits: dict[int, list[_Hit]] = {}
    for at, draft in enumerate(drafts):
        for index in range(max(0, draft.sentence.index - 1), draft.sentence.index + 1):
            if index not in hits:
                sentence = passage.sentences[index]
                hits[index] = _hits(patterns, chars, sentence.start, sentence.end)
        left = drafts[at - 1].end if at else 0
        right = drafts[at + 1].start if at + 1 < len(drafts) else len(chars)
        _assign(draft, patterns, hits, (left, right))
        if at and (before := drafts[at - 1]).sentence is draft.sentence and _says_nothing_new(draft, before, hits):
            draft.topics = before.topics


def _says_nothing_new(draft: Draft, before: Draft, hits: dict[int, list[_Hit]]) -> bool:
    """Whether a change, such as 同比增长«3%», is of what the figure before it is of."""
    if draft.change is Change.LEVEL or draft.metric is not None:
        return False
    start = max(before.end, draft.clause[0])
    return not any(start <= hit[0] and hit[1] <= draft.start for hit in hits[draft.sentence.index])


def _hits(patterns: _Patterns, chars: str, start: int, end: int) -> list[_Hit]:
    return [(*found.span(), patterns.of_word[found[0]]) for found in patterns.word.finditer(chars, start, end)]


def _assign(draft: Draft, patterns: _Patterns, hits: dict[int, list[_Hit]], bounds: tuple[int, int]) -> None:
    """Weigh what speaks for each topic, and keep the best."""
    scores: defaultdict[str, float] = defaultdict(float)
    _weigh_metric(draft, patterns, scores)
    own = hits[draft.sentence.index]
    for start, end, worth in own:
        if draft.clause[0] <= start and end <= draft.clause[1]:
            _add(scores, worth, _nearness(draft, start, end, bounds) * (1 + 0.2 * (end - start)))
    for topic in patterns.of_unit.get(draft.quantity.unit, ()):
        scores[topic] += _UNIT
    if max(scores.values(), default=0.0) < _ENOUGH:
        for start, end, worth in own:
            if end <= draft.clause[0] or start >= draft.clause[1]:
                distance = draft.start - end if end <= draft.start else 2 * (start - draft.end)
                _add(scores, worth, 0.5 / (1 + distance / 30))
    if max(scores.values(), default=0.0) < _ENOUGH / 3 and draft.sentence.index - 1 in hits:
        for _, _, worth in hits[draft.sentence.index - 1]:
            _add(scores, worth, 0.15)
    ranked = sorted(scores, key=lambda topic: (-scores[topic], topic))[:_MOST]
    draft.topics = tuple(topic for topic in ranked if scores[topic] >= _BESIDE * scores[ranked[0]]) or (FALLBACK,)


def _weigh_metric(draft: Draft, patterns: _Patterns, scores: dict[str, float]) -> None:
    if draft.metric is None:
        return
    for topic in patterns.of_metric.get(draft.metric, ()):
        scores[topic] += _METRIC
    for found in patterns.word.finditer(draft.metric):
        # The head of a Chinese noun phrase is its end.
        head = 1.0 if found.end() == len(draft.metric) else 0.5
        _add(scores, patterns.of_word[found[0]], _METRIC * head)


def _nearness(draft: Draft, start: int, end: int, bounds: tuple[int, int]) -> float:
    """How much a word of the clause counts, by its distance and by the figures between."""
    if end <= draft.start:
        across = 0.4 if start < bounds[0] else 1.0
        return across / (1 + (draft.start - end) / _REACH)
    if start < draft.end:
        return 0.0
    across = 0.25 if end > bounds[1] else 1.0
    side = 1.0 if draft.quantity.kind in (Kind.COUNT, Kind.BARE, Kind.MEASURE) else 0.6
    return across * side / (1 + (start - draft.end) / (_REACH / 2))


def _add(scores: dict[str, float], worth: Iterable[tuple[str, float]], weight: float) -> None:
    for topic, value in worth:
        scores[topic] = scores.get(topic, 0.0) + value * weight


@lru_cache(maxsize=8)
def _patterns(words: TopicWords, metrics: MetricWords) -> _Patterns:
    of_word: defaultdict[str, dict[str, float]] = defaultdict(dict)
    of_unit: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for entry in words.topic:
        for word in entry.context:
            of_word[word][entry.slug] = _CONTEXT
        for word in entry.words:
            of_word[word][entry.slug] = _WORD
        for unit in entry.units:
            of_unit[unit][entry.slug] = None
    longest_first = sorted(of_word, key=lambda word: (-len(word), word))
    return _Patterns(
        word=re.compile("|".join(map(re.escape, longest_first))),
        of_word={word: tuple(topics.items()) for word, topics in of_word.items()},
        of_unit={unit: tuple(topics) for unit, topics in of_unit.items()},
        of_metric={name: entry.topics for entry in metrics.metric for name in (entry.name, *entry.aliases)},
    )
