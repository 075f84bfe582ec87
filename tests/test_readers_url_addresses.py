"""Private and local addresses are refused before anything is sent there: nobody is even knocked at."""

import socket
import time
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

import pytest

from factdb.claim import Article
from factdb.errors import Problem
from factdb.readers import Options, Source, read_articles
from factdb.readers.url_addresses import is_private

if TYPE_CHECKING:
    from web_site import Site

PRIVATE = (
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.255.0.9",  # noqa: S104 (nothing is bound)
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1",
    "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::10.1.2.3", "64:ff9b:1::1", "100::1", "2001::1", "2001:0:7f00:1::1", "2001:db8::1",
    "2002:7f00:1::", "2002:c0a8:101::1", "3fff::1", "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0",
    "fec0::1", "ff02::1", "2400:1:2:3:0:5efe:10.0.0.1", "2400:1:2:3:200:5efe:8.8.8.8", "4000::1",
)  # fmt: skip
PUBLIC = (
    "1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0", "169.253.1.1", "192.167.1.1",
    "198.17.0.1", "223.255.255.255", "2400:3200::1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
    "2002:808:808::1",
)  # fmt: skip


@dataclass
class Network:
    """A network on which nothing is ever sent.

    Attributes:
        names: The addresses of names.
        asked: The names that were looked up.
        tried: The addresses that somebody tried to connect to.
    """

    names: dict[str, list[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)

    def look_up(self, host: str, port: int, *_args: object, **_kinds: object) -> list[Any]:
        """Stands for the system's resolver."""
        self.asked.append(host)
        if host not in self.names:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in self.names[host]]

    def connect(self, address: tuple[str, int]) -> None:
        """Stands for the system's connections."""
        self.tried.append(address[0])
        raise ConnectionRefusedError(111, "Connection refused")


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    """Records who is looked up and connected to, and connects to nobody."""
    network = Network()
    monkeypatch.setenv("FACTDB_FETCH_DELAY", "0")
    monkeypatch.setattr(socket, "getaddrinfo", network.look_up)
    monkeypatch.setattr(socket.socket, "connect", network.connect)
    return network


def _fault(url: str, *, allow_private: bool = False) -> str:
    (problem,) = read_articles(Source(url, None, url), Options(allow_private=allow_private))
    assert isinstance(problem, Problem)
    return problem.message


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_refused(network: Network, address: str) -> None:
    """As it is written, and behind a name."""
    assert is_private(ip_address(address))
    network.names["news.example.com"] = ["1.1.1.1", address]
    host = f"[{address}]" if ":" in address else address
    for url in (
        f"http://{host}/",
        f"https://{host}:8443/x?y=1#z",
        "http://news.example.com/",
        "https://news.example.com:99/",
    ):
        message = _fault(url)
        assert "private or local address" in message
        assert "add --allow-private" in message
    assert network.tried == []


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_asked(network: Network, address: str) -> None:
    """Its neighbours are none of ours."""
    assert not is_private(ip_address(address))
    host = f"[{address}]" if ":" in address else address
    assert "does not answer (connection refused)" in _fault(f"http://{host}/")
    assert network.tried == [str(ip_address(address))]


@pytest.mark.parametrize(
    "host",
    [
        "2130706433", "0x7f000001", "0x7F.1", "127.1", "127.0.1", "0177.0.0.1", "017700000001", "0x7f.0x0.0x0.0x1",
        "3232235777", "0xa9fea9fe", "0xa9.254.0251.0xfe", "0", "0x0", "127.0.0.1.", "localhost", "LOCALHOST",
        "localhost.", "a.localhost", "localhost.localdomain", "printer.local", "metadata.google.internal",
        "router.home.arpa",
        "127。0。0。1", "[::1]", "[0:0:0:0:0:0:0:1]", "[::FFFF:7F00:1]", "[::ffff:127.0.0.1]", "[fe80::1%25eth0]",
        "user@127.0.0.1", "example.com@127.0.0.1", "user:word@localhost", "example.com%20@127.0.0.1",
        "example.com\\@127.0.0.1", "@127.0.0.1", "１２７.0.0.1", "①②⑦.⓪.⓪.①", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "%31%32%37.0.0.1",
        "127%2e0.0.1", "127.0.0.1%00.example.com", "", " ", "..", "a..b", "exa mple.com", "1.1.1.1:99999", "1.1.1.1:0",
        "1.1.1.1:-1", "1.1.1.1:x", "[::1", "[127.0.0.1]", "x" * 64, ".".join(["abcdefgh"] * 32), "a_b!c.com",
        "user:word@example.com",
    ],
)  # fmt: skip
def test_a_disguise_is_refused(network: Network, host: str) -> None:
    """Whatever a system could take for a private address, and whatever is no host; no name is looked up."""
    for scheme in ("http", "https"):
        assert "was not fetched" in _fault(f"{scheme}://{host}/")
    assert network.asked == network.tried == []


