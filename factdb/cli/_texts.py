"""Claims of files and of standard input, printed and not stored."""

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from factdb.cli._claims import mark_in_text
from factdb.cli._output import Format, print_csv, print_json, say, say_problem
from factdb.cli._records import FIELDS
from factdb.cli._table import print_quotes
from factdb.errors import Problem
from factdb.extract.articles import claims_of
from factdb.readers import Options, find_sources, read_articles
from factdb.wording import period, statement

if TYPE_CHECKING:
    from factdb.claim import Article, Claim
    from factdb.lexicon import Lexicon

COLUMNS = ("uri", *FIELDS, "attribution", "sentence", "occurrences")


class Texts:
    """The claims of texts, read one after another; what goes wrong with one is told and counted."""

    def __init__(self, paths: Sequence[str], options: Options, lexicon: "Lexicon") -> None:
        self._paths = paths
        self._options = options
        self._lexicon = lexicon
        self.problems = 0

    def claims(self) -> Iterator[tuple["Article", "Claim"]]:
        """Each claim with its article."""
        for source in find_sources(self._paths):
            if isinstance(source, Problem):
                self._report(source)
                continue
            for article in read_articles(source, self._options):
                if isinstance(article, Problem):
                    self._report(article)
                    continue
                for note in article.notes:
                    say(note)
                for claim in claims_of(article, self._lexicon):
                    yield article, claim

    def _report(self, problem: Problem) -> None:
        self.problems += 1
        say_problem(problem)


def extract_texts(paths: Sequence[str], options: Options, lexicon: "Lexicon", form: Format) -> int:
    """Print the claims of the texts; how many sources had problems."""
    texts = Texts(paths, options, lexicon)
    match form:
        case Format.TABLE:
            _print_table(list(texts.claims()), texts.problems)
        case Format.JSON:
            print_json(dict(zip(COLUMNS, _values(article, claim), strict=True)) for article, claim in texts.claims())
        case Format.CSV:
            print_csv(COLUMNS, (_values(article, claim) for article, claim in texts.claims()))
    return texts.problems


def _values(article: "Article", claim: "Claim") -> tuple[object, ...]:
    return article.uri, *(getattr(claim, name) for name in COLUMNS[1:])


def _print_table(found: "list[tuple[Article, Claim]]", problems: int) -> None:
    """The table; it says where a claim is from if there are several articles."""
    if not found and not problems:
        say("There is no figure in this text that is a claim.")
    if not found:
        return
    several = len({article.uri for article, _ in found}) > 1
    rows = [
        (
            (
                statement(claim),
                claim.metric,
                claim.subject,
                period(claim),
                ", ".join(claim.topics),
                *([PurePath(article.uri).name] if several else []),
            ),
            mark_in_text(claim, article.text),
        )
        for article, claim in found
    ]
    print_quotes(("value", "metric", "subject", "period", "topics", *(["source"] if several else [])), rows)
