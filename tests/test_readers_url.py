"""Articles are fetched from http addresses, whatever their servers do; what is wrong is told in a sentence."""

import gzip
import re
import sys
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING

import pytest

from factdb.claim import Article
from factdb.errors import Problem
from factdb.readers import Options, Source, find_sources, read_articles

if TYPE_CHECKING:
    from web_site import Site

BODY = "星河科技今天公布,全年营业收入为12.5亿元,同比增长8%。"
LOCAL = Options(allow_private=True)


def _read(url: str) -> Article:
    (article,) = read_articles(Source(url, None, url), LOCAL)
    assert isinstance(article, Article), article
    return article


def _fault(url: str) -> str:
    (problem,) = read_articles(Source(url, None, url), LOCAL)
    assert isinstance(problem, Problem)
    assert problem.source == url
    return problem.message


def _raw(data: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    """Sends these bytes as they are, and hangs up."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(data)
        handler.close_connection = True

    return answer


def _drip(start: bytes, pause: float = 0.02) -> Callable[[BaseHTTPRequestHandler], None]:
    """Sends a start, then a byte now and then without an end."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(start)
        for _ in range(500):
            time.sleep(pause)
            handler.wfile.write(b"x")

    return answer


def test_an_address_is_an_article(site: "Site") -> None:
    """With the address as it was given, when it was fetched, and the hash of what was fetched."""
    site.send("/a", BODY.encode(), headers={"Content-Type": "text/plain; charset=utf-8"})
    before = datetime.now(UTC)
    article = _read(f"{site.url}/a")
    assert (article.uri, article.text, article.notes) == (f"{site.url}/a", BODY, ())
    assert article.fetched_at is not None
    assert before <= article.fetched_at <= datetime.now(UTC)
    assert article.source_hash == sha256(BODY.encode()).hexdigest()


def test_an_address_is_a_source(site: "Site") -> None:
    """Once, whatever stands behind its #; and no file is looked for."""
    found = list(find_sources([f"{site.url}/a#top", f"{site.url}/a", "HTTPS://Example.com/b"]))
    assert found == [
        Source(f"{site.url}/a#top", None, f"{site.url}/a"),
        Source("HTTPS://Example.com/b", None, "HTTPS://Example.com/b"),
    ]


def test_a_password_is_not_shown() -> None:
    """Nor sent anywhere, nor stored."""
    (found,) = find_sources(["http://user:secret@example.com/a@b"])
    assert isinstance(found, Source)
    assert found.name == "http://…@example.com/a@b"
    (problem,) = read_articles(found)
    assert isinstance(problem, Problem)
    assert "factdb signs in nowhere" in problem.message
    assert "secret" not in problem.message


def test_an_address_of_another_kind_is_told() -> None:
    """It is neither a file nor fetched."""
    (found,) = find_sources(["ftp://example.com/a.txt"])
    assert isinstance(found, Problem)
    assert "no http or https address" in found.message


def test_factdb_says_who_it_is_and_keeps_nothing(site: "Site") -> None:
    """An honest name with its version; a cookie that it is given does not come back."""
    site.send("/a", status=302, headers={"Location": "/b", "Set-Cookie": "who=you"})
    site.pages["/b"] = BODY.encode()
    _read(f"{site.url}/a")
    assert site.headers["User-Agent"].startswith("factdb/0.")
    assert "Cookie" not in site.headers


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", ["/sub/b", "sub/b", "//{host}/sub/b", "http://{host}/sub/b#x", "?q=1"])
def test_redirects_are_followed(site: "Site", status: int, location: str) -> None:
    """The address stays the one that was given; a note says where the text was found."""
    host = site.url.removeprefix("http://")
    site.send("/a", status=status, headers={"Location": location.format(host=host)})
    site.pages["/sub/b"] = site.pages["/a?q=1"] = BODY.encode()
    article = _read(f"{site.url}/a")
    assert article.uri == f"{site.url}/a"
    end = f"{site.url}/a?q=1" if location == "?q=1" else f"{site.url}/sub/b"
    assert article.notes == (f"{site.url}/a was redirected to {end}.",)


def test_a_redirect_in_bytes_of_another_encoding_is_followed(site: "Site") -> None:
    """Old servers write Chinese paths as they are; they get the same bytes back."""
    site.pages["/a"] = _raw(b"HTTP/1.1 302 Found\r\nLocation: /\xb1\xa8\xb8\xe6\r\nContent-Length: 0\r\n\r\n")
    site.pages["/%B1%A8%B8%E6"] = BODY.encode()
    assert _read(f"{site.url}/a").text == BODY


def test_redirects_in_a_circle_end(site: "Site") -> None:
    """After ten of them."""
    site.send("/a", status=302, headers={"Location": "/b"})
    site.send("/b", status=302, headers={"Location": "/a"})
    assert "redirected more than 10 times" in _fault(f"{site.url}/a")
    assert len(site.asked) == 11


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://example.com/", "javascript:alert(1)", "http://[", "data:,x"]
)
def test_a_redirect_to_what_is_not_the_web_is_told(site: "Site", location: str) -> None:
    """No file of this machine is read because a server says so."""
    site.send("/a", status=302, headers={"Location": location})
    assert re.search("was redirected to|leads to", _fault(f"{site.url}/a"))


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (404, "there is no such page (status 404). Check the address."),
        (410, "there is no such page"),
        (403, "does not give it to everybody (status 403). Save the page"),
        (500, "its host failed (status 500). Try again later."),
        (418, "answered with status 418"),
        (204, "sends no content"),
        (304, "sends no content"),
        (302, "answered with status 302"),
    ],
)  # fmt: skip
def test_a_host_that_says_no_is_told(site: "Site", status: int, message: str) -> None:
    """What its status means, and what to do."""
    site.send("/a", status=status)
    assert message in _fault(f"{site.url}/a")


