"""The words of a sentence, each with the part it plays around a figure.

Only sentences that hold a figure are segmented. What earlier steps have read (figures, periods, cues) is
cut out first, so that no word straddles it.
"""

from bisect import bisect_left
from functools import lru_cache
from itertools import accumulate, compress

import rjieba

from factdb.extract.passage import Draft, Passage, Role, Words
from factdb.extract.view import Sentence
from factdb.lexicon import Lexicon

# Tags of the segmenter that stand for names and for words that build noun phrases (ICTCLAS letters).
_NAME_TAGS = frozenset({"nr", "nrt", "nrfg", "ns", "nt"})
# Those of names that stand in no dictionary: it only takes the characters for a person's.
GUESSED = frozenset({"nr", "nrt", "nrfg"})
_MEASURES = frozenset("率额费")
_NOUN_TAGS = frozenset(
    {"n", "ng", "nz", "vn", "an", "eng", "j", "l", "i", "s", "b", "f", "tg", "x", "zg", "g", "ag", "vg", "k"}
)
_MODIFIER_TAGS = frozenset({"a", "ad", "m", "q", "z"})
_FREQUENCY = 1_000_000
_WIDE_GAP = 2
_LONGEST_CUE = 8
# Rules that take over what was said of the figure before, over the words between.
_OF_LIST = "-of-list"
_NO_CUES = frozenset({"quantity", "attribution"})
# Stands where something is cut out; the matching view holds none.
_CUT = "\uffff"
_SPACE = "space"
# 率|为, 数|达: two words that the segmenter takes for one, not knowing what the first is the end of.
_JOINED = "joined"
_BEHIND_STUMP = "为达超近约逾占从由"
# The tag of names that the text introduces.
_NAMED = "nz"
_MOST_KNOWN = 65536
_FIRMS = frozenset({"company", "product"})

NOMINAL = frozenset({Role.NAME, Role.HEAD, Role.NOUN})

# The tag of the first part of a word: 非|食品.
PREFIX = "h"

# Words told by their first character: ① numbers a list, 每平方米 says what a price is for.
_OPENINGS = dict.fromkeys("①②③④⑤⑥⑦⑧⑨⑩", Role.MARK) | {"每": Role.LIGHT}

# 最低气温, 地震震级: a longer word that ends with a head of two characters is one.
_PAIR = 2

_MAY_BE_HEAD = frozenset({Role.NOUN, Role.VERB, Role.OTHER})

_MARKS = {"(": Role.OPEN, ")": Role.CLOSE, "的": Role.OF, "之": Role.OF}
_MARKS |= dict.fromkeys("、和与及且", Role.AND) | dict.fromkeys(("以及", "暨"), Role.AND)
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


