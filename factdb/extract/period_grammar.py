"""Dates, put together: tokens that belong to one another become mentions of a period."""

import re
from collections.abc import Sequence

from factdb.extract.period_mentions import Mention, Moment, Token, TokenKind
from factdb.extract.period_moments import PARTS, alike, century, counted, filled
from factdb.extract.period_phrases import one_phrase

_JOINT = re.compile(r" ?的? ?")
_TO = re.compile(r"期?间? ?(?:至|到|-{1,2}|~|—{1,2}|一直到|起至) ?")
_AND = re.compile(r" ?(?:、|和|及|与|或|以及|/) ?")
_PREFIX = re.compile(
    r"(?:截[至止]到?(?:本|该|此)?|(?:自从|自|从|(?<![升降增减涨跌提调缩扩落滑加少])[到至]|于|在)本?) ?$"
)
_PREFIX_ENDS = frozenset("至止到本该此从自于在 ")
# The longest that a joint, and that what links two moments, may be.
_LONGEST_JOINT, _LONGEST_LINK = 3, 7
_AS_OF = re.compile(r"截[至止]到?[^,;。\s]{0,8}$|[于自至从]?本?$")
_SUFFIX = re.compile(
    r"止?(?P<fiscal>年度)|止(?P<months>[0-9]{1,2}|[一三六九])个月|(?:期间|时|[一-鿿]{2,7}?(?=以来))?(?P<since>以来|来(?![自华源到看说临往宾访港])|起?至今|到现在|迄今)|(?:期间|时期|时)?(?P<before>之?前(?![0-9一二两三四五六七八九十几半])|以前)"
    r"|(?P<same>同期|同月|同日)|起|开始|期间|时期|末期|(?:较早|早些|晚些|稍早|稍晚)(?:时候|时)?|之?后|以后|止"
    r"|前[两三四五六七八九十0-9]{1,2}[天日周](?!内)|首[日周](?!次)"
)


# “十四五”末
_END_OF_PLAN = re.compile(r"[”\"]?(?:规划)?(?:时期|期)?(?:末期?|底)|[”\"]?(?:规划)?收官之年")


def read_mentions(chars: str, tokens: Sequence[Token]) -> list[Mention]:
    """The mentions of periods that the tokens of a text make up, in order."""
    return _Reader(chars, tokens).mentions()


