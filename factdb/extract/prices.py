"""What rises and falls: the moves of prices and indices, and what the price of that which moves is called."""

from factdb.claim import Evidence
from factdb.extract.passage import Draft
from factdb.lexicon import MetricWords

# So many characters before a move may lie what moves.
_NEAR = 40


def move_of(draft: Draft, chars: str, words: MetricWords) -> Evidence | None:
    """The word of change of a figure, if it speaks of prices and indices (涨, 跌, 高开)."""
    for cue in draft.evidence:
        if cue.field == "change":
            verb = chars[cue.start : cue.end]
            return cue if any(sign in verb for sign in words.moves) else None
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
    return words.goods_price if any(word in near for word in words.goods) else words.price
