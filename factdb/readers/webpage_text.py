"""What an element of a web page says, in one line."""

import re

from lxml import etree

# What is never text: programs, styles, controls, and the pronunciation above a character.
SILENT = frozenset(
    [
        "head",
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "canvas",
        "iframe",
        "frame",
        "object",
        "embed",
        "video",
        "audio",
        "map",
        "button",
        "select",
        "textarea",
        "input",
        "rt",
        "rp",
        "datalist",
    ]
)
INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "ruby",
        "rb",
        "s",
        "samp",
        "small",
        "br",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_HIDDEN = re.compile(r"display\s{0,9}:\s{0,9}none", re.IGNORECASE)
_AS_BLOCK = re.compile(r"display\s{0,9}:\s{0,9}(?:block|flex|grid|table\b)", re.IGNORECASE)
# The price of the moment that some sites put behind the name of every company.
_PRICE = re.compile(
    r"(?:^|\s)(?:quote_[\w.]{1,20}|hq|hangqing|stock[-_]?(?:price|hq|quote|change|hangqing))(?:\s|$)", re.IGNORECASE
)
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACES = re.compile(r"[\s\u00a0\u3000]+")
# Chinese has no spaces: where a line of the source ends between two of its characters, there is none either.
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff“”‘’…—]")
_RAISED = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_RAISABLE = re.compile(r"[0-9+\-n]{1,4}")


# Where an element begins or ends within a line; nothing to a reader, but names are told apart by it.
SEAM = "\x1f"


def tidy(text: str) -> str:
    """One line of text, with the spaces that a reader sees."""
    return _SPACES.sub(_space, _INVISIBLE.sub("", text)).strip()


def spaced(text: str) -> str:
    """The same with a space wherever the source has any, or an element begins or ends."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text.replace(SEAM, " "))).strip()


def raised(text: str) -> str:
    """Small digits set high, so that the number of a footnote does not join the figure before it."""
    return text.translate(_RAISED) if _RAISABLE.fullmatch(text) else text


def is_silent(element: etree._Element) -> bool:
    """Whether nothing of an element is shown as text."""
    return (
        element.tag.lower() in SILENT
        or element.get("hidden") is not None
        or bool(_HIDDEN.search((element.get("style") or "")[:400]))
        or (
            element.tag == "span"
            and bool(_PRICE.search(f"{element.get('class') or ''} {element.get('id') or ''}"[:200]))
        )
    )


def is_block(element: etree._Element) -> bool:
    """Whether an element stands on lines of its own."""
    tag = element.tag.lower()
    # Word's own tags (o:p, st1:chsdate) stand within a line.
    if tag in INLINE or ":" in tag:
        return bool(_AS_BLOCK.search((element.get("style") or "")[:400]))
    return True


def inner_text(element: etree._Element, most: int) -> str:
    """What an element says, up to about `most` characters and tags."""
    pieces: list[str] = []
    length = 0
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walker:
        if not isinstance(inner.tag, str):
            piece = inner.tail if event == "end" else None
        elif event == "start":
            if is_silent(inner) and inner is not element:
                walker.skip_subtree()
                continue
            piece = raised(inner.text or "") if inner.tag == "sup" else inner.text
            if inner is not element and (inner.tag == "br" or is_block(inner)):
                piece = f"\n{piece or ''}"
        else:
            piece = inner.tail if inner is not element else None
        pieces.append(piece or "")
        length += len(pieces[-1]) + 1
        if length > 2 * most:
            break
    return tidy("".join(pieces))


def _space(found: re.Match[str]) -> str:
    spaces, text = found.group(), found.string
    if "\n" not in spaces and "\r" not in spaces:
        return " "
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    return "" if _WIDE.match(before) or _WIDE.match(after) else " "
