"""A figure printed twice: a page that repeats its body says each thing once."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from factdb.claim import Claim

# How many claims of one place, each about something else, a repeated one is compared with.
_COMPARED = 8


def merge_repeats(claims: Iterable[Claim]) -> list[Claim]:
    """The claims, those that only repeat an earlier one counted in its `occurrences`.

    A claim repeats another one if it is the same figure at the same place of the same words in another
    sentence, and nothing else says that it is of another subject, metric or period.

    Args:
        claims: The claims of one text, in the order in which they stand.
    """
    kept: list[Claim] = []
    counts: list[int] = []
    places: dict[tuple[str, str, int], list[int]] = {}
    for start, together in _sentences(claims):
        for claim in together:
            known = places.setdefault((claim.sentence, claim.quote, claim.start - start), [])
            first = next((at for at in known[:_COMPARED] if _agree(kept[at], claim)), None)
            if first is None:
                known.append(len(kept))
                kept.append(claim)
                counts.append(claim.occurrences)
            else:
                counts[first] += claim.occurrences
    return [
        claim if count == claim.occurrences else replace(claim, occurrences=count)
        for claim, count in zip(kept, counts, strict=True)
    ]


def _sentences(claims: Iterable[Claim]) -> Iterator[tuple[int, list[Claim]]]:
    """The claims of each sentence, with the place where it starts.

    A claim knows its sentence by its words alone; claims with the same words are of one sentence if there
    is a place at which it may start for all of them.
    """
    together: list[Claim] = []
    starts: frozenset[int] = frozenset()
    for claim in claims:
        possible = _starts(claim)
        if together and claim.sentence == together[0].sentence and starts & possible:
            starts &= possible
            together.append(claim)
            continue
        if together:
            yield min(starts), together
        starts, together = possible, [claim]
    if together:
        yield min(starts), together


def _starts(claim: Claim) -> frozenset[int]:
    """Where the claim's sentence may start; more than one place if it holds the quote more than once."""
    starts: set[int] = set()
    at = claim.sentence.find(claim.quote)
    while at >= 0:
        starts.add(claim.start - at)
        at = claim.sentence.find(claim.quote, at + 1)
    return frozenset(starts) or frozenset({claim.start})


def _agree(one: Claim, other: Claim) -> bool:
    return all(
        mine is None or yours is None or mine == yours
        for mine, yours in (
            (one.subject, other.subject),
            (one.metric, other.metric),
            (one.period, other.period),
        )
    )
