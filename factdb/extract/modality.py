"""Modality: whether a figure is stated as a fact, or as a forecast, a target or an estimate.

A word such as 预计 governs the figures behind it: those of its own clause, and those of the clauses that follow in
the sentence, until one turns back to what is (已, 截至, 而去年). A word may also stand behind its figure
(«5亿元»的目标), and a paper of plans (《…规划》) makes targets of the figures of its sentences.
"""

import re

from msgspec import Struct

from factdb.claim import Kind, Modality
from factdb.extract.modality_patterns import ModalityPatterns, modality_patterns
from factdb.extract.passage import Draft, Passage
from factdb.extract.view import Sentence

_YEAR = re.compile(r"(?<![\d较比])((?:19|20)\d\d)(?=年|-|/|E|财年|财政)")
_CLAUSE_END = re.compile(r"[,;。]")
# Where another headline begins: behind brackets, a gap, or with a listed company and its code, unless a preposition
# leads to it.
_NEW_HEADLINE = re.compile(r"(?<![向对与及和])[\u4e00-\u9fffA-Z*]{2,8}\(\d{6}\)|\s{3,}|来源:|】")
# The year that a plan looks to; it makes targets behind the names of plans, too.
_LOOKS_TO = re.compile(r"到20\d\d年")
# Around a figure that something moves away from; and the names of what nobody has yet.
_FROM = re.compile(r"[由从](?:[^,;。0-9由从]{0,8}的)?[约近超逾每]?\Z")
_MOVES_TO = re.compile(r"[^,;。0-9]{0,6}?[升降增减涨跌提调缩扩加高张大少][^,;。0-9]{0,1}?[至到为]")
_OUTLOOK = re.compile("目标|预测|预期|预估|指引|计划的|规划的|盈测")
_FAR = 16
# Before what was planned, in the words that say what share of it something is.
_SHARE_OF = re.compile(r"(?:占|完成|达到|相当于)了?(?:其|公司|该行|全年|全部|原|此前|之前){0,3}\Z")
# So many sentences behind a paper of plans are taken to tell of it.
_PAPER_REACH = 8
# At the head of a sentence that goes on with the parts of what the one before foresaw.
_PARTS_OF = re.compile("其中|上述(?:部分|大部)?(?:地区|区域|海域|各地)|以上地区")
_AHEAD = frozenset({Modality.FORECAST, Modality.TARGET})
_PEOPLE = ("人", "者", "民", "家庭", "企业", "公司", "学家", "分析师", "高管", "员工", "用户", "机构")
# Kinds of figures that are a part or a multiple of something.
_PARTS = frozenset({Kind.SHARE, Kind.MULTIPLE})


class _Cue(Struct, frozen=True):
    """A word found in a sentence.

    Attributes:
        modality: What it makes of the figures behind it; actual if it ends the scope of others.
        firm: For an actual one, whether it does so in its own clause too.
        weak: Whether another word of its clause goes before it.
    """

    start: int
    end: int
    modality: Modality
    firm: bool = False
    weak: bool = False


def read_modality(passage: Passage) -> None:
    """Set what kind of statement each figure is."""
    if not passage.drafts:
        return
    patterns = modality_patterns(passage.lexicon.modality)
    chars = passage.view.chars
    papers = [found.span() for found in patterns.paper.finditer(chars)]
    told: tuple[int, _Cue | None] = (-1, None)
    for sentence, drafts in passage.by_sentence:
        cues = _cues(patterns, chars, sentence, drafts)
        paper = _paper_before(passage, patterns, papers, sentence)
        whole = _of_whole(passage, patterns, sentence, told)
        cue: _Cue | None = None
        for draft in drafts:
            cue = _governing(draft, cues, patterns, chars)
            if cue is None and not any(one.modality is Modality.ACTUAL for one in cues):
                plan = paper or _plan_to_year(passage, patterns, draft)
                cue = _Cue(*plan, Modality.TARGET) if plan else whole
            if cue is not None:
                draft.modality = cue.modality
                draft.note("modality", f"{cue.modality}-cue", cue.start, cue.end)
        told = sentence.index, cue


def _of_whole(
    passage: Passage, patterns: ModalityPatterns, sentence: Sentence, told: tuple[int, _Cue | None]
) -> _Cue | None:
    """What governs the whole that a sentence goes on with the parts of: 预计投资10亿元。其中,设备«6亿元».

    `told` is the sentence with figures before, and what governed its last one.
    """
    if not sentence.index or not _PARTS_OF.match(passage.view.chars, sentence.start):
        return None
    if told[0] == sentence.index - 1:
        return told[1] if told[1] and told[1].modality in _AHEAD else None
    cues = _cues(patterns, passage.view.chars, passage.sentences[sentence.index - 1], [])
    return cues[-1] if cues and cues[-1].modality is Modality.FORECAST else None


def _paper_before(
    passage: Passage, patterns: ModalityPatterns, papers: list[tuple[int, int]], sentence: Sentence
) -> tuple[int, int] | None:
    """The paper of plans that a sentence tells of, if any."""
    if not papers or patterns.plan_end.search(passage.view.chars, sentence.start, sentence.end):
        return None
    first = passage.sentences[max(0, sentence.index - _PAPER_REACH)]
    return next((span for span in reversed(papers) if first.start <= span[0] and span[1] <= sentence.start), None)


def _plan_to_year(passage: Passage, patterns: ModalityPatterns, draft: Draft) -> tuple[int, int] | None:
    """The plan that a figure behind 到2030年 is of, in its sentence or close before it."""
    chars, sentence = passage.view.chars, draft.sentence
    year = _LOOKS_TO.search(chars, sentence.start, draft.start)
    if year is None or patterns.plan_end.search(chars, year.end(), draft.clause[1]):
        return None
    first = passage.sentences[max(0, sentence.index - _PAPER_REACH)]
    plans = list(patterns.plan.finditer(chars, first.start, year.start()))
    return plans[-1].span() if plans else None


