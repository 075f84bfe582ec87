"""Events that a sentence takes for its time, where no date stands in their words: 本次交易完成后, 疫情期间."""

import re
from functools import lru_cache

from factdb.extract.alternation import any_of
from factdb.extract.view import Sentence
from factdb.lexicon import PeriodWords

# What may stand before the name of an event.
_LEAD = re.compile(r"(?:那么|随着|紧随|而|因|但|待|若|如|自){1,2}")
_SHORTEST_EVENT, _LONGEST_EVENT = 4, 20
# An event that no comma follows: 疫情期间.
_LONGEST_TIME = 8


class Events:
    """The compiled words of one lexicon that end an event."""

    def __init__(self, words: PeriodWords) -> None:
        self._events_after = frozenset(words.event_after)
        anywhere = {*self._events_after, "期间"}
        commas = {word: "(?=,)" for word in words.event_end if word not in anywhere}
        self._event = re.compile(any_of((*commas, *anywhere), commas))

    def of(self, chars: str, sentence: Sentence) -> list[tuple[int, int]]:
        """Clauses that name an event as the time of what follows: 本次交易完成后."""
        found: list[tuple[int, int]] = []
        for match in self._event.finditer(chars, sentence.start, sentence.end):
            floor = max(sentence.start, match.start() - _LONGEST_EVENT)
            start = max(floor - 1, *(chars.rfind(mark, floor, match.start()) for mark in ",;:} 在于")) + 1
            start = lead.end() if (lead := _LEAD.match(chars, start)) else start
            if match.group() == "期间" and match.end() - start > _LONGEST_TIME:
                continue
            clause = match.group() in self._events_after and chars.startswith(",", match.end())
            if (start > floor or floor == sentence.start) and (clause or match.end() - start >= _SHORTEST_EVENT):
                found.append((start, match.end()))
        return found


@lru_cache(maxsize=8)
def events(words: PeriodWords) -> Events:
    """The events of a lexicon, compiled once."""
    return Events(words)
