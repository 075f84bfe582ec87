"""What each figure is of: the noun phrase beside it, or the metric of the figure before."""

from collections.abc import Callable

from msgspec.structs import replace

from factdb.claim import Change, Kind
from factdb.extract.dimensions import Dimensions
from factdb.extract.earlier import Earlier, Found
from factdb.extract.items import in_brackets
from factdb.extract.metric_lists import MetricLists
from factdb.extract.nouns_behind import NounsBehind
from factdb.extract.passage import Draft, Passage, Role, Words
from factdb.extract.phrases import BETWEEN, Phrases, Span
from factdb.extract.prices import PER_SHARE, Prices, growth_of, move_of
from factdb.extract.shares import Shares
from factdb.extract.words import NOMINAL, words_of

_FLAT = frozenset({Role.LIGHT, Role.CUE, Role.ADVERB, Role.AND, Role.OTHER, Role.TIME})
_TITLE_END = "》"
_ONE_NOUN = ([Role.NOUN], [Role.HEAD])
_THAN = frozenset("于过达")
# How many words before a figure a rule looks at.
_NEAR, _CLAUSE, _FAR = 3, 12, 25
_COUNTED = frozenset({Kind.COUNT, Kind.BARE})
_GOODS = frozenset({Role.NOUN, Role.NAME})

_Rule = Callable[[], Found | None]


def read_metrics(passage: Passage) -> None:
    """Fill in the metric of every draft."""
    before: Draft | None = None
    for sentence, drafts in passage.by_sentence:
        words = words_of(passage, sentence, drafts)
        passage.words[sentence.index] = words
        told = before if before is not None and before.sentence.index == sentence.index - 1 else None
        reader = _Reader(passage, words, told)
        for at, draft in words.drafts.items():
            reader.read(at, draft)
        before = drafts[-1]


