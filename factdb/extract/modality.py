"""Modality: whether a figure is stated as a fact, or as a forecast, a target or an estimate.

A word such as 预计 governs the figures behind it: those of its own clause, and those of the clauses that follow in
the sentence, until a clause turns back to what is (已, 截至, 而去年). A word may also stand behind its figure:
«5亿元»的目标.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from factdb.claim import Modality
from factdb.extract.passage import Draft, Passage
from factdb.extract.view import Sentence
from factdb.lexicon import ModalityWords

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|-|/|E|财年|财政)")


@dataclass(frozen=True, slots=True)
class _Cue:
    """A word found in a sentence; its modality is actual if it ends the scope of others."""

    start: int
    end: int
    modality: Modality


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The lexicon compiled."""

    cue: re.Pattern[str]
    acts: re.Pattern[str]
    after: re.Pattern[str]
    turn: re.Pattern[str]
    compared: re.Pattern[str]
    of: dict[str, Modality]


def read_modality(passage: Passage) -> None:
    """Set what kind of statement each figure is."""
    if not passage.drafts:
        return
    patterns = _patterns(passage.lexicon.modality)
    chars = passage.view.chars
    for sentence, drafts in passage.by_sentence():
        cues = _cues(patterns, chars, sentence, drafts)
        for draft in drafts:
            if cue := _governing(draft, cues, patterns, chars):
                draft.modality = cue.modality
                draft.note("modality", f"{cue.modality}-cue", cue.start, cue.end)


def _cues(patterns: _Patterns, chars: str, sentence: Sentence, drafts: list[Draft]) -> list[_Cue]:
    """The words of a sentence that say what kind of statement it makes."""
    found: list[_Cue] = []
    for match in patterns.cue.finditer(chars, sentence.start, sentence.end):
        if match["will"]:
            limit = next((draft.start for draft in drafts if draft.start >= match.end()), sentence.end)
            plan = patterns.acts.search(chars, match.end(), limit)
            found.append(_Cue(*match.span(), Modality.TARGET if plan else Modality.FORECAST))
        elif match["cue"]:
            found.append(_Cue(*match.span(), patterns.of[match["cue"]]))
    return found


def _governing(draft: Draft, cues: list[_Cue], patterns: _Patterns, chars: str) -> _Cue | None:
    """The word that governs a figure, if any; none that says it is a fact."""
    if behind := patterns.after.match(chars, draft.end, draft.clause[1]):
        modality = Modality.TARGET if behind["target"] else Modality.FORECAST
        return _Cue(*behind.span(behind.lastgroup or 0), modality)
    last = next((cue for cue in reversed(cues) if cue.end <= draft.start), None)
    if last is None or last.modality is Modality.ACTUAL:
        return None
    clause_start = draft.clause[0]
    if last.start < clause_start and (patterns.turn.match(chars, clause_start) or _is_past(draft, chars)):
        return None
    if patterns.compared.search(chars, max(clause_start, last.end), draft.start):
        return None
    return last


def _is_past(draft: Draft, chars: str) -> bool:
    """Whether the clause of a figure names a year before one named earlier in the sentence."""
    years = [int(year) for year in _YEAR.findall(chars, draft.sentence.start, draft.clause[0])]
    own = [int(year) for year in _YEAR.findall(chars, draft.clause[0], draft.start)]
    return bool(years and own and max(own) < max(years))


def _any(words: Iterable[str]) -> str:
    """An alternation, the longest word first."""
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word))))


@lru_cache(maxsize=8)
def _patterns(words: ModalityWords) -> _Patterns:
    of = {
        **dict.fromkeys(words.actual, Modality.ACTUAL),
        **dict.fromkeys(words.estimate, Modality.ESTIMATE),
        **dict.fromkeys(words.target, Modality.TARGET),
        **dict.fromkeys(words.forecast, Modality.FORECAST),
    }
    shape, will = words.shape, words.will
    future = rf"(?P<will>{re.escape(will.word)})(?!{_any(will.not_then)})(?={_any(will.then)})"
    return _Patterns(
        cue=re.compile(rf"{_any(shape.misleading)}|(?P<cue>{_any(of)})|{future}"),
        acts=re.compile(_any(will.acts)),
        after=re.compile(
            rf"(?:以上|左右|以内)?(?:[^,;:。的]{{0,6}}的(?=目标)|的[^,;:。]{{0,4}}?)?"
            rf"(?:(?P<target>{_any(shape.after_target)})(?!价|客|用|公)|(?P<forecast>{_any(shape.after_forecast)}))"
        ),
        turn=re.compile(_any(shape.turns)),
        compared=re.compile(rf"(?:{_any(shape.compared)})[^,;:]{{0,16}}的\Z"),
        of=of,
    )
