"""Names as they are compared: 手機淘寶, 手机淘宝 and ＡＰＰ, app are the same."""

import re
import tomllib
from functools import lru_cache
from unicodedata import normalize

from factdb.resources import lexicons_folder
from factdb.storable import storable


@lru_cache(maxsize=1)
def _simplified() -> dict[int, int]:
    """Traditional characters and the simplified ones; this file alone, for the whole lexicon takes its time."""
    fold = tomllib.loads((lexicons_folder() / "view.toml").read_text(encoding="utf-8"))["traditional"]
    return dict(zip(map(ord, fold["from"]), map(ord, fold["to"]), strict=True))


@lru_cache(maxsize=1)
def _traditional() -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(chr, _simplified()))}]")


# Letters, digits and marks in their usual form, and Chinese punctuation: in these, one width changes no word.
_UNUSUAL = re.compile("[^\x00-\x7f\u2010-\u2027\u3001-\u3011\u3400-\u9fff\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f]")


def simplify(text: str) -> str:
    """The text in one width, one case and one script; its length may change."""
    return _one_script(normalize("NFKC", text).casefold())


def simplify_words(text: str) -> str:
    """The same where only words matter: punctuation may keep its width."""
    # Most texts need no change, and to see that takes a tenth of the time.
    return simplify(text) if _UNUSUAL.search(text) else _one_script(text.casefold())


def _one_script(folded: str) -> str:
    return folded.translate(_simplified()) if _traditional().search(folded) else folded


def key_of(name: str) -> str:
    """What a name is compared by: case, width, script and white space make no difference."""
    return "".join(simplify(storable(name)).split())
