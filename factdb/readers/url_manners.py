"""Good manners towards hosts: time to breathe between two requests, and what their robots.txt asks for."""

import time
from collections.abc import Callable
from threading import Lock

import httpx

from factdb.readers.encoding import decode
from factdb.readers.url_faults import FetchError, RobotsError, RobotsUnknownError, StatusError
from factdb.readers.url_fetch import Fetch
from factdb.readers.url_robots import Robots, read_robots
from factdb.settings import FETCH_DELAY

# The part of a robots.txt that is read, in bytes; RFC 9309 asks for as much.
_READ = 512_000
_AGENT = "factdb"
_NO_CONTENT = 204


class Pace:
    """Keeps the requests to each host apart, whoever makes them in this process."""

    def __init__(self) -> None:
        self._free: dict[str, float] = {}
        self._lock = Lock()

    def wait(self, host: str, pause: float) -> float:
        """Wait until a host may be asked again; how many seconds that took.

        Args:
            host: Its name.
            pause: How many seconds to leave between two requests to it.
        """
        with self._lock:
            now = time.monotonic()
            at = max(now, self._free.get(host, now - pause) + pause)
            self._free[host] = at
        if at > now:
            time.sleep(at - now)
        return at - now


_PACE = Pace()


def keep_pace(url: httpx.URL) -> float:
    """Wait until the host of an address may be asked again; how many seconds that took."""
    return _PACE.wait(url.host, FETCH_DELAY.read_seconds())


class Manners:
    """What the hosts of a list ask of programs; each is asked once.

    Args:
        allow_private: Whether private and local hosts may be asked.
    """

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._known: dict[str, Robots | FetchError] = {}

    def asker(self, name: str) -> Callable[[httpx.URL], float]:
        """What to call before each request for an address that messages call `name`.

        It waits until the request may be made, says how many seconds that took, and raises SourceError if it
        may not be made at all.
        """
        return lambda url: self._ask(name, url)

    def _ask(self, name: str, url: httpx.URL) -> float:
        start = time.monotonic()
        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if origin not in self._known:
            self._known[origin] = self._read(name, origin)
        robots = self._known[origin]
        if isinstance(robots, FetchError):
            raise RobotsUnknownError(name, robots)
        if not robots.allows(url.raw_path.decode("ascii")):
            raise RobotsError(name)
        _PACE.wait(url.host, max(robots.pause, FETCH_DELAY.read_seconds()))
        return time.monotonic() - start

    def _read(self, name: str, origin: str) -> Robots | FetchError:
        fetch = Fetch(name, allow_private=self._allow_private, before=keep_pace)
        try:
            answer = fetch.get(f"{origin}/robots.txt", limit=_READ, cut=True)
        except StatusError as error:
            # Who has no such file has nothing against anybody; who fails to give it may have.
            return Robots() if error.lasting or error.status == _NO_CONTENT else error
        except FetchError as error:
            return error
        return read_robots(decode(answer.data).text, _AGENT)
