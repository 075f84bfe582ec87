"""The API under whatever programs may send: no answer is a fault of the server, and each is what is described."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance
from web_page import Page

from factdb.db.session import open_db
from factdb.ingest import ingest
from factdb.resources import articles_folder
from factdb.web.openapi import describe_api

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]
# Of each address.
EXAMPLES = 80
# Schemas make long examples at times.
HEALTH = list(HealthCheck)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, _blank_file: Path) -> Iterator[Page]:
    """The page on the sample articles."""
    path = tmp_path_factory.mktemp("fuzz") / "web.db"
    shutil.copy(_blank_file, path)
    with open_db(str(path)) as db:
        ingest(db, [str(articles_folder())])
        with Page(db) as served:
            yield served


PATHS = describe_api()["paths"]


@pytest.mark.parametrize(
    ("path", "mode"),
    [
        (path, mode)
        for path, described in PATHS.items()
        for mode in GenerationMode
        # Where nothing can be given, nothing can be given otherwise.
        if mode is GenerationMode.POSITIVE or described["get"]["parameters"]
    ],
)
def test_nothing_that_is_sent_breaks_the_api(page: Page, path: str, mode: GenerationMode) -> None:
    """Whatever stands in the path and behind the question mark; what is answered is as it is described."""
    with urlopen(f"{page.url}/api/openapi.json") as answer:  # noqa: S310 (our own server)
        schema = schemathesis.openapi.from_dict(json.load(answer))

    @given(case=schema[path]["GET"].as_strategy(generation_mode=mode))
    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=HEALTH)
    def ask(case: "schemathesis.Case[Any]") -> None:
        case.call_and_validate(base_url=page.url, checks=CHECKS, timeout=20)

    ask()
