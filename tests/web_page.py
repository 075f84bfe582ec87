"""The web page on a real server in this process, asked as it is: no client tidies what is sent."""

import http.client
import threading
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

import uvicorn

from factdb.db.database import Database
from factdb.web import Access, make_app


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    text: str


class Page:
    """A server on a free port of this machine, as long as its block lasts."""

    def __init__(self, db: Database, access: Access | None = None) -> None:
        config = uvicorn.Config(make_app(db, access), host="127.0.0.1", port=0, log_level="error", ws="none")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self.cookies = ""

    def __enter__(self) -> Self:
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive(), "the server has not begun"
            time.sleep(0.01)
        self.port: int = self._server.servers[0].sockets[0].getsockname()[1]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join(10)

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a path."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, form: dict[str, str] | bytes, **headers: str) -> Answer:
        """Send a form, or bytes."""
        if isinstance(form, bytes):
            return self._ask("POST", path, form, headers)
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(form).encode(), kind | headers)

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.putrequest(method, path, skip_host="host" in sent)
        for name, value in (({"cookie": self.cookies} if self.cookies else {}) | sent).items():
            connection.putheader(name, value)
        if body is not None and "content-length" not in sent:
            connection.putheader("content-length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        if kept := answer.headers.get("set-cookie"):
            self.cookies = kept.partition(";")[0]
        connection.close()
        return Answer(answer.status, answer.headers, text)
