"""Which figures can be held against one another: those of one subject, scope and moment, as far as can be told.

Two articles that seem to disagree mostly speak of two things: of another day, another deal, a subsidiary, a part of the
year. What might be so is left alone: a reader who is shown ten disagreements that are none looks at no eleventh. The
words by which that is told stand in ``conflicts.toml``.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from zlib import crc32

from factdb.claim import Basis
from factdb.lexicon import ConflictWords, MetricWords, load_lexicon
from factdb.settings import LEXICON
from factdb.tracking.figures import Days, Figure

_COLON = re.compile("[:：]")
# 门店在«华东»的数量, 在«中国市场»的份额.
_WHERE = re.compile(r"在([^在,，。\d]{2,10}?)的")
_CLAUSE_END = re.compile(r"[，。；！？,;!?\n]")
# What is turned over in so many days is one figure.
_MONTH = 28
# When a rule of looking for conflicts changes, everything is looked through again.
_VERSION = 4


class Rules:
    """What can be held against one another, by the words of a lexicon.

    Attributes:
        version: Is another one when the rules or the words are; it fits a column of 32 bits.
        parts: Metrics of which the first is a part of the second.
    """

    def __init__(self, words: ConflictWords, metrics: MetricWords) -> None:
        self.parts = words.parts
        self._words = words
        self._anything = frozenset(words.anything)
        self._measured = tuple(sorted({*metrics.heads, *metrics.endings, *_names(metrics)}))
        self.version = crc32(repr((_VERSION, words, self._measured)).encode()) >> 1
        self._anybody, self._vague = (re.compile(f"(?:{_either(each)})+") for each in (words.anybody, words.vague))
        self._filler = re.compile(rf"{_either(words.fillers)}|[^A-Za-z\u4e00-\u9fff]+")
        self._repeated, self._daily, self._scope, self._proviso = (
            re.compile(_either(each))
            for each in ((*words.events, *words.moving), words.daily, words.scopes, words.provisos)
        )

    def comparable(self, figures: Iterable[Figure], sentences: dict[int, str]) -> Iterator[list[Figure]]:
        """Groups of figures that say the same thing of the same period, a word for each article.

        An article that gives two different figures means two things by them, and says neither of what the others say.

        Args:
            figures: The actual ones of one subject and one metric.
            sentences: Their sentences, by their ids.
        """
        groups: defaultdict[tuple[object, ...], list[Figure]] = defaultdict(list)
        for figure in figures:
            if self.is_definite(figure) and self.is_of_one_moment(figure):
                scope = self.scope(figure, sentences.get(figure.id, ""))
                groups[figure.days, figure.unit, figure.is_change, figure.basis, scope].append(figure)
        for found in groups.values():
            by_article: defaultdict[int, list[Figure]] = defaultdict(list)
            for figure in found:
                by_article[figure.article_id].append(figure)
            words = [said[-1] for said in by_article.values() if _agree(said)]
            if words:
                yield sorted(words, key=lambda figure: figure.told)

    def is_definite(self, figure: Figure) -> bool:
        """Whether a figure is of a known subject, and of a period that was over when it was told."""
        if figure.days is None:
            return False
        if figure.is_change and figure.basis not in {Basis.YOY, Basis.QOQ}:
            return False
        if not figure.subject or not figure.metric or self._anybody.fullmatch(figure.subject):
            return False
        # A year or a day that is not over yet is told of in parts.
        return figure.published_on is None or figure.published_on > figure.days[1]

    def is_of_one_moment(self, figure: Figure) -> bool:
        """Whether there is one such figure in a period: no deal among others, no price of an hour, no mere number."""
        metric = figure.metric or ""
        if figure.unit in self._anything or self._vague.fullmatch(metric) or not metric.endswith(self._measured):
            return False
        if metric.endswith(self._words.standing):
            return True
        if self._daily.search(metric) and _length(figure.days) < _MONTH:
            return False
        return self._repeated.search(metric) is None

    def is_share(self, metric: str) -> bool:
        """Whether a metric is a share of a whole, by its name."""
        return metric.endswith(self._words.shares) and not any(word in metric for word in self._words.unbounded)

    def scope(self, figure: Figure, sentence: str) -> frozenset[str]:
        """The words around a figure that narrow down what it is of."""
        at = max(sentence.find(figure.quote), 0)
        before, behind = sentence[:at], sentence[at + len(figure.quote) :]
        starts = [match.end() for match in _CLAUSE_END.finditer(before)]
        end = _CLAUSE_END.search(behind)
        clause = before[starts[-1] if starts else 0 :] + "\n" + (behind[: end.start()] if end else behind)
        narrowed = (*self._scope.findall(clause), *_WHERE.findall(clause), *self._beside(figure, clause))
        return frozenset((*narrowed, *self._proviso.findall(before), *self._proviso.findall(clause)))

    def _beside(self, figure: Figure, clause: str) -> Iterator[str]:
        """What stands between a subject and its metric, or before it, and says something of it."""
        lead, found, _ = clause.partition("\n")[0].rpartition(figure.metric or "")
        lead = _COLON.split(lead.rpartition(figure.subject or "")[2])[-1]
        if found and (said := self._filler.sub("", lead)):
            yield said


@lru_cache(maxsize=4)
def load_rules(own: str | None = None) -> Rules:
    """The rules by the lexicon in force.

    Args:
        own: The folder of a user's own lexicon; the setting if None.
    """
    lexicon = load_lexicon(LEXICON.read() if own is None else own)
    return Rules(lexicon.conflicts, lexicon.metrics)


def _names(metrics: MetricWords) -> Iterator[str]:
    for entry in metrics.metric:
        yield from (entry.name, *entry.aliases)


def _either(words: Iterable[str]) -> str:
    """A pattern of words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _length(days: Days | None) -> int:
    return (days[1] - days[0]).days + 1 if days else 0


def _agree(said: Sequence[Figure]) -> bool:
    return all(one.interval.meets(other.interval) for one in said for other in said)
