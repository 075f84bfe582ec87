"""What a measure is of where no noun beside it says so: 距江州20公里, 重约5公斤, 最深处有90米, 大的可达2米."""

import re

from factdb.claim import Kind
from factdb.extract.earlier import Found
from factdb.extract.passage import Draft, Passage, Role, Words

_FAR = 24
# What may stand between a word of size and its figure.
_LINK = r"(?:可?达到?|有|约|为|至|是|超过?|仅|近|不足|不到|可以?|将近|大约){0,3}[ ]?\Z"
_TO = r"(?<![站间轨轴车跨眼焦行株视])相?距离?|(?<=[,。;、]|[约仅])离"
_APART = re.compile(rf"((?:{_TO})[^,。;:、()\d]{{0,14}}?){_LINK}")
_FARTHEST = r"最[高深长宽厚窄大低远薄陡](?:处|点|部|(?=的地方))|[东西南北]{2}[长宽]"
_PLACE = re.compile(rf"({_FARTHEST})(?:的?(?:地方|位置))?{_LINK}")
_SIZE = re.compile(rf"(?:\A|[,。;、\s(])[约达有近]?([高长宽深重厚]){_LINK}")
_WHICH = r"最[高深长宽厚重大小低短轻多少快]|[大小高长重]的|个别|有的|雄性|雌性|成年"
_EXTREME = re.compile(rf"(?:{_WHICH})的?(?:可|能|也|只|个体)?{_LINK}")
_LENGTHS = ("米", "里", "尺", "寸", "m", "M", "浬", "公分", "英里")
_BEHIND = ("处", "外", "远", "开外", "之外")


class Dimensions:
    """The sizes in one sentence; places are indices of its words."""

    def __init__(self, passage: Passage, words: Words) -> None:
        self.text, self.chars = passage.view.text, passage.view.chars
        self.lexicon = passage.lexicon.metrics
        self.texts, self.roles = words.texts, words.roles
        self.starts, self.ends = words.starts, words.ends

    def distance(self, draft: Draft) -> Found | None:
        """距江州20公里, 东侧2公里处: how far one thing is from another."""
        if draft.quantity.kind is not Kind.MEASURE or not draft.quantity.unit.endswith(_LENGTHS):
            return None
        first = max(draft.clause[0], draft.start - _FAR)
        found = _APART.search(self.chars, first, draft.start)
        if found is not None:
            return self.text[slice(*found.span(1))], *found.span(1)
        if self.chars.startswith(_BEHIND, draft.end):
            return self.lexicon.distance, draft.end, draft.end + 1
        return None

    def place(self, draft: Draft) -> Found | None:
        """最深处有90米: the part of something that is measured."""
        if draft.quantity.kind is not Kind.MEASURE:
            return None
        first = max(draft.clause[0] - 1, draft.start - _FAR, 0)
        found = _PLACE.search(self.chars, first, draft.start) or self._size(first, draft)
        return None if found is None else (self.text[slice(*found.span(1))], *found.span(1))

    def _size(self, first: int, draft: Draft) -> re.Match[str] | None:
        """，长达90公里, ，重约5公斤: a word of size that opens the clause; 高达5吨 only stresses."""
        found = _SIZE.search(self.chars, first, draft.start)
        if found is None or not (found[1] in self.lexicon.weights or draft.quantity.unit.endswith(_LENGTHS)):
            return None
        return found

    def is_dimension(self, i: int, draft: Draft) -> bool:
        """Whether 重, 长, 高 at a place is what its measure is of (，重约5公斤), and no part of another word (高达)."""
        if draft.quantity.kind is not Kind.MEASURE or self.texts[i] not in self.lexicon.dimensions:
            return False
        opens = i == 0 or self.roles[i - 1] in {Role.MARK, Role.NAME, Role.AND, Role.TIME, Role.FIGURE}
        fits = self.texts[i] in self.lexicon.weights or draft.quantity.unit.endswith(_LENGTHS)
        return opens and fits

    def is_extreme(self, draft: Draft) -> bool:
        """体长约1米，大的可达2米: whether a figure tells how far what was just measured may go."""
        return _EXTREME.search(self.chars, max(draft.clause[0], draft.start - _FAR), draft.start) is not None
