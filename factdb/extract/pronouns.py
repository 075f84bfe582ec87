"""Words that stand for somebody named before: 公司, 平台, 该校, 全县, 前者 and 后者, and the short form of a name."""

from factdb.extract.focus import Focus, Name
from factdb.extract.names import Names
from factdb.extract.passage import Passage, Role, Words
from factdb.extract.words import NOMINAL, is_word

_SHORT = 2
# So many characters before a name a word for what it is may stand.
_KIND = 12
# So long a clause may be that says what somebody is.
_DEFINED = 80
# So many words before 后者 the two stand that it tells apart.
_NEAR = 40


class Pronouns:
    """What the pronouns of one sentence stand for; places are indices of its words."""

    def __init__(self, passage: Passage, focus: Focus, names: Names, words: Words) -> None:
        self.text, self.chars = passage.view.text, passage.view.chars
        self.lexicon, self.whole_lexicon = passage.lexicon.subjects, passage.lexicon
        self.focus, self.names = focus, names
        self.texts, self.roles, self.tags = words.texts, words.roles, words.tags
        self.starts, self.ends = words.starts, words.ends
        begin, end = (words.starts[0], words.ends[-1]) if words.starts else (0, 0)
        self.has_two = any(self.chars.find(word, begin, end) >= 0 for word in self.lexicon.ordered)
        self.has_whole = any(self.chars.find(char, begin, end) >= 0 for char in self.lexicon.whole)

    def stands_at(self, i: int) -> bool:
        """Whether a word stands for somebody, whoever that is."""
        return self.texts[i] in self.lexicon.pronouns or self.roles[i] is Role.PRONOUN

    def known(self, i: int, last: int) -> Name | None:
        """The name that the words from `i` on stand for without being pronouns: 平台, 全县, 橙鹿 of 橙鹿购物."""
        return self._of_two(i) or self._whole(i, last) or self._by_kind(i, last) or self._short_name(i, last)

    def resolved(self, i: int, last: int) -> Name | None:
        """公司: whom the text is about; 这座桥, 该游戏: what it says, where the text has named nobody."""
        whole = self._of_two(i) or self._whole(i, last) or self._shown(i)
        if whole is not None:
            return whole
        if self.texts[i] in self.lexicon.persons and self._is_work(self.focus.current):
            return self.focus.main
        if "公司" in self.texts[i] or self.focus.main is not None:
            # 该平台, 该行: whom the text is about; 他 and 它 may be anybody that it has just named.
            known = self.texts[i] in self.lexicon.pronouns and self.texts[i].startswith(self.lexicon.same)
            if self.texts[i] in self.lexicon.targets and self.focus.target is not None:
                return self.focus.target
            return self.focus.company() if known or "公司" in self.texts[i] else None
        end = i + 1
        while end < last and self.roles[end] in {Role.NOUN, Role.MODIFIER}:
            end += 1
        if self.texts[i][0] not in self.lexicon.this or end == i + 1 or not self._is_noun(end - 1):
            return None
        start, stop = self.starts[i], self.ends[end - 1]
        return Name(self.text[start:stop], start, stop, strong=True, rule="demonstrative")

    def _is_work(self, name: Name | None) -> bool:
        """连续剧《江上》…,她…: whether a name is the title of a work, which no word for a person stands for."""
        return name is not None and self.chars[name.start - 1 : name.start] == "《"

    def holder(self, i: int, last: int) -> int | None:
        """公司|控股股东|海棠集团, 此次|海棠金融: where a name begins that the clause is about, and not the pronoun."""
        at = i + 1
        if self.texts[i] in self.lexicon.occasions:
            return at if at < last and self.roles[at] is Role.NAME else None
        while at < last and (self.texts[at] in self.lexicon.holders or self.texts[at] in self.lexicon.titles):
            at += 1
        return at if i + 1 < at < last and self.roles[at] in NOMINAL else None

    def _whole(self, i: int, last: int) -> Name | None:
        """全县, 本站, 该报: the last one named that is of this kind, or else whom the text is about."""
        if not self.has_whole:
            return None
        text = self.chars[self.starts[i] : self.ends[i]]
        if len(text) == 1 and i + 1 < last and self.roles[i + 1] is Role.NOUN:
            text += self.texts[i + 1]
        if len(text) != _SHORT or text[0] not in self.lexicon.whole or text[1] not in self.lexicon.wholes:
            return None
        for name in (self.focus.current, self.focus.main, self.focus.speaker):
            if name is not None and (named := self._of_kind(name, text[1])) is not None:
                return named
        if (named := self._ending_with(text[1], i)) is not None:
            return named
        main = self.focus.main
        return main if main is not None and (main.place or text[0] in self.lexicon.this) else None

    def _of_kind(self, name: Name, kind: str) -> Name | None:
        """该州: a name that ends like it, or the place of an officer's name (纽约州|州长某某)."""
        called = self.chars[name.start : name.end]
        if called.endswith(kind):
            return name._replace(strong=True)
        stop = name.start + called.find(kind) + 1
        held = any(self.chars.startswith(self.lexicon.offices, at) for at in (stop - 1, stop))
        if stop - name.start <= _SHORT or not held:
            return None
        return Name(self.text[name.start : stop], name.start, stop, strong=True, rule="of-kind", place=True)

    def _ending_with(self, kind: str, i: int) -> Name | None:
        """…维多利亚州卫生部消息, 该州…: the last name of the sentence before a word that ends like it."""
        for j in range(i - 1, max(i - _NEAR, -1), -1):
            if self.roles[j] is Role.NAME and self.texts[j].endswith(kind) and len(self.texts[j]) > _SHORT:
                return self.names.make(j, j + 1, "of-kind", strong=True)
        return None

    def _of_two(self, i: int) -> Name | None:
        """前者, 后者: the one or the other of the last two that were named."""
        if not self.has_two:
            return None
        text = self.chars[self.starts[i] : self.ends[i]]
        if text not in self.lexicon.ordered and i + 1 < len(self.texts):
            # The segmenter cuts 後|者.
            text = self.chars[self.starts[i] : self.ends[i + 1]]
        behind = self.chars[self.starts[i] + _SHORT : self.starts[i] + _SHORT + 1]
        if text not in self.lexicon.ordered or behind in self.lexicon.by:
            # 前者由海棠创投领投: a deal, and nobody.
            return None
        named: list[Name] = []
        end = i
        while end > max(i - _NEAR, 0) and len(named) < _SHORT:
            while end > 0 and self.texts[end - 1].endswith(self.lexicon.moments):
                end -= 1
            begin = end
            while begin > 0 and self.names.in_name(begin - 1) and self.roles[begin - 1] is not Role.HEAD:
                begin -= 1
            name = self.names.make(begin, end, "of-two", strong=True) if self.names.is_named(begin, end) else None
            named += [name] if name is not None else []
            end = begin - 1
        place = self.lexicon.ordered.index(text)
        return named[1 - place] if len(named) == _SHORT or (place and named) else None

    def _shown(self, i: int) -> Name | None:
        """最忙的车站是江州南站，它…: the name with which the clause before ends, if that says that there it is."""
        if self.texts[i] not in self.lexicon.things or i < _SHORT or self.roles[i - 1] is not Role.MARK:
            return None
        begin = end = i - 1
        while begin > 0 and self.names.in_name(begin - 1):
            begin -= 1
        marks = (j for j in range(begin - 1, max(begin - _NEAR, -1), -1) if self.roles[j] is Role.MARK)
        clause = self.texts[next(marks, -1) + 1 : begin]
        if self.lexicon.shows.isdisjoint(clause) or not self.names.is_named(begin, end):
            return None
        return self.names.make(begin, end, "shown", strong=True)

    def _by_kind(self, i: int, last: int) -> Name | None:
        """平台, 水库: whom the text is about, by the word for what it is that stood before or ends its name."""
        kind = self.texts[i]
        if kind not in self.lexicon.kinds or (i + 1 < last and self.roles[i + 1] is Role.NAME):
            return None
        for name in (self.focus.current, self.focus.main):
            if name is None or name.end > self.starts[i] or (name is not self.focus.main and name.rule != "introduced"):
                continue
            before = self.chars[max(name.start - _KIND, 0) : name.start].rstrip('“"「『 ')
            called = self.chars[name.start : name.end]
            if before.endswith(kind) or (called.endswith(kind) and called != kind) or self._is_defined(name, kind):
                return name._replace(strong=True)
        return None

    def _is_defined(self, name: Name, kind: str) -> bool:
        """《北风》是…的策略游戏: whether the text has said of somebody that they are of a kind."""
        stop = min(
            (at for at in (self.chars.find(mark, name.end) for mark in ",。;") if at > 0), default=len(self.chars)
        )
        said = self.chars[name.end : min(stop, name.end + _DEFINED)]
        return said.endswith(kind) and any(copula in said for copula in self.lexicon.copulas)

    def _short_name(self, i: int, last: int) -> Name | None:
        """橙鹿, of which the text has spoken as 橙鹿购物: the first two characters of a name, no word otherwise."""
        start = self.starts[i]
        end = start + _SHORT
        whole = self.focus.short.get(self.text[start:end])
        if whole is None or self.text.startswith(whole, start) or is_word(self.whole_lexicon, self.text[start:end]):
            return None
        behind = next((j for j in range(i, last) if self.starts[j] == end), None)
        if behind is None or self.roles[behind] in {Role.NOUN, Role.NAME}:
            return None
        return Name(self.text[start:end], start, end, strong=True, rule="short-name")

    def _is_noun(self, i: int) -> bool:
        return self.roles[i] is Role.NOUN and self.texts[i] not in self.lexicon.openers
