"""TLS before a PostgreSQL server whose own build has none: what its clients see is a server with a certificate."""

import ssl
import struct
from contextlib import suppress
from socket import create_connection, create_server, socket
from threading import Thread
from typing import Self

import trustme

_SSL_REQUEST = struct.pack("!ii", 8, 80877103)


class TlsFront:
    """Takes connections as PostgreSQL does where `ssl = on`, and passes on what is said to the server behind it."""

    def __init__(self, server: int, certificate: trustme.LeafCert) -> None:
        self._server = server
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(self._context)
        self._listening = create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]

    def __enter__(self) -> Self:
        self._accepting = Thread(target=self._accept)
        self._accepting.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.shutdown(2)
        self._accepting.join()
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket) -> None:
        with client, suppress(OSError):
            # What is not a wish for TLS (for Kerberos, say) is declined, and the client asks again.
            while client.recv(len(_SSL_REQUEST)) != _SSL_REQUEST:
                client.sendall(b"N")
            client.sendall(b"S")
            server = create_connection(("127.0.0.1", self._server))
            with server, self._context.wrap_socket(client, server_side=True) as safe:
                back = Thread(target=_pass_on, args=(server, safe), daemon=True)
                back.start()
                _pass_on(safe, server)
                back.join()


def _pass_on(source: socket, target: socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(2)
