"""Checking claims on a page: what a form says of one, and whether it is still the claim that was looked at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import func, select

from factdb.claim import Status
from factdb.db.database import Database
from factdb.db.models import Review
from factdb.db.queries import ClaimRow, get_claim
from factdb.decimals import plain
from factdb.errors import FactdbError
from factdb.lexicon import load_lexicon
from factdb.settings import LEXICON
from factdb.tracking.corrections import Correction
from factdb.tracking.reviews import Decided, decide, look_at, undo

# What a page lets a reviewer correct, by the names of `factdb correct`.
FIELDS = ("value", "unit", "metric", "subject", "period", "modality", "change", "basis", "attribution", "topic")
_PLAIN = {"accept": Status.ACCEPTED, "reject": Status.REJECTED}
_NAME = 80
# So many claims are asked for at a time.
_BATCH = 500


class ReviewerMissingError(FactdbError):
    """Nobody knows who decides."""

    def __init__(self) -> None:
        super().__init__("The log of decisions needs a name: give yours in the field above.")


class SeenBeforeError(FactdbError):
    """The claim has changed since it was shown."""

    def __init__(self) -> None:
        super().__init__("Somebody decided about this claim after it was shown to you; nothing was written.")


class UnknownActError(FactdbError):
    """A form asks for something that is no decision."""

    def __init__(self) -> None:
        super().__init__("A claim is accepted, rejected or corrected, a conflict settled, or a decision taken back.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form says.

    Attributes:
        act: accept, reject, correct or undo.
        seen: What `seen_marks` gave for the claim as it was shown.
        fields: What stands in the fields, if there were any.
    """

    act: str
    seen: str
    reviewer: str
    remark: str | None
    fields: Mapping[str, str]


def seen_marks(db: Database, rows: Iterable[ClaimRow]) -> dict[int, str]:
    """A mark for each claim as it is now; another one as soon as anything of it or any decision is new."""
    rows = list(rows)
    counts: dict[int, int] = {}
    with db.connect() as connection:
        for start in range(0, len(rows), _BATCH):
            ids = [row.id for row in rows[start : start + _BATCH]]
            wanted = select(Review.claim_id, func.count()).where(Review.claim_id.in_(ids)).group_by(Review.claim_id)
            counts.update((row[0], row[1]) for row in connection.execute(wanted))
    return {row.id: sha256(f"{counts.get(row.id, 0)} {row}".encode()).hexdigest()[:16] for row in rows}


def review(db: Database, claim_id: int, asked: Asked) -> Decided:
    """Write down what a reviewer decided.

    Raises:
        ClaimNotFoundError: There is no such claim.
        SeenBeforeError: It is not any more what the reviewer saw.
        FactdbError: The decision cannot be; see `factdb.tracking.reviews`.
    """
    reviewer = reviewer_of(asked.reviewer)
    seen = look_at(db, claim_id)
    row = get_claim(db, claim_id)
    if seen_marks(db, [row])[claim_id] != asked.seen:
        raise SeenBeforeError
    if asked.act == "undo":
        return undo(db, claim_id, reviewer=reviewer, remark=asked.remark, seen=seen, overrule=True)
    if asked.act == "correct":
        correction = Correction.of(_changed(row, asked.fields), load_lexicon(LEXICON.read()))
        return decide(
            db, claim_id, Status.CORRECTED, reviewer=reviewer, correction=correction, remark=asked.remark, seen=seen
        )
    if asked.act not in _PLAIN:
        raise UnknownActError
    return decide(db, claim_id, _PLAIN[asked.act], reviewer=reviewer, remark=asked.remark, seen=seen)


def reviewer_of(given: str) -> str:
    """Who decides, by the name in a form.

    Raises:
        ReviewerMissingError: There is none.
    """
    name = " ".join(given.split())[:_NAME]
    if not name:
        raise ReviewerMissingError
    return name


def field_texts(row: ClaimRow) -> dict[str, str]:
    """A claim's fields as they stand in the form."""
    ends = [plain(end) for end in (row.low, row.high) if end is not None]
    return {
        "value": "~".join(dict.fromkeys(ends)),
        "unit": row.unit,
        "metric": row.metric or "",
        "subject": row.subject or "",
        "period": row.period or "",
        "modality": row.modality.value,
        "change": row.change.value,
        "basis": row.basis.value if row.basis else "",
        "attribution": row.attribution or "",
        "topic": ", ".join(row.topics),
    }


def _changed(row: ClaimRow, fields: Mapping[str, str]) -> dict[str, list[str]]:
    """What a reviewer wrote otherwise than it stood in the form."""
    now = field_texts(row)
    changed = {name: fields[name].strip() for name in FIELDS if name in fields and fields[name].strip() != now[name]}
    return {
        name: [part.strip() for part in text.replace("，", ",").split(",")] if name == "topic" else [text]
        for name, text in changed.items()
    }
