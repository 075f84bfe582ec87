"""Word documents are read in order, with their tables, and as they stand after all changes."""

import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from reading import read_article, read_fault

BODY = "星河科技今天公布,全年营业收入为12.5亿元,同比增长8%。"
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def _save(folder: Path, document: WordDocument) -> Path:
    path = folder / "a.docx"
    document.save(str(path))
    return path


def _change(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The document with its parts changed, or left out."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: change(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            if part is not None:
                archive.writestr(name, part)
    return path


def _add(document: WordDocument, inner: str, tag: str = "w:p") -> None:
    body = document.element.body
    body.insert(len(body) - 1, parse_xml(f"<{tag} {SPACES}>{inner}</{tag}>"))


def _run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


@pytest.fixture
def document() -> WordDocument:
    """A document with a heading, and with a figure in its head and its foot that is no part of the text."""
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "页眉 999亿元"
    made.sections[0].footer.paragraphs[0].text = "第7页"
    made.add_heading("星河科技业绩公告", 0)
    made.add_paragraph("2021年3月15日")
    return made


def test_paragraphs_lists_and_tables_stand_in_order(tmp_path: Path, document: WordDocument) -> None:
    """A row of a table is a line; what stands above it is kept with it."""
    document.add_paragraph(BODY)
    document.add_paragraph("门店1,200家；", style="List Bullet")
    document.add_paragraph("单位：万元")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (*table.rows[0].cells, *table.rows[1].cells), ("项目", "2020年", "净利润", "86.4"), strict=True
    ):
        cell.text = text
    document.add_paragraph("最后一段。")
    article = read_article(_save(tmp_path, document))
    lines = article.text.splitlines()
    assert lines[:5] == ["星河科技业绩公告", "2021年3月15日", BODY, "门店1,200家；", "单位：万元"]
    assert lines[-1] == "最后一段。"
    assert "净利润" in lines[-2]
    assert "86.4" in lines[-2]
    assert (article.title, article.published_on, article.date_rule) == (
        "星河科技业绩公告",
        date(2021, 3, 15),
        "heading",
    )
    assert article.media_type.endswith("wordprocessingml.document")


def test_a_text_is_read_as_it_stands_after_all_changes(tmp_path: Path, document: WordDocument) -> None:
    """What was put in, and not what was taken out; links, and no codes of fields."""
    changed = (
        f'<w:ins w:id="1">{_run("12亿元")}</w:ins><w:del w:id="2"><w:r><w:delText>99亿元</w:delText></w:r></w:del>'
    )
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>77亿元</w:t></w:r>"
    field = "<w:r><w:instrText>REF 88</w:instrText></w:r>"
    link = f"<w:hyperlink>{_run('（增长8%）')}</w:hyperlink>"
    _add(document, f"{_run('收入')}{changed}{link}{hidden}{field}{_run('。')}")
    _add(document, f"<w:sdtContent><w:p>{_run('利润3亿元。')}</w:p></w:sdtContent>", "w:sdt")
    assert read_article(_save(tmp_path, document)).text.splitlines()[2:] == ["收入12亿元（增长8%）。", "利润3亿元。"]


def test_text_boxes_and_foot_notes_are_read_once(tmp_path: Path, document: WordDocument) -> None:
    """Word keeps a second copy of a box for older programs; a note stands behind the text."""
    box = f"<w:txbxContent><w:p>{_run('用户3.2亿人。')}</w:p></w:txbxContent>"
    copies = f"<mc:Choice>{box}</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    _add(document, f"{_run('正文')}<w:r><mc:AlternateContent>{copies}</mc:AlternateContent></w:r>{note}{_run('完。')}")
    path = _save(tmp_path, document)
    notes = f'<w:footnotes {SPACES}><w:footnote w:id="1"><w:p>{_run("无")}</w:p></w:footnote>'
    notes += f'<w:footnote w:id="2"><w:p>{_run("样本3,000家。")}</w:p></w:footnote></w:footnotes>'
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/footnotes.xml", notes)
    assert read_article(path).text.splitlines()[2:] == ["正文完。", "用户3.2亿人。", "样本3,000家。"]


