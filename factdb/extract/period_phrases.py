"""Two mentions of a period that are one phrase: 上一交易日(6月11日), 2022年春节, 8月20日收盘."""

from factdb.extract.period_mentions import Mention, TokenKind

# What a part of a year begins with, which nothing more places: 最后几个月, 头一个月.
_PART = "最头首"


def one_phrase(chars: str, before: Mention, mention: Mention) -> Mention | None:
    """The mention that two make up, if they are one phrase."""
    return _in_brackets(chars, before, mention) or _side_by_side(chars, before, mention)


def _in_brackets(chars: str, outer: Mention, inner: Mention) -> Mention | None:
    """One mention of two where the second stands in brackets behind the first: 上一个工作日(6月11日)."""
    if chars[outer.end : inner.start] != "(" or chars[inner.end : inner.end + 1] != ")":
        return None
    end = inner.end + 1
    if inner.moments and inner.moments[0].weekday is None:
        return inner._replace(start=outer.start, end=end, kind=outer.kind, until=outer.until)
    return outer._replace(end=end)


def _side_by_side(chars: str, before: Mention, mention: Mention) -> Mention | None:
    """One mention of two: 2022年春节, 2021年最后几个月, 国庆 and 假期, 2022财年 and 第一季度, 8月20日 and 收盘."""
    gap = mention.start - before.end
    if mention.kind is TokenKind.SESSION and gap <= 1 and _is_day(before):
        return before if gap else before._replace(end=mention.end)
    if gap:
        return None
    grains = [moment.grain for moment in before.moments]
    holiday = mention.kind is TokenKind.HOLIDAY and (before.kind is TokenKind.HOLIDAY or grains == ["year"])
    open_year = bool(mention.moments) and not mention.moments[0].dated
    part = mention.kind is TokenKind.SPAN and grains == ["year"] and chars[mention.start] in _PART
    fiscal = part or (before.kind is TokenKind.FIXED and (open_year or mention.kind is TokenKind.FIXED))
    fiscal = fiscal or (mention.kind is TokenKind.FIXED and grains == ["year"])
    if not holiday and not fiscal:
        return None
    return before._replace(end=mention.end, kind=TokenKind.HOLIDAY if holiday else TokenKind.FIXED, moments=())


def _is_day(mention: Mention) -> bool:
    return len(mention.moments) == 1 and mention.moments[0].grain == "day"
