"""What is wrong with single rows of a corpus, told without telling it a million times."""

from dataclasses import dataclass, field

from factdb.errors import Problem

# Of so many rows each fault is told; the others are counted.
_TOLD = 100


@dataclass(slots=True)
class RowFaults:
    """What is wrong with rows of a corpus: each of the first ones told, the others counted."""

    name: str
    count: int = 0
    _pending: list[Problem] = field(default_factory=list)

    def add(self, message: str) -> None:
        """Tell of a fault."""
        self.count += 1
        if self.count <= _TOLD:
            self._pending.append(Problem(self.name, message[:1].upper() + message[1:]))

    def take(self, *, last: bool = False) -> list[Problem]:
        """What has not been told yet."""
        pending, self._pending = self._pending, []
        if last and self.count > _TOLD:
            pending.append(
                Problem(self.name, f"{self.count - _TOLD} more rows of {self.name} were left out for such reasons.")
            )
        return pending
