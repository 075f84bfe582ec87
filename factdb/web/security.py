"""Who may ask, and for what: a guard before every page, and the headers behind it.

A page that listens on this machine alone can still be reached from a browser here, by any web site that is open in
it. So the name that was asked for must be ours (against DNS rebinding), what changes something must come from
our own page (Origin, and a token in each form), and a page may load and send nothing elsewhere.
"""

import hmac
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from factdb.errors import FactdbError

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
SESSION = "factdb_session"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OPEN = ("/login", "/static/", "/favicon.ico")
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
# A form with a pasted text or dropped files, in bytes.
MAX_BODY = 64_000_000


class TokenNeededError(FactdbError):
    """An address that others can reach, and no token."""

    def __init__(self, host: str) -> None:
        super().__init__(
            f"{host} can be reached by other machines, and whoever reaches it could read and change everything. "
            "Give a --token that they must know, or leave --host out."
        )


@dataclass(frozen=True, slots=True)
class Access:
    """What the page allows.

    Attributes:
        host: The address that it listens on.
        token: What a visitor must know; nobody is asked if None, which only this machine's own addresses may have.
        read_only: Whether nothing can be changed.
        names: Further names that the page is reached by, such as that of a proxy.
        secret: What signs sessions and forms.
    """

    host: str = "127.0.0.1"
    token: str | None = None
    read_only: bool = False
    names: frozenset[str] = frozenset()
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def __post_init__(self) -> None:
        if self.token is None and self.host not in LOOPBACK:
            raise TokenNeededError(self.host)

    def is_ours(self, host: str) -> bool:
        """Whether a Host header names this page."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        wild = self.host in {"0.0.0.0", "::"}  # noqa: S104 (what the user asked for, with a token)
        return name in self.names or name == self.host or (name in LOOPBACK and (wild or self.host in LOOPBACK))

    def sign(self, word: str) -> str:
        """What proves that this page has said a word."""
        key = self.secret + (self.token or "").encode()
        return hmac.new(key, word.encode(), sha256).hexdigest()

    def new_session(self) -> str:
        """The cookie of a visitor who knows the token, or of whom none is asked."""
        word = secrets.token_urlsafe(16)
        return f"{word}.{self.sign('session ' + word)}"

    def knows(self, session: str) -> bool:
        """Whether a session is one that this page has begun."""
        word, _, proof = session.partition(".")
        return hmac.compare_digest(proof.encode(), self.sign("session " + word).encode())

    def is_token(self, given: str) -> bool:
        """Whether what a visitor gave is the token, found out in a time that tells nothing."""
        return self.token is not None and hmac.compare_digest(given.encode(), self.token.encode())

    def form_token(self, session: str) -> str:
        """What a form of this visitor carries, and no other site knows."""
        return self.sign("form " + session)


class Guard:
    """Stands before the application: refuses who may not ask, and what is too large; adds the headers."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        session = request.cookies.get(SESSION, "")
        known = self.access.knows(session)
        begun = "" if known else self.access.new_session()
        scope["session"] = session if known else begun

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add_headers(message, scope, begun)
            await send(message)

        refusal = self._refusal(request, known=known)
        if refusal is not None:
            await refusal(scope, receive, answer)
            return
        await self.app(scope, _limited(receive), answer)

    def _refusal(self, request: Request, *, known: bool) -> Response | None:
        """Why a request is not answered; None if it is."""
        if not self.access.is_ours(request.headers.get("host", "")):
            return PlainTextResponse("This page is not known by that name.\n", 421)
        path = request.url.path
        bears = _bears(request.headers, self.access)
        if self.access.token is not None and not (known or bears or path.startswith(_OPEN)):
            if path.startswith("/api/"):
                return PlainTextResponse("A token is needed: Authorization: Bearer TOKEN\n", 401)
            return RedirectResponse(f"/login?next={_here(request)}", 303)
        return None if request.method in _SAFE else self._refusal_to_change(request, bears=bears)

    def _refusal_to_change(self, request: Request, *, bears: bool) -> Response | None:
        """Why a request that changes something is not answered; None if it is."""
        if self.access.read_only and request.url.path != "/login":
            return PlainTextResponse("This page is read-only.\n", 403)
        if not bears and not _same_origin(request.headers):
            return PlainTextResponse("This request does not come from this page.\n", 403)
        length = request.headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MAX_BODY:
            return PlainTextResponse(f"That is more than {MAX_BODY // 1_000_000} MB.\n", 413)
        return None

    def _add_headers(self, message: Message, scope: Scope, begun: str) -> None:
        headers = MutableHeaders(raw=message["headers"])
        for name, value in _HEADERS.items():
            headers.setdefault(name, value)
        # What is the page's own is asked for anew, and sent only if it has changed.
        headers.setdefault("cache-control", "no-cache" if scope["path"].startswith("/static/") else "no-store")
        # With a token, a session begins where it was given.
        if begun and self.access.token is None and not scope["path"].startswith("/static/"):
            headers.append("set-cookie", cookie(begun))
        message["headers"] = headers.raw


def cookie(session: str) -> str:
    """The header that keeps a session in the browser."""
    return f"{SESSION}={session}; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000"


def is_own_form(request: HTTPConnection, access: Access, given: str) -> bool:
    """Whether a form was made by this page for this visitor."""
    return hmac.compare_digest(given.encode(), access.form_token(request.scope["session"]).encode())


def _bears(headers: Headers, access: Access) -> bool:
    """Whether a program gives the token with its request; no browser does that by itself."""
    scheme, _, given = headers.get("authorization", "").partition(" ")
    return scheme.lower() == "bearer" and access.is_token(given.strip())


def _same_origin(headers: Headers) -> bool:
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site") in {None, "same-origin", "none"}
    return urlsplit(origin).netloc == headers.get("host")


def _here(request: Request) -> str:
    return quote(request.url.path, safe="/") if request.method in _SAFE else "/"


def _limited(receive: Receive) -> Receive:
    """The same, cut off where a body without a length goes on for ever."""
    taken = 0

    async def take() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > MAX_BODY:
            return {"type": "http.disconnect"}
        return message

    return take
