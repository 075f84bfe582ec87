"""Search finds exactly what a plain look at every sentence finds, in the same order, in every kind of database."""

import random
import re
from typing import TYPE_CHECKING

import pytest

from factdb.claim import Article
from factdb.db import search
from factdb.db.database import Database
from factdb.db.indexes import CLAIMS, index_of
from factdb.db.names import simplify
from factdb.db.queries import ClaimRow, Filters, count_claims, list_claims
from factdb.db.tokens import phrases_of

if TYPE_CHECKING:
    from conftest import MakeClaim, Put

HAN = "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
SPOKEN = """
    流量 日活 日活用户 用户 新能源汽车 能源 汽车 同比增长 增长 长江 江苏 苏宁 宁波 橙鹿 APP app iPhone15
    GPT-4o 1.85亿 85 1.8 2021年 年 涨 涨幅 跌 〇 𠀀 繁體 繁体 ＡＢＣ é Éa 100% 3,000 12.5% a b ab abc x86 的 了 在
"""
WORDS = SPOKEN.split()
MARKS = ["", "", "", ",", "。", " ", "、", "(", "%", "-", "\n", "\0"]


def _sentences(seed: int, count: int) -> list[str]:
    """Sentences made of a few words, so that many share parts of them."""
    dice = random.Random(seed)  # noqa: S311 (no secret)
    return ["".join(dice.choice(WORDS) + dice.choice(MARKS) for _ in range(dice.randint(1, 12))) for _ in range(count)]


def _tokens(text: str) -> list[str]:
    """A text as a reader of it sees words: each Han character, and letters and digits in a row."""
    return re.findall(f"{HAN}|(?:(?!{HAN})[^\\W_])+", simplify(text))


def _gaps(text: str) -> str:
    """The same with a sign wherever two characters of Chinese do not touch, and around other words."""
    runs = re.findall(f"{HAN}+|(?:(?!{HAN})[^\\W_])+", simplify(text))
    return "|" + "|".join(runs) + "|"


def _holds(text: str, word: str) -> bool:
    """Whether a text holds a word as it stands: what is Chinese at its ends may go on, other words are whole."""
    wanted = _gaps(word)
    if wanted == "||":
        return False
    parts = wanted[1:-1].split("|")
    pattern = "\\|".join(map(re.escape, parts))
    before = "" if re.match(HAN, parts[0]) else "(?<=\\|)"
    after = "" if re.match(HAN, parts[-1]) else "(?=\\|)"
    return re.search(before + pattern + after, _gaps(text)) is not None


def _oracle(rows: list[ClaimRow], query: str) -> list[int]:
    """The ids that a search must give, in order."""
    words = [word for word in query.split() if _tokens(word)]
    found = []
    for row in rows:
        about = " ".join(filter(None, (row.subject, row.metric)))
        if words and all(_holds(row.sentence, word) or _holds(about, word) for word in words):
            found.append((not all(_holds(about, word) for word in words), len(row.sentence), row.id))
    return [claim for *_, claim in sorted(found)]


@pytest.fixture
def stored(db: Database, put: "Put", make_claim: "MakeClaim") -> Database:
    """A database with a few hundred claims."""
    dice = random.Random(5)  # noqa: S311 (no secret)
    sentences = _sentences(1, 300)
    text = "\n".join(f"{sentence}7家" for sentence in sentences)
    claims, at = [], 0
    for sentence in sentences:
        at += len(sentence)
        names = [dice.choice([None, dice.choice(WORDS), dice.choice(WORDS) + dice.choice(WORDS)]) for _ in range(2)]
        claims.append(make_claim(text, "7家", start=at, sentence=f"{sentence}7家", subject=names[0], metric=names[1]))
        at += 3
    put(Article("/a", text), *claims)
    return db


def test_every_search_finds_what_is_there(stored: Database) -> None:
    """Words of one character, two and many, Latin ones and numbers, phrases, several at once; ranked alike."""
    rows = list(list_claims(stored, Filters()))
    dice = random.Random(9)  # noqa: S311 (no secret)
    parts = [
        sentence[at : at + size] for sentence in _sentences(1, 25) for at, size in [(2, 1), (1, 2), (3, 4), (0, 7)]
    ]
    queries = [
        *WORDS,
        *parts,
        *(" ".join(dice.sample(WORDS, 2)) for _ in range(30)),
        " ",
        "%",
        "''",
        '"',
        "*",
        "a* OR b",
    ]
    found = 0
    for query in dict.fromkeys(filter(None, queries)):
        wanted = _oracle(rows, query)
        assert [row.id for row in list_claims(stored, Filters(text=query), ranked=True)] == wanted, query
        assert [row.id for row in list_claims(stored, Filters(text=query))] == sorted(wanted), query
        found += bool(wanted)
    assert found > 80


def test_a_sentence_of_any_length_is_searched_to_its_end(db: Database, put: "Put", make_claim: "MakeClaim") -> None:
    """Beyond the positions, and the times a word may occur, that a server's own phrases know."""
    text = "甲乙" * 20_000 + "丙丁戊" + "x" * 3_000 + " " + "甲乙丙" + "流量7家"
    put(Article("/a", text), make_claim(text, "7家"))
    for words in ("流量7", "丙丁戊", "乙丙流量", "甲乙甲乙甲乙丙", "x" * 3_000, "量"):
        assert count_claims(db, Filters(text=words)) == 1, words[:9]
    for words in ("量流", "丁甲", "丙丁流", "x" * 2_999, "乙丙甲", "y" * 3_000):
        assert count_claims(db, Filters(text=words)) == 0, words[:9]


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
@pytest.mark.parametrize("words", ["日活", "日活用户", "涨", "流量 APP"])
def test_a_server_looks_into_its_index(stored: Database, words: str) -> None:
    """And not at every claim."""
    with stored.connect() as connection:
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        statement = index_of(CLAIMS, "postgresql").find(phrases_of(words))
        compiled = str(statement.compile(connection, compile_kwargs={"literal_binds": True}))
        plan = "\n".join(row[0] for row in connection.exec_driver_sql("EXPLAIN " + compiled.replace("%", "%%")))
    assert "ix_claim_search_tokens" in plan


def test_the_words_of_a_claim_that_was_corrected_are_found_anew(stored: Database) -> None:
    """What is taken out is gone, and what is put in is there."""
    (row,) = list_claims(stored, Filters(limit=1))
    with stored.begin() as connection:
        search.remove(connection, [search.Entry(row.id, row.sentence, row.subject, row.metric)])
        search.add(connection, [search.Entry(row.id, row.sentence, "崭新公司", row.metric)])
    assert [found.id for found in list_claims(stored, Filters(text="崭新"))] == [row.id]