def test_a_busy_host_is_waited_for_once(site: "Site") -> None:
    """As long as it asks for."""
    answers = iter([(429, b""), (200, BODY.encode()), (503, b""), (503, b"")])

    def answer(handler: BaseHTTPRequestHandler) -> None:
        status, body = next(answers)
        handler.send_response(status)
        handler.send_header("Retry-After", "0")
        handler.end_headers()
        handler.wfile.write(body)

    site.pages["/a"] = answer
    assert _read(f"{site.url}/a").text == BODY
    assert "too busy (status 503). Try again later." in _fault(f"{site.url}/a")
    assert len(site.asked) == 4


@pytest.mark.parametrize("after", ["3600", "Fri, 31 Dec 2100 23:59:59 GMT"])
def test_a_busy_host_is_not_waited_for_long(site: "Site", after: str) -> None:
    """Who wants an hour gets it, without us."""
    site.send("/a", status=429, headers={"Retry-After": after})
    assert "asks to wait for" in _fault(f"{site.url}/a")
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX: ",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n",
    ],
    ids=["no status", "headers", "body", "announced body"],
)
def test_a_slow_answer_ends_in_time(site: "Site", monkeypatch: pytest.MonkeyPatch, start: bytes) -> None:
    """Bytes that come one by one are no reason to wait for ever."""
    monkeypatch.setenv("FACTDB_FETCH_TIMEOUT", "0.3")
    site.pages["/a"] = _drip(start)
    begin = time.monotonic()
    assert "took too long" in _fault(f"{site.url}/a")
    assert time.monotonic() - begin < 2


def test_an_answer_without_a_length_is_read(site: "Site") -> None:
    """Until the connection ends, and in chunks."""
    site.pages["/a"] = _raw(b"HTTP/1.0 200 OK\r\n\r\n" + BODY.encode())
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (BODY.encode()[:7], BODY.encode()[7:]))
    site.pages["/b"] = _raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n")
    assert _read(f"{site.url}/a").text == _read(f"{site.url}/b").text == BODY


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n" + BODY.encode(),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"",
    ],
    ids=["body", "chunk", "not HTTP", "nothing"],
)
def test_an_answer_that_breaks_off_is_told(site: "Site", data: bytes) -> None:
    """Half an article is not stored for a whole one."""
    site.pages["/a"] = _raw(data)
    assert "broke off, or is none in HTTP" in _fault(f"{site.url}/a")


def test_an_empty_answer_is_told(site: "Site") -> None:
    """With status 200, too."""
    site.send("/a")
    assert "the answer is empty" in _fault(f"{site.url}/a")


def test_an_answer_that_is_too_large_is_told(site: "Site", monkeypatch: pytest.MonkeyPatch) -> None:
    """While it comes in: neither its announced length nor its end is waited for."""
    monkeypatch.setenv("FACTDB_MAX_BYTES", "100000")

    def flood(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 65_536)

    site.pages["/a"] = flood
    assert "more than 100,000 bytes" in _fault(f"{site.url}/a")


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_bomb_is_not_unpacked(site: "Site", monkeypatch: pytest.MonkeyPatch, coding: str) -> None:
    """What counts is what a body unpacks to, and no more than the limit is ever unpacked."""
    monkeypatch.setenv("FACTDB_MAX_BYTES", "100000")
    zeros = bytes(50_000_000)
    packed = gzip.compress(zeros, 6) if coding == "gzip" else zlib.compress(zeros)
    site.send("/a", packed, headers={"Content-Encoding": coding})
    assert "more than 100,000 bytes" in _fault(f"{site.url}/a")


def test_the_charset_of_the_answer_is_heeded_unless_it_lies(site: "Site") -> None:
    """Servers have one setting for pages of all kinds."""
    for path, encoding, charset in (
        ("/a", "gb18030", "gb2312"),
        ("/b", "gb18030", "utf-8"),
        ("/c", "utf-8", "gbk"),
        ("/d", "gb18030", "ISO-8859-1"),
        ("/e", "utf-16-le", '"utf-16"'),
    ):
        site.send(path, BODY.encode(encoding), headers={"Content-Type": f"text/plain; charset={charset}"})
        assert _read(site.url + path).text == BODY, (encoding, charset)


def test_a_refused_connection_is_told(site: "Site") -> None:
    """Nobody listens there."""
    site.stop()
    assert "does not answer (connection refused)" in _fault(f"{site.url}/a")


def test_a_host_that_does_not_exist_is_told() -> None:
    """By its name."""
    assert "no address was found for the host nobody.invalid" in _fault("http://nobody.invalid/")


def test_what_is_not_installed_is_named(site: "Site", monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it."""
    for module in ("url", "url_manners", "url_fetch", "url_connection"):
        monkeypatch.delitem(sys.modules, f"factdb.readers.{module}", raising=False)
    monkeypatch.setitem(sys.modules, "httpx", None)
    assert 'pip install "factdb[url]"' in _fault(f"{site.url}/a")


@pytest.mark.parametrize("timeout", ["soon", "-1", "nan", "1e9"])
def test_a_time_out_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch, timeout: str) -> None:
    """It is a mistake at the keyboard, and not the page's."""
    monkeypatch.setenv("FACTDB_FETCH_TIMEOUT", timeout)
    with pytest.raises(Exception, match=r"FACTDB_FETCH_TIMEOUT is .* Set it to one such as 60"):
        _read("http://127.0.0.1:9/")
