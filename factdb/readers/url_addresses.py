"""Which addresses are anybody's on the internet, and which are private, local or nobody's."""

import re
import socket
import threading
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address

# What the registries of special-purpose addresses keep from the internet at large, and multicast.
_CLOSED_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
    )
)
# All that is in use on the internet is in here …
_OPEN_6 = IPv6Network("2000::/3")
# … but for these: protocols of their own with Teredo among them, documentation.
_CLOSED_6 = tuple(IPv6Network(network) for network in ("2001::/23", "2001:db8::/32", "3fff::/20"))
# Forms that carry an IPv4 address: where it stands, in bits from the right.
_EMBEDDING = (
    (IPv6Network("::ffff:0:0/96"), 0),
    (IPv6Network("64:ff9b::/96"), 0),
    (IPv6Network("2002::/16"), 80),
)
# ISATAP marks any network's addresses that carry one.
_ISATAP = (0x00005EFE, 0x02005EFE)

_LOCAL_NAME = re.compile(
    r"(?:^|\.)(?:(?:ip6-)?localhost|ip6-loopback|localdomain|local|internal|home\.arpa)$", re.ASCII
)
# What the system's resolver takes for an IPv4 address: 2130706433, 0x7f.1, 0177.0.0.1, 127.1.
_NUMBERS = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+)){0,3}", re.ASCII)
_NAME = re.compile(r"(?=.{1,253}$)(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}", re.ASCII)


class LookupTimeoutError(Exception):
    """No name server has answered in time."""


def is_host(host: str) -> bool:
    """Whether it is a name that a host can have (as ASCII), or the text of an address."""
    host = host.lower().removesuffix(".")
    return bool(_NAME.fullmatch(host)) or parse_address(host) is not None


def parse_address(host: str) -> Address | None:
    """The address that a host is written as, in any form that systems take for one; None if it is a name."""
    host = host.lower().removesuffix(".").strip("[]").partition("%")[0]
    if _NUMBERS.fullmatch(host):
        try:
            return IPv4Address(socket.inet_aton(host))
        except OSError:
            return None
    try:
        return ip_address(host)
    except ValueError:
        return None


def is_local_name(host: str) -> bool:
    """Whether a name is one of the own machine or network by its meaning, whatever it resolves to."""
    return bool(_LOCAL_NAME.search(host.lower().rstrip(".")))


def is_private(address: Address) -> bool:
    """Whether an address is anything but one of a host on the public internet."""
    if isinstance(address, IPv4Address):
        return any(address in network for network in _CLOSED_4)
    if (address_bits := int(address)) >> 32 & 0xFFFFFFFF in _ISATAP:
        return True
    for network, shift in _EMBEDDING:
        if address in network:
            return is_private(IPv4Address(address_bits >> shift & 0xFFFFFFFF))
    return address not in _OPEN_6 or any(address in network for network in _CLOSED_6)


def resolve(host: str, port: int, seconds: float) -> list[Address]:
    """All addresses of a host, in the order in which to try them.

    Args:
        host: A name, or an address as text.
        port: The port that is asked for.
        seconds: How long to wait for an answer; the system itself knows no limit.

    Raises:
        LookupTimeoutError: There is no answer yet.
        OSError: There are none.
    """
    if (address := parse_address(host)) is not None:
        return [address]
    answers: list[list[Address] | OSError] = []

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
            texts = dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found)
            answers.append([ip_address(text) for text in texts])
        except OSError as error:
            answers.append(error)
        except ValueError as error:  # a name that does not fit into a question
            answers.append(OSError(str(error)))

    # A thread that nobody waits for at the end of the process.
    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(seconds)
    if not answers:
        raise LookupTimeoutError
    if isinstance(answers[0], OSError):
        raise answers[0]
    return answers[0]
