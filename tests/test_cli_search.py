"""``factdb search``: words in sentences, names and titles, ranked, narrowed and marked; alike in both databases."""

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from factdb.claim import Article
from factdb.cli import app
from factdb.db.database import Database
from factdb.db.tokens import places

if TYPE_CHECKING:
    from conftest import MakeClaim, Put

SENTENCE = "橙鹿App的日活用户达到1.85亿人,这样的流量在行业里排第2。"
RETAIL = "零售额涨了7%,流量占3%。"


def run(url: str, *arguments: str) -> Result:
    """Search in this process, on a terminal of 100 cells."""
    arguments = ("search", *arguments, "--db", url)
    return CliRunner().invoke(app, arguments, env={"COLUMNS": "100"}, catch_exceptions=False)


@pytest.fixture
def url(db: Database, put: "Put", make_claim: "MakeClaim") -> str:
    """A database with five claims of three articles; its address."""
    put(
        Article("/a", SENTENCE, title="流量之争:100%_AI的账本", publisher="柚子观察", published_on=date(2017, 2, 21)),
        make_claim(SENTENCE, "1.85亿人", low=Decimal(185000000), unit="人", subject="橙鹿", metric="日活用户"),
        make_claim(SENTENCE, "第2", low=Decimal(2), unit="rank", subject="橙鹿", period="2017", topics=("traffic",)),
    )
    put(
        Article("/b", RETAIL, title="Retail in 1850 與電商"),
        make_claim(RETAIL, "7%", unit="percent", subject="零售", metric="流量"),
        make_claim(RETAIL, "3%", unit="percent"),
    )
    put(Article("/c", "营收4元。"), make_claim("营收4元。", "4元", low=Decimal(4), unit="CNY"))
    return db.url.render_as_string(hide_password=False)


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["流量"], [3, 4, 1, 2]),
        (["流量", "涨"], [3, 4]),
        (["涨 流量"], [3, 4]),
        (["日活用户达到1.85亿"], [1, 2]),
        (["app"], [1, 2]),
        (["1.85"], [1, 2]),
        (["85"], [1, 2]),
        (["橙"], [1, 2]),
        (["账本"], [1, 2]),
        (["账本", "日活"], [1, 2]),
        (["账本", "零售"], []),
        (["AI"], [1, 2]),
        (["ＡＩ"], [1, 2]),
        (["ai的账"], [1, 2]),
        (["100%_AI"], [1, 2]),
        (["100%xAI"], []),
        (["10x_AI"], []),
        (["1850"], [3, 4]),
        (["电商"], [3, 4]),
        (["電商"], [3, 4]),
        (["账本。"], [1, 2]),
        (["100%,AI"], [1, 2]),
        (["etai"], []),
        (["活日"], []),
        (["不在"], []),
    ],
    ids=lambda value: " ".join(map(str, value)) or "none",
)
def test_all_words_must_be_there(url: str, words: list[str], ids: list[int]) -> None:
    """In the sentence, the names or the title; names first, then short sentences, and titles last."""
    found = json.loads(run(url, *words, "--format", "json").stdout)
    assert [claim["id"] for claim in found] == ids


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (["--topic", "traffic"], [2]),
        (["--subject", "零售"], [3]),
        (["--unit", "人"], [1]),
        (["--period", "2017"], [2]),
        (["--min", "1亿"], [1]),
        (["--source", "柚子"], [1, 2]),
        (["--limit", "1"], [3]),
        (["--limit", "0"], [3, 4, 1, 2]),
    ],
)
def test_the_options_of_list_narrow_a_search(url: str, options: list[str], ids: list[int]) -> None:
    """Each means what it means there."""
    found = json.loads(run(url, "流量", *options, "--format", "json").stdout)
    assert [claim["id"] for claim in found] == ids


def test_the_words_are_marked_where_they_stand(url: str) -> None:
    """The one nearest to the figure; and the figure where only a name or the title has the word."""
    shown = run(url, "流量").stdout
    assert "这样的【流量】在行业里排第2。" in shown
    assert "零售额涨了7%,【流量】占3%。" in shown
    assert "橙鹿【App】的日活用户达到1.85亿人" in run(url, "ａｐｐ").stdout
    assert "橙鹿App的日活用户达到【1.85亿人】" in run(url, "账本").stdout


def test_a_table_shows_the_best_and_says_how_many_there_are(url: str) -> None:
    """As much as fits on a screen, unless more is asked for."""
    result = run(url, "流量", "--limit", "3")
    assert result.stdout.count("【") == 3
    assert result.stderr == "These are 3 of 4 claims; --limit 0 shows all.\n"


def test_csv_has_all_columns(url: str) -> None:
    """A program gets what `export` gives."""
    header, *rows = run(url, "零售", "--format", "csv").stdout.splitlines()
    assert header.lstrip("\ufeff").startswith("id,")
    assert len(rows) == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["抖音号"], "抖音号 stands in no sentence, name or title. Look for a shorter word"),
        (["流量", "抖音号"], "Look for fewer of these words"),
        (["流量", "--unit", "册"], "No claim with 流量 matches. Leave out an option or a word."),
    ],
    ids=["a word", "several", "options"],
)
def test_nothing_found_is_said(url: str, arguments: list[str], told: str) -> None:
    """With what to try instead; it is no fault."""
    result = run(url, *arguments)
    assert (result.exit_code, result.stdout) == (0, "")
    assert told in result.stderr


@pytest.mark.parametrize("words", ["%", "  ", '"', "…"])
def test_signs_alone_are_nothing_to_look_for(url: str, words: str) -> None:
    """Rather than an answer that looks like one."""
    result = run(url, words)
    assert result.exit_code == 2
    assert "to look for. Give words or numbers" in result.stderr


@pytest.mark.parametrize("word", ["x" * 20_000, "電" * 20_000, "[^]a\\^*?(" * 50], ids=["Latin", "Chinese", "signs"])
def test_a_word_may_be_of_any_length_and_of_any_signs(url: str, word: str) -> None:
    """Whatever was pasted, it is looked for and not found."""
    result = run(url, word)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "stands in no sentence" in result.stderr


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("日活", "日活用户,日活", ["日活", "日活"]),
        ("app", "ＡＰＰ与apple", ["ＡＰＰ"]),
        ("1.85亿", "达到1.85亿人,11.85亿", ["1.85亿"]),
        ("手机", "㎡手機", ["手機"]),
        ("流量 量", "流量与量", ["流量", "量"]),
        ("GPT-4o", "用gpt 4O写", ["gpt 4O"]),
        ("%", "100%", []),
    ],
)
def test_places_are_those_of_the_text_as_written(words: str, text: str, found: list[str]) -> None:
    """Whatever its script, width and case are, and whichever character becomes several."""
    assert [text[start:end] for start, end in places(words, text)] == found
