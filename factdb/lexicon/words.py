"""The table of what the segmenter's dictionary does not know or takes for something else."""

from factdb.lexicon.table import Table


class WordWords(Table, frozen=True):
    """``words.toml``: corrections of the segmenter's dictionary.

    Attributes:
        nouns: Nouns that would be cut into their words (云计算), or that count as names, verbs or adverbs (城市).
        verbs: Verbs that count as names (波及).
        places: Places that count as something else (大连).
        attributives: Words that only say more of a noun, and are no part of a name before them (广州市«重点»项目).
        prepositions: Prepositions that count as nouns (经海关检测后).
    """

    nouns: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    attributives: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()
