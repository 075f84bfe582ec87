"""Lines that a label opens: 人均可支配收入：2020年32,189元, or 蓝鲸优选：营收为8亿元, as lists and tables have them.

A label that ends like a metric right before its figures is the metric, all of it; one before a metric of its own is
whose the figures are. The lines of a list do not lend each other their labels.
"""

import re
from bisect import bisect_right
from itertools import groupby

from factdb.claim import Evidence
from factdb.extract.passage import Draft, Passage, Role

_LABEL = re.compile(r"[ \t]{0,4}(?P<label>[^\s\d,。;:!?、(（][^\n,。;:!?、]{0,23}):")
_BETWEEN = re.compile(r"[为约达共是近超-]{0,3}|预计为?")
_LONGEST_OWNER, _LONGEST_REST = 12, 4
_HAN = re.compile(r"[一-鿿A-Za-z]+")

_Span = tuple[int, int]


def read_labels(passage: Passage) -> None:
    """Let the label of a line say what its figures are of, or whose they are."""
    chars = passage.view.chars
    if ":" not in chars:
        return
    labels: list[_Span] = []
    before: str | None = None
    for start, group in groupby(passage.drafts, key=lambda draft: chars.rfind("\n", 0, draft.start) + 1):
        drafts = list(group)
        match = _LABEL.match(chars, start, drafts[0].start)
        if match is not None:
            label = match.span("label")
            if _is_metric(passage, drafts[0], label):
                _measure(passage, drafts, label, labels, before)
            else:
                _own(passage, drafts, label, labels)
                labels.append(label)
        before = drafts[-1].subject


def _roles(passage: Passage, draft: Draft, label: _Span) -> list[str]:
    words = passage.words[draft.sentence.index]
    return [role for role, at in zip(words.roles, words.starts, strict=True) if label[0] <= at < label[1]]


def _is_metric(passage: Passage, draft: Draft, label: _Span) -> bool:
    """Whether a label names what is measured: it ends like a metric, names nobody, and its figure follows at once."""
    chars, words = passage.view.chars, passage.lexicon.metrics
    roles = _roles(passage, draft, label)
    if not roles or Role.NAME in roles or not (roles[-1] is Role.HEAD or chars[label[1] - 1] in words.endings):
        return False
    between = chars[label[1] + 1 : draft.start]
    for start, end in passage.times:
        if label[1] <= start and end <= draft.start:
            between = between.replace(chars[start:end], "", 1)
    return _BETWEEN.fullmatch(between.strip()) is not None


def _measure(passage: Passage, drafts: list[Draft], label: _Span, labels: list[_Span], before: str | None) -> None:
    text = passage.view.text[slice(*label)].strip()
    for draft in drafts:
        metric, subject = draft.seen("metric"), draft.seen("subject")
        if draft.metric is None or (metric is not None and label[0] <= metric.start < label[1]):
            draft.metric = text
            draft.note("metric", "label", *label)
        if subject is None or draft.subject is None:
            continue
        if label[0] <= subject.start < label[1]:
            draft.subject = before
            draft.note("subject", "not-of-label", *label)
        elif _is_in(subject, labels):
            draft.subject = None
            draft.note("subject", "not-of-label", *label)


def _own(passage: Passage, drafts: list[Draft], label: _Span, labels: list[_Span]) -> None:
    text = passage.view.text[slice(*label)].strip()
    for draft in drafts:
        metric, subject = draft.seen("metric"), draft.seen("subject")
        if subject is None or draft.subject is None:
            continue
        measured = metric is not None and metric.start > label[1]
        listed = _is_in(subject, labels)
        own = subject.start == label[0] and _is_cut(passage, draft.subject, text)
        if measured and (_is_owner(passage, text) if listed else own):
            draft.subject = text
            draft.note("subject", "label", *label)
        elif listed:
            draft.subject = None
            draft.note("subject", "not-of-label", *label)


def _is_owner(passage: Passage, label: str) -> bool:
    """Whether the label of a further line of a list names somebody, and not a sum or who tells."""
    words = passage.lexicon.subjects
    if label in words.openers or label in words.bylines or label.endswith((*words.telling, *words.speaking)):
        return False
    return len(label) <= _LONGEST_OWNER and _HAN.fullmatch(label) is not None


def _is_cut(passage: Passage, subject: str, label: str) -> bool:
    """Whether a name is the beginning of the label, the rest of which belongs to it: 蓝鲸|优选."""
    rest, words = label[len(subject) :], passage.lexicon.subjects
    if not label.startswith(subject) or len(label) > _LONGEST_OWNER or not 0 < len(rest) <= _LONGEST_REST:
        return False
    if label.endswith(words.authorities):
        # 江州|卫健委：…: the figures are of the place.
        return False
    if any(office in label for office in words.offices):
        # 法国|卫生部长：…: the figures are of the country.
        return False
    return _HAN.fullmatch(rest.lstrip("-")) is not None and not rest.endswith((*words.telling, *words.speaking))


def _is_in(seen: Evidence, labels: list[_Span]) -> bool:
    """Whether what was seen stands in the label of an earlier line."""
    at = bisect_right(labels, (seen.start + 1, 0)) - 1
    return at >= 0 and labels[at][0] <= seen.start < labels[at][1]