class _Vocabulary:
    """The segmenter with our words added, and what each word met so far is."""

    def __init__(self, lexicon: Lexicon) -> None:
        words, metrics, subjects = lexicon.words, lexicon.metrics, lexicon.subjects
        given = dict.fromkeys(metrics.verbs | metrics.inner, Role.VERB)
        given |= {name: Role.NAME for entry in subjects.subject for name in (entry.name, *entry.aliases)}
        given |= dict.fromkeys(subjects.names, Role.NAME)
        given |= {name: Role.HEAD for entry in metrics.metric for name in (entry.name, *entry.aliases)}
        given |= dict.fromkeys(subjects.media | subjects.areas, Role.NAME)
        given |= dict.fromkeys(metrics.securities, Role.NOUN)
        given |= dict.fromkeys(metrics.heads, Role.HEAD) | dict.fromkeys(metrics.light, Role.LIGHT)
        whole = subjects.openers | subjects.pronouns | subjects.telling | subjects.filings | subjects.bylines
        whole |= subjects.reported | subjects.backs
        self.segmenter = rjieba.Jieba()
        for word in sorted(whole.union(given) - subjects.names):
            if len(word) > 1:
                self.segmenter.add_word(word, _FREQUENCY, "n")
        for word in sorted(words.nouns):
            self.segmenter.add_word(word, None, "n")
        for word in sorted(subjects.names):
            # Only as frequent as keeps it whole: 力拓 does not cut 努力|拓展.
            self.segmenter.add_word(word, None, _NAMED)
        self.given = given | _MARKS
        # Where the dictionary is wrong.
        self.tagged = dict.fromkeys(words.nouns, "n") | dict.fromkeys(words.verbs, "v")
        self.tagged |= dict.fromkeys(words.places, "ns") | dict.fromkeys(words.attributives, "b")
        self.tagged |= dict.fromkeys(words.prepositions, "p")
        # 华为 is no guess.
        firms = [entry for entry in subjects.subject if entry.kind in _FIRMS and entry.name not in subjects.houses]
        self.tagged |= {name: _NAMED for entry in firms for name in (entry.name, *entry.aliases)}
        self.endings, self.stumps, self.unmeasured = metrics.endings, metrics.stumps, metrics.unmeasured
        self.measured = {head for head in metrics.heads - metrics.ambiguous if len(head) == _PAIR}
        self.known = {_CUT: Role.FIGURE}, {_CUT: ""}

    def cut(self, text: str) -> tuple[list[str], list[str], list[str]]:
        """The words of a text, the role of each, and its tag.

        A word's tag hangs on the word alone, so each is tagged once: cutting takes half the time of tagging.
        """
        texts: list[str] = self.segmenter.cut(text)
        roles, tags = self.known
        try:
            return texts, list(map(roles.__getitem__, texts)), list(map(tags.__getitem__, texts))
        except KeyError:
            roles, tags = self._learn(text, texts)
        return texts, list(map(roles.__getitem__, texts)), list(map(tags.__getitem__, texts))

    def _learn(self, text: str, texts: list[str]) -> tuple[dict[str, str], dict[str, str]]:
        """Remember what the words of a text are."""
        if len(self.known[0]) > _MOST_KNOWN:
            self.known = {_CUT: Role.FIGURE}, {_CUT: ""}
        roles, tags = self.known
        new = {word for word in texts if word not in roles}
        tagged = dict(self.segmenter.tag(_CUT.join(new)))
        if not new <= tagged.keys():
            # Some word is cut further when it stands alone.
            tagged = dict(self.segmenter.tag(text))
        for word in new:
            tags[word] = self.tagged.get(word, tagged[word])
            roles[word] = self._role(word, tags[word])
        return roles, tags

    def _role(self, text: str, tag: str) -> str:
        if text.isspace():
            return _SPACE
        if given := self.given.get(text) or _OPENINGS.get(text[0]):
            return given
        if tag == "x" and not text.isalnum():
            return Role.OTHER
        known = self.segmenter.has_word(text)
        if len(text) == _PAIR and text[0] in self.endings and text[1] in _BEHIND_STUMP and not known:
            return _JOINED
        found = _TAG_ROLES.get(tag, Role.OTHER)
        if text[-1] in _MEASURES and (tag in GUESSED or not known):
            # 巩固率: what the segmenter takes for a person, not knowing the word.
            return Role.HEAD
        return Role.HEAD if found in _MAY_BE_HEAD and self._is_measure(text) else found

    def _is_measure(self, text: str) -> bool:
        """Whether a noun ends as the names of metrics do, and is none that only looks like one (消息)."""
        ends = text[-1] in (self.endings if len(text) > 1 else self.stumps) or text[-2:] in self.measured
        return ends and text not in self.unmeasured


@lru_cache(maxsize=4)
def _vocabulary(lexicon: Lexicon) -> _Vocabulary:
    return _Vocabulary(lexicon)


# What earlier steps have read at a place: its start, whether it is no figure, minus its end, how many were read
# before, its role, its field, and its draft. Plain tuples, since cuts sort as they are to be taken.
_Cut = tuple[int, bool, int, int, str, str, Draft | None]


def is_word(lexicon: Lexicon, text: str) -> bool:
    """Whether a text is a word that the segmenter's dictionary or the lexicon holds."""
    return _vocabulary(lexicon).segmenter.has_word(text)


def hyphens(words: Words) -> list[int]:
    """The places of the hyphens that join letters to the word before them, without spaces: 云杉-V4."""
    joints = [i for i, text in enumerate(words.texts[:-1]) if i and text == "-" and words.tags[i + 1] == "eng"]
    touching = (i for i in joints if words.ends[i - 1] == words.starts[i] and words.ends[i] == words.starts[i + 1])
    return [i for i in touching if words.roles[i - 1] in NOMINAL]


