"""What an archive may unpack to: shared by all that lies in it, however deep."""

from dataclasses import dataclass

from factdb.readers.faults import ArchiveCrowdedError, ArchiveSwellsError
from factdb.settings import MAX_MEMBERS, MAX_RATIO

# A small archive may hold one long run of spaces; what unpacks to no more than this is no bomb.
_ALWAYS = 16_000_000


@dataclass(slots=True, eq=False)
class Budget:
    """How much more may come out of an archive, all archives within it included.

    Attributes:
        name: What messages call the outermost archive.
        bytes_left: How many bytes may still be unpacked.
        members_left: How many members may still be looked at.
        spent: Whether something wanted more than there was; nothing else is unpacked then.
        told_depth: Whether it was said that archives lie too deep; once is enough.
    """

    name: str
    bytes_left: int
    members_left: int
    spent: bool = False
    told_depth: bool = False

    @classmethod
    def of(cls, name: str, packed: int) -> "Budget":
        """The budget of an archive of so many bytes."""
        return cls(name, max(_ALWAYS, packed * MAX_RATIO.read_int()), MAX_MEMBERS.read_int())

    def is_told_depth(self) -> bool:
        """Whether it was said before that archives lie too deep; from now on it was."""
        told, self.told_depth = self.told_depth, True
        return told

    def take_bytes(self, count: int) -> None:
        """Note that so many more bytes were unpacked.

        Raises:
            ArchiveSwellsError: It is more than an archive of that size may hold.
        """
        self.bytes_left -= count
        if self.bytes_left < 0:
            self.spent = True
            raise ArchiveSwellsError(self.name, MAX_RATIO.read_int())

    def take_members(self, count: int) -> None:
        """Note that so many more members are looked at.

        Raises:
            ArchiveCrowdedError: It is more than an archive may have.
        """
        if count > self.members_left:
            raise ArchiveCrowdedError(self.name, MAX_MEMBERS.read_int())
        self.members_left -= count
