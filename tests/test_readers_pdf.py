"""PDFs are read in the order of their columns, as whole paragraphs, without what furnishes their pages."""

import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from reading import read_article, read_fault
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
FIRST = [
    "　　星河科技今天公布，去年全年营业收入为人民币1,234.",
    "5亿元，同比增长8.2%，净利润为86.4亿元，用户数达1.2亿",
    "人。",
]
SECOND = ["　　公司表示，今年广告业务收入将超过400亿元，云计算业务收入增", "长约46.5%。"]
WHOLE = [
    "星河科技今天公布，去年全年营业收入为人民币1,234.5亿元，同比增长8.2%，净利润为86.4亿元，用户数达1.2亿人。",
    "公司表示，今年广告业务收入将超过400亿元，云计算业务收入增长约46.5%。",
]
Draw = Callable[[Canvas], None]


def _lines(canvas: Canvas, lines: Sequence[str], x: float = 60, y: float = 700, size: float = 11) -> None:
    canvas.setFont("STSong-Light", size)
    for number, line in enumerate(lines):
        canvas.drawString(x, y - number * 1.5 * size, line)


def _pdf(
    folder: Path, *pages: Draw, title: str = "", made: str = "", encrypt: StandardEncryption | None = None
) -> Path:
    path = folder / "a.pdf"
    canvas = Canvas(str(path), pagesize=A4, invariant=1, encrypt=encrypt)
    canvas.setTitle(title)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    if made:
        path.write_bytes(path.read_bytes().replace(b"D:20000101", made.encode()))
    return path


def test_the_lines_of_a_paragraph_are_joined(tmp_path: Path) -> None:
    """So that figures are whole that were split over lines; a new paragraph is indented."""
    article = read_article(_pdf(tmp_path, lambda canvas: _lines(canvas, [*FIRST, *SECOND])))
    assert article.text.splitlines() == WHOLE
    assert article.media_type == "application/pdf"


def test_a_sentence_goes_on_over_the_page(tmp_path: Path) -> None:
    """Past the page number, the foot note and the running head; a figure may be split there, too."""

    def one(canvas: Canvas) -> None:
        _lines(canvas, ["星河科技年报"], y=805, size=9)
        _lines(canvas, FIRST[:1])
        _lines(canvas, ["1 未经审计，样本为3,000家。"], y=120, size=8)
        _lines(canvas, ["- 1 -"], x=290, y=30, size=9)

    def two(canvas: Canvas) -> None:
        _lines(canvas, ["星河科技年报"], y=805, size=9)
        _lines(canvas, [*FIRST[1:], *SECOND])
        _lines(canvas, ["- 2 -"], x=290, y=30, size=9)

    assert read_article(_pdf(tmp_path, one, two)).text.splitlines() == [
        WHOLE[0],
        "1 未经审计，样本为3,000家。",
        WHOLE[1],
    ]


@pytest.mark.parametrize("by_line", [False, True], ids=["column by column", "line by line"])
def test_columns_are_read_one_after_the_other(tmp_path: Path, by_line: bool) -> None:
    """In whichever order they were drawn."""
    left = [
        "　　左栏说，营业收入达到十二",
        "亿元，同比增长8.5%，净利润为",
        "3.4亿元，比上年下降2.1%，低于",
        "预期。",
    ] * 2
    right = ["　　右栏说，用户数为一千二百", "万人，比上年增加200万人，其", "中付费用户占12.5%，略高于去", "年。"] * 2

    def draw(canvas: Canvas) -> None:
        _lines(canvas, ["年报点评"], y=760, size=18)
        if by_line:
            for number, (one, other) in enumerate(zip(left, right, strict=True)):
                _lines(canvas, [one], y=700 - 16 * number)
                _lines(canvas, [other], x=320, y=700 - 16 * number)
        else:
            _lines(canvas, left)
            _lines(canvas, right, x=320)

    article = read_article(_pdf(tmp_path, draw))
    paragraph = ["".join(column[:4]).strip("　") for column in (left, right)]
    assert article.text.splitlines() == ["年报点评", *[paragraph[0]] * 2, *[paragraph[1]] * 2]
    assert article.title == "年报点评"


