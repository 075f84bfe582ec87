"""The web page's guard: who is let in, from where, and what a page may do."""

import re
import shutil
import socket
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest
from web_page import Page

from factdb.db.database import Database
from factdb.db.session import open_db
from factdb.ingest import ingest
from factdb.readers import Given, Options
from factdb.web import Access
from factdb.web.security import TokenNeededError

VENDOR = Path(__file__).parents[1] / "factdb" / "web" / "static" / "vendor"
ARTICLE = "青禾读书2023年的日活用户超过320万人，同比增长<script>alert(1)</script>两成。"


@pytest.fixture(scope="module")
def web_db(tmp_path_factory: pytest.TempPathFactory, _blank_file: Path) -> Iterator[Database]:
    """A database with one article, whose text means harm."""
    folder = tmp_path_factory.mktemp("web")
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    shutil.copy(_blank_file, folder / "web.db")
    with open_db(str(folder / "web.db")) as db:
        ingest(db, [str(folder / "a.txt")], Options(Given('"><img src=x onerror=alert(1)>', "<b>某报</b>")))
        yield db


@pytest.fixture(scope="module")
def served(web_db: Database) -> Iterator[Page]:
    """The page as anybody on this machine has it."""
    with Page(web_db) as page:
        yield page


@pytest.fixture
def page(served: Page) -> Page:
    """The same for a new visitor."""
    served.cookies = ""
    return served


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8737", "127.0.0.1.evil.example", "", "[", "localhost@evil"]
)
def test_a_foreign_name_is_refused(page: Page, host: str) -> None:
    """A web site that points its own name at this machine gets nothing."""
    assert page.get("/", host=host).status == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8737", "localhost:9", "[::1]:8737"])
def test_this_machine_is_known_by_its_names(page: Page, host: str) -> None:
    """Whichever of them stands in the address."""
    assert page.get("/", host=host).status == 200


@pytest.mark.parametrize(
    "headers",
    [{"origin": "http://evil.example"}, {"origin": "null"}, {"sec_fetch_site": "cross-site"}],
)
def test_another_site_changes_nothing(page: Page, headers: dict[str, str]) -> None:
    """What a foreign page sends here is refused before anyone looks at it."""
    assert page.post("/ingest", {"text": "x"}, **headers).status == 403


@pytest.mark.parametrize("length", ["64000001", "-1", "many"])
def test_what_is_too_large_is_refused_before_it_is_read(page: Page, length: str) -> None:
    """By what the visitor says of it, though nothing of it ever comes; a length that is none is no better."""
    kind = "application/x-www-form-urlencoded"
    assert page.post("/ingest", b"", content_type=kind, content_length=length).status in {400, 413}


def test_a_body_without_an_end_is_cut_off(page: Page) -> None:
    """In pieces of no announced length it is read up to the limit; the page goes on for others."""
    piece = b"%x\r\n" % 1_000_000 + b"a" * 1_000_000 + b"\r\n"
    with socket.create_connection(("127.0.0.1", page.port), timeout=60) as sender:
        head = f"POST /ingest HTTP/1.1\r\nHost: 127.0.0.1:{page.port}\r\nTransfer-Encoding: chunked\r\n"
        sender.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode())
        with suppress(ConnectionError):
            for _ in range(100):
                sender.sendall(piece)
            assert sender.recv(100).split()[1] in {b"400", b"403", b"413"}
    assert page.get("/").status == 200


def test_an_open_address_needs_a_token() -> None:
    """Nobody shares a database with a whole network by mistake."""
    with pytest.raises(TokenNeededError, match="--token"):
        Access(host="0.0.0.0")  # noqa: S104 (that it is refused is what is tested)


def test_without_the_token_nothing_is_shown(web_db: Database) -> None:
    """A visitor is sent to the login, a program is told; with the token both come in."""
    with Page(web_db, Access(token="柚子-secret")) as page:  # noqa: S106
        sent = page.get("/claims")
        assert (sent.status, sent.headers["location"]) == (303, "/login?next=/claims")
        assert page.get("/api/claims").status == 401
        assert page.post("/login", {"token": "wrong"}).status == 403
        assert "set-cookie" not in page.get("/login").headers
        login = page.post("/login?next=/claims", {"token": "柚子-secret"})
        assert (login.status, login.headers["location"]) == (303, "/claims")
        assert {"HttpOnly", "SameSite=Strict"} <= set(login.headers["set-cookie"].split("; "))
        assert page.get("/claims").status == 200


def test_a_forged_session_is_none(web_db: Database) -> None:
    """A cookie counts only if this page has signed it."""
    with Page(web_db, Access(token="t")) as page:  # noqa: S106
        page.post("/login", {"token": "t"})
        page.cookies = page.cookies[:-1] + ("0" if page.cookies[-1] != "0" else "1")
        assert page.get("/claims").status == 303


@pytest.mark.parametrize("there", ["//evil.example", "/\\evil.example", "https://evil.example", "evil"])
def test_a_login_leads_to_this_page_only(web_db: Database, there: str) -> None:
    """An address in a mail cannot send who logs in to another site."""
    with Page(web_db, Access(token="t")) as page:  # noqa: S106
        assert page.post(f"/login?next={there}", {"token": "t"}).headers["location"] == "/"


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static//etc/passwd"]
)
def test_static_files_are_those_of_their_folder(page: Page, path: str) -> None:
    """No path leads out of it."""
    assert page.get(path).status == 404


def test_a_page_runs_its_own_scripts_only(page: Page) -> None:
    """The policy allows nothing inline and nothing from elsewhere, and no page has anything inline."""
    for path in ("/", "/claims", "/claims/1", "/articles/1", "/nowhere"):
        answer = page.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert not re.search(r"<script(?![^>]*src=)|<style|<[^>]*\s(?:on\w+|style)=|<[^>]*javascript:", answer.text), (
            path
        )
        assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", answer.text), path


def test_what_an_article_says_is_shown_and_never_run(page: Page) -> None:
    """Text, title and publisher are escaped wherever they stand."""
    for path in ("/", "/claims", "/claims/1", "/articles/1"):
        text = page.get(path).text
        assert "<img" not in text.replace('<img src="/static/icon.svg"', "")
        assert "<b>" not in text
        assert "alert(1)</script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.get("/articles/1").text


def test_the_files_of_others_are_what_their_makers_released() -> None:
    """Each has its checksum, its version and its licence beside it, and none is there without."""
    listed = tomllib.loads((VENDOR / "vendor.toml").read_text(encoding="utf-8"))["file"]
    assert {entry["name"] for entry in listed} == {path.name for path in VENDOR.glob("*.js")}
    for entry in listed:
        assert sha256((VENDOR / entry["name"]).read_bytes()).hexdigest() == entry["sha256"]
        assert (VENDOR / entry["licence"]).is_file()
