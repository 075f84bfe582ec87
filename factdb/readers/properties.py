"""What documents say of themselves: titles, authors and dates that are to be believed, and those that are not."""

import re
from collections.abc import Sequence
from datetime import date

_LONGEST = 120
# What programs write where nobody wrote a title.
_NO_TITLE = re.compile(
    r"(?:microsoft\s|word\s)|powerpoint|untitled|无标题|無標題|未命名|新建|文档\s*\d*$|文檔\s*\d*$|document\s*\d*$|演示文稿|幻灯片|工作表|slide\s*\d*$"
    r"|print|template|模板|\(?anonymous|\(?unspecified|title$|标题$|https?:|file:|[\d\W_]*$|[a-z0-9_-]{1,12}$",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"\.(?:docx?|dotx?|wps|wpt|rtf|txt|pdf|pptx?|xlsx?|indd|qxp?d?|cdr|ofd|tmp|html?|ps|tex)\W*$", re.IGNORECASE
)
# Whose computer it was, rather than who wrote.
_NO_AUTHOR = re.compile(
    r"(?:admin|administrator|user\d*|users|owner|pc|hp|dell|lenovo|thinkpad|asus|acer|apple|mac|computer|win\d*|"
    r"windows.*|microsoft.*|微软.*|微軟.*|用户|使用者|作者|雨林木风|番茄花园|深度.*|系统之家|walkinnet|"
    r"python-docx|apache poi|openpyxl|wps.*|un-named|unknown|author|"
    r".*anonymous.*|.*unspecified.*|\W*|[\d\W]+|[a-z]\w{0,3})$",
    re.IGNORECASE,
)
_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\ufffe]")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_DIGITS = {sign: str(value % 10) for value, sign in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "Ｏ": "0",
}
_DAY = re.compile(
    r"(?<![\d.])(?P<year>(?:19|20)\d\d|[一二][九〇零○Ｏ][〇零○Ｏ一二三四五六七八九]{2})\s?(?P<sign>[年./-])\s?"
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})\s?(?:月|(?P=sign))\s?"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})(?:\s?日|(?![\d./-]))"
)
_TIME = re.compile(r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?|星期.|周[一二三四五六日]")
# What may stand beside the day of publication.
_LABEL = re.compile(
    r"(?:公告|发布|發佈|发表|發表|报告|報告|发稿|刊登|披露|更新|出版)?(?:日期|时间|時間|日)\s?[:：]|来源|來源|作者|记者|記者|编辑|證券研究|证券研究|报告|"
    r"(?:发布|發佈|发表|刊登)于"
)
_LINE, _BESIDE = 60, 16


def sound_title(said: str | None) -> str | None:
    """A title out of a document's properties, if it is one that somebody gave to it."""
    title = _mended(said)
    if not title or len(title) > _LONGEST or _ODD.search(title) or _FILE.search(title) or _NO_TITLE.match(title):
        return None
    return title


def sound_author(said: str | None) -> str | None:
    """An author out of a document's properties, if it is a name."""
    author = _mended(said)
    if not author or len(author) > _LONGEST // 2 or _ODD.search(author) or _NO_AUTHOR.match(author):
        return None
    return author


def sound_date(made: date | None, text: str) -> date | None:
    """The day a document was made, if its text speaks of that year or the one before.

    A text that was put into another format years later has the day of that.
    """
    if made is None or not re.search(rf"(?<!\d)(?:{made.year}|{made.year - 1})(?:年|\s?[-./]\s?\d)", text):
        return None
    return made


def heading_date(lines: Sequence[str]) -> date | None:
    """The day of publication, where one of the lines around a headline gives it."""
    clauses = 0
    for line in lines:
        # The text has begun; what stands by itself in it or under it is another day.
        clauses += line.count("，") + 2 * line.count("。")
        if clauses > 1:
            return None
        day = _lone_date(line, labelled=True)
        if day:
            return day
    return None


def closing_date(lines: Sequence[str]) -> date | None:
    """The day under a document's last lines, where a line is that and no more."""
    return next((day for line in reversed(lines) if (day := _lone_date(line, labelled=False))), None)


def _lone_date(line: str, *, labelled: bool) -> date | None:
    line = " ".join(line.split())
    found = list(_DAY.finditer(line)) if len(line) <= _LINE else []
    if len(found) != 1:
        return None
    (match,) = found
    beside = _TIME.sub("", line[: match.start()] + line[match.end() :]).strip(" 　()（）[]【】|｜:：")
    apart = line[: match.start()].endswith(" ") or line[match.end() :].startswith((" ", "　"))
    if beside and not (labelled and (_LABEL.search(beside) or (apart and len(beside) <= _BESIDE))):
        return None
    try:
        return date(_number(match["year"]), _number(match["month"]), _number(match["day"]))
    except ValueError:
        return None


def _number(written: str) -> int:
    if "十" in written:
        tens, _, ones = written.partition("十")
        return 10 * int(_DIGITS.get(tens, "1")) + int(_DIGITS.get(ones, "0"))
    return int("".join(_DIGITS.get(sign, sign) for sign in written))


def _mended(said: str | None) -> str:
    """A property as text; bytes of GBK that were taken for Latin letters are put right."""
    text = " ".join((said or "").split())
    if text.isascii():
        return text
    try:
        mended = text.encode("latin-1").decode("gb18030")
    except UnicodeError:
        return text
    return mended if _CHINESE.search(mended) else text
