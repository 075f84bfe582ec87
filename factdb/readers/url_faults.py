"""What can be wrong with the address of an article, or with what is found there."""

from factdb.readers.faults import SourceError

_TOO_MANY_REQUESTS = 429


class FetchError(SourceError):
    """An address whose content was not fetched.

    Attributes:
        name: What messages call the address.
        cause: What happened, as a clause without a full stop.
        remedy: What to do about it, as a sentence.
    """

    def __init__(self, name: str, cause: str, remedy: str) -> None:
        super().__init__(f"{name} was not fetched: {cause}. {remedy}")
        self.name = name
        self.cause = cause
        self.remedy = remedy

    def add_way(self, url: str) -> None:
        """Say that the address leads to another one, and that the fault is that one's."""
        FetchError.__init__(self, self.name, f"it leads to {url}, and {self.cause}", self.remedy)


class BadAddressError(FetchError):
    """It is no address that could be fetched."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(name, cause, "Write it as your browser shows it, such as https://example.com/report.html.")


class PrivateAddressError(FetchError):
    """It leads into the user's own network, where a stranger's link has no business."""

    def __init__(self, name: str, host: str, address: str = "") -> None:
        where = f"{host} is {address}, a private or local address" if address and address != host else ""
        super().__init__(name, where or f"{host} is a private or local address", "If you mean it, add --allow-private.")


class HostUnknownError(FetchError):
    """No name server knows its host."""

    def __init__(self, name: str, host: str) -> None:
        super().__init__(
            name, f"no address was found for the host {host}", "Check the spelling and your network, then try again."
        )


class UnreachableError(FetchError):
    """Its host does not take the connection, or drops it."""

    def __init__(self, name: str, host: str, cause: str) -> None:
        super().__init__(name, f"{host} does not answer ({cause})", "Check the address, or try again later.")


class FetchTimeoutError(FetchError):
    """It takes too long."""

    def __init__(self, name: str, host: str) -> None:
        super().__init__(
            name, f"{host} took too long", "Try again later, or allow more seconds with FACTDB_FETCH_TIMEOUT."
        )


class CertificateError(FetchError):
    """Its host cannot prove who it is, or does not speak TLS."""

    def __init__(self, name: str, host: str, cause: str) -> None:
        super().__init__(
            name,
            f"the connection to {host} is not safe ({cause})",
            "If you trust the page, save it in your browser and ingest the file.",
        )


class BadAnswerError(FetchError):
    """The answer breaks off, or is none of HTTP."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(name, cause, "Try again later, or save the page in your browser and ingest the file.")


class RedirectError(FetchError):
    """It sends one on without end, or to where nothing can be fetched."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(name, cause, "Open it in your browser, and give the address that it ends at.")


class StatusError(FetchError):
    """Its host says no.

    Attributes:
        status: The status of the answer.
    """

    def __init__(self, name: str, status: int, wait: float | None = None) -> None:
        super().__init__(name, *_said_by(status, wait))
        self.status = status

    @property
    def lasting(self) -> bool:
        """Whether it will be the same tomorrow: there is no such page, or not for us."""
        return self.status in range(400, 500) and self.status != _TOO_MANY_REQUESTS


class RobotsError(FetchError):
    """Its host asks programs to stay away from it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            name,
            "the robots.txt of its host asks programs not to",
            "Give its address by itself and not in a list, or save the page in your browser and ingest the file.",
        )


class RobotsUnknownError(FetchError):
    """Its host may have something against it, but that cannot be read."""

    def __init__(self, name: str, fault: FetchError) -> None:
        super().__init__(name, f"the robots.txt of its host cannot be read ({fault.cause})", fault.remedy)


def _said_by(status: int, wait: float | None) -> tuple[str, str]:
    """What a status means, and what to do about it."""
    save = "Save the page in your browser and ingest the file."
    match status:
        case 404 | 410:
            return f"there is no such page (status {status})", "Check the address."
        case 401 | 402 | 403 | 407 | 451:
            return f"its host does not give it to everybody (status {status})", save
        case 429 | 503:
            after = f", and asks to wait for {wait:,.0f} seconds" if wait else ""
            return f"its host is too busy (status {status}){after}", "Try again later."
        case 204 | 205 | 304:
            return f"its host sends no content (status {status})", save
        case _ if status >= 500:  # noqa: PLR2004 (the host's own faults)
            return f"its host failed (status {status})", "Try again later."
        case _:
            return f"its host answered with status {status}", save