def test_what_furnishes_pages_is_no_text(tmp_path: Path) -> None:
    """Running heads, which may differ left and right, page numbers of any form, and a watermark."""

    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            _lines(canvas, ["柚子观察 88期" if number % 2 else "2020年行业报告 99家"], y=810, size=9)
            _lines(canvas, [f"第{number}页 共6页"], x=280, y=30, size=9)
            _lines(canvas, ["内部资料 77"], x=200, y=400, size=40)
            _lines(canvas, [f"　　第{'一二三四五六'[number - 1]}家门店的销售额为{number * 137}万元。"])

        return draw

    text = read_article(_pdf(tmp_path, *(page(number) for number in range(1, 7)))).text
    assert len(text.splitlines()) == 6
    assert not [noise for noise in ("88", "99", "77", "页") if noise in text]


@pytest.mark.parametrize("by_column", [False, True])
def test_a_row_of_a_table_is_a_line(tmp_path: Path, by_column: bool) -> None:
    """With all its cells, a cell of two lines among them, in whichever order they were drawn."""
    rows = [["项目", "2020年", "2019年"], ["营业收入", "1,234.5", "1,141.0"], ["净利润", "86.4", "89.2"]]
    cells = [(x, y, cell) for y, row in enumerate(rows) for x, cell in enumerate(row)]

    def draw(canvas: Canvas) -> None:
        _lines(canvas, [*SECOND, "单位：万元"], y=760)
        for x, y, cell in sorted(cells) if by_column else cells:
            _lines(canvas, [cell], x=60 + 150 * x, y=690 - 20 * y)
        if not by_column:
            _lines(canvas, ["经营活动产生的", "现金流量净额"], y=630)
            _lines(canvas, ["120.7"], x=210, y=630)
            _lines(canvas, ["98.3"], x=360, y=630)
        _lines(canvas, FIRST, y=560)

    lines = read_article(_pdf(tmp_path, draw)).text.splitlines()
    assert (lines[0], lines[-1]) == (WHOLE[1], WHOLE[0])
    (line,) = [line for line in lines if "86.4" in line and "净利润" in line and line != WHOLE[0]]
    assert "89.2" in line
    assert "1,234.5" not in line
    if not by_column:
        (line,) = [line for line in lines if "120.7" in line]
        assert "经营活动产生的现金流量净额" in line
        assert "98.3" in line


def test_latin_lines_are_joined_with_spaces(tmp_path: Path) -> None:
    """And words that were parted are made whole; a figure at the end of a line stays by itself."""
    lines = [
        "Galaxy said that revenue rose by 8.2 percent, an in-",
        "crease of 3.4 billion over all of 2019",
        "45 new.",
    ]
    article = read_article(_pdf(tmp_path, lambda canvas: _lines(canvas, lines)))
    whole = "Galaxy said that revenue rose by 8.2 percent, an increase of 3.4 billion over all of 2019 45 new."
    assert article.text == whole


@pytest.mark.parametrize("title", ["", "Microsoft Word - 文档1", "untitled", "report-final.docx", "年报模板.doc"])
def test_a_title_that_nobody_gave_is_not_believed(tmp_path: Path, title: str) -> None:
    """The largest line of the first page is the headline then; a good one in the properties goes before it."""

    def draw(canvas: Canvas) -> None:
        _lines(canvas, ["星河科技2020年", "业绩公告"], y=780, size=20)
        _lines(canvas, FIRST)

    assert read_article(_pdf(tmp_path, draw, title=title)).title == "星河科技2020年业绩公告"
    assert read_article(_pdf(tmp_path, draw, title="星河科技公告全文")).title == "星河科技公告全文"


