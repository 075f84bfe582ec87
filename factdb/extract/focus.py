"""Whom a text is about: the names it has met, and those that the next clauses go on with."""

from dataclasses import dataclass, field
from typing import NamedTuple

# Endings of what is no company but many, whatever the text says of 公司 then.
_GROUPS = ("股", "板块", "概念", "指数", "行业", "市场", "股市", "个股")
# Rules that find somebody whom the text only points at.
_PASSING = frozenset({"demonstrative", "indefinite"})
_SHORTEST_LONG = 4


class Name(NamedTuple):
    """Who or what a figure may belong to, where it stands, and whether it looks like a name."""

    text: str
    start: int
    end: int
    strong: bool
    rule: str
    place: bool = False


@dataclass(slots=True)
class Focus:
    """Whom a text is about, as far as it has been read: on the whole, and in the last clauses.

    Attributes:
        before_part: Who was spoken of before one of theirs was singled out, to the end of the sentence.
        speaker: Who told of others last.
        target: Whose shares change hands, as far as the text has said so: 标的公司.
        joined: Who has come in as a shareholder, as far as the text has said so.
        names: The names met so far.
        short: By its first two characters, each of them that is long enough to be called by those.
    """

    main: Name | None = None
    current: Name | None = None
    before_part: Name | None = None
    speaker: Name | None = None
    target: Name | None = None
    joined: Name | None = None
    names: set[str] = field(default_factory=set)
    short: dict[str, str] = field(default_factory=dict)

    def company(self) -> Name | None:
        """Whom 公司 means: whom the text is about, or the last one named where that is a group (概念股, 板块)."""
        grouped = self.main is not None and self.main.text.endswith(_GROUPS)
        return self.current if grouped else self.main

    def take(self, name: Name) -> None:
        """Let a name stand for what follows."""
        if name.strong:
            self.current = name
            self.names.add(name.text)
            if len(name.text) >= _SHORTEST_LONG and not name.text[:2].isascii():
                self.short.setdefault(name.text[:2], name.text)
            if name.rule not in _PASSING:
                self.settle(name)

    def settle(self, name: Name) -> None:
        """Let a name be whom the text is about, if none is yet, or if it is the first listed one."""
        if self.main is None or (name.rule == "coded-name" and self.main.rule != "coded-name"):
            self.main = name
            self.current = self.current or name
