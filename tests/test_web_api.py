"""The JSON API: the same answers as the commands give, in pages, described as it is."""

import json
import shlex
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from web_page import Page

from factdb.db.database import Database
from factdb.db.filters import Filters
from factdb.db.queries import list_claims
from factdb.db.session import open_db
from factdb.export.columns import COLUMNS
from factdb.ingest import ingest
from factdb.resources import articles_folder

WEB_PAGE = Path(__file__).parents[1] / "docs" / "web.md"
HERE = "http://127.0.0.1:8737"


@pytest.fixture(scope="module")
def web_db(tmp_path_factory: pytest.TempPathFactory, _blank_file: Path) -> Iterator[Database]:
    """The sample articles."""
    path = tmp_path_factory.mktemp("api") / "web.db"
    shutil.copy(_blank_file, path)
    with open_db(str(path)) as db:
        ingest(db, [str(articles_folder())])
        yield db


@pytest.fixture(scope="module")
def page(web_db: Database) -> Iterator[Page]:
    """The page on them."""
    with Page(web_db) as served:
        yield served


def ask(page: Page, path: str, status: int = 200) -> Any:  # noqa: ANN401 (any JSON)
    """What the API answers."""
    answer = page.get(path)
    assert answer.status == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    return json.loads(answer.text)


def test_pages_hold_each_claim_once(page: Page, web_db: Database) -> None:
    """Following the cursor to its end gives what a list gives, in its order."""
    found, cursor = [], ""
    while True:
        part = ask(page, f"/api/claims?limit=17{cursor}")
        found += part["claims"]
        if part["next"] is None:
            break
        cursor = f"&cursor={quote(part['next'])}"
    rows = list(list_claims(web_db, Filters()))
    assert part["total"] == len(rows) > 17
    assert [claim["id"] for claim in found] == [row.id for row in rows]
    assert tuple(found[0]) == COLUMNS


def test_filters_are_those_of_the_list(page: Page, web_db: Database) -> None:
    """Several values, amounts with a unit, and words."""
    part = ask(page, "/api/claims?topic=advertising&topic=traffic&min=1%E4%BA%BF&not_status=x")
    wanted = Filters(topic=("advertising", "traffic"))
    assert {claim["id"] for claim in part["claims"]} < {row.id for row in list_claims(web_db, wanted)}
    assert all(float(claim["high"]) >= 1e8 for claim in part["claims"])


def test_values_are_exact(page: Page, web_db: Database) -> None:
    """As text, for JSON's numbers are floats to most who read them."""
    for claim, row in zip(ask(page, "/api/claims?limit=200")["claims"], list_claims(web_db, Filters()), strict=True):
        assert claim["low"] is None or claim["low"] == format(row.low, "f")
        assert text_of(page, row.article_id)[claim["start"] : claim["end"]] == claim["quote"]


def text_of(page: Page, article_id: int) -> str:
    """The text of an article."""
    text: str = ask(page, f"/api/articles/{article_id}")["text"]
    return text


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/api/claims/999", 404, "no claim 999"),
        ("/api/articles/999", 404, "no article 999"),
        ("/api/claims?topic=nosuch", 400, "no topic"),
        ("/api/claims?limit=0", 400, "limit"),
        ("/api/claims?limit=9999", 400, "limit"),
        ("/api/claims?cursor=-1", 400, "cursor"),
        ("/api/claims?min=many", 400, "no amount"),
        ("/api/series", 400, "subject is missing"),
        ("/api/series?subject=%E7%94%B2&metric=%E4%B9%99", 400, "no subject"),
    ],
)
def test_what_cannot_be_answered_is_said(page: Page, path: str, status: int, says: str) -> None:
    """In one shape: an object with the sentence."""
    assert says in ask(page, path, status)["error"]


@pytest.mark.parametrize("digits", [19, 5_000])
@pytest.mark.parametrize("path", ["/claims/", "/articles/", "/api/claims/", "/api/articles/"])
def test_a_number_that_is_no_id_is_no_address(page: Page, path: str, digits: int) -> None:
    """Neither a database nor Python takes any number of digits."""
    assert page.get(path + "9" * digits).status == 404


def test_the_examples_of_the_docs_are_answered(page: Page) -> None:
    """As curl sends them: what is not ASCII must be encoded, or the server refuses it unread."""
    examples = [shlex.split(line) for line in WEB_PAGE.read_text(encoding="utf-8").splitlines() if "  curl " in line]
    local = [words for words in examples if any(HERE in word for word in words)]
    assert len(local) == len(examples) - 1 == 4
    for words in local:
        (address,) = (word.removeprefix(HERE) for word in words if word.startswith(HERE))
        given = [(option, typed) for option, typed in pairwise(words) if option in {"-d", "--data-urlencode"}]
        assert all(typed.isascii() for option, typed in [*given, ("", address)] if option != "--data-urlencode")
        query = urlencode(dict(typed.split("=") for _, typed in given))
        assert ask(page, f"{address}?{query}" if query else address)


def test_the_description_has_what_is_answered(page: Page) -> None:
    """Every path of it is there, and every claim has the properties that it names."""
    described = ask(page, "/api/openapi.json")
    claim = described["components"]["schemas"]["Claim"]
    assert tuple(claim["properties"]) == tuple(ask(page, "/api/claims/1")) == COLUMNS
    for path in described["paths"]:
        named = path.replace("{id}", "1")
        status = 400 if named in {"/api/series", "/api/chart"} else 200
        assert page.get(named).status == status
    named = {parameter["name"] for parameter in described["paths"]["/api/claims"]["get"]["parameters"]}
    assert {"topic", "not_topic", "min", "period", "text", "limit", "cursor"} <= named
