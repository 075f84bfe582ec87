"""Prices and indices: what rises and falls, what something is sold or stands at, and what such a price is called."""

import re
from functools import lru_cache

from factdb.claim import Evidence, Kind
from factdb.extract.alternation import any_of
from factdb.extract.earlier import Earlier, Found
from factdb.extract.passage import Draft, Passage, Role, Words
from factdb.extract.stock_codes import BRACKETED
from factdb.lexicon import MetricWords, SubjectWords

# Endings of the units of what is paid for a share.
PER_SHARE = ("/股", "/份")
_GOODS = frozenset({Role.NOUN, Role.NAME})
_BEFORE_QUOTE = frozenset({Role.LIGHT, Role.CUE, Role.ADVERB, Role.TIME, Role.OTHER})
_MOVING = frozenset({Role.VERB, Role.CUE, Role.LIGHT, Role.ADVERB, Role.TIME, Role.OTHER})
# How many words before a figure may tell that it is a price.
_SOON = 3
_MARKET = "股"
_OF_SHARES = ("股", "板块", "指数", "概念")

_AT, _TWO, _EACH = "以", 2, "每"
_PRICES = ("价", "价格", "代价", "对价", "作价", "总价", "均价")

# So many characters before a move may lie what moves.
_NEAR, _CLOSE = 40, 10
# The code of a share, not far before.
_LISTED = re.compile(rf"{BRACKETED.pattern}[^,;:。()]{{0,8}}\Z")


def move_of(draft: Draft, chars: str, words: MetricWords) -> Evidence | None:
    """The word of change of a figure, if it speaks of prices and indices (涨, 跌, 高开)."""
    for cue in draft.evidence:
        if cue.field == "change":
            verb = chars[cue.start : cue.end]
            listed = verb in words.listed_moves and _LISTED.search(chars, max(0, cue.start - _NEAR), cue.start)
            return cue if listed or any(sign in verb for sign in words.moves) else None
    return None


def growth_of(draft: Draft, chars: str, words: MetricWords) -> Evidence | None:
    """The name of a rate over several years, if that is the word of change of a figure: 年复合增长率."""
    cue = draft.seen("change")
    return cue if cue is not None and chars.startswith(words.growths, cue.start) else None


def price_of(draft: Draft, chars: str, words: MetricWords) -> str:
    """What the price is called that a figure gives: of a share or, where the words before it say so, of goods."""
    near = chars[max(draft.sentence.start, draft.start - _NEAR) : draft.start]
    if any(sign in near for sign in words.exchanges):
        return words.exchange_rate
    own = re.split("[,;:。]", near)[-1]
    goods, metals = _goods(words)
    if goods.search(near) or metals.search(own):
        return words.goods_price
    return words.fund_value if any(fund in own[-_CLOSE:] for fund in words.funds) else words.price


