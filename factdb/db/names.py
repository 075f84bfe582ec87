"""Names as they are compared: 手機淘寶, 手机淘宝 and ＡＰＰ, app are the same."""

import tomllib
from functools import lru_cache
from unicodedata import normalize

from factdb.resources import lexicons_folder


@lru_cache(maxsize=1)
def _simplified() -> dict[int, int]:
    """Traditional characters and the simplified ones; this file alone, for the whole lexicon takes its time."""
    fold = tomllib.loads((lexicons_folder() / "view.toml").read_text(encoding="utf-8"))["traditional"]
    return dict(zip(map(ord, fold["from"]), map(ord, fold["to"]), strict=True))


def simplify(text: str) -> str:
    """The text in one width, one case and one script; its length may change."""
    return normalize("NFKC", text).casefold().translate(_simplified())


def key_of(name: str) -> str:
    """What a name is compared by: case, width, script and white space make no difference."""
    return "".join(simplify(name).split())
