"""One request for one address: followed where it is sent on to, bounded in time and in size."""

import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version

import httpcore
import httpx

from factdb.readers.faults import SourceTooLargeError
from factdb.readers.url_body import CODINGS, UnpackError, unpack
from factdb.readers.url_connection import CheckedBackend, Deadline, Transport, check_host
from factdb.readers.url_faults import (
    BadAddressError,
    BadAnswerError,
    CertificateError,
    FetchError,
    FetchTimeoutError,
    RedirectError,
    StatusError,
    UnreachableError,
)
from factdb.settings import FETCH_DELAY, FETCH_TIMEOUT

# How often one may be sent on; browsers allow twice as many.
REDIRECTS = 10
# How long a host that is too busy is waited for, in seconds, if it asks for it.
LONGEST_WAIT = 30.0
# How long a host may be silent, in seconds: before it takes the connection, and within its answer.
_SILENCE = {"connect": 10.0, "read": 20.0, "write": 20.0, "pool": 10.0}
_HEADERS = {
    "User-Agent": f"factdb/{version('factdb')}",
    "Accept": "text/html, application/xhtml+xml, */*;q=0.8",
    "Accept-Language": "zh-CN, zh;q=0.9, en;q=0.5",
    "Accept-Encoding": CODINGS,
    "Connection": "close",
}
_SENT_ON = frozenset((301, 302, 303, 307, 308))
_BUSY = frozenset((429, 503))
_EMPTY = frozenset((204, 205))
_PRINTED = range(0x20, 0x7F)
_PORTS = range(1, 65_536)

Before = Callable[[httpx.URL], float]
"""Is called before each request, may wait, and says how many seconds it did; raises SourceError to forbid it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found at an address.

    Attributes:
        url: Where it was found in the end.
        redirected: Whether that is elsewhere than asked for.
        content_type: What its sender says it is.
        data: Its bytes, unpacked.
    """

    url: str
    redirected: bool
    content_type: str
    data: bytes