@pytest.mark.parametrize(
    ("line", "made", "day", "rule"),
    [
        ("2021年3月15日", "", date(2021, 3, 15), "heading"),
        ("发布时间：2021-03-15 10:30　来源：柚子观察", "", date(2021, 3, 15), "heading"),
        ("截至2020年12月31日的业绩", "", None, None),
        ("二〇二〇年度", "D:20200315", None, None),
        ("2020年度", "D:20210315", date(2021, 3, 15), "document-properties"),
        ("2012年度", "D:20210315", None, None),
    ],
)
def test_the_date_is_the_one_that_is_printed(
    tmp_path: Path, line: str, made: str, day: date | None, rule: str | None
) -> None:
    """The day a PDF was made stands for it only if the text speaks of that time."""
    article = read_article(_pdf(tmp_path, lambda canvas: _lines(canvas, ["业绩公告", line, "", *FIRST]), made=made))
    assert (article.published_on, article.date_rule) == (day, rule)


def test_the_day_under_a_notice_is_its_date(tmp_path: Path) -> None:
    """As companies sign their notices."""
    lines = [
        *FIRST,
        *SECOND,
        "",
        "　　　　　　　　　　　　　　　　　　　　星河科技董事会",
        "　　　　　　　　　　　　　　　　　　　　二〇二一年三月十五日",
    ]
    article = read_article(_pdf(tmp_path, lambda canvas: _lines(canvas, lines)))
    assert (article.published_on, article.date_rule) == (date(2021, 3, 15), "closing")


def test_a_turned_page_is_read(tmp_path: Path) -> None:
    """A wide table is often set on a page that is shown turned.

    The lines have digits: Chinese characters alone, of a font that is neither in the file nor on this machine, have no
    width for PDFium on such a page.
    """

    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(A4[0], 0)
        canvas.rotate(90)
        _lines(canvas, SECOND, y=500)

    assert read_article(_pdf(tmp_path, draw)).text.splitlines() == WHOLE[1:]


def test_pictures_of_pages_are_told(tmp_path: Path) -> None:
    """With how many there are and what to do; where there is text beside them, it is read, with a note."""
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(picture, "PNG")

    def scan(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(io.BytesIO(picture.getvalue())), 0, 0, 500, 800)

    assert "a.pdf holds no text layer (a scan of 3 pages). " in read_fault(_pdf(tmp_path, scan, scan, scan))
    article = read_article(_pdf(tmp_path, lambda canvas: _lines(canvas, FIRST), scan))
    assert article.text == WHOLE[0]
    assert "1 of the 2 pages" in article.notes[0]


def test_a_protected_pdf_is_told(tmp_path: Path) -> None:
    """One that needs no password to be read is read."""
    draw: Draw = lambda canvas: _lines(canvas, FIRST)  # noqa: E731 (drawn twice)
    assert "a.pdf is protected by a password. " in read_fault(
        _pdf(tmp_path, draw, encrypt=StandardEncryption("open", "own"))
    )
    assert read_article(_pdf(tmp_path, draw, encrypt=StandardEncryption("", "own", canCopy=0))).text == WHOLE[0]


@pytest.mark.parametrize("kept", [0.9, 0.5, 0.1])
def test_a_damaged_pdf_is_told(tmp_path: Path, kept: float) -> None:
    """Cut off, as downloads are."""
    path = _pdf(tmp_path, *[lambda canvas: _lines(canvas, FIRST)] * 3)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    assert "a.pdf is damaged or was cut off. " in read_fault(path)


def test_the_number_of_pages_is_a_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The remedy names it."""
    monkeypatch.setenv("FACTDB_MAX_PAGES", "2")
    message = read_fault(_pdf(tmp_path, *[lambda canvas: _lines(canvas, FIRST)] * 3))
    assert "has 3 pages" in message
    assert "FACTDB_MAX_PAGES" in message
