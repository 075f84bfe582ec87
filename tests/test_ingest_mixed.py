"""What an analyst has at hand, in one go: pages, documents, corpora and archives, and the bad among them."""

import json
import os
import subprocess
import sys
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from factdb.db.database import Database
from factdb.db.queries import Filters, list_claims
from factdb.ingest import ingest

PAGE = """<!doctype html><html><head><meta charset="gb2312"><title>橙湾物流去年营收增12%_财经_某门户</title>
<meta name="author" content="林岚"></head><body><div class="nav"><a href="/">首页</a><a>股票 3,021</a></div>
<h1>橙湾物流去年营收增12%</h1><div class="info">2023年03月15日 10:30　来源：东桥财经　评论(128)</div>
<div class="content"><p>橙湾物流公告称，2022年营业收入<b>12.5</b>亿元。</p><p>公司现有员工4200人。</p>
<table><caption>主要数据（单位：万元）</caption><tr><th>项目</th><th>2022年</th><th>2021年</th></tr>
<tr><td>净利润</td><td>8,321.5</td><td>7,010.2</td></tr></table></div>
<div class="related">相关阅读：<a href="/2">某公司亏损5亿元</a></div><div class="comment">网友：我亏了3万元</div>
<div class="foot">京ICP备12345678号 电话 010-88888888</div></body></html>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one source of each kind, and two that are no good."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "page.html").write_bytes(PAGE.encode("gb18030"))
    document = docx.Document()
    document.add_paragraph("云杉教育2021年付费用户达到35万人。")
    document.add_paragraph("单位：万元")
    table = document.add_table(rows=2, cols=3)
    for row, cells in enumerate((("项目", "2021年", "2020年"), ("研发费用", "800", "650"))):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = cell
    document.save(str(folder / "report.docx"))
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(folder / "paper.pdf"))
    canvas.setFont("STSong-Light", 11)
    for number, line in enumerate(("　　青湖水务2022年供水量为1.2亿吨，营业收入达到4.", "35亿元，创历史新高。")):
        canvas.drawString(80, 740 - 18 * number, line)
    canvas.save()
    corpus = "编号,标题,正文,发布时间\n1,甲,橙鹿门店达到350家。,2023-01-05\n2,乙\n"
    (folder / "corpus.csv").write_bytes(corpus.encode("gb18030"))
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("a.txt", "白帆航运拥有船舶38艘。".encode("gbk"))
        archive.writestr("c.jsonl", json.dumps({"text": "海棠书店年销售额为6万元。"}, ensure_ascii=False) + "\n{bad\n")
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7\nnothing")
    (folder / "paper2.pdf").write_bytes(
        "<!doctype html><html><body><h1>栎远</h1><p>栎远科技员工为90人。</p></body></html>".encode()
    )
    return folder


def test_every_kind_of_source_is_read_in_one_go(db: Database, folder: Path) -> None:
    """Each figure with what its table, page or row says of it; no figure of menus, comments or the imprint."""
    summary = ingest(db, [str(folder)])
    rows = {row.quote: row for row in list_claims(db, Filters())}
    assert {quote: (row.subject, row.metric, row.period) for quote, row in rows.items()} == {
        "12%": ("橙湾物流", "营收", "2022"),
        "12.5亿元": ("橙湾物流", "营业收入", "2022"),
        "4200人": ("橙湾物流", "员工", "2023-03-15"),
        "8,321.5万元": ("橙湾物流", "净利润", "2022"),
        "7,010.2万元": ("橙湾物流", "净利润", "2021"),
        "35万人": ("云杉教育", "付费用户", "2021"),
        "800万元": ("云杉教育", "研发费用", "2021"),
        "650万元": ("云杉教育", "研发费用", "2020"),
        "1.2亿吨": ("青湖水务", "供水量", "2022"),
        "4.35亿元": ("青湖水务", "营业收入", "2022"),
        "350家": ("橙鹿", "门店", None),
        "38艘": ("白帆航运", "船舶", None),
        "6万元": ("海棠书店", "年销售额", None),
        "90人": ("栎远科技", "员工", None),
    }
    assert (rows["8,321.5万元"].low, rows["8,321.5万元"].unit) == (Decimal(83_215_000), "CNY")
    page = rows["4200人"]
    assert (page.title, page.author, page.publisher) == ("橙湾物流去年营收增12%", "林岚", "东桥财经")
    assert (page.published_on, page.date_rule) == (date(2023, 3, 15), "heading")
    assert rows["350家"].published_on == date(2023, 1, 5)
    told = [f"{problem.source}: {problem.message}" for problem in summary.problems]
    assert len(told) == 3
    assert [
        word for word in ("bad.pdf is damaged", "corpus.csv", "c.jsonl") if not any(word in line for line in told)
    ] == []


def test_a_reader_that_does_not_load_costs_its_sources_only(tmp_path: Path) -> None:
    """What is there by halves, as a shared library that is not, is told with its reason, and the batch goes on."""
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "trafilatura.py").write_text('raise ImportError("libxslt.so.1: no such file.")\n')
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "text.txt").write_text("橙鹿门店达到350家。", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "factdb", "ingest", "page.html", "text.txt"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "broken")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "page.html needs a reader that is installed and does not load (libxslt.so.1: no such file)." in done.stderr
    assert "Read 1 article" in done.stdout + done.stderr