class _Reader:
    """Reads the metrics of a sentence from left to right, a figure at a time; `told` ends the one before."""

    def __init__(self, passage: Passage, words: Words, told: Draft | None) -> None:
        self.told = told
        self.chars = passage.view.chars
        self.text = passage.view.text
        self.lexicon = passage.lexicon.metrics
        self.fronting = passage.lexicon.subjects.fronting
        self.phrases = Phrases(passage, words)
        self.texts, self.roles = words.texts, words.roles
        self.starts, self.ends = words.starts, words.ends
        self.drafts = words.drafts
        self.earlier = Earlier(passage, words)
        self.dimensions = Dimensions(passage, words)
        self.shares = Shares(passage, words, self.phrases)
        self.prices = Prices(passage, words, self.earlier)
        self.behind = NounsBehind(passage, words, self.phrases)
        self.lists = MetricLists(words, self.phrases, self.lexicon.each)
        self.in_brackets = in_brackets(words)

    def read(self, at: int, draft: Draft) -> None:
        """Find the metric of the figure at `at`, by the first rule that answers."""
        self.at, self.draft = at, draft
        self.earlier.turn_to(at)
        self.behind.turn_to(at, draft)
        self.left = self.phrases.before(at)
        self.shares.turn_to(at, draft, self.left)
        self.prices.turn_to(at, draft, self.left)
        rules = (self._each, *self._rules()) if at in self.lists.dealt else self._rules()
        for rule in (self._far, *rules) if at in self.in_brackets else rules:
            found = rule()
            if found is not None:
                draft.metric, start, end = found
                self._take_unit(rule)
                draft.note("metric", rule.__name__.strip("_").replace("_", "-"), start, end)
                break

    def _rules(self) -> tuple[_Rule, ...]:
        """The rules in the order in which they are asked, by what the figure is."""
        old, of, price = self.earlier, self.shares, self.prices
        counts = self.draft.quantity.kind is Kind.COUNT and self.draft.quantity.unit not in self.lexicon.dealt
        if self.draft.change is not Change.LEVEL and counts:
            return (
                old.converted, self.behind.right, self._left_head, self.behind.described, self._verb, self._left,
                old.carried, self._far,
            )  # fmt: skip
        if self.draft.change is not Change.LEVEL:
            return (
                old.converted, self._growth, self._left_head, old.set_beside, price.moved, self.behind.gained,
                self._verb, self._left, old.carried, self._far, self.behind.right, price.unnamed_move,
                self._by_unit, old.doubled,
            )  # fmt: skip
        if self.draft.quantity.kind in _COUNTED:
            return (
                old.converted, old.reached, old.rest, self._moved, self._dealt, self.behind.right, self._left_head,
                self.behind.described, self.behind.equated, old.expected, self._verb, old.in_row, self._left,
                self._done, old.carried, self.behind.whole, self._act, old.part, self._by_unit, self._announced,
                self._far, of.doing, self._as_told,
            )  # fmt: skip
        return (
            old.converted, self._placed, old.reached, price.dealt_at, of.held, of.share_of, of.compared,
            self.behind.gained, self._spent_on, self._moved, self._left_head, price.adjusted, self.behind.equated,
            self._extreme, price.sold, price.quoted, self._by_unit, of.bracketed, old.expected, self._dealt,
            self.behind.spent, self.behind.right, self._verb, price.priced, old.set_beside, self._left, old.carried,
            self._act, price.paid_for, self._far, of.predicate, price.unit_price, self._by_measure, self._as_told,
        )  # fmt: skip

    def _take_unit(self, rule: _Rule) -> None:
        """What has the metric of the figure before counts the same (1.2亿日活，突破1.5亿), by the share if that is."""
        before, quantity = self.earlier.before, self.draft.quantity
        if before is None:
            return
        same = before.metric == self.draft.metric and before.quantity.unit.endswith(PER_SHARE)
        per_share = same and before.quantity.unit.startswith(f"{quantity.unit}/")
        if per_share or (quantity.kind is Kind.BARE and rule == self.earlier.carried):
            self.draft.quantity = replace(quantity, unit=before.quantity.unit)

    def _found(self, span: Span | None) -> Found | None:
        return span and (self.text[span[0] : span[1]], *span)

    def _each(self) -> Found | None:
        """营收、净利润分别增长3%、5%: the one of a list that 分别 deals to the figure."""
        return self.lists.of(self.at)

    def _spent_on(self) -> Found | None:
        """以自有资金5000万元投资…: what is done with money that is only said to be whose."""
        if self.left < 1 or self.texts[self.left] not in self.lexicon.means:
            return None
        taken = any(self.texts[i] in self.lexicon.having for i in range(max(self.left - _NEAR, 0), self.left))
        return self._deed() if taken else None

    def _left_head(self) -> Found | None:
        """A phrase before the figure that ends with a word for something measured."""
        i = self.left
        if i < 0 or self.roles[i] is not Role.HEAD or self._is_fronted():
            return None
        text = self.texts[i]
        behind_noun = i > 0 and self.roles[i - 1] in NOMINAL
        adjective = text in self.lexicon.dimensions and not (behind_noun and self.texts[i + 1] not in _THAN)
        adjective = adjective and not self.dimensions.is_dimension(i, self.draft)
        ends_name = text in self.lexicon.ambiguous and (
            move_of(self.draft, self.chars, self.lexicon) is not None
            or not self.lexicon.holdings.isdisjoint(self.texts[i + 1 : self.at])
        )
        return None if adjective or ends_name else self._found(self.phrases.ending_at(i))

    def _is_fronted(self) -> bool:
        """以8元/股的价格将«5%»股份转让: whether the noun behind the figure is what a verb takes."""
        fronted = self.texts[self.at - 1] in self.fronting if self.at else False
        return fronted and self.roles[self.at + 1 : self.at + 2] in _ONE_NOUN

    def _growth(self) -> Found | None:
        """营收年复合增长率达35%: a rate over years has a name of its own, behind what grows."""
        cue = growth_of(self.draft, self.chars, self.lexicon)
        if cue is None:
            return None
        grown = self.phrases.ending_at(self.left) if self.left >= 0 and self.ends[self.left] == cue.start else None
        return self._found((grown[0] if grown else cue.start, cue.end))

    def _placed(self) -> Found | None:
        """距江州20公里, 最深处有90米: how far, and where something is measured."""
        return self.dimensions.distance(self.draft) or self.dimensions.place(self.draft)

    def _extreme(self) -> Found | None:
        """体长约1米，大的可达2米: the same as before, of the largest."""
        before = self.earlier.before
        if before is None or before.quantity.kind is not Kind.MEASURE or not self.dimensions.is_extreme(self.draft):
            return None
        return self.earlier.same_as(before)

    def _left(self) -> Found | None:
        """Any other noun phrase before the figure; names are not what is measured, nor what 的 makes an epithet."""
        i = self.left
        if i < 0 or Role.OF in self.roles[i + 1 : self.at] or self._is_listed(i) or self._is_somebody(i):
            return None
        if _TITLE_END in self.chars[self.ends[i] : self.draft.start]:
            return None
        text = self.texts[i]
        counts = self.draft.quantity.kind is Kind.COUNT and text.endswith(self.earlier.regions)
        if counts and self.earlier.part() is not None:
            # 其中大分县6人: whose they are, and not what is counted.
            return None
        kind = len(text) > len("公司") or (i > 0 and self.roles[i - 1] in _GOODS)
        counted = self.draft.quantity.unit in self.lexicon.firms and kind
        counted = counted and text in self.phrases.pronouns
        if self.roles[i] is not Role.NOUN and not counted:
            return None
        found = self._found(self.phrases.ending_at(i, counted=counted))
        if found is not None and len(found[0]) == 1 and self.roles[i - 1] is Role.VERB and i > 0:
            # 派遣|工
            found = self._found(self.phrases.span(i - 1, i))
        if found is None or len(found[0]) == 1 or (found[0] in self.phrases.pronouns and not counted):
            return None
        return found

    def _is_somebody(self, i: int) -> bool:
        """海棠汽车|以8000辆居首, 云杉|科技|盘中触及21元: whether the noun at `i` is, or ends, whose the figure is."""
        if self.texts[i + 1] in self.lexicon.having:
            return True
        named = i > 0 and self.roles[i - 1] is Role.NAME and self.starts[i] == self.ends[i - 1]
        return named and self.draft.quantity.kind is Kind.MONEY and self.texts[i] in self.phrases.endings

    def _is_listed(self, i: int) -> bool:
        """联通和电信分别为: whether the noun at `i` ends a list of those that have a figure each."""
        each = any(text.startswith(self.lexicon.each) for text in self.texts[i + 1 : self.at])
        return each and i > 0 and self.roles[i - 1] is Role.AND

    def _by_unit(self) -> Found | None:
        """37岁, 200万股: what the unit says, where no phrase says more."""
        metric = self.lexicon.by_unit.get(self.draft.quantity.unit)
        return None if metric is None else (metric, self.draft.start, self.draft.end)

    def _by_measure(self) -> Found | None:
        """只有40平方米: what else can be measured so, where nothing is said."""
        metric = self.lexicon.by_measure.get(self.draft.quantity.unit)
        return None if metric is None else (metric, self.draft.start, self.draft.end)

    def _verb(self) -> Found | None:
        """A verb that is itself what is measured: 出资1亿元, 净买入3亿元, 解除质押200万股."""
        changes = self.draft.change is not Change.LEVEL
        for i in range(self.at - 1, max(self.at - _CLAUSE, -1), -1):
            if changes and self.texts[i] in self.lexicon.adjusts:
                continue
            compared = i > self.left and self.roles[i] in NOMINAL
            if self.texts[i] in self.lexicon.verbs and not compared:
                return self._found(self.phrases.span(i, i))
            if self.roles[i] not in BETWEEN:
                break
        return None

    def _deed(self) -> Found | None:
        """A verb right behind the figure that is itself what is measured."""
        behind = self.at + 1
        done = behind < len(self.texts) and self.texts[behind] in self.lexicon.verbs
        return self._found(self.phrases.span(behind, behind)) if done else None

    def _moved(self) -> Found | None:
        """将«300万股»质押给…: what is done with what stands before the verb."""
        return self._deed() if self.at and self.texts[self.at - 1] in self.fronting else None

    def _dealt(self) -> Found | None:
        """套现3.4亿, 减持200万股: money or shares that a verb names; a phrase with 的 behind it says more."""
        possessive = self.at + 1 < len(self.texts) and self.roles[self.at + 1] is Role.OF
        dealt = self.draft.quantity.kind is Kind.MONEY or self.draft.quantity.unit in self.lexicon.dealt
        return None if not dealt or possessive else self._verb() or self.shares.dealt_in()

    def _act(self) -> Found | None:
        """存煤1.7亿吨, 存入1亿美元: any other verb right before the figure, where nothing else is said."""
        if self.left < 0 or self.roles[self.left] is not Role.VERB or len(self.texts[self.left]) == 1:
            return None
        if self.texts[self.left] in self.lexicon.idle or self.texts[self.left] in self.lexicon.unmeasured:
            return None
        return self._found(self.phrases.span(self.left, self.left))

    def _done(self) -> Found | None:
        """800多人报名: what those who are counted do."""
        return self._deed() or self.shares.suffered()

    def _far(self) -> Found | None:
        """The nearest phrase of an earlier clause that ends with a word for something measured."""
        before, foreign = self.earlier.before, self.lexicon.foreign.get(self.draft.quantity.kind.value, ())
        moved = before is not None and Change.LEVEL not in (before.change, self.draft.change)
        for i in range(self.at - 1, max(self.at - _FAR, -1), -1):
            than = self.texts[i] in self.lexicon.dimensions and self.texts[i + 1][:1] in _THAN
            if not self.earlier.is_open(i):
                continue
            other = self.texts[i].endswith(foreign)
            led = i > 0 and self.texts[i - 1] in self.phrases.to
            rate = moved and self.texts[i] in self.lexicon.rates and self.roles[i + 1] is not Role.MARK
            if self.roles[i] is Role.HEAD and not (than or other or rate or led):
                return self._found(self.phrases.ending_at(i))
        return None

    def _announced(self) -> Found | None:
        """…项目清单，共13条: what the clause before ends with is counted."""
        i = self.at - 1
        while i >= 0 and self.roles[i] in _FLAT:
            i -= 1
        if i < 1 or self.texts[i] != ",":
            return None
        return self._found(self.phrases.ending_at(i - 1))

    def _as_told(self) -> Found | None:
        """…的填充率为70%。德国只有57%: what the sentence before told of, of somebody else."""
        told, names = self.told, [i for i in range(self.at) if self.roles[i] not in _FLAT]
        if told is None or told.metric is None or self.draft.change is not Change.LEVEL or not names:
            return None
        alike = told.quantity.unit == self.draft.quantity.unit and told.change is Change.LEVEL
        named = self.roles[names[-1]] is Role.NAME or self.texts[names[-1]] in self.phrases.endings
        named = named and NOMINAL.issuperset(self.roles[i] for i in names)
        seen = told.seen("metric")
        return (told.metric, seen.start, seen.end) if alike and named and seen is not None else None