def test_merged_cells_stand_in_every_place_they_cover(tmp_path: Path, document: WordDocument) -> None:
    """Across and down; a table that only sets text side by side is read cell by cell."""
    table = document.add_table(rows=3, cols=3)
    for row, texts in zip(
        table.rows, (("项目", "2020年", ""), ("", "上半年", "下半年"), ("净利润", "86.4", "90.1")), strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    outer = document.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "左边说收入3亿元。"
    outer.cell(0, 1).text = "右边说利润1亿元。"
    lines = read_article(_save(tmp_path, document)).text.splitlines()
    assert lines[-2:] == ["左边说收入3亿元。", "右边说利润1亿元。"]
    assert [lines[-3].count(figure) for figure in ("86.4", "90.1")] == [1, 1]


@pytest.mark.parametrize(
    ("title", "author", "wanted"),
    [
        ("", "python-docx", ("星河科技业绩公告", None)),
        ("文档1", "Administrator", ("星河科技业绩公告", None)),
        ("年报模板.dotx", "微软用户", ("星河科技业绩公告", None)),
        ("二〇二〇年年报", "林晓", ("二〇二〇年年报", "林晓")),
    ],
)
def test_properties_that_nobody_wrote_are_not_believed(
    tmp_path: Path, document: WordDocument, title: str, author: str, wanted: tuple[str, str | None]
) -> None:
    """The heading is the title then."""
    document.core_properties.title, document.core_properties.author = title, author
    article = read_article(_save(tmp_path, document))
    assert (article.title, article.author) == wanted


@pytest.mark.parametrize(("text", "day"), [("2020年收入12亿元。", date(2021, 3, 15)), ("2012年收入12亿元。", None)])
def test_the_day_it_was_made_stands_for_the_date_with_care(tmp_path: Path, text: str, day: date | None) -> None:
    """Only if the text speaks of that time."""
    made = docx.Document()
    made.core_properties.created = datetime(2021, 3, 15, tzinfo=UTC)
    made.add_paragraph(text)
    article = read_article(_save(tmp_path, made))
    assert (article.published_on, article.date_rule) == (day, "document-properties" if day else None)


@pytest.mark.parametrize("part", ["word/styles.xml", "docProps/core.xml", "_rels/.rels"])
@pytest.mark.parametrize("rest", [None, b"<x"], ids=["missing", "damaged"])
def test_a_part_without_text_may_be_damaged(
    tmp_path: Path, document: WordDocument, part: str, rest: bytes | None
) -> None:
    """The text is read all the same."""
    document.add_paragraph(BODY)
    path = _change(_save(tmp_path, document), lambda name, data: rest if name == part else data)
    assert read_article(path).text.splitlines()[-1] == BODY


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: data[:500], "a.docx is damaged"),
        (lambda data: data.replace(b"<w:body>", b"<w:body>" + b"<w:sdt>" * 900 + b"</w:sdt>" * 900), "is damaged"),
        (lambda data: data.replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * 4_000_000), "far more markup"),
        (lambda data: data.replace(b"<w:body>", b"<w:body>" + b" " * 51_000_000), "FACTDB_MAX_BYTES"),
        (lambda data: data.replace(b"?>", b'?><!DOCTYPE a [<!ENTITY a "aaa"><!ENTITY b "&a;&a;">]>', 1), "entities"),
    ],
    ids=["cut", "deep", "many tags", "much", "entities"],
)
def test_a_document_that_cannot_be_used_is_told(
    tmp_path: Path, document: WordDocument, change: Callable[[bytes], bytes], words: str
) -> None:
    """In one sentence, with a remedy, before it takes memory."""
    path = _change(_save(tmp_path, document), lambda name, data: change(data) if name == "word/document.xml" else data)
    assert words in read_fault(path)


def test_a_document_that_was_cut_off_is_told(tmp_path: Path, document: WordDocument) -> None:
    """As downloads are; and one without a word is empty."""
    path = _save(tmp_path, document)
    path.write_bytes(path.read_bytes()[:9_000])
    assert "a.docx is damaged or was cut off" in read_fault(path)
    assert "holds no text" in read_fault(_save(tmp_path, docx.Document()))
