"""Attribution: who says so, where the article hands a figure to a source of its own.

Either the source stands behind 据 and the like (据海关数据), or before a word of saying (某银行指出). It holds for the
figures behind it in the sentence, and for the next sentence where that goes on with it (该行还预计). Where a name
cannot be told for sure, there is none.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from msgspec import Struct, structs

from factdb.extract.alternation import any_of
from factdb.extract.passage import Passage
from factdb.extract.view import Sentence
from factdb.lexicon import AttributionWords

_SHORTEST_NAME, _LONGEST_NAME = 2, 16
# Where the headline behind another begins, in a row of them.
_NEXT_HEADLINE = re.compile(r"\([0-9]{6}\)|[:】]")
# What may stand before the name with which a headline begins.
_BEFORE_HEAD = frozenset("\n【】。|丨")
# A source holds for at most so many further sentences.
_LONGEST_REPORT = 4


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The lexicon compiled."""

    word: re.Pattern[str]
    source: re.Pattern[str]
    around: re.Pattern[str]
    body: re.Pattern[str]
    name: re.Pattern[str]
    continued: re.Pattern[str]
    not_name: re.Pattern[str]
    nobody: frozenset[str]


class _Source(Struct, frozen=True):
    """A source, as the text names it, and the characters that name it.

    Attributes:
        head: Whether it stands before a colon, and no farther than the headline it begins.
    """

    name: str
    start: int
    end: int
    head: bool = False


def read_attribution(passage: Passage) -> None:
    """Set whom the article gives as the source of each figure, if anyone."""
    if not passage.drafts:
        return
    patterns = _patterns(passage.lexicon.attribution)
    for sentence, drafts in passage.by_sentence:
        sources = _sources(passage, patterns, sentence)
        carried = _carried(passage, patterns, sentence)
        for draft in drafts:
            before = (one for one in reversed(sources) if one.end <= draft.start)
            source = next((one for one in before if _reaches(one, passage.view.chars, draft.start)), carried)
            if source is None:
                source = _speaker_behind(passage.view.chars, sources, draft.end)
            if source is not None:
                draft.attribution = source.name
                draft.note("attribution", "source-named", source.start, source.end)


def _reaches(source: _Source, chars: str, start: int) -> bool:
    """Whether no other headline begins between a source and a figure: 质检总局:…华侨城跌落:抛售«3亿»."""
    return not source.head or _NEXT_HEADLINE.search(chars, source.end + 1, start) is None


def _speaker_behind(chars: str, sources: list[_Source], end: int) -> _Source | None:
    """The speaker whom the text names behind the quotation that a figure stands in."""
    closing = chars.find("”", end)
    return next((one for one in sources if 0 <= closing < one.start and "“" not in chars[end:closing]), None)


def _carried(passage: Passage, patterns: _Patterns, sentence: Sentence) -> _Source | None:
    """The source of the sentences before, where this one goes on with it."""
    chars, index = passage.view.chars, sentence.index
    for before in range(index - 1, max(-1, index - 1 - _LONGEST_REPORT), -1):
        if not patterns.continued.match(chars, passage.sentences[before + 1].start):
            return None
        if sources := _sources(passage, patterns, passage.sentences[before]):
            return sources[-1]
    return None


def _sources(passage: Passage, patterns: _Patterns, sentence: Sentence) -> list[_Source]:
    """The sources that a sentence names, in its order."""
    chars = passage.view.chars
    found: list[_Source] = []
    if patterns.word.search(chars, sentence.start, sentence.end) is not None:
        stretches = patterns.source.finditer(chars, sentence.start, sentence.end)
        named = (_named(passage, patterns, *match.span(match.lastgroup or 0)) for match in stretches)
        found = [source for source in named if source is not None]
    for match in patterns.body.finditer(chars, sentence.start, sentence.end):
        source = _body(passage, patterns, sentence, match)
        if source is not None and all(one.end <= source.start or source.end <= one.start for one in found):
            found.append(source)
    return sorted(found, key=lambda source: source.start)


def _body(passage: Passage, patterns: _Patterns, sentence: Sentence, match: re.Match[str]) -> _Source | None:
    """云杉证券预计, 江州市统计局:…: the source whose name ends with a word for what it is."""
    chars, stop = passage.view.chars, match.end("name")
    name = patterns.name.search(chars, max(sentence.start, stop - _LONGEST_NAME - 1), stop)
    head = match["judge"] is None
    start = name.start("name") if name else stop
    if head and start and chars[start - 1] not in _BEFORE_HEAD:
        return None
    source = _named(passage, patterns, start, stop)
    return source and structs.replace(source, head=head)


def _named(passage: Passage, patterns: _Patterns, start: int, end: int) -> _Source | None:
    """The name in a stretch before a word of saying, without dates and adverbs around it; None if it is none."""
    chars = passage.view.chars
    while trimmed := patterns.around.search(chars, start, end):
        if trimmed.start() == start:
            start = trimmed.end()
        elif trimmed.end() == end:
            end = trimmed.start()
        if start >= end:
            return None
    if not _SHORTEST_NAME <= end - start <= _LONGEST_NAME:
        return None
    if chars[start:end] in patterns.nobody or patterns.not_name.search(chars, start, end):
        return None
    return _Source(passage.view.text[start:end], start, end)


@lru_cache(maxsize=8)
def _patterns(words: AttributionWords) -> _Patterns:
    stretch = rf"[^,;:。!?\s“”\"【】|丨]{{2,{_LONGEST_NAME + 8}}}?"
    begins = r"(?<=[,;:。!?\s“”\"】|丨])|\A"
    bodies = any_of(words.bodies)
    date = r"(?:\d{1,4}[年月日./-]){1,3}(?:\d{1,2}日?)?|\([^()]{0,20}\)|\s+"
    foreseen = [f"{verb}," for verb in words.foresees]
    told = "".join(f"(?<!{re.escape(word)})" for word in words.attributive)
    return _Patterns(
        # What every source stands beside; most sentences have none.
        word=re.compile(any_of((*words.openers, *words.verbs, *foreseen))),
        source=re.compile(
            rf"(?:{any_of(words.openers)})(?P<after>{stretch})的?"
            rf"(?:{any_of(words.reports)})(?![{words.not_behind_report}])"
            rf"|(?:{begins})(?P<before>{stretch})(?:{any_of(words.verbs)})(?!{any_of(words.not_behind_verb)})"
            rf"(?=[,:。“\"]|{told}[\u4e00-\u9fff])"
            rf"|(?:{begins})(?P<foreseen>{stretch})(?:{any_of(foreseen)})"
        ),
        body=re.compile(rf"(?P<name>{bodies})(?:(?:\([^()]{{1,14}}\))?(?P<judge>{any_of(words.judges)})|:(?=[^\s]))"),
        name=re.compile(rf"(?:{begins}|(?<=【))(?P<name>[^,;:。!?\s“”\"【】|丨()]{{0,{_LONGEST_NAME}}})\Z"),
        around=re.compile(
            rf"\A(?:{any_of(words.before_name)}|{date})|(?:(?:新闻发布会|在|发布|发表|公布|援引|引述).{{0,10}}|{any_of(words.after_name)}|{date})\Z"
        ),
        continued=re.compile(any_of(words.continued)),
        not_name=re.compile(rf"{any_of(words.not_in_name)}|[\d%]|第[一二三四五六七八九十]+场"),
        nobody=frozenset(words.nobody),
    )
