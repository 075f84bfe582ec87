"""A list of addresses is read line by line, politely, and one bad line does not stop it."""

import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from factdb.claim import Article
from factdb.errors import Problem
from factdb.readers import Options, Source, read_articles
from factdb.readers.url_robots import read_robots

if TYPE_CHECKING:
    from web_site import Site

BODY = "星河科技今天公布,全年营业收入为12.5亿元,同比增长8%。"
LOCAL = Options(allow_private=True)


def _read(folder: Path, *lines: str) -> list[Article | Problem]:
    path = folder / "addresses.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return list(read_articles(Source(str(path), path), LOCAL))


def _uris(found: list[Article | Problem]) -> list[str]:
    assert all(isinstance(item, Article) for item in found), found
    return [item.uri for item in found if isinstance(item, Article)]


def _messages(found: list[Article | Problem]) -> list[str]:
    return [item.message for item in found if isinstance(item, Problem)]


def test_each_address_is_an_article(site: "Site", tmp_path: Path) -> None:
    """Once, in order; comments and empty lines aside."""
    site.pages = {"/a": BODY.encode(), "/b?x=1": BODY.encode()}
    lines = ("\ufeff# my list", f"{site.url}/b?x=1", "", f"  {site.url}/a\t", f"{site.url}/a#top", f"# {site.url}/c")
    assert _uris(_read(tmp_path, *lines)) == [f"{site.url}/b?x=1", f"{site.url}/a"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_a_list_is_a_text_like_others(site: "Site", tmp_path: Path, ending: str, encoding: str) -> None:
    """Whatever it was written with."""
    site.pages["/a"] = site.pages["/b"] = BODY.encode()
    path = tmp_path / "addresses"
    path.write_bytes(ending.join(("# 我的列表", f"{site.url}/a", f"{site.url}/b", "")).encode(encoding))
    assert _uris(list(read_articles(Source("x", path), LOCAL))) == [f"{site.url}/a", f"{site.url}/b"]


def test_a_line_that_is_no_address_is_told_with_its_number(site: "Site", tmp_path: Path) -> None:
    """And so is an address that gives nothing; the others are read."""
    site.pages["/a"] = site.pages["/b"] = BODY.encode()
    bad = ("ftp://example.com/x", "这一行不是网址", f"{site.url}/none")
    found = _read(tmp_path, f"{site.url}/a", "", *bad, f"{site.url}/b", "https://")
    assert [item.uri for item in found if isinstance(item, Article)] == [f"{site.url}/a", f"{site.url}/b"]
    ftp, words, none, last = _messages(found)
    assert ftp.startswith("Line 3 of ")
    assert words.startswith("Line 4 of ")
    assert "这一行不是网址" in words
    assert "there is no such page" in none
    assert last.startswith("Line 7 of ")


def test_a_text_that_begins_with_its_address_is_a_text(site: "Site", tmp_path: Path) -> None:
    """Many save an article together with where they found it."""
    (article,) = _read(tmp_path, f"{site.url}/a", BODY)
    assert isinstance(article, Article)
    assert article.text.endswith(BODY)
    assert site.asked == []


def test_a_long_list_is_told_from_its_beginning(tmp_path: Path) -> None:
    """However its last line that was looked at was cut."""
    for length in range(1, 12):
        lines = ["http://" + "x" * length + ".example.com:0/"] * 900
        (problem,) = _read(tmp_path, *lines)
        assert isinstance(problem, Problem)
        assert "there is no port 0" in problem.message


def test_what_is_found_is_read_for_what_it_is(site: "Site", tmp_path: Path) -> None:
    """Of whatever format, by its content; a list leads to no other list."""
    site.pages = {"/a": b"\x89PNG\r\n", "/b": f"{site.url}/c\n".encode(), "/c": BODY.encode()}
    found = _read(tmp_path, *(f"{site.url}/{name}" for name in "abc"))
    picture, further = _messages(found)
    assert "is an image" in picture
    assert "a list of further addresses" in further
    assert _uris(found[-1:]) == [f"{site.url}/c"]


def test_robots_are_heeded_in_a_list(site: "Site", tmp_path: Path) -> None:
    """Its file is asked for once; a single address that a person gives is fetched all the same."""
    site.pages = {
        "/robots.txt": b"User-agent: *\nDisallow: /private/",
        "/a": BODY.encode(),
        "/private/b": BODY.encode(),
    }
    found = _read(tmp_path, f"{site.url}/private/b", f"{site.url}/a")
    assert "robots.txt of its host asks programs not to" in _messages(found)[0]
    assert _uris(found[1:]) == [f"{site.url}/a"]
    assert site.asked == ["/robots.txt", "/a"]
    assert _uris(list(read_articles(Source("x", None, f"{site.url}/private/b"), LOCAL)))


def test_robots_are_heeded_behind_a_redirect(site: "Site", tmp_path: Path) -> None:
    """A detour is no way around."""
    site.pages = {"/robots.txt": b"User-agent: *\nDisallow: /private/", "/private/b": BODY.encode()}
    site.send("/a", status=302, headers={"Location": "/private/b"})
    (message,) = _messages(_read(tmp_path, f"{site.url}/a"))
    assert "leads to" in message
    assert "asks programs not to" in message
    assert "/private/b" not in site.asked


@pytest.mark.parametrize(("status", "read"), [(404, True), (403, True), (200, True), (500, False), (429, False)])
def test_a_host_without_robots_allows_everything(site: "Site", tmp_path: Path, status: int, read: bool) -> None:
    """One that cannot say is not asked further; an empty file forbids nothing."""
    site.send("/robots.txt", status=status, headers={"Retry-After": "0"})
    site.pages["/a"] = site.pages["/b"] = BODY.encode()
    found = _read(tmp_path, f"{site.url}/a", f"{site.url}/b")
    assert len(_messages(found)) == (0 if read else 2)
    assert all("robots.txt of its host cannot be read" in message for message in _messages(found))


def test_a_flood_of_robots_is_cut(site: "Site", tmp_path: Path) -> None:
    """What stands at its beginning holds."""
    site.pages = {"/robots.txt": b"User-agent: *\nDisallow: /b\n" + b"#" * 5_000_000, "/a": BODY.encode()}
    assert len(_messages(_read(tmp_path, f"{site.url}/a", f"{site.url}/b"))) == 1


def test_a_host_is_not_asked_faster_than_the_setting_says(
    site: "Site", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From request to request; what the host itself asks for counts if it is longer."""
    site.pages = {"/robots.txt": b"User-agent: factdb\nCrawl-delay: 0.3", "/a": BODY.encode(), "/b": BODY.encode()}
    start = time.monotonic()
    _read(tmp_path, f"{site.url}/a", f"{site.url}/b")
    assert 0.6 <= time.monotonic() - start < 3
    monkeypatch.setenv("FACTDB_FETCH_DELAY", "0.2")
    start = time.monotonic()
    for _ in range(3):
        list(read_articles(Source("x", None, f"{site.url}/a"), LOCAL))
    assert 0.4 <= time.monotonic() - start < 3


@pytest.mark.parametrize("url", ["http://127.0.0.1/a", "http://in.example.com/a"])
def test_a_private_address_in_a_list_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Not even its robots.txt is asked for."""
    tried: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda *args: tried.append(args))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kinds: [(2, 1, 6, "", ("10.0.0.1", 80))])
    path = tmp_path / "addresses.txt"
    path.write_text(url, encoding="utf-8")
    (problem,) = read_articles(Source("x", path), Options())
    assert isinstance(problem, Problem)
    assert "add --allow-private" in problem.message
    assert tried == []


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("", "/a", True),
        ("<html>not found</html>", "/a", True),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: FactDB/2\nDisallow: /b", "/a", True),
        ("User-agent: other\nUser-agent: factdb\nDisallow: /a", "/a", False),
        ("User-agent: *\nDisallow: /a\nUser-agent: other\nAllow: /\nUser-agent: *\nDisallow: /b", "/b", False),
        ("user-agent:*\ndisallow:/a # our own\nSitemap: http://x/", "/a/b", False),
        ("\ufeffUser-agent：*\r\nDisallow：/a", "/a", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/c", False),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*?*", "/a?b=1", False),
        ("User-agent: *\nDisallow: /*?*", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", True),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: /a*b*c$", "/a-b-c-c", False),
        ("User-agent: *\nDisallow: /a*ab$", "/ab", True),
        ("User-agent: *\nDisallow: /新闻/", "/%E6%96%B0%e9%97%bb/1", False),
        ("User-agent: *\nDisallow: /%7Ea", "/~a", False),
        ("Disallow: /", "/a", True),
    ],
)
def test_robots_mean(rules: str, path: str, allowed: bool) -> None:
    """The longest rule of the group for us decides, as RFC 9309 has it."""
    assert read_robots(rules, "factdb").allows(path) is allowed


def test_robots_take_no_time() -> None:
    """A rule of nothing but stars is as quick as any."""
    start = time.monotonic()
    assert read_robots("User-agent: *\nDisallow: /" + "*a" * 50_000 + "$", "factdb").allows("/" + "a" * 40_000 + "b")
    assert time.monotonic() - start < 1


@pytest.mark.parametrize(("value", "pause"), [("2", 2), ("0.5", 0.5), ("9999", 30), ("-1", 0), ("soon", 0), ("nan", 0)])
def test_robots_ask_for_a_pause(value: str, pause: float) -> None:
    """As long as it is within reason."""
    assert read_robots(f"User-agent: *\nCrawl-delay: {value}", "factdb").pause == pause
