"""What a share is of: the whole that it is taken of, who has it, what is held, or what those do who are counted so."""

from factdb.claim import Kind
from factdb.extract.earlier import Found
from factdb.extract.passage import Draft, Passage, Role, Words
from factdb.extract.phrases import Phrases
from factdb.extract.words import NOMINAL

_CLAUSE, _TWO = 12, 2
_RATIOS = frozenset({Kind.SHARE, Kind.MULTIPLE})
# So many words a name may have whose shares change hands.
_LONGEST_NAME = 3
_LONGEST_PREDICATE = 8
# So many characters behind people who are counted their clause may end.
_LONGEST_FATE = 20
_ENDS_SHARE = frozenset({Role.MARK, Role.FIGURE, Role.OPEN})
_ENDS_FATE = _ENDS_SHARE | {Role.AND}
_FATES = frozenset({Role.VERB, Role.MODIFIER})
# 占|了|营收, 占|着|多数
_DONE = frozenset("了着")
_LONGEST_DEED = 12
_DEED = frozenset({Role.VERB, Role.ADVERB})
_PREDICATE = NOMINAL | {Role.VERB, Role.LIGHT}


class Shares:
    """The shares of one sentence; places are indices of its words."""

    def __init__(self, passage: Passage, words: Words, phrases: Phrases) -> None:
        self.text = passage.view.text
        self.lexicon = passage.lexicon.metrics
        self.phrases = phrases
        self.texts, self.roles = words.texts, words.roles
        self.starts, self.ends = words.starts, words.ends
        self.equals = passage.lexicon.metrics.equals

    def turn_to(self, at: int, draft: Draft, left: int) -> None:
        """Look from the figure at `at`, before which the first word that says something stands at `left`."""
        self.at, self.draft, self.left = at, draft, left

    def share_of(self) -> Found | None:
        """占公司总股本的3.2%: the whole that it is a share of; 女性约占六成: who has the share."""
        if self.draft.quantity.kind is not Kind.SHARE:
            return None
        for i in range(self.at - 1, max(self.at - _CLAUSE, -1), -1):
            if self.roles[i] in _ENDS_SHARE:
                return None
            if self.texts[i] in self.lexicon.takes:
                return self._part_of_whole(i) if self.left > i else self._part_of_who(i)
        return None

    def _part_of_who(self, taken: int) -> Found | None:
        """女性约占六成: the share of those before the verb, where no whole is said; 贡献了四成的收入 is none."""
        if self.lexicon.taken not in self.texts[taken]:
            return None
        if taken > 0 and self.texts[taken - 1] == self.lexicon.each:
            return self.lexicon.share, self.starts[taken], self.ends[taken]
        who = self.phrases.ending_at(self.phrases.before(taken))
        return who and (self.text[who[0] : who[1]] + self.lexicon.share, who[0], self.ends[taken])

    def _part_of_whole(self, taken: int) -> Found:
        """占总股本的3%; 研发费用占了营收的12%: the whole, and before it what is measured of it, if that is said."""
        first = taken + 1
        first += first < self.left and self.texts[first] in _DONE
        start, end = self.phrases.span(first, self.left)
        whole = self.lexicon.taken + self.text[start:end]
        part = self.phrases.before(taken)
        told = part >= 0 and self.roles[part] is Role.HEAD and self.lexicon.taken in self.texts[taken]
        measured = self.phrases.ending_at(part) if told else None
        if measured is None:
            return whole, self.starts[taken], end
        return self.text[measured[0] : measured[1]] + whole, measured[0], end

    def compared(self) -> Found | None:
        """性能是上一代的3倍, 重量仅为钢的五分之一: what is as large as so many times something else."""
        if self.draft.quantity.kind not in _RATIOS or self.roles[self.at - 1] is not Role.OF:
            return None
        for i in range(self.at - _TWO, max(self.at - _CLAUSE, 0), -1):
            if self.roles[i] in _ENDS_SHARE:
                return None
            if self.texts[i] in self.equals:
                last = self.phrases.before(i)
                found = self.phrases.ending_at(last) if last >= 0 and self.roles[last] is not Role.NAME else None
                return found and (self.text[found[0] : found[1]], *found)
        return None

    def held(self) -> Found | None:
        """由某公司100%控股: what is held is held, whoever stands before it."""
        behind = self.at + 1
        if self.draft.quantity.kind is not Kind.SHARE or behind >= len(self.texts):
            return None
        return self.phrases.words(behind, behind) if self.texts[behind] in self.lexicon.holds else None

    def dealt_in(self) -> Found | None:
        """减持海砾科技(300001)323万股: the verb before the name of those whose shares change hands."""
        i = self.left
        if i < 1 or (self.roles[i] is not Role.NAME and self.roles[i + 1] is not Role.OPEN):
            return None
        while i > 0 and self.roles[i] in NOMINAL and self.left - i < _LONGEST_NAME:
            i -= 1
        deals = self.texts[i] in self.lexicon.verbs and self.ends[i] == self.starts[i + 1]
        return self.phrases.words(i, i) if deals else None

    def predicate(self) -> Found | None:
        """七成支持新规: what the share does."""
        first = self.at + 1
        if self.draft.quantity.kind is not Kind.SHARE or first >= len(self.texts):
            return None
        if self.roles[first] not in _PREDICATE:
            return None
        return self.phrases.words(first, self.phrases.stretch(first, _LONGEST_PREDICATE))

    def doing(self) -> Found | None:
        """3万人使用法语: what people do who are counted, where no noun says who they are."""
        first = self.at + 1
        people = self.draft.quantity.kind is Kind.COUNT and self.draft.quantity.unit == self.lexicon.people
        if not people or first >= len(self.texts) or self.roles[first] not in _DEED:
            return None
        last = self.phrases.stretch(first, _LONGEST_DEED)
        ends = last + 1 == len(self.texts) or self.roles[last + 1] is Role.MARK
        deed = ends and any(self.roles[i] is Role.VERB for i in range(first, last + 1))
        return self.phrases.words(first, last) if deed else None

    def bracketed(self) -> Found | None:
        """研发中心项目(3亿元)、…: a figure alone in brackets is of the noun before them."""
        behind = self.at + 1
        alone = self.at > 1 and self.roles[self.at - 1] is Role.OPEN and behind < len(self.roles)
        if not alone or self.roles[behind] is not Role.CLOSE or self.roles[self.at - 2] is not Role.NOUN:
            return None
        found = self.phrases.ending_at(self.at - 2)
        return found and (self.text[found[0] : found[1]], *found)

    def suffered(self) -> Found | None:
        """400人因涉嫌诈骗被捕, 30人被困: what is done to people who are counted, as their clause ends."""
        last, reach = self.at + 1, self.draft.end + _LONGEST_FATE
        while last < len(self.texts) and self.roles[last] not in _ENDS_FATE and self.ends[last] < reach:
            last += 1
        first = last - 1 - (last > self.at + 2 and self.texts[last - 2] in self.lexicon.suffers)
        people = self.draft.quantity.unit == self.lexicon.people and self.roles[last - 1] in _FATES
        return (
            self.phrases.words(first, last - 1)
            if people and self.texts[first].startswith(self.lexicon.suffers)
            else None
        )
