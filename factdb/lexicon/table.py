"""What every part of the lexicon is: a frozen table that refuses keys it does not know."""

import msgspec


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, eq=False):
    """A part of the lexicon; frozen, and equal only to itself, so that it can key a cache."""
