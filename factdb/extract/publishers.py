"""Those who bring out what is told of a place: 江州市统计局发布全市经济运行情况. The figures are of the place."""

from functools import lru_cache

from factdb.extract.focus import Name
from factdb.extract.names import Names
from factdb.extract.passage import Passage, Role, Words
from factdb.lexicon import Lexicon, SubjectWords

# So many words a clause may have up to the name of who tells.
_HEAD_WORDS = 14
_LONGEST_PLACE = 5
# With these a place of a country begins its second word: 江州|市政府.
_PARTS = frozenset("省市县区州")
_UP_TO_VERB = frozenset({Role.TIME, Role.ADVERB, Role.LIGHT, Role.AND, Role.OPEN, Role.CLOSE, Role.CUE})


class Publishers:
    """The publishers in one sentence; places are indices of its words."""

    def __init__(self, passage: Passage, names: Names, words: Words) -> None:
        self.lexicon = passage.lexicon.subjects
        self.places = _places(passage.lexicon)
        self.names = names
        self.text, self.chars = passage.view.text, passage.view.chars
        self.texts, self.roles, self.tags = words.texts, words.roles, words.tags
        self.starts, self.ends = words.starts, words.ends
        told = not _telling(self.lexicon).isdisjoint(words.texts)
        self.named_to = self._named_to() if told else set()

    def _named_to(self) -> set[int]:
        """Where the names of authorities end."""
        ends = _authorities(self.lexicon)
        return {
            end
            for text, end in zip(self.texts, self.ends, strict=True)
            if (authorities := ends.get(text[-1:])) and self.chars.endswith(authorities, 0, end)
        }

    def find(self, first: int, last: int) -> int | None:
        """The word with which the name of a publisher ends, if the clause ``words[first:last]`` says that it tells."""
        if not self.named_to:
            return None
        for i in range(first, min(last, first + _HEAD_WORDS)):
            if self.roles[i] is Role.FIGURE:
                return None
            if self.ends[i] in self.named_to and self._tells(i, last):
                return i
        return None

    def _tells(self, i: int, last: int) -> bool:
        """统计局发布…情况, 统计局介绍, 卫健委今日：: whether a publisher does what publishers do."""
        behind = i + 1
        while behind < last and (self.roles[behind] in _UP_TO_VERB or self.names.in_name(behind)):
            verb = self.texts[behind]
            if verb in self.lexicon.telling or verb in self.lexicon.speaking or verb in self.lexicon.accounts:
                return True
            behind += 1
        if behind >= last:
            return self.texts[min(last, len(self.texts) - 1)] == ":"
        verb = self.texts[behind]
        if verb in self.lexicon.telling or verb in self.lexicon.speaking:
            return True
        said = self.texts[behind + 1 : last]
        told = not said or not self.lexicon.accounts.isdisjoint(said) or not self.lexicon.telling.isdisjoint(said)
        return verb in self.lexicon.reports and told

    def place(self, at: int, first: int) -> Name | None:
        """The place in the name that ends at a word: 江州市|统计局, 美国|劳工部; 国家统计局 has none."""
        begin, _ = self.names.run_left(at, first)
        for i in range(begin, at + 1):
            text = self.texts[i]
            if self.tags[i] == "ns" and i < at and text != "中国":
                return self._named(self.starts[i], self.ends[i] + (self.chars[self.ends[i]] in _PARTS))
            for length in range(min(_LONGEST_PLACE, len(text) - 1), 1, -1):
                if text[:length] in self.places or text[:length].endswith(("省", "市", "县")):
                    return self._named(self.starts[i], self.starts[i] + length)
        return None

    def _named(self, start: int, end: int) -> Name:
        return Name(self.text[start:end], start, end, strong=True, rule="publisher-place", place=True)


@lru_cache(maxsize=8)
def _telling(words: SubjectWords) -> frozenset[str]:
    """Words without one of which nobody brings anything out."""
    return words.telling | words.speaking | words.accounts | words.reports | {":"}


@lru_cache(maxsize=8)
def _authorities(words: SubjectWords) -> dict[str, tuple[str, ...]]:
    """The endings of the names of authorities, by their last character."""
    lasts = {name[-1] for name in words.authorities}
    return {last: tuple(name for name in words.authorities if name[-1] == last) for last in lasts}


@lru_cache(maxsize=8)
def _places(lexicon: Lexicon) -> frozenset[str]:
    """The countries and cities that the lexicon knows."""
    # 中国酒业协会: what an association of the whole country tells is of its trade.
    places = (entry for entry in lexicon.subjects.subject if entry.kind in ("country", "city"))
    return frozenset(name for entry in places for name in (entry.name, *entry.aliases)) - {"中国", "我国", "全国"}
