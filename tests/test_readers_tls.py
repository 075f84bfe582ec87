"""A page is only read over https from a host that proves who it is, at the address that was checked."""

import socket
import ssl
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import trustme

from factdb.claim import Article
from factdb.errors import Problem
from factdb.readers import Options, Source, read_articles, url_connection

if TYPE_CHECKING:
    from web_site import Site

BODY = "星河科技今天公布,全年营业收入为12.5亿元,同比增长8%。"


@pytest.fixture
def authority(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[trustme.CA]:
    """An authority that the user trusts, by SSL_CERT_FILE."""
    authority = trustme.CA()
    path = tmp_path_factory.mktemp("authority") / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    url_connection._ssl_context.cache_clear()
    yield authority
    url_connection._ssl_context.cache_clear()


def _certify(site: "Site", authority: trustme.CA, *names: str) -> list[str | None]:
    """Have a site speak TLS as a host of these names; the names that it will be asked for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    asked: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: asked.append(name)
    site.server.socket = context.wrap_socket(site.server.socket, server_side=True, do_handshake_on_connect=False)
    return asked


def _read(site: "Site", host: str) -> Article | Problem:
    url = f"https://{host}:{site.server.server_port}/a"
    (found,) = read_articles(Source(url, None, url), Options(allow_private=True))
    return found


@pytest.fixture
def _names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name is one of this machine."""
    look_up = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _host, port, **kinds: look_up("127.0.0.1", port, **kinds))


@pytest.mark.usefixtures("_names")
def test_the_name_is_proven_at_the_address_that_was_checked(site: "Site", authority: trustme.CA) -> None:
    """The connection goes to an address; the name is still the one that is asked for and that must be proven."""
    asked = _certify(site, authority, "news.example.com")
    site.pages["/a"] = BODY.encode()
    article = _read(site, "news.example.com")
    assert isinstance(article, Article), article
    assert article.text == BODY
    assert asked == ["news.example.com"]
    assert site.headers["Host"] == f"news.example.com:{site.server.server_port}"


@pytest.mark.usefixtures("_names")
@pytest.mark.parametrize(
    ("name", "trusted", "why"), [("other.example.com", True, "mismatch"), ("news.example.com", False, "")]
)
def test_a_host_that_does_not_prove_its_name_is_told(
    site: "Site", authority: trustme.CA, name: str, trusted: bool, why: str
) -> None:
    """Another one's certificate, and one that nobody vouches for."""
    _certify(site, authority if trusted else trustme.CA(), name)
    site.pages["/a"] = BODY.encode()
    problem = _read(site, "news.example.com")
    assert isinstance(problem, Problem)
    assert "the connection to news.example.com is not safe" in problem.message
    assert why in problem.message
    assert "save it in your browser" in problem.message
    assert site.asked == []


def test_a_host_that_does_not_speak_tls_is_told(site: "Site") -> None:
    """There is http at the other end."""
    problem = _read(site, "127.0.0.1")
    assert isinstance(problem, Problem)
    assert "is not safe" in problem.message