@pytest.mark.parametrize(
    "url", ["http:127.0.0.1/", "http:/127.0.0.1/", "http:///127.0.0.1", "http://", "http://?x", "http://#x"]
)
def test_what_has_no_host_is_refused(network: Network, url: str) -> None:
    """A browser would mend it; we do not guess where it leads."""
    assert "was not fetched" in _fault(url)
    assert network.asked == network.tried == []


def test_a_name_is_looked_up_once_and_what_was_checked_is_connected_to(network: Network) -> None:
    """A second answer could be another one; all of the first one's addresses are tried, the best first."""
    network.names["news.example.com"] = ["1.1.1.1", "2606:4700::1111"]
    assert "does not answer" in _fault("http://news.example.com/")
    assert network.asked == ["news.example.com"]
    assert network.tried == ["1.1.1.1", "2606:4700::1111"]


def test_a_name_without_an_address_is_told(network: Network) -> None:
    """With what to check."""
    assert "no address was found for the host news.example.com" in _fault("https://news.example.com/")
    network.names["news.example.com"] = []
    assert "no address was found" in _fault("https://news.example.com/")
    assert network.tried == []


def test_a_private_address_is_asked_if_it_is_meant(network: Network) -> None:
    """--allow-private says so."""
    network.names["intranet"] = ["10.0.0.1"]
    assert "does not answer" in _fault("http://intranet/", allow_private=True)
    assert "does not answer" in _fault("http://[::1]/", allow_private=True)
    assert network.tried == ["10.0.0.1", "::1"]


def test_no_proxy_is_asked(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would look names up for us, and nobody could check what it found."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:3128")
    assert "does not answer" in _fault("http://1.1.1.1/")
    assert "does not answer" in _fault("https://1.1.1.1/")
    assert network.tried == ["1.1.1.1", "1.1.1.1"]


def test_a_lookup_that_takes_for_ever_ends(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own has no time-out."""
    del network
    monkeypatch.setenv("FACTDB_FETCH_TIMEOUT", "0.1")

    def look_up(*_args: object, **_kinds: object) -> list[Any]:
        time.sleep(1)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert "took too long" in _fault("http://news.example.com/")


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:{port}/b", "http://localhost/", "http://[::1]/", "//0/", "http://in.example.com/"]
)
def test_a_redirect_to_a_private_address_is_refused(site: "Site", monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    """A public page cannot send us into the user's own network."""
    connect, tried = socket.socket.connect, []
    names = {"news.example.com": ["1.1.1.1"], "in.example.com": ["1.1.1.1", "10.0.0.1"]}
    monkeypatch.setattr(socket, "getaddrinfo", Network(names).look_up)

    def to_site(sock: socket.socket, address: tuple[str, int]) -> None:
        tried.append(address[0])
        connect(sock, ("127.0.0.1", site.server.server_port))

    monkeypatch.setattr(socket.socket, "connect", to_site)
    site.send("/a", status=302, headers={"Location": target.format(port=site.server.server_port)})
    message = _fault("http://news.example.com/a")
    assert "it leads to http://" in message
    assert "private or local address" in message
    assert tried == ["1.1.1.1"]
    assert (site.asked, site.headers["Host"]) == (["/a"], "news.example.com")


def test_an_address_of_this_machine_is_read_if_it_is_meant(site: "Site") -> None:
    """And is refused if not."""
    site.pages["/a"] = "营收增长3%".encode()
    assert "add --allow-private" in _fault(f"{site.url}/a")
    assert site.asked == []
    (article,) = read_articles(Source("x", None, f"{site.url}/a"), Options(allow_private=True))
    assert isinstance(article, Article)
