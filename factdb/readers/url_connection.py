"""Connections to checked addresses only, each of them with an end in time."""

import socket
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from time import monotonic
from typing import Any

import httpcore
import httpx

from factdb.readers.url_addresses import (
    Address,
    LookupTimeoutError,
    is_host,
    is_local_name,
    is_private,
    parse_address,
    resolve,
)
from factdb.readers.url_faults import BadAddressError, HostUnknownError, PrivateAddressError

# How many addresses of one host are tried.
_TRIED = 4

_SocketOptions = Iterable[httpcore.SOCKET_OPTION] | None


class Deadline:
    """A moment by which something must be done, however busy the other side seems."""

    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds

    def extend(self, seconds: float) -> None:
        """Put it off: the time was ours."""
        self._end += seconds

    def within(self, timeout: float | None) -> float:
        """The seconds that one step may take.

        Raises:
            httpcore.ReadTimeout: There are none left.
        """
        left = self._end - monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left if timeout is None else min(left, timeout)


def check_host(name: str, host: str, *, allow_private: bool) -> None:
    """Refuse a host by what is written, before any name server is asked.

    Args:
        name: What messages call the address.
        host: Its host, as ASCII.
        allow_private: Whether private and local addresses are well.

    Raises:
        BadAddressError: It is no host.
        PrivateAddressError: It is private or local.
    """
    if not is_host(host):
        raise BadAddressError(name, f"{host or 'nothing'} is no name of a host")
    address = parse_address(host)
    if not allow_private and (is_local_name(host) or (address is not None and is_private(address))):
        raise PrivateAddressError(name, host, str(address or ""))


class CheckedBackend(httpcore.NetworkBackend):
    """Looks a host up once, checks what it resolves to, and connects to what was checked.

    A second look-up between the check and the connection could give another answer; there is none.
    """

    def __init__(self, name: str, deadline: Deadline, *, allow_private: bool) -> None:
        self._name = name
        self._deadline = deadline
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: _SocketOptions = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that takes it.

        Raises:
            FetchError: There is no address, or a private one among them.
        """
        del local_address, socket_options  # the pool asks for none
        fault: Exception | None = None
        for address in self._addresses(host, port, timeout)[:_TRIED]:
            try:
                with _mapped(httpcore.ConnectTimeout, httpcore.ConnectError):
                    return _Stream(_connect(address, port, self._deadline.within(timeout)), self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                fault = error
        raise fault or HostUnknownError(self._name, host)

    def _addresses(self, host: str, port: int, timeout: float | None) -> list[Address]:
        check_host(self._name, host, allow_private=self._allow_private)
        try:
            addresses = resolve(host, port, self._deadline.within(timeout))
        except LookupTimeoutError as error:
            raise httpcore.ConnectTimeout from error
        except OSError as error:
            raise HostUnknownError(self._name, host) from error
        closed = [address for address in addresses if is_private(address)]
        if closed and not self._allow_private:
            raise PrivateAddressError(self._name, host, str(closed[0]))
        return addresses


def _connect(address: Address, port: int, timeout: float) -> socket.socket:
    """A connection to an address; no look-up has a part in it."""
    sock = socket.socket(socket.AF_INET if address.version == 4 else socket.AF_INET6)  # noqa: PLR2004 (IPv4)
    try:
        sock.settimeout(timeout)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.connect((str(address), port))
    except BaseException:
        sock.close()
        raise
    return sock


@contextmanager
def _mapped(late: type[Exception], broken: type[Exception]) -> Iterator[None]:
    """Give the faults of sockets the names that the pool knows them by."""
    try:
        yield
    except TimeoutError as error:
        raise late(str(error)) from error
    except (OSError, ValueError) as error:
        raise broken(str(error)) from error


class _Stream(httpcore.NetworkStream):
    """A connection on which no step goes beyond the deadline."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._socket = sock
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._socket.settimeout(self._deadline.within(timeout))
        with _mapped(httpcore.ReadTimeout, httpcore.ReadError):
            return self._socket.recv(max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._socket.settimeout(self._deadline.within(timeout))
        with _mapped(httpcore.WriteTimeout, httpcore.WriteError):
            # The time-out is for all of it.
            self._socket.sendall(buffer)

    def close(self) -> None:
        self._socket.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        self._socket.settimeout(self._deadline.within(timeout))
        try:
            with _mapped(httpcore.ConnectTimeout, httpcore.ConnectError):
                # Certificates are made out to names without the dot that may end them.
                name = (server_hostname or "").rstrip(".")
                sock = ssl_context.wrap_socket(self._socket, server_hostname=name)
        except BaseException:
            self.close()
            raise
        return _Stream(sock, self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 (as the pool declares it)
        if info == "ssl_object":
            return self._socket if isinstance(self._socket, ssl.SSLSocket) else None
        # A connection is used for one request; nothing can be waiting in it.
        return False if info == "is_readable" else None


class Transport(httpx.BaseTransport):
    """Sends requests over connections of a backend; no proxy, no way around the backend."""

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=_ssl_context(), network_backend=backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request without a body; the body of the answer is read from its stream.

        Raises:
            httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError: It failed.
        """
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """The body of an answer as it comes in."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


@cache
def _ssl_context() -> ssl.SSLContext:
    """Verifies certificates; SSL_CERT_FILE names authorities of one's own."""
    return httpx.create_ssl_context()
