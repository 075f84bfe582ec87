"""Against whom a measure is taken, whom a court sentences, and who has to pay."""

from factdb.extract.focus import Name
from factdb.extract.names import BEFORE_NAME, Names
from factdb.extract.passage import Passage, Role, Words

_QUOTES = frozenset('“"「')
# So many words behind 对 stands what is done.
_HEAD_WORDS = 12
_ACTS = frozenset({Role.VERB, Role.ADVERB, Role.PREPOSITION, Role.CUE})
_TWO = 2


class Penalties:
    """The penalties in the clauses of one sentence; places are indices of its words."""

    def __init__(self, passage: Passage, names: Names, words: Words) -> None:
        self.lexicon, self.names = passage.lexicon.subjects, names
        self.texts, self.roles, self.tags = words.texts, words.roles, words.tags
        self.starts, self.ends = words.starts, words.ends

    def punished(self, first: int, last: int) -> Name | None:
        """监管局对云杉科技处以罚款: against whom a measure is taken is whom the sums are of."""
        at = next((i for i in range(first, last - 1) if self.texts[i] in self.lexicon.to), None)
        if at is None:
            return None
        near = range(at + 2, min(at + _HEAD_WORDS, last))
        end = next((i for i in near if self.texts[i] in self.lexicon.punishes), None)
        if end is None:
            return None
        begin = at + 1
        # 对云杉科技|以…罪判处, 对两家企业…: how they are punished, and how many they are, is no part of the name.
        end = next((i for i in range(begin, end) if self._ends_patient(i)), end)
        while end > begin and not (self.names.in_name(end - 1) or self.texts[end - 1] in _QUOTES):
            end -= 1
        if self.texts[end - 1] in self.lexicon.endings:
            # 江州云杉食品有限公司: a firm's full name begins with its place.
            begin = next((i for i in range(end - 1, begin, -1) if self.tags[i] == "ns"), begin)
        # 对“云杉到家”平台经营者|云杉网络有限公司: of what leads up to a name that is introduced, nothing is part of it.
        begin = next((i for i in range(end - 1, begin, -1) if self.is_introduced(i)), begin)
        while end > begin and not self.names.is_named(begin, end):
            begin += 1
        return self.names.make(begin, end, "punished", strong=True)

    def sentenced(self, first: int, last: int) -> Name | None:
        """法院以诈骗罪判处陈砚有期徒刑…: whom a court sentences."""
        for i in range(first, last - 1):
            if self.texts[i] in self.lexicon.sentences and self.texts[i + 1] in self.lexicon.titles:
                return self._defendant(i + _TWO, last)
            if self.texts[i] in self.lexicon.sentences and self.roles[i + 1] is Role.NAME and self.tags[i + 1] != "ns":
                end = i + 1
                while end < last and self.roles[end] is Role.NAME:
                    end += 1
                return self.names.make(i + 1, end, "punished", strong=True)
        return None

    def _defendant(self, first: int, last: int) -> Name | None:
        """法院判决被告|云杉公司|于十日内向原告支付…: who has to do what a court orders."""
        end = first
        while end < last and self.names.in_name(end):
            end += 1
        acts = end < last and (self.roles[end] in _ACTS or self.roles[end] in BEFORE_NAME)
        return self.names.make(first, end, "punished", strong=True) if acts else None

    def _ends_patient(self, i: int) -> bool:
        return self.roles[i] is Role.FIGURE or self.texts[i] in self.lexicon.measures

    def is_introduced(self, i: int) -> bool:
        """Whether a word is a name that the text introduces."""
        return (self.starts[i], self.ends[i]) in self.names.introduced