class _Reader:
    """Goes through the tokens of a text from mention to mention."""

    def __init__(self, chars: str, tokens: Sequence[Token]) -> None:
        self._chars, self._tokens = chars, tokens
        self._at = self._end = 0

    def mentions(self) -> list[Mention]:
        """All mentions, those that are one phrase put together."""
        found: list[Mention] = []
        while self._at < len(self._tokens):
            mention = self._mention()
            if mention is None:
                continue
            merged = one_phrase(self._chars, found[-1], mention) if found else None
            if merged:
                found[-1] = merged
            else:
                found.append(mention)
        return found

    def _mention(self) -> Mention | None:
        """The mention that the next token begins, if it does."""
        here = self._at
        token = self._tokens[here]
        moments: list[Moment] = []
        kind = TokenKind.YEAR
        if token.kind in _ALONE or token.word == "全年":
            kind = TokenKind.SAME if token.kind is TokenKind.WHOLE else token.kind
            self._take()
        else:
            if token.kind not in _NEVER_FIRST:
                self._end = token.start
                moments = self._moments()
            if not moments or self._is_no_date(token):
                self._at = here + 1
                return None
        mention = self._dressed(token, kind, tuple(moments))
        while (following := self._peek()) is not None and following.start < mention.end:
            self._at += 1
        return mention

    def _is_no_date(self, token: Token) -> bool:
        """Whether what stands alone is a length of time or a name (30日内, 七日, H1), not a date."""
        if token.kind in {TokenKind.HALF, TokenKind.QUARTER} and token.word.isascii():
            return not "一" <= self._chars[token.end : token.end + 1] <= "鿿"
        if token.kind is not TokenKind.DAY:
            return token.kind is TokenKind.SHIFT_DAY and self._chars.startswith(_RETAINED, token.end)
        if not token.word[0].isdigit():
            return True
        before, behind = self._chars[max(0, token.start - 1) : token.start], self._chars[token.end : token.end + 1]
        return before in _LENGTH_BEFORE or behind in _LENGTH_BEHIND

    def _dressed(self, token: Token, kind: TokenKind, moments: tuple[Moment, ...]) -> Mention:
        """The mention from a token on, with the words before and behind it that belong to it."""
        prefix = self._prefix(token, kind)
        until = prefix is not None and self._chars[prefix.start()] == "截"
        start, end = prefix.start() if prefix else token.start, self._end
        plan = token.values if kind is TokenKind.PLAN else ()
        if plan and (closes := _END_OF_PLAN.match(self._chars, end)):
            return Mention(start, closes.end(), kind, moments, until=until, plan=(plan[1], plan[1]))
        suffix = _SUFFIX.match(self._chars, end, end + 10)
        if suffix is None:
            return Mention(start, end, kind, moments, until=until, plan=plan)
        closing = 0
        if suffix["fiscal"] or suffix["months"]:
            if not until or not moments or moments[-1].grain not in _CLOSES:
                return Mention(start, end, kind, moments, until=until, plan=plan)
            closing = 12 if suffix["fiscal"] else _MONTHS.get(suffix["months"]) or int(suffix["months"])
        if suffix["before"]:  # 年底前 is any day of the year
            moments = tuple(moment._replace(edge="") for moment in moments)
        since, same = suffix["since"] is not None, suffix["same"] is not None
        return Mention(start, suffix.end(), kind, moments, until, since, same, closing, plan)

    def _prefix(self, token: Token, kind: TokenKind) -> re.Match[str] | None:
        """The words right before a token that say up to when or since when."""
        floor, start = max(0, token.start - 12), token.start
        if kind in _DEAL_DAYS:
            return _AS_OF.search(self._chars, floor, start)
        return _PREFIX.search(self._chars, floor, start) if self._chars[start - 1 : start] in _PREFIX_ENDS else None

    def _moments(self) -> list[Moment]:
        """The stretches of a range or of a list, or a single one; none if there is no date here."""
        moments = self._pair()
        while moments and (token := self._peek()) is not None:
            if token.start - self._end > _LONGEST_LINK:
                break
            gap = self._chars[self._end : token.start]
            back = self._at, self._end
            ranged = len(moments) == 1 and _TO.fullmatch(gap)
            if not ranged and not _AND.fullmatch(gap):
                break
            more = self._pair()
            if not more or not alike(moments[-1], more[0], ranged=bool(ranged)):
                self._at, self._end = back
                break
            moments += [filled(moment, moments[-1]) for moment in more]
            if ranged:
                break
        return moments

    def _pair(self) -> list[Moment]:
        """One stretch, or the two of a token such as 1-6月."""
        token = self._peek()
        if token is None:
            return []
        match token.kind, token.values:
            case TokenKind.DATE, (year, month, day):
                self._take()
                pair = [Moment(year=year, month=month, day=day)]
            case TokenKind.QUARTER_OF, (year, quarter):
                self._take()
                pair = [Moment(year=century(year), quarter=quarter)]
            case TokenKind.HALF_OF, (year, half):
                self._take()
                pair = [Moment(year=century(year), half=half)]
            case TokenKind.YEAR, (year,):
                self._take()
                pair = self._within(Moment(year=year if token.word[0] in "公西" else century(year)))
            case TokenKind.SHIFT_YEARS, (first, last):
                self._take()
                pair = [Moment(years_on=first), Moment(years_on=last)]
            case TokenKind.DAY, _ if token.word[-1] == "日":
                pair = self._of_month([_NOTHING])
            case _ if (shifted := counted(token)) is not None:
                self._take()
                pair = self._part_of(shifted)
            case _:
                pair = self._within(_NOTHING)
        self._pass_clock()
        return [] if pair[0] is _NOTHING else pair

    def _part_of(self, counted: Moment) -> list[Moment]:
        """The part that follows a word such as 去年 or 上月, or all of it."""
        if counted.years_on is not None and not counted.edge:
            return self._within(counted)
        if counted.months_on is not None:
            return self._of_month([counted])
        return self._edged([counted])

    def _within(self, of: Moment) -> list[Moment]:
        """The part of a year that follows, or the year itself."""
        given = of is not _NOTHING
        if given:
            self._pass(TokenKind.WHOLE)
        token = self._next(joined=given)
        if token is None or (not given and token.kind in {TokenKind.EDGE, TokenKind.EDGE_OF_YEAR}):
            return [of]
        if token.kind not in PARTS:
            return self._edged([of]) if given else [of]
        self._take()
        part = PARTS[token.kind]
        if token.kind is TokenKind.THROUGH and "季" in token.word:
            moments = [part(of, 3 * token.values[0])]
        else:
            moments = [part(of, value) for value in token.values]
        return self._of_month(moments) if token.kind is TokenKind.MONTH else self._edged(moments)

    def _of_month(self, months: list[Moment]) -> list[Moment]:
        """The day or ten days of a month that follow, or the month itself."""
        given = months[0] is not _NOTHING
        token = self._next(joined=given)
        if token is not None and len(months) == 1:
            if token.kind is TokenKind.DAY:
                self._take()
                return [months[0]._replace(day=value) for value in token.values]
            if token.kind is TokenKind.THIRD and given:
                self._take()
                return [months[0]._replace(third=token.values[0])]
        return self._edged(months)

    def _edged(self, moments: list[Moment]) -> list[Moment]:
        """With the beginning or the end that follows."""
        token = self._next(joined=True)
        if token is not None and token.kind in {TokenKind.EDGE, TokenKind.EDGE_OF_YEAR}:
            self._take()
            edge = "start" if token.word[-1] == "初" else "end" if token.word[-1] in "末底" else "middle"
            moments[-1] = moments[-1]._replace(edge=edge)
        self._pass(TokenKind.WHOLE)
        return moments

    def _pass_clock(self) -> None:
        while self._pass(TokenKind.CLOCK):
            pass

    def _pass(self, kind: TokenKind) -> bool:
        token = self._next(joined=True)
        if token is None or token.kind is not kind:
            return False
        self._take()
        return True

    def _peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _next(self, *, joined: bool) -> Token | None:
        """The next token; if `joined`, only where nothing but a joint stands between."""
        token = self._peek()
        if token is None or not joined or token.start == self._end:
            return token
        near = token.start - self._end <= _LONGEST_JOINT
        return token if near and _JOINT.fullmatch(self._chars, self._end, token.start) else None

    def _take(self) -> None:
        self._end = self._tokens[self._at].end
        self._at += 1


