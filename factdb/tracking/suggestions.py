"""Names that may be one: a person is asked, and nothing is done without them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, groupby

from sqlalchemy import Connection, func, select

from factdb.db.database import Database
from factdb.db.models import Claim, NameAction, NameDecision
from factdb.db.names import key_of
from factdb.db.seed import METRICS, SUBJECTS, Naming

# The names that are compared: those with most claims.
_NAMES = 20_000
# Shorter names are part of too many others, and longer ones of none.
_SHORTEST, _LONGEST = 2, 24
# A short form keeps the first character and has so many: 营收 of 营业收入.
_SHORT_FORMS = (2, 3, 4)
_SPELLED_OUT = 10
# A value that so many names have says nothing of two of them.
_COMMON = 4
_BATCH = 10_000
_Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two names that may be one.

    Attributes:
        name: The one with fewer claims.
        into: The other.
        why: What speaks for it: ``contained``, ``short form`` or ``same values``.
        same: For how many periods both have the same value.
        other: For how many periods their values differ.
        claims: How many claims the first has.
    """

    name: str
    into: str
    why: str
    same: int
    other: int
    claims: int


def suggest(db: Database, naming: Naming, *, limit: int | None = None) -> list[Suggestion]:
    """Pairs of names that may be one, those first whose values agree; never one that a person said is two.

    Args:
        db: Where from.
        naming: Subjects or metrics.
        limit: At most so many.
    """
    with db.connect() as connection:
        names, claims = _names(connection, naming)
        found: dict[_Pair, str] = {}
        for reason, pairs in (("contained", _contained(names)), ("short form", _short_forms(names))):
            for pair in pairs:
                found.setdefault(pair, reason)
        same = _agreements(connection, naming)
        for pair, times in same.items():
            if times > 1 and all(number in claims for number in pair):
                found.setdefault(pair, "same values")
        other = _disagreements(connection, naming, found)
        apart = set(_kept_apart(connection, naming))
    called = {number: keys[0] for number, keys in names.items()}
    rows = []
    for pair, why in found.items():
        if why == "same values" and other[pair] >= same[pair]:
            continue
        if frozenset(key_of(called[number]) for number in pair) not in apart:
            less, more = sorted(pair, key=lambda number: (claims[number], -number))
            rows.append(Suggestion(called[less], called[more], why, same[pair], other[pair], claims[less]))
    rows.sort(key=lambda row: (-row.same, row.other, -row.claims, row.name, row.into))
    return rows[:limit]


def _names(connection: Connection, naming: Naming) -> tuple[dict[int, list[str]], dict[int, int]]:
    """The names that claims have, each with its aliases behind it, and how many claims."""
    column = getattr(Claim, naming.column)
    count = func.count().label("claims")
    counts = select(column.label("owner"), count).where(column.is_not(None)).group_by(column)
    most = connection.execute(counts.order_by(count.desc(), column).limit(_NAMES))
    claims = {row.owner: row.claims for row in most}
    table, rows = naming.table.__table__, naming.aliases.__table__
    names = {
        row.id: [row.name] for row in connection.execute(select(table.c["id"], table.c["name"])) if row.id in claims
    }
    for name, owner in connection.execute(select(rows.c["name"], rows.c[naming.column])):
        if owner in names:
            names[owner].append(name)
    return names, claims


def _keyed(names: dict[int, list[str]]) -> Iterator[tuple[str, int]]:
    for number, aliases in names.items():
        for key in dict.fromkeys(map(key_of, aliases)):
            if _SHORTEST <= len(key) <= _LONGEST:
                yield key, number


def _contained(names: dict[int, list[str]]) -> Iterator[tuple[int, int]]:
    """A name begins or ends with another: 字节跳动 and 字节, 橙鹿科技集团 and 橙鹿科技."""
    owners = dict(_keyed(names))
    for key, number in owners.items():
        for at in range(_SHORTEST, len(key)):
            for part in (key[:at], key[-at:]):
                if (owner := owners.get(part)) is not None and owner != number:
                    yield _pair(owner, number)


def _short_forms(names: dict[int, list[str]]) -> Iterator[tuple[int, int]]:
    """A name is made of characters of another one, the first among them: 营收 and 营业收入."""
    owners = dict(_keyed(names))
    for key, number in owners.items():
        if len(key) > _SPELLED_OUT or key.isascii():
            continue
        for size in _SHORT_FORMS:
            for rest in combinations(key[1:], size - 1) if size < len(key) else ():
                if (owner := owners.get(key[0] + "".join(rest))) is not None and owner != number:
                    yield _pair(owner, number)


def _agreements(connection: Connection, naming: Naming) -> Counter[_Pair]:
    """How often two names have the same value for the same."""
    same: Counter[_Pair] = Counter()
    for held in _groups(connection, naming):
        owners: defaultdict[float, set[int]] = defaultdict(set)
        for owner, values in held.items():
            for value in values:
                owners[value].add(owner)
        same.update(
            {pair for each in owners.values() if len(each) <= _COMMON for pair in combinations(sorted(each), 2)}
        )
    return same


def _disagreements(connection: Connection, naming: Naming, wanted: Iterable[_Pair]) -> Counter[_Pair]:
    """How often each of these pairs has different values for the same."""
    partners: defaultdict[int, list[int]] = defaultdict(list)
    for one, two in wanted:
        partners[one].append(two)
    other: Counter[_Pair] = Counter()
    for held in _groups(connection, naming):
        for one in held.keys() & partners.keys():
            other.update((one, two) for two in partners[one] if two in held and not held[one] & held[two])
    return other


def _groups(connection: Connection, naming: Naming) -> Iterator[dict[int, set[float]]]:
    """For everything that is said of several names for one period: the values of each."""
    own = getattr(Claim, naming.column)
    twin = getattr(Claim, (METRICS if naming is SUBJECTS else SUBJECTS).column)
    columns = (twin, Claim.period, Claim.unit, Claim.change, Claim.modality)
    statement = (
        select(*columns, own.label("owner"), Claim.low_float)
        .where(Claim.counted, own.is_not(None), twin.is_not(None), Claim.period.is_not(None), Claim.low.is_not(None))
        .order_by(*columns)
    )
    rows = connection.execution_options(yield_per=_BATCH).execute(statement)
    for _, group in groupby(rows, key=lambda row: tuple(row[: len(columns)])):
        held: defaultdict[int, set[float]] = defaultdict(set)
        for row in group:
            held[row.owner].add(row.low_float)
        if len(held) > 1:
            yield held


def _kept_apart(connection: Connection, naming: Naming) -> Iterator[frozenset[str]]:
    """The pairs that a person said are two."""
    undone = select(NameDecision.undoes).where(NameDecision.undoes.is_not(None))
    for said in connection.scalars(
        select(NameDecision.said).where(
            NameDecision.kind == naming.kind, NameDecision.action == NameAction.APART, NameDecision.id.not_in(undone)
        )
    ):
        yield frozenset(key_of(name) for name in said.split(" | "))


def _pair(one: int, two: int) -> tuple[int, int]:
    return min(one, two), max(one, two)
