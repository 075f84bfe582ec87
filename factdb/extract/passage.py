"""The working state that the steps of extraction pass along: a text and its claims in the making."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Final

from factdb.claim import Basis, Change, Comparator, Evidence, Modality, Period, Quantity
from factdb.extract.view import Sentence, View
from factdb.lexicon import Lexicon


@dataclass(slots=True, eq=False)
class Draft:
    """A claim in the making: its quantity, and what the steps have found out about it so far.

    Attributes:
        quantity: The figure.
        sentence: The sentence it stands in.
        clause: Start and end of its clause, the stretch between two commas or semicolons.
    """

    quantity: Quantity
    sentence: Sentence
    clause: tuple[int, int]
    cmp: Comparator
    modality: Modality = Modality.ACTUAL
    change: Change = Change.LEVEL
    basis: Basis | None = None
    period: Period | None = None
    metric: str | None = None
    subject: str | None = None
    attribution: str | None = None
    topics: tuple[str, ...] = ()
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Offset of the figure's first character."""
        return self.quantity.start

    @property
    def end(self) -> int:
        """Offset after the figure's last character."""
        return self.quantity.end

    def note(self, name: str, rule: str, start: int, end: int) -> None:
        """Remember which rule gave the field `name`, and over which characters of the text."""
        self.evidence.append(Evidence(name, rule, start, end))


class Role:
    """The parts that a word can play.

    No Enum: a member of one takes six times as long to look up, and rules ask for roles at every word.
    """

    FIGURE: Final = "figure"
    TIME: Final = "time"
    CUE: Final = "cue"
    NAME: Final = "name"
    HEAD: Final = "head"
    NOUN: Final = "noun"
    MODIFIER: Final = "modifier"
    VERB: Final = "verb"
    PREPOSITION: Final = "preposition"
    ADVERB: Final = "adverb"
    PRONOUN: Final = "pronoun"
    OF: Final = "of"
    AND: Final = "and"
    LIGHT: Final = "light"
    OPEN: Final = "open"
    CLOSE: Final = "close"
    MARK: Final = "mark"
    OTHER: Final = "other"


@dataclass(slots=True, eq=False)
class Words:
    """The words of a sentence in order, a list for each thing to know of them; a word is a place in the lists.

    Attributes:
        texts: Each word as in the matching view; of a figure, the empty string.
        roles: The part that each plays.
        tags: What the segmenter calls it.
        starts: Where each begins.
        ends: Where each ends.
        fields: For the places of cues, the field that it decided (period, change, basis, cmp, modality …).
        drafts: For the places of figures, the draft.
    """

    texts: list[str]
    roles: list[str]
    tags: list[str]
    starts: list[int]
    ends: list[int]
    fields: dict[int, str]
    drafts: dict[int, Draft]


@dataclass(slots=True, eq=False)
class Passage:
    """A text on its way through the steps.

    Attributes:
        view: The text and its matching view.
        lexicon: The words that the rules go by.
        doc_date: The day that relative periods refer to, if known.
        title: The headline, if it is not part of the text.
        sentences: The sentences in order.
        drafts: The claims in the making, in the order of the text.
        times: Start and end of every word group that says when, in order.
        names: Start and end of every name that the text introduces by its form, in order.
        words: The words of the sentences that hold figures, by the sentence's index.
    """

    view: View
    lexicon: Lexicon
    doc_date: date | None = None
    title: str | None = None
    sentences: list[Sentence] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    times: list[tuple[int, int]] = field(default_factory=list)
    names: list[tuple[int, int]] = field(default_factory=list)
    words: dict[int, Words] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, lexicon: Lexicon, doc_date: date | None = None, title: str | None = None) -> "Passage":
        """The passage of a text before the first step."""
        view = View.of(text, lexicon)
        return cls(view, lexicon, doc_date, title, view.sentences())

    def start_drafts(self, quantities: list[Quantity]) -> None:
        """Begin a draft for each quantity, given in the order of the text."""
        sentences, at = self.sentences, 0
        clauses: list[tuple[int, int]] = []
        of = -1
        for quantity in quantities:
            while at + 1 < len(sentences) and sentences[at].end <= quantity.start:
                at += 1
            sentence = sentences[at]
            if of != at:
                clauses, of = self.view.clauses(sentence), at
            clause = next((c for c in clauses if c[0] <= quantity.start < c[1]), (sentence.start, sentence.end))
            self.drafts.append(Draft(quantity, sentence, clause, quantity.cmp))
            self.drafts[-1].note("quantity", quantity.rule, quantity.start, quantity.end)

    def by_sentence(self) -> Iterator[tuple[Sentence, list[Draft]]]:
        """The sentences that hold drafts, each with its drafts."""
        for index, drafts in groupby(self.drafts, key=lambda draft: draft.sentence.index):
            yield self.sentences[index], list(drafts)