_NOTHING = Moment()
# Tokens that say something only behind another.
_NEVER_FIRST = frozenset({TokenKind.CLOCK, TokenKind.EDGE, TokenKind.WHOLE, TokenKind.THIRD})
# Behind 次日: 次日留存 is a rate.
_RETAINED = ("留存", "达服务", "送达", "复购")
_LENGTH_BEFORE = frozenset("近第每满共达约后前内续期长个超逾首续数几百千万")
_LENGTH_BEHIND = frozenset("内后前游均线龄均之以")
# Their names may be longer than the lexicon's words: 截至招股书披露日.
_DEAL_DAYS = frozenset({TokenKind.ANNOUNCED, TokenKind.MILESTONE})
_CLOSES = frozenset({"day", "month"})
_MONTHS = {"一": 1, "三": 3, "六": 6, "九": 9}
_ALONE = frozenset(
    {
        TokenKind.SPAN,
        TokenKind.PLAN,
        TokenKind.FIXED,
        TokenKind.PRESENT,
        TokenKind.RECENT,
        TokenKind.BEFORE,
        TokenKind.ANNOUNCED,
        TokenKind.HABIT,
        TokenKind.MILESTONE,
        TokenKind.SESSION,
        TokenKind.SAME,
        TokenKind.YEAR_EARLIER,
        TokenKind.WORKDAY_BEFORE,
        TokenKind.HOLIDAY,
    }
)
