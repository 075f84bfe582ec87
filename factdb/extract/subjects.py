"""Whose each figure is: the name beside its metric, the subject of its clause, or the one carried over."""

from factdb.extract.focus import Focus
from factdb.extract.introductions import introduce
from factdb.extract.items import line_items
from factdb.extract.passage import Passage
from factdb.extract.subject_reader import SubjectReader, give
from factdb.extract.words import words_of


def read_subjects(passage: Passage) -> None:
    """Fill in the subject of every draft; it stays null where the text names none."""
    focus = Focus()
    if passage.title is not None:
        _read_title(passage, passage.title, focus)
    done, items = -1, line_items(passage)
    for sentence, _ in passage.by_sentence:
        skipped = [s for s in passage.sentences[:2] if done < s.index < sentence.index - 2]
        for before in skipped + passage.sentences[max(done + 1, sentence.index - 2, 0) : sentence.index]:
            if focus.main is not None and passage.view.chars.endswith("?", before.start, before.end):
                # A question asks about others than whom the text is about.
                continue
            SubjectReader(passage, focus, before, words_of(passage, before, [])).read(items.get(before.index))
        done = sentence.index
        SubjectReader(passage, focus, sentence, passage.words[sentence.index]).read(items.get(sentence.index))
    main = focus.main
    for draft in passage.drafts:
        if draft.subject is None and main is not None and main.start < draft.start:
            give(draft, main, "article-subject", passage)


def _read_title(passage: Passage, title: str, focus: Focus) -> None:
    """Learn from a headline that is not part of the text whom the text is about."""
    headline = Passage.of(title, passage.lexicon)
    introduce(headline)
    for sentence in headline.view.sentences()[:1]:
        SubjectReader(headline, focus, sentence, words_of(headline, sentence, []), passage.view.text).read()
    if focus.main is not None and focus.main.place:
        # 台湾电信业增长: a place in a headline only says where.
        focus.main = focus.current = None
    focus.main = focus.main and focus.main._replace(start=0, end=0, rule="title-subject")
    focus.current = focus.current and focus.current._replace(start=0, end=0, rule="title-subject")