def _cues(patterns: ModalityPatterns, chars: str, sentence: Sentence, drafts: list[Draft]) -> list[_Cue]:
    """The words of a sentence that say what kind of statement it makes."""
    found: list[_Cue] = []
    for match in patterns.cue.finditer(chars, sentence.start, sentence.end):
        word = match[0]
        if word not in patterns.of:
            continue
        modality = patterns.of[word]
        if acts := patterns.acts.get(word):
            limit = next((draft.start for draft in drafts if draft.start >= match.end()), sentence.end)
            modality = Modality.TARGET if acts.search(chars, match.end(), limit) else modality
        found.append(_Cue(*match.span(), modality, firm=word in patterns.past, weak=word in patterns.weak))
    return found


def _governing(draft: Draft, cues: list[_Cue], patterns: ModalityPatterns, chars: str) -> _Cue | None:
    """The word that governs a figure, if any; none that says it is a fact."""
    behind = patterns.after.match(chars, draft.end, draft.clause[1])
    if behind and not _is_of_people(draft, behind, chars):
        modality = Modality.TARGET if behind["target"] else Modality.FORECAST
        return _Cue(*behind.span(modality), modality)
    ends = chars[draft.start - 1 : draft.start] in patterns.ends
    before = patterns.before.search(chars, draft.clause[0], draft.start) if ends else None
    # 目标的«54%» is a part of the target, and 目标的«3倍» a multiple of it.
    if before and (before["forecast"] or draft.quantity.kind not in _PARTS):
        return _Cue(*before.span(), Modality.FORECAST if before["forecast"] else Modality.TARGET)
    to_come = patterns.to_come.match(chars, draft.end, draft.clause[1])
    if found := to_come or patterns.guided.search(chars, draft.clause[0], draft.start):
        return _Cue(*found.span(found.lastgroup or 0), Modality.FORECAST)
    if use := _use_of_money(draft, patterns, chars):
        return use
    cue = _nearest([cue for cue in cues if cue.end <= draft.start], chars)
    if cue is None or _is_left(cue, draft, chars) or _is_share_of(cue, draft, chars):
        return None
    return cue if _reaches(cue, draft, patterns, chars) else None


def _is_of_people(draft: Draft, behind: re.Match[str], chars: str) -> bool:
    """Whether those who are a share foresee something: «78%»的家庭预计物价上涨 tells what is."""
    start = behind.start(behind.lastgroup or 0)
    return draft.quantity.kind is Kind.SHARE and chars.endswith(_PEOPLE, draft.end, start)


def _is_left(cue: _Cue, draft: Draft, chars: str) -> bool:
    """Whether a figure is what something is to move away from, which is now: 将由«12%»下调至10%."""
    start = _FROM.search(chars, max(cue.end, draft.clause[0], draft.start - _FAR), draft.start)
    moved = start is not None and _MOVES_TO.match(chars, draft.end) is not None
    return moved and not _OUTLOOK.search(chars, cue.start, draft.start)


def _is_share_of(cue: _Cue, draft: Draft, chars: str) -> bool:
    """Whether a share is of what was planned, and itself a fact: 占其承诺股份数的«92%»."""
    if draft.quantity.kind not in _PARTS or chars[draft.start - 1 : draft.start] != "的":
        return False
    return _SHARE_OF.search(chars, draft.clause[0], cue.start) is not None


def _use_of_money(draft: Draft, patterns: ModalityPatterns, chars: str) -> _Cue | None:
    """What a share of money that is raised is to be for: 筹资6亿元,其中«25%»用于购船."""
    if draft.quantity.kind is not Kind.SHARE:
        return None
    use = patterns.spent_on.match(chars, draft.end, draft.clause[1])
    if not use or "已" in chars[draft.clause[0] : draft.clause[1]]:
        return None
    raised = patterns.raised.search(chars, draft.sentence.start, draft.start)
    return _Cue(*use.span(), Modality.TARGET) if raised else None


def _nearest(cues: list[_Cue], chars: str) -> _Cue | None:
    """The last word that opens a scope, unless one behind it ends that; before a weak one, another of its clause."""
    turned: int | None = None
    weak: _Cue | None = None
    for cue in reversed(cues):
        actual = cue.modality is Modality.ACTUAL
        if weak is not None:
            return weak if actual or _CLAUSE_END.search(chars, cue.end, weak.start) else cue
        if actual and cue.firm:
            return None
        if actual:
            turned = cue.start
        elif turned is not None and _CLAUSE_END.search(chars, cue.end, turned):
            return None
        elif cue.weak:
            weak = cue
        else:
            return cue
    return weak


def _reaches(cue: _Cue, draft: Draft, patterns: ModalityPatterns, chars: str) -> bool:
    """Whether nothing between a word and a figure ends the word's scope."""
    clause_start = draft.clause[0]
    if cue.start < clause_start:
        if patterns.turn.match(chars, clause_start) or _is_past(draft, chars):
            return False
        if ";" in chars[cue.end : clause_start] and not patterns.act.match(chars, clause_start):
            return False
    if _NEW_HEADLINE.search(chars, cue.end, draft.start):
        return False
    return not patterns.compared.search(chars, max(clause_start, cue.end), draft.start)


def _is_past(draft: Draft, chars: str) -> bool:
    """Whether the clause of a figure names a year before one named earlier in the sentence."""
    years = [int(year) for year in _YEAR.findall(chars, draft.sentence.start, draft.clause[0])]
    own = [int(year) for year in _YEAR.findall(chars, draft.clause[0], draft.start)]
    return bool(years and own and max(own) < max(years))
