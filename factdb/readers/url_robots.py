"""What a robots.txt asks of programs, by RFC 9309."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

# Hosts may ask for a longer pause than the setting's, up to this many seconds.
LONGEST_PAUSE = 30.0

_LINE = re.compile(r"\s*(user-agent|allow|disallow|crawl-delay)\s*[:：]\s*([^#\n]*)", re.IGNORECASE)
_AGENT = re.compile(r"\*|[a-z_-]+", re.IGNORECASE)
_SAFE = "/?#[]@!$&'(),;=:*+-._~"


@dataclass(frozen=True, slots=True)
class _Rule:
    allow: bool
    path: str

    def matches(self, path: str) -> bool:
        """Whether the rule speaks of the path: ``*`` stands for anything, ``$`` for the end."""
        pattern, end = (self.path[:-1], True) if self.path.endswith("$") else (self.path, False)
        first, *parts = pattern.split("*")
        if not path.startswith(first):
            return False
        if not parts:
            return len(path) == len(first) or not end
        at = len(first)
        *middle, last = parts
        # The earliest place of each part leaves the most room for the next; no other choice is ever better.
        for part in middle:
            found = path.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        return path.endswith(last) and len(path) - len(last) >= at if end else path.find(last, at) >= 0


@dataclass(frozen=True, slots=True)
class Robots:
    """What a host asks of one program.

    Attributes:
        rules: What may be fetched and what may not.
        pause: How many seconds to leave between two requests.
    """

    rules: tuple[_Rule, ...] = ()
    pause: float = 0.0

    def allows(self, path: str) -> bool:
        """Whether a path, with its query, may be fetched: the longest rule decides, of two equals the kinder one."""
        path = _normal(path)
        said = max((rule for rule in self.rules if rule.matches(path)), key=_weight, default=None)
        return said is None or said.allow


def read_robots(text: str, agent: str) -> Robots:
    """What the text of a robots.txt asks of a program.

    Args:
        text: The file; whatever is no rule in it is passed over.
        agent: The program's name, in small letters.
    """
    ours: list[tuple[str, str]] = []
    everybody: list[tuple[str, str]] = []
    ours_named = False
    for agents, said in _groups(text):
        if agent in agents:
            ours_named = True
            ours += said
        elif "*" in agents:
            everybody += said
    said = ours if ours_named else everybody
    rules = (_Rule(key == "allow", _normal(value)) for key, value in said if key != "crawl-delay" and value)
    pauses = (_pause(value) for key, value in said if key == "crawl-delay")
    return Robots(tuple(rules), min(LONGEST_PAUSE, max(pauses, default=0.0)))


def _groups(text: str) -> Iterator[tuple[set[str], list[tuple[str, str]]]]:
    """The names of each group of lines, and what it says to them."""
    agents: set[str] = set()
    said: list[tuple[str, str]] = []
    for line in text.lstrip("\ufeff").splitlines():
        if not (found := _LINE.match(line)):
            continue
        key, value = found[1].lower(), found[2].strip()
        if key != "user-agent":
            said.append((key, value))
            continue
        if said:
            yield agents, said
            agents, said = set(), []
        if name := _AGENT.match(value):
            agents.add(name[0].lower())
    yield agents, said


def _normal(path: str) -> str:
    """A path in the one spelling in which paths and rules are compared."""
    return quote(unquote_to_bytes(path), safe=_SAFE)


def _weight(rule: _Rule) -> tuple[int, bool]:
    return len(rule.path), rule.allow


def _pause(value: str) -> float:
    try:
        return min(LONGEST_PAUSE, max(0.0, float(value)))
    except ValueError:
        return 0.0
