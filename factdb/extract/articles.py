"""The claims of an article: of its text, by its date and its headline, each told once."""

import re
from collections.abc import Sequence

from factdb.claim import Article, Claim
from factdb.extract import extract_passages
from factdb.extract.passage import Passage
from factdb.extract.repeats import merge_repeats
from factdb.lexicon import Lexicon

_HAN = re.compile("[\u3400-\u9fff]")


def claims_of(article: Article, lexicon: Lexicon) -> list[Claim]:
    """The claims of an article; a figure that it repeats is one claim.

    Args:
        article: The article.
        lexicon: The words to go by.
    """
    return claims_of_all([article], lexicon)[0]


def claims_of_all(articles: Sequence[Article], lexicon: Lexicon) -> list[list[Claim]]:
    """The claims of each of some articles; sooner done than one article after the other.

    Args:
        articles: The articles.
        lexicon: The words to go by.
    """
    passages = [Passage.of(each.text, lexicon, each.published_on, _headline(each)) for each in articles]
    return [merge_repeats(found) for found in extract_passages(passages)]


def _headline(article: Article) -> str | None:
    """The title if it says more than the text: one that is part of it is read with it.

    The name of a file may be the only title there is; report-3 says nothing of whom its figures are.
    """
    title = article.title
    return title if title and _HAN.search(title) and title not in article.text else None
