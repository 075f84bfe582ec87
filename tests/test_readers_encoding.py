"""Texts are read in the encoding they were written in, however short, and whatever is wrong with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factdb.readers.encoding import decode

SHORT = "营收增长3%,利润2亿元"
SIMPLIFIED = "星河科技公布,2023年全年营业收入为12.5亿元,同比增长8%,净利润约2亿元。公司表示,用户规模还将继续扩大。\n"
TRADITIONAL = "港灣證券發布報告,預計明年線上廣告市場規模將達到三百億元,較今年增長約一成五。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [SHORT, SIMPLIFIED, SIMPLIFIED * 500], ids=["short", "line", "long"])
def test_simplified_text(text: str, encoding: str) -> None:
    """A line is enough to tell."""
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.replaced) == (text, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "big5hkscs", "gb18030", "utf-16-le"])
@pytest.mark.parametrize("text", [TRADITIONAL, TRADITIONAL * 500], ids=["line", "long"])
def test_traditional_text(text: str, encoding: str) -> None:
    """Big5 is told from GB18030 by what reads like Chinese."""
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-8"])
def test_a_byte_order_mark_is_no_part_of_the_text(encoding: str) -> None:
    """It says how to read, and goes."""
    assert decode("\ufeff".encode(encoding) + SHORT.encode(encoding)).text == SHORT


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_bad_byte_costs_a_character_and_not_the_text(encoding: str) -> None:
    """It is replaced and counted; the figures around it stay."""
    data = bytearray((SIMPLIFIED * 50).encode(encoding))
    data[len(SIMPLIFIED.encode(encoding)) * 20 : len(SIMPLIFIED.encode(encoding)) * 20] = b"\xff"
    decoded = decode(bytes(data))
    assert decoded.encoding == encoding
    assert 1 <= decoded.replaced <= 2
    assert decoded.text.count("12.5亿元") >= 49


def test_a_text_that_is_cut_in_the_middle_of_a_character() -> None:
    """A download that broke off is still read."""
    decoded = decode(SIMPLIFIED.encode()[:-3])
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith(SIMPLIFIED[:40])


def test_figures_in_a_table_of_another_encoding() -> None:
    """Mostly digits, with few characters to go by."""
    text = "\n".join(f"{year},{year * 3}.5,亿元" for year in range(2001, 2024))
    assert decode(text.encode("gb18030")).text == text


def test_latin_text_in_utf_16_without_a_mark() -> None:
    """Its bytes are valid UTF-8, with a zero between any two of them."""
    assert decode("Revenue was 3.5 billion.".encode("utf-16-le")).text == "Revenue was 3.5 billion."


LIES = ("", "utf-8", "gb2312", "big5", "iso-8859-1", "utf-16le", "nonsense", "zlib", "ü" * 99)
TWELVE = (
    "营收增长3%,利润2亿",
    "日活达到3200万用户",
    "不良率为1.32%,下降",
    "线上广告占三成左右吧",
    "净利润同比下滑约四成",
)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", TWELVE)
def test_a_dozen_characters_are_enough(text: str, encoding: str) -> None:
    """A headline alone is read, and one that was cut in the middle of its last character."""
    assert decode(text.encode(encoding)).text == text
    assert decode(text.encode(encoding)[:-1]).text.startswith(text[:-1])


@pytest.mark.parametrize(
    "declared", ["", "utf-8", "gb2312", "big5", "iso-8859-1", "utf-16le", "nonsense", "zlib", "ü" * 99]
)
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "utf-8"),
        (SIMPLIFIED, "gb18030"),
        (TRADITIONAL, "big5"),
        (SIMPLIFIED, "utf-16-le"),
        (TWELVE[0], "gbk"),
    ],
    ids=["utf-8", "gb18030", "big5", "utf-16", "short"],
)
def test_a_declaration_that_lies_does_no_harm(text: str, encoding: str, declared: str) -> None:
    """What reads like Chinese is believed, and not what a template says."""
    assert decode(text.encode(encoding), declared).text == text


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        ("2021 约6\n2022 为1", "gb18030", "GBK"),
        ("344979 768399 觀眾", "big5", "Big5"),
        ("饲养鲟鳇", "utf-16-le", "UTF-16LE"),
        ("鿍", "gb18030", "gb_2312-80"),
    ],
)
def test_a_declaration_decides_where_little_is_to_go_by(text: str, encoding: str, declared: str) -> None:
    """A few rare characters among figures may be of any encoding."""
    assert decode(text.encode(encoding), declared).text == text


@pytest.mark.parametrize("encoding", ["utf-32-le", "gb18030"])
def test_rare_byte_order_marks_are_known(encoding: str) -> None:
    """Some editors write one in every encoding."""
    assert decode(("\ufeff" + SHORT).encode(encoding)).text == SHORT


def test_a_stray_part_in_another_encoding_costs_only_itself() -> None:
    """Files are put together from others; most of it decides."""
    stray = (SIMPLIFIED * 200).encode("gb18030")
    decoded = decode((SIMPLIFIED * 2000).encode() + stray + (SIMPLIFIED * 2000).encode())
    assert (decoded.encoding, decoded.text.count("营业收入为12.5亿元")) == ("utf-8", 4000)
    decoded = decode(stray * 9 + SIMPLIFIED.encode() + stray * 9)
    assert (decoded.encoding, decoded.text.count("营业收入为12.5亿元")) == ("gb18030", 3600)


@given(st.binary(max_size=400), st.sampled_from(["", "gbk", "utf-16", "big5", "utf-8"]))
def test_anything_is_decoded(data: bytes, declared: str) -> None:
    """Whatever the bytes, and whatever is said of them, there is a text, and no error."""
    assert decode(data, declared).replaced >= 0


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff\ufffd")))
def test_utf_8_is_read_as_it_is(text: str) -> None:
    """What is valid UTF-8 is never taken for anything else."""
    assert decode(text.encode()).text == text