class Prices:
    """The prices of one sentence; places are indices of its words."""

    def __init__(self, passage: Passage, words: Words, earlier: Earlier) -> None:
        self.chars = passage.view.chars
        self.lexicon = passage.lexicon.metrics
        self.endings = tuple(passage.lexicon.subjects.endings)
        self.indices = _index_names(passage.lexicon.subjects)
        self.earlier = earlier
        self.texts, self.roles = words.texts, words.roles
        self.starts, self.ends = words.starts, words.ends

    def turn_to(self, at: int, draft: Draft, left: int) -> None:
        """Look from the figure at `at`, before which the first word that says something stands at `left`."""
        self.at, self.draft, self.left = at, draft, left

    def adjusted(self) -> Found | None:
        """降息至2%, 提价到18元: what is moved to the figure by a verb that does not name it."""
        i = self.at - 1
        while i > 0 and (self.texts[i] in self.lexicon.reaches or self.texts[i].startswith(_EACH)):
            i -= 1
        text = self.texts[i] if i >= 0 else ""
        verb = next((verb for verb in self.lexicon.adjusted if text.startswith(verb)), None)
        if verb is None:
            return None
        reach = text.removeprefix(verb)
        reaches = reach in self.lexicon.reaches if reach else i < self.at - 1
        if not reaches:
            return None
        return self.lexicon.adjusted[verb], self.starts[i], self.starts[i] + len(verb)

    def moved(self) -> Found | None:
        """涨3%, 高开4%: of an index its level, of a share its price; what moves by points is an index."""
        cue, quantity = move_of(self.draft, self.chars, self.lexicon), self.draft.quantity
        if cue is None:
            return None
        price = price_of(self.draft, self.chars, self.lexicon)
        if (named := self._of_goods(price)) is not None:
            return named, cue.start, cue.end
        if quantity.kind is not Kind.SHARE and quantity.unit != self.lexicon.index_unit:
            return None
        for i in range(self.left, -1, -1):
            if self.roles[i] in (Role.MARK, Role.FIGURE):
                break
            index = self.texts[i] in self.indices or self.texts[i].endswith(self.lexicon.indices)
            if index or quantity.kind is not Kind.SHARE:
                return (self.lexicon.index, cue.start, cue.end)
        if price == self.lexicon.price and (beside := self.earlier.price_told()) is not None:
            return beside
        somebody = self.left >= 0 and self.roles[self.left] not in (Role.MARK, Role.FIGURE, Role.AND)
        somebody = (somebody and not self._is_measured()) or self._follows_fixed()
        return (price, cue.start, cue.end) if somebody else None

    def _follows_fixed(self) -> bool:
        """发行价51元，上市首日大涨13%: whether the figure before is of a price that is set once."""
        before = self.earlier.before
        return before is not None and (before.metric or "").endswith(self.lexicon.fixed_prices)

    def _of_goods(self, price: str) -> str | None:
        """What the price is called of what is no share: a rate of exchange, and any amount by which goods move."""
        unit, share = self.draft.quantity.unit, price == self.lexicon.price
        paid = self.draft.quantity.kind is Kind.MONEY
        if paid and "/" in unit and not unit.endswith(PER_SHARE):
            return self.lexicon.goods_price
        if not share and (paid or price == self.lexicon.exchange_rate):
            return price
        return self.lexicon.goods_price if share and self._is_product() else None

    def _is_product(self) -> bool:
        """云杉P7全系上涨4000元: whether an amount is of what is sold: the noun before the move is nobody's name."""
        i = self.left
        paid = self.draft.quantity.kind is Kind.MONEY and "/" not in self.draft.quantity.unit
        thing = i >= 0 and self.roles[i] is Role.NOUN and not self.texts[i].endswith((*_OF_SHARES, *self.endings))
        return paid and thing and not self._is_measured()

    def _is_measured(self) -> bool:
        """CPI|涨幅扩大至…, CPI由降转为上涨…: whether the first noun before a move is itself what is measured."""
        i = self.left
        while i >= 0 and self.roles[i] in _MOVING:
            i -= 1
        told = i > 0 and self.roles[i - 1] is Role.VERB  # 发布业绩后跌5%
        return i >= 0 and self.roles[i] is Role.HEAD and self.texts[i] not in self.lexicon.ambiguous and not told

    def unnamed_move(self) -> Found | None:
        """，涨超5%: nothing near says what rose; in a market report it is the price."""
        cue = move_of(self.draft, self.chars, self.lexicon)
        if cue is None:
            return self._rate()
        named = next((self.texts[i] for i in range(self.at - 1, -1, -1) if self.roles[i] is Role.NAME), "")
        index = named in self.indices or named.endswith(self.lexicon.index)
        return self.lexicon.index if index else price_of(self.draft, self.chars, self.lexicon), cue.start, cue.end

    def _rate(self) -> Found | None:
        """环比降幅均超20%: the rate itself, where nothing says of what it is."""
        cue = self.draft.seen("change")
        rate = cue is not None and cue.rule == "rate-of-change" and cue.start < cue.end
        return (self.chars[cue.start : cue.end], cue.start, cue.end) if rate and cue is not None else None

    def sold(self) -> Found | None:
        """硬盘去年卖500元: a price, by the verb right before it."""
        earned = self.roles[self.at + 1 : self.at + 2] == [Role.OF]
        for i in range(self.at - 1, max(self.at - 1 - _SOON, -1), -1):
            if self.draft.quantity.kind is Kind.MONEY and self.texts[i] in self.lexicon.sells and not earned:
                return self.lexicon.goods_price, self.starts[i], self.ends[i]
            if self.roles[i] not in _BEFORE_QUOTE:
                break
        return None

    def quoted(self) -> Found | None:
        """报6.20港元, 报21300点, 盘中触及7港元: a price or a level, whatever rate stands before it."""
        for i in range(self.at - 1, max(self.at - 1 - _SOON, -1), -1):
            if self.texts[i] in self.lexicon.quotes or self._is_session(i):
                metric = self.lexicon.quoted.get(self.draft.quantity.unit) or price_of(
                    self.draft, self.chars, self.lexicon
                )
                return (metric, self.starts[i], self.ends[i])
            if self.roles[i] not in _BEFORE_QUOTE:
                break
        return None

    def _is_session(self, i: int) -> bool:
        """云杉科技|盘中|触及7港元: whether a word says when a share was at a price; 欧股|盘后 is an hour of the day."""
        paid = self.draft.quantity.kind is Kind.MONEY and self.texts[i] in self.lexicon.sessions
        return paid and not self.texts[i - 1].endswith(_MARKET)

    def dealt_at(self) -> Found | None:
        """以每股44.8港元成交175万股, 以3亿元将其业务出售给…, 以3亿元的价格收购…: what is done at a price."""
        if self.draft.quantity.kind is not Kind.MONEY or self.at == 0 or not self.texts[self.at - 1].endswith(_AT):
            return None
        per_share = self.draft.quantity.unit.endswith(PER_SHARE)
        possessive = self.roles[self.at + 1 : self.at + _TWO] == [Role.OF]
        price = self.at + 1 + possessive
        if price < len(self.texts) and self.texts[price].endswith(_PRICES):
            return self.texts[price], self.starts[price], self.ends[price]
        if possessive:
            return None
        for i in range(self.at + 1, len(self.texts)):
            if self.roles[i] in (Role.MARK, Role.OF):
                break
            if self.texts[i] in (self.lexicon.verbs if per_share else self.lexicon.sales):
                return self.texts[i], self.starts[i], self.ends[i]
        return None

    def paid_for(self) -> Found | None:
        """5月8日186万元回购38万股: what so many shares are bought for."""
        paid = self.draft.quantity.kind is Kind.MONEY and self.roles[self.at + _TWO : self.at + _TWO + 1] == [
            Role.FIGURE
        ]
        verb = self.at + 1
        return (
            (self.texts[verb], self.starts[verb], self.ends[verb])
            if paid and self.texts[verb] in self.lexicon.verbs
            else None
        )

    def priced(self) -> Found | None:
        """土豆3元/公斤: a price, of the goods right before it."""
        quantity = self.draft.quantity
        priced = quantity.kind is Kind.MONEY and "/" in quantity.unit and self.left >= 0
        if not priced or self.roles[self.left] not in _GOODS or Role.OF in self.roles[self.left + 1 : self.at]:
            return None
        return self.lexicon.goods_price, self.draft.start, self.draft.end

    def unit_price(self) -> Found | None:
        """落到61美元/桶: what is paid by the unit is a price, where nothing else is said."""
        quantity = self.draft.quantity
        if quantity.kind is not Kind.MONEY or "/" not in quantity.unit or quantity.unit.endswith(PER_SHARE):
            return None
        return self.lexicon.goods_price, self.draft.start, self.draft.end


@lru_cache(maxsize=8)
def _goods(words: MetricWords) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What is traded and is no share, unless a firm is called after it (江州铜业); those of one character apart."""
    firms = f"(?![{words.goods_firms}]|板块|概念|产业)"
    metals = [word for word in words.goods if len(word) == 1]
    others = [word for word in words.goods if len(word) > 1]
    return re.compile(f"(?:{any_of(others)}){firms}"), re.compile(f"(?:{any_of(metals)}){firms}")


@lru_cache(maxsize=8)
def _index_names(words: SubjectWords) -> frozenset[str]:
    """What well-known indices are called whose names do not say that they are some: 科创50."""
    return frozenset(name for entry in words.subject if entry.kind == "index" for name in (entry.name, *entry.aliases))