class Fetch:
    """A request for an address, and the requests that come of it.

    Args:
        name: What messages call the address.
        allow_private: Whether private and local addresses may be asked.
        before: See `Before`.
    """

    def __init__(self, name: str, *, allow_private: bool, before: Before) -> None:
        self._name = name
        self._allow_private = allow_private
        self._before = before
        self._deadline = Deadline(FETCH_TIMEOUT.read_seconds())

    def get(self, url: str, *, limit: int, cut: bool = False) -> Answer:
        """Fetch what is at an address.

        Args:
            url: The address.
            limit: How many bytes there may be of it.
            cut: Whether to leave away what is more, and to take an empty answer for one.

        Raises:
            SourceError: It cannot be fetched, or should not be.
        """
        start = target = self._parse(url)
        transport = Transport(CheckedBackend(self._name, self._deadline, allow_private=self._allow_private))
        try:
            for _ in range(REDIRECTS + 1):
                with self._asked(transport, target) as response:
                    if not _sends_on(response):
                        data = self._read(response, limit, cut=cut)
                        content_type = response.headers.get("content-type", "")
                        return Answer(str(target), target != start, content_type, data)
                    target = self._next(target, response)
        except FetchError as error:
            if target != start and not isinstance(error, RedirectError):
                error.add_way(str(target))
            raise
        finally:
            transport.close()
        raise RedirectError(self._name, f"it was redirected more than {REDIRECTS} times, last to {target}")

    def _parse(self, url: str) -> httpx.URL:
        try:
            target = httpx.URL(url).copy_with(fragment=None)
        except (httpx.InvalidURL, ValueError) as error:
            raise BadAddressError(self._name, f"it is no address ({error})") from error
        return target

    def _check(self, target: httpx.URL) -> None:
        """Refuse what is not to be fetched by how it is written."""
        if target.userinfo:
            raise BadAddressError(self._name, "a user name stands before its host, and factdb signs in nowhere")
        if target.port is not None and target.port not in _PORTS:
            raise BadAddressError(self._name, f"there is no port {target.port}")
        check_host(self._name, target.raw_host.decode("ascii"), allow_private=self._allow_private)

    @contextmanager
    def _asked(self, transport: Transport, target: httpx.URL) -> Iterator[httpx.Response]:
        """The answer of an address that has something to say; its body is still to be read."""
        self._check(target)
        for patient in (True, False):
            self._deadline.extend(self._before(target))
            request = httpx.Request("GET", target, headers=_HEADERS, extensions={"timeout": _SILENCE})
            with self._faults(target), closing(transport.handle_request(request)) as response:
                status = response.status_code
                if status in _BUSY and patient:
                    self._wait(response)
                    continue
                if not _sends_on(response) and (not response.is_success or status in _EMPTY):
                    raise StatusError(self._name, status)
                yield response
                return

    @contextmanager
    def _faults(self, target: httpx.URL) -> Iterator[None]:
        """Say in our own words what goes wrong on the way."""
        host = target.host
        try:
            yield
        except httpcore.TimeoutException as error:
            raise FetchTimeoutError(self._name, host) from error
        except httpcore.ConnectError as error:
            reason = error.__cause__ or error.__context__ or error
            if isinstance(reason, ssl.SSLError):
                cause = getattr(reason, "verify_message", "") or reason.reason or "no TLS"
                raise CertificateError(self._name, host, cause.replace("_", " ").lower()) from error
            cause = getattr(reason, "strerror", None) or str(reason)
            raise UnreachableError(self._name, host, cause.lower()) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise BadAnswerError(self._name, f"the answer of {host} broke off, or is none in HTTP") from error
        except UnpackError as error:
            raise BadAnswerError(self._name, f"the answer of {host} cannot be unpacked: {error}") from error

    def _next(self, target: httpx.URL, response: httpx.Response) -> httpx.URL:
        """Where an answer sends one on to."""
        # Hosts write such addresses in any encoding; their bytes are what they understand.
        raw = next(value for key, value in response.headers.raw if key.lower() == b"location")
        location = "".join(chr(byte) if byte in _PRINTED else f"%{byte:02X}" for byte in raw).strip()
        try:
            following = target.join(location).copy_with(fragment=None)
        except (httpx.InvalidURL, ValueError) as error:
            raise RedirectError(self._name, f"it was redirected to {location}, which is no address") from error
        if following.scheme not in {"http", "https"}:
            raise RedirectError(self._name, f"it was redirected to {following}, which is not http or https")
        return following

    def _wait(self, response: httpx.Response) -> None:
        """Give a busy host the time that it asks for.

        Raises:
            StatusError: It asks for more than a person would wait.
        """
        seconds = _seconds_asked(response.headers.get("retry-after", ""))
        if seconds is None:
            seconds = 2 * FETCH_DELAY.read_seconds()
        if seconds > LONGEST_WAIT:
            raise StatusError(self._name, response.status_code, seconds)
        time.sleep(seconds)
        self._deadline.extend(seconds)

    def _read(self, response: httpx.Response, limit: int, *, cut: bool) -> bytes:
        """The body of an answer.

        Raises:
            SourceError: There is none, or too much of it.
        """
        data = bytearray()
        for piece in unpack(response.iter_raw(), response.headers.get("content-encoding", "")):
            data += piece
            if len(data) > limit:
                if cut:
                    break
                raise SourceTooLargeError(self._name, limit)
        if not data and not cut:
            raise BadAnswerError(self._name, "the answer is empty")
        return bytes(data[:limit])


def _sends_on(response: httpx.Response) -> bool:
    return response.status_code in _SENT_ON and "location" in response.headers


def _seconds_asked(retry_after: str) -> float | None:
    """How long a host wants to be left alone: it says how many seconds, or until when."""
    if retry_after.strip().isdecimal():
        return float(retry_after.strip()[:9])
    try:
        until = parsedate_to_datetime(retry_after)
    except (ValueError, TypeError, OverflowError):
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
