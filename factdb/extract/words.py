"""The words of a sentence, each with the part it plays around a figure.

Only sentences that hold a figure are segmented. What earlier steps have read (figures, periods, cues) is
cut out first, so that no word straddles it.
"""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import rjieba

from factdb.extract.passage import Draft, Passage, Role, Word
from factdb.extract.view import Sentence
from factdb.lexicon import Lexicon

# Tags of the segmenter that stand for names and for words that build noun phrases (ICTCLAS letters).
_NAME_TAGS = frozenset({"nr", "nrt", "nrfg", "ns", "nt"})
_NOUN_TAGS = frozenset(
    {"n", "ng", "nz", "vn", "an", "eng", "j", "l", "i", "s", "b", "f", "tg", "x", "zg", "g", "ag", "vg"}
)
_MODIFIER_TAGS = frozenset({"a", "ad", "m", "q", "z"})
_FREQUENCY = 1_000_000
_WIDE_GAP = 2
_LONGEST_CUE = 8


NOMINAL = frozenset({Role.NAME, Role.HEAD, Role.NOUN})

_MAY_BE_HEAD = frozenset({Role.NOUN, Role.VERB, Role.OTHER})

_MARKS = {"(": Role.OPEN, ")": Role.CLOSE, "的": Role.OF, "之": Role.OF}
_MARKS |= dict.fromkeys("、和与及", Role.AND) | dict.fromkeys(("以及", "暨"), Role.AND)
_MARKS |= dict.fromkeys(",;:。!?…【】|丨#\n", Role.MARK) | dict.fromkeys(("—", "——", "--"), Role.MARK)
_TAG_ROLES = {
    "v": Role.VERB,
    "vd": Role.VERB,
    "vi": Role.VERB,
    "p": Role.PREPOSITION,
    "d": Role.ADVERB,
    "c": Role.AND,
    "r": Role.PRONOUN,
    "t": Role.TIME,
}
_TAG_ROLES |= dict.fromkeys(_NAME_TAGS, Role.NAME) | dict.fromkeys(_NOUN_TAGS, Role.NOUN)
_TAG_ROLES |= dict.fromkeys(_MODIFIER_TAGS, Role.MODIFIER)


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The segmenter with our words added, and the role of a word by its text and tag."""

    segmenter: rjieba.Jieba
    role: Callable[[str, str], Role]


@lru_cache(maxsize=4)
def _vocabulary(lexicon: Lexicon) -> _Vocabulary:
    metrics, subjects, segmenter = lexicon.metrics, lexicon.subjects, rjieba.Jieba()
    known = dict.fromkeys(metrics.verbs | metrics.inner, Role.VERB)
    known |= {name: Role.NAME for entry in subjects.subject for name in (entry.name, *entry.aliases)}
    known |= {name: Role.HEAD for entry in metrics.metric for name in (entry.name, *entry.aliases)}
    known |= dict.fromkeys(metrics.heads, Role.HEAD) | dict.fromkeys(metrics.light, Role.LIGHT)
    whole = subjects.openers | subjects.pronouns | subjects.telling | subjects.filings | subjects.bylines
    for word in sorted(whole.union(known)):
        if len(word) > 1:
            segmenter.add_word(word, _FREQUENCY, "n")
    roles, endings = known | _MARKS, metrics.endings

    @lru_cache(maxsize=65536)
    def role(text: str, tag: str) -> Role:
        if text in roles:
            return roles[text]
        if tag == "x" and not text.isalnum():
            return Role.OTHER
        found = _TAG_ROLES.get(tag, Role.OTHER)
        if found in _MAY_BE_HEAD and text[-1] in (endings if len(text) > 1 else metrics.stumps):
            return Role.HEAD
        return found

    return _Vocabulary(segmenter, role)


def words_of(passage: Passage, sentence: Sentence, drafts: list[Draft]) -> list[Word]:
    """The words of a sentence in order; white space is none, but a wide gap is a mark.

    Args:
        passage: The text, with the evidence of the steps before.
        sentence: One of its sentences.
        drafts: The drafts in that sentence.
    """
    vocabulary, chars = _vocabulary(passage.lexicon), passage.view.chars
    words: list[Word] = []
    at = sentence.start
    for cut in _cuts(passage, sentence, drafts):
        if cut.start < at:
            continue
        _segment(vocabulary, chars, at, cut.start, words)
        words.append(cut)
        at = cut.end
    _segment(vocabulary, chars, at, sentence.end, words)
    return words


def _cuts(passage: Passage, sentence: Sentence, drafts: list[Draft]) -> list[Word]:
    """The figures, the periods and the cues of a sentence; of two that begin at one place, the first is kept."""
    chars = passage.view.chars
    cuts = {}
    for draft in drafts:
        cuts[draft.start, draft.end] = Word(draft.start, draft.end, "", Role.FIGURE, draft=draft)
    for at in range(bisect_left(passage.times, (sentence.start, 0)), len(passage.times)):
        start, end = passage.times[at]
        if start >= sentence.end:
            break
        cuts.setdefault((start, end), Word(start, end, chars[start:end], Role.TIME, field="period"))
    for draft in drafts:
        for cue in draft.evidence:
            inside = sentence.start <= cue.start < cue.end <= min(sentence.end, cue.start + _LONGEST_CUE)
            text = chars[cue.start : cue.end]
            named = cue.field == "modality" and text in passage.lexicon.metrics.heads
            if inside and not named and cue.field not in {"quantity", "attribution"}:
                role = Role.TIME if cue.field == "period" else Role.CUE
                word = Word(cue.start, cue.end, text, role, field=cue.field)
                cuts.setdefault((cue.start, cue.end), word)
    return sorted(cuts.values(), key=lambda word: (word.start, word.role is not Role.FIGURE, -word.end))


def _segment(vocabulary: _Vocabulary, chars: str, start: int, end: int, words: list[Word]) -> None:
    """Append the words of ``chars[start:end]``."""
    if start >= end:
        return
    at, gap, role = start, 0, vocabulary.role
    for text, tag in vocabulary.segmenter.tag(chars[start:end]):
        after = at + len(text)
        if text.isspace():
            gap += len(text)
            if gap == _WIDE_GAP or "\n" in text:
                words.append(Word(at, after, " ", Role.MARK, "x"))
        else:
            gap = 0
            words.append(Word(at, after, text, role(text, tag), tag))
        at = after
