"""The working state that the steps of extraction pass along: a text and its claims in the making."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from msgspec import Struct

from factdb.claim import Basis, Change, Comparator, Evidence, Modality, Period, Quantity
from factdb.extract.view import Sentence, View
from factdb.lexicon import Lexicon


class Draft(Struct, eq=False):
    """A claim in the making: its quantity, and what the steps have found out about it so far.

    Attributes:
        quantity: The figure.
        sentence: The sentence it stands in.
        clause: Start and end of its clause, the stretch between two commas or semicolons.
        start: Offset of the figure's first character.
        end: Offset after the figure's last character.
    """

    quantity: Quantity
    sentence: Sentence
    clause: tuple[int, int]
    start: int
    end: int
    cmp: Comparator
    modality: Modality = Modality.ACTUAL
    change: Change = Change.LEVEL
    basis: Basis | None = None
    period: Period | None = None
    metric: str | None = None
    subject: str | None = None
    attribution: str | None = None
    topics: tuple[str, ...] = ()
    evidence: list[Evidence] = []

    def note(self, name: str, rule: str, start: int, end: int) -> None:
        """Remember which rule gave the field `name`, and over which characters of the text."""
        self.evidence.append(Evidence(name, rule, start, end))

    def seen(self, name: str) -> Evidence | None:
        """What gave the field `name`, where several rules did the last."""
        for evidence in reversed(self.evidence):
            if evidence.field == name:
                return evidence
        return None


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


class Passage(Struct, eq=False):
    """A text on its way through the steps.

    Attributes:
        view: The text and its matching view.
        lexicon: The words that the rules go by.
        doc_date: The day that relative periods refer to, if known.
        title: The headline, if it is not part of the text.
        sentences: The sentences in order, where the text holds a figure.
        drafts: The claims in the making, in the order of the text.
        by_sentence: The sentences that hold drafts, each with its drafts.
        times: Start and end of every word group that says when, in order.
        names: Start and end of every name that the text introduces by its form, in order.
        words: The words of the sentences that hold figures, by the sentence's index.
    """

    view: View
    lexicon: Lexicon
    doc_date: date | None = None
    title: str | None = None
    sentences: list[Sentence] = []
    drafts: list[Draft] = []
    by_sentence: list[tuple[Sentence, list[Draft]]] = []
    times: list[tuple[int, int]] = []
    names: list[tuple[int, int]] = []
    words: dict[int, Words] = {}

    @classmethod
    def of(cls, text: str, lexicon: Lexicon, doc_date: date | None = None, title: str | None = None) -> "Passage":
        """The passage of a text before the first step."""
        return cls(View.of(text, lexicon), lexicon, doc_date, title)

    def start_drafts(self, quantities: list[Quantity]) -> None:
        """Begin a draft for each quantity, given in the order of the text."""
        if not quantities:
            return
        self.sentences = sentences = self.view.sentences()
        drafts: list[Draft] = []
        sentence, clauses, at, part = sentences[0], self.view.clauses(sentences[0]), 0, 0
        for quantity in quantities:
            start, end = quantity.start, quantity.end
            if sentence.end <= start and at + 1 < len(sentences):
                while at + 1 < len(sentences) and sentences[at].end <= start:
                    at += 1
                sentence, part = sentences[at], 0
                clauses = self.view.clauses(sentence)
            while part < len(clauses) and clauses[part][1] <= start:
                part += 1
            inside = part < len(clauses) and clauses[part][0] <= start
            clause = clauses[part] if inside else (sentence.start, sentence.end)
            drafts.append(Draft(quantity, sentence, clause, start, end, quantity.cmp))
            drafts[-1].note("quantity", quantity.rule, start, end)
        self.keep(drafts)

    def keep(self, drafts: list[Draft]) -> None:
        """Go on with these drafts alone."""
        self.drafts = drafts
        together = groupby(drafts, key=lambda draft: draft.sentence.index)
        self.by_sentence = [(self.sentences[index], list(group)) for index, group in together]