def words_of(passage: Passage, sentence: Sentence, drafts: list[Draft]) -> Words:
    """The words of a sentence in order; white space is none, but a wide gap is a mark.

    Args:
        passage: The text, with the evidence of the steps before.
        sentence: One of its sentences.
        drafts: The drafts in that sentence.
    """
    chars, at = passage.view.chars, sentence.start
    cuts, pieces = [], []
    for cut in _cuts(passage, sentence, drafts):
        if cut[0] >= at:
            cuts.append(cut)
            pieces.append(chars[at : cut[0]])
            at = -cut[2]
    pieces.append(chars[at : sentence.end])
    texts, roles, tags = _vocabulary(passage.lexicon).cut(_CUT.join(pieces))
    lengths, place = list(map(len, texts)), -1
    fields, figures = {}, {}
    for start, _, minus_end, _, role, name, draft in cuts:
        place = texts.index(_CUT, place + 1)
        lengths[place] = -minus_end - start
        roles[place] = role
        texts[place] = ""
        if draft is not None:
            figures[place] = draft
        else:
            texts[place] = chars[start:-minus_end]
            if role is Role.NAME:
                tags[place] = _NAMED
            else:
                fields[place] = name
    bounds = list(accumulate(lengths, initial=sentence.start))
    words = Words(texts, roles, tags, bounds[:-1], bounds[1:], fields, figures)
    if _JOINED in roles:
        _part(words, passage.lexicon)
    return _without_space(words) if _SPACE in roles else words


def _cuts(passage: Passage, sentence: Sentence, drafts: list[Draft]) -> list[_Cut]:
    """The figures, the periods and the cues of a sentence; of two that begin at one place, the first is kept."""
    chars, first, last = passage.view.chars, sentence.start, sentence.end
    cuts: dict[tuple[int, int], _Cut] = {}
    for draft in drafts:
        start, end = draft.start, draft.end
        cuts[start, end] = (start, False, -end, len(cuts), Role.FIGURE, "", draft)
        # 云杉科技|报129.25元: no word of the segmenter's may end with what says where a price stands.
        if chars.endswith("报", first + 1, start) and chars[start - 2] not in "收现":
            cuts[start - 1, start] = (start - 1, True, -start, len(cuts), Role.LIGHT, "quote", None)
    for spans, role, name in ((passage.times, Role.TIME, "period"), (passage.names, Role.NAME, "name")):
        for at in range(bisect_left(spans, (first, 0)), len(spans)):
            start, end = spans[at]
            if start >= last:
                break
            if (start, end) not in cuts:
                cuts[start, end] = (start, True, -end, len(cuts), role, name, None)
    _cut_cues(passage, sentence, drafts, cuts)
    return sorted(cuts.values())


def _cut_cues(passage: Passage, sentence: Sentence, drafts: list[Draft], cuts: dict[tuple[int, int], _Cut]) -> None:
    """Add the cues that earlier steps have read for the figures of a sentence."""
    chars, first, last = passage.view.chars, sentence.start, sentence.end
    for draft in drafts:
        for cue in draft.evidence:
            name, start, end = cue.field, cue.start, cue.end
            between = cue.rule.endswith(_OF_LIST) and end - start > len("以及")  # 2例确诊病例和|1例…
            if (
                name in _NO_CUES
                or between
                or not first <= start < end <= min(last, start + _LONGEST_CUE)
                or (start, end) in cuts
            ):
                continue
            if name != "modality" or chars[start:end] not in passage.lexicon.metrics.heads:
                role = Role.TIME if name == "period" else Role.CUE
                cuts[start, end] = (start, True, -end, len(cuts), role, name, None)


def _part(words: Words, lexicon: Lexicon) -> None:
    """Part 率|为 where the segmenter took the two for one word."""
    vocabulary = _vocabulary(lexicon)
    for i in [i for i, role in enumerate(words.roles) if role is _JOINED][::-1]:
        _, roles, tags = vocabulary.cut(words.texts[i][1])
        words.texts[i : i + 1] = list(words.texts[i])
        words.roles[i : i + 1] = [Role.HEAD, *roles]
        words.tags[i : i + 1] = ["n", *tags]
        words.starts.insert(i + 1, words.starts[i] + 1)
        words.ends.insert(i, words.starts[i] + 1)
        words.fields = {place + (place > i): name for place, name in words.fields.items()}
        words.drafts = {place + (place > i): draft for place, draft in words.drafts.items()}


def _without_space(words: Words) -> Words:
    """The words but for white space, with a mark for each wide gap."""
    keep = [role is not _SPACE for role in words.roles]
    before, gap = -1, 0
    for i in [i for i, kept in enumerate(keep) if not kept]:
        gap = len(words.texts[i]) + (gap if before == i - 1 else 0)
        before = i
        if gap == _WIDE_GAP or "\n" in words.texts[i]:
            words.texts[i], words.roles[i], words.tags[i] = " ", Role.MARK, "x"
            keep[i] = True
    places = list(accumulate(keep, initial=0))
    return Words(
        list(compress(words.texts, keep)),
        list(compress(words.roles, keep)),
        list(compress(words.tags, keep)),
        list(compress(words.starts, keep)),
        list(compress(words.ends, keep)),
        {places[i]: name for i, name in words.fields.items()},
        {places[i]: draft for i, draft in words.drafts.items()},
    )
