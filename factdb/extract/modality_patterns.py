"""The words of modality, compiled: what makes a figure a forecast, a target or an estimate, and what a fact."""

import re
from dataclasses import dataclass
from functools import lru_cache

from factdb.claim import Modality
from factdb.extract.alternation import any_of, last_characters
from factdb.lexicon import GuardedCue, ModalityWords

_PLAN = r"“?十[四五]五(?:”|规划|时期|期间)"
# Behind 累计: what is to be reached in all, which is no turn to what is.
_TO_REACH = r"(?![^,;。\d]{0,10}(?:不低于|不少于|不超过|不得|将))"
_NUMBER = "[0-9一二两三四五六七八九十百千万]"


@dataclass(frozen=True, slots=True)
class ModalityPatterns:
    """The lexicon compiled; the groups of a pattern name what it found."""

    cue: re.Pattern[str]
    acts: dict[str, re.Pattern[str]]
    act: re.Pattern[str]
    weak: frozenset[str]
    ends: frozenset[str]
    before: re.Pattern[str]
    of: dict[str, Modality]
    past: frozenset[str]
    after: re.Pattern[str]
    turn: re.Pattern[str]
    compared: re.Pattern[str]
    paper: re.Pattern[str]
    plan: re.Pattern[str]
    plan_end: re.Pattern[str]
    spent_on: re.Pattern[str]
    raised: re.Pattern[str]
    to_come: re.Pattern[str]
    guided: re.Pattern[str]


@lru_cache(maxsize=8)
def modality_patterns(words: ModalityWords) -> ModalityPatterns:
    """The patterns of the lexicon's words of modality."""
    of, shape = _meanings(words), words.shape
    paper = rf"《[^》\n]{{2,40}}(?:{any_of(shape.plan_papers)})[^》\n]{{0,12}}》"
    return ModalityPatterns(
        cue=_cue(words, of),
        acts={entry.word: re.compile(any_of(entry.acts)) for entry in words.guarded if entry.acts},
        act=re.compile(any_of(act for entry in words.guarded for act in entry.acts)),
        weak=frozenset(shape.weak),
        ends=last_characters(shape.expected, "的为是约近超"),
        before=re.compile(
            rf"(?:(?P<forecast>{any_of(shape.expected)})(?:的|为|是)?|(?P<target>{any_of(shape.intended)})的)[约近超]?\Z"
        ),
        of=of,
        past=frozenset(words.past),
        after=re.compile(
            rf"(?:以上|左右|以内)?等?(?:[^,;:。的]{{0,6}}的(?=目标)|的[^,;:。]{{0,4}}?)?"
            rf"(?:(?P<target>{any_of(shape.after_target)})(?!价|客|用|公)|(?P<forecast>{any_of(shape.after_forecast)}))"
        ),
        turn=re.compile(any_of(shape.turns)),
        compared=re.compile(
            rf"(?:{any_of(shape.compared)})[^,;:]{{0,10}}?(?:{any_of(shape.compared_time)}|\d[年月])"
            rf"(?:[^,;:]{{0,12}}?的)?[约超近逾]?\Z"
        ),
        spent_on=re.compile(rf"的?(?:将|拟)?(?:{any_of(shape.spent_on)})"),
        raised=re.compile(any_of(shape.raised)),
        # «3亿元»将用于建厂
        to_come=re.compile(
            rf"(?:以上|左右|以内)?的?[^,;:。的0-9]{{0,4}}?将(?:全部|主要|分别)?(?:{any_of(shape.spent_on)})"
        ),
        guided=re.compile(
            rf"(?<![于超过出及合达])(?P<cue>{any_of(shape.guidance)})(?:已|均|则|仍|也|的){{0,2}}"
            rf"(?:{any_of(shape.guided)})[^,;。]{{0,16}}\Z|(?<=于)(?P<of>{any_of(shape.guidance)})的[约近超]?\Z"
        ),
        plan_end=re.compile(any_of(shape.plan_ends)),
        paper=re.compile(rf"(?:{any_of(shape.plan_verbs)})[^。\n]{{0,16}}?{paper}"),
        plan=re.compile(f"{paper}|{_PLAN}"),
    )


def _guard(entry: GuardedCue) -> str:
    """The pattern behind a word of what must and may not stand around it."""
    never = f"(?!{any_of(entry.not_then)})" if entry.not_then else ""
    then = f"(?={any_of(entry.then)})" if entry.then else ""
    before = "".join(f"(?<!{re.escape(word + entry.word)})" for word in entry.not_before)
    return never + then + before


def _meanings(words: ModalityWords) -> dict[str, Modality]:
    """What each word says of a statement."""
    return {
        **dict.fromkeys((*words.turning, *words.past), Modality.ACTUAL),
        **dict.fromkeys((*words.estimate, *words.shape.conditions), Modality.ESTIMATE),
        **dict.fromkeys((*words.target, *words.shape.bounds), Modality.TARGET),
        **dict.fromkeys(words.forecast, Modality.FORECAST),
        **{entry.word: Modality(entry.modality) for entry in words.guarded},
    }


def _cue(words: ModalityWords, of: dict[str, Modality]) -> re.Pattern[str]:
    """The words that say what kind of statement a sentence makes, and those that only look like them."""
    shape = words.shape
    guards = {word: f"(?<![较比与同是为]{re.escape(word)})" for word in words.turning}
    guards["累计"] += _TO_REACH
    guards |= {entry.word: _guard(entry) for entry in words.guarded}
    # 如果利率升至4%: the condition is of a figure that something moves to, or by.
    moves = rf"(?:{any_of(shape.conditions_met)})[^,;。]{{0,4}}{_NUMBER}"
    guards |= dict.fromkeys(shape.conditions, rf"(?!{any_of(shape.conditions_not)})(?=[^,;。]{{0,24}}?{moves})")
    # 回购价格不超过20元: the bound of a plan.
    guards |= {word: f"(?:{'|'.join(f'(?<={what}{word})' for what in shape.bounded)})" for word in shape.bounds}
    # 高于预期: what is set beside an expectation is none. As a guard, for ``re`` tells words by their first characters.
    beside = (
        rf"了?(?:{any_of(shape.than_of)}){{0,3}}"
        rf"(?:{any_of((*shape.expected, *shape.intended, '预计'))})(?!的[约近超]?[0-9])"
    )
    guards |= dict.fromkeys(set(shape.than) - set(of), beside)
    guards["比"] = f"(?<!相比){beside}"  # 与上年同期相比预计增加3亿元
    return re.compile(any_of((*of, *shape.misleading, *shape.than), guards))
