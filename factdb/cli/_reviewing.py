"""The loop in which a person decides about one claim after the other."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from factdb.claim import Status
from factdb.cli._claims import mark_in_text
from factdb.cli._deciding import tell_changes
from factdb.cli._keys import read_key, read_line
from factdb.cli._table import mark, print_fields, stdout_console
from factdb.db.queries import get_claim, get_text
from factdb.errors import FactdbError
from factdb.lexicon import Lexicon
from factdb.tracking.corrections import Correction
from factdb.tracking.evidence import find_evidence
from factdb.tracking.queue import Waiting
from factdb.tracking.reviews import ChangedMeanwhileError, Decided, Seen, decide, look_at, undo
from factdb.wording import format_value, show_text

if TYPE_CHECKING:
    from factdb.db.queries import ClaimRow
    from factdb.db.session import Database

KEYS = "a accept   c correct   r reject   s skip   u undo   q quit"
# The key of each field that can be corrected.
_FIELDS = {
    "v": "value", "o": "cmp", "u": "unit", "m": "metric", "s": "subject", "p": "period", "k": "modality",
    "c": "change", "b": "basis", "w": "attribution", "t": "topic",
}  # fmt: skip


@dataclass(slots=True, eq=False)
class Reviewing:
    """A person at a terminal, and the claims that wait.

    Attributes:
        decided: The places among them of those that were decided about, for an undo to step back through.
        counts: How many of them how.
    """

    database: "Database"
    reviewer: str
    lexicon: Lexicon
    waiting: Sequence[Waiting]
    decided: list[int] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    at: int = 0
    console: Console = field(default_factory=stdout_console)

    def run(self) -> None:
        """Go through the claims until there is none left, or the person has had enough.

        Raises:
            KeyboardInterrupt: Ctrl-C was pressed; what was decided is stored.
        """
        while self.at < len(self.waiting):
            waiting = self.waiting[self.at]
            try:
                seen = look_at(self.database, waiting.claim_id)
                self._show(get_claim(self.database, waiting.claim_id), waiting.reason)
                if not self._ask(waiting.claim_id, seen):
                    return
            except ChangedMeanwhileError as fault:
                self._say(str(fault))
            except EOFError:
                return

    def _ask(self, claim: int, seen: Seen) -> bool:
        """Take keys until something is done about the claim; whether to go on."""
        acts: dict[str, Callable[[int, Seen], bool]] = {
            "a": lambda claim, seen: self._decide(claim, seen, Status.ACCEPTED),
            "r": lambda claim, seen: self._decide(claim, seen, Status.REJECTED),
            "c": self._correct,
            "u": lambda _claim, _seen: self._undo(),
            "s": lambda _claim, _seen: self._skip(),
        }
        while (key := read_key()) != "q":
            try:
                if key in acts and acts[key](claim, seen):
                    return True
                if key not in acts:
                    self._say(KEYS)
            except ChangedMeanwhileError:
                raise
            except FactdbError as fault:
                self._say(str(fault))
        return False

    def _decide(self, claim: int, seen: Seen, decision: Status, correction: Correction | None = None) -> bool:
        decided = decide(self.database, claim, decision, reviewer=self.reviewer, correction=correction, seen=seen)
        self._tell(decided)
        self.counts[decision] += 1
        self.decided.append(self.at)
        self.at += 1
        return True

    def _correct(self, claim: int, seen: Seen) -> bool:
        """Ask for fields until the person is through with them; they are one decision."""
        typed: dict[str, list[str]] = {}
        keys = "   ".join(f"{key} {name}" for key, name in _FIELDS.items())
        self._say(f"{keys}   Enter done   Esc back")
        while (key := read_key()) not in {"\r", "\n"}:
            if key == "\x1b":
                self._say(KEYS)
                return False
            if name := _FIELDS.get(key):
                line = read_line(f"{name}: ")
                typed[name] = line.replace("，", ",").split(",") if name == "topic" else [line]
        if not typed:
            self._say(KEYS)
            return False
        return self._decide(claim, seen, Status.CORRECTED, Correction.of(typed, self.lexicon))

    def _undo(self) -> bool:
        if not self.decided:
            self._say("There is nothing to undo here yet.")
            return False
        self._tell(undo(self.database, self.waiting[self.decided[-1]].claim_id, reviewer=self.reviewer))
        self.at = self.decided.pop()
        self.counts["undone"] += 1
        return True

    def _skip(self) -> bool:
        self.counts["skipped"] += 1
        self.at += 1
        return True

    def _show(self, claim: "ClaimRow", reason: str) -> None:
        """The claim: its sentence, its fields with the rule and the words behind each, and why a person is asked."""
        text = get_text(self.database, claim.article_id)
        self.console.print()
        self.console.print(Text(f"{self.at + 1} of {len(self.waiting)}, claim {claim.id}: {reason}", style="bold"))
        self.console.print(mark(self.console, mark_in_text(claim, text)))
        why = find_evidence(self.database, claim, self.lexicon)
        value = format_value(claim.low, claim.high, claim.cmp, claim.unit)
        told = {name: getattr(claim, name) for name in _SHOWN}
        fields = [("value", value), *((name, said) for name, said in told.items() if said or name in _NEEDED)]
        print_fields([(name, _with_why(told, why.get(_RULES.get(name, name)))) for name, told in fields])
        self._say(KEYS)

    def _tell(self, decided: Decided) -> None:
        what = f": {tell_changes(decided.changes)}" if decided.changes else ""
        self._say(f"Claim {decided.claim_id} is {decided.status}{what}.")

    def _say(self, line: str) -> None:
        self.console.print(Text(show_text(line)))


_SHOWN = ("metric", "subject", "period", "modality", "change", "basis", "attribution", "topics", "publisher", "title")
# Shown where they are missing, too.
_NEEDED = ("metric", "subject", "period")
_RULES = {"value": "quantity"}


def _with_why(value: object, why: str | None) -> str:
    told = ", ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
    return f"{told}   ({why})" if why else told
