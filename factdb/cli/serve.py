"""``factdb serve``: the web page."""

from importlib.util import find_spec
from typing import Annotated

import typer

from factdb.cli._app import command
from factdb.cli._database import open_database
from factdb.cli._options import DbOption
from factdb.cli._output import say
from factdb.errors import FactdbError
from factdb.settings import TOKEN

_PORT = 8737


class MissingWebError(FactdbError):
    """The extra for the web page is not installed."""

    def __init__(self) -> None:
        super().__init__('The web page needs the extra "web". Install it with: pip install "factdb[web]"')


class PortTakenError(FactdbError):
    """Something else listens where the page was to."""

    def __init__(self, host: str, port: int, cause: str) -> None:
        super().__init__(f"{host}:{port} cannot be listened on: {cause}. Choose another one with --port.")


def _say_where(address: str) -> None:
    say(f"factdb is at {address} (Ctrl-C stops it).")


@command("serve", "factdb serve", "factdb serve --db factdb-demo.db --port 9000", "factdb serve --read-only")
def serve_page(
    *,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="NUMBER", help="The port; 0 for any that is free.")
    ] = _PORT,
    token: Annotated[
        str | None,
        typer.Option(
            metavar="WORD",
            envvar=TOKEN.variable,
            help="What visitors must know; needed where others can.",
        ),
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Another name that the page goes by, as behind a proxy."),
    ] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Let nobody change anything.")] = False,
    db: DbOption = None,
) -> None:
    """Open the web page: read articles, check claims, see series.

    It listens on this machine alone, and stops with Ctrl-C. Whoever else is to reach
    it needs --host and a --token.
    """
    if find_spec("starlette") is None or find_spec("uvicorn") is None or find_spec("jinja2") is None:
        raise MissingWebError
    from factdb.web import Access, make_app, run

    access = Access(host, token, read_only, frozenset(name or ()))
    with open_database(db, create=not read_only) as database:
        try:
            run(make_app(database, access), host, port, _say_where)
        except OSError as error:
            raise PortTakenError(host, port, error.strerror or str(error)) from error
