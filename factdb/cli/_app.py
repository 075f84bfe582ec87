"""The application that the commands register with, and how each of them begins and ends."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Annotated, ParamSpec

import typer

from factdb.cli._mistakes import Commands
from factdb.cli._output import say
from factdb.errors import FactdbError

P = ParamSpec("P")

PROBLEMS, FAULT, INTERRUPTED, BROKEN_PIPE = 1, 2, 130, 141


def _examples(lines: tuple[str, ...]) -> str:
    """The examples under a command's help; the backspace keeps Typer from running the lines together."""
    return "\n".join(["\b", "Examples:", *(f"  {line}" for line in lines)])


app = typer.Typer(
    name="factdb",
    cls=Commands,
    help="Every figure of a Chinese article as a claim you can query: value, unit, metric, subject, period, source.",
    epilog=_examples(
        (
            "factdb demo                                sample articles, in a database of their own",
            "factdb ingest article.txt reports/         read articles of your own into factdb.db",
            "factdb list --topic traffic                the claims as a table",
            "factdb export --topic advertising -o ads.csv",
        )
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"terminal_width": 80, "help_option_names": ["-h", "--help"]},
)


def _group(name: str, text: str, *examples: str) -> typer.Typer:
    """Commands of two words."""
    return typer.Typer(
        name=name,
        help=text,
        epilog=_examples(examples),
        no_args_is_help=True,
        rich_markup_mode=None,
        context_settings={"terminal_width": 80, "help_option_names": ["-h", "--help"]},
    )


groups = {
    "subjects": _group(
        "subjects", "Whose claims are: names, and which are one.", "factdb subjects list", "factdb subjects suggest"
    ),
    "metrics": _group(
        "metrics", "What claims measure: names, and which are one.", "factdb metrics list", "factdb metrics suggest"
    ),
    "conflicts": typer.Typer(
        name="conflicts",
        invoke_without_command=True,
        subcommand_metavar="[COMMAND [ARGS]...]",
        rich_markup_mode=None,
        context_settings={"terminal_width": 80, "help_option_names": ["-h", "--help"]},
    ),
    "gold": _group("gold", "Reviewed claims as a gold set.", "factdb gold export -o gold.json"),
    "db": _group(
        "db", "Look after the database.", "factdb db info", "factdb db check", "factdb db backup facts-monday.db"
    ),
}


def _print_version(wanted: bool) -> None:
    if wanted:
        from factdb import __version__

        typer.echo(f"factdb {__version__}")
        raise typer.Exit


@app.callback()
def factdb(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Every figure of a Chinese article as a claim you can query."""


def command(name: str, *examples: str) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Register a function as the command `name`, with examples in its help and the exit codes that all share.

    Args:
        name: What is typed; of two words, the first is one of `groups`.
        examples: Lines that show it.
    """
    group, _, last = name.rpartition(" ")

    def register(function: Callable[P, None]) -> Callable[P, None]:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> None:
            with _ending():
                function(*args, **kwargs)

        (groups[group] if group else app).command(last, epilog=_examples(examples))(run)
        return run

    return register


def default(group: str, *examples: str) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Register a function as what one of `groups` does by itself, where none of its commands is named.

    Args:
        group: The group.
        examples: Lines that show it.
    """

    def register(function: Callable[P, None]) -> Callable[P, None]:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> None:
            with _ending():
                function(*args, **kwargs)

        groups[group].callback(epilog=_examples(examples))(run)
        return run

    return register


@contextmanager
def _ending() -> Iterator[None]:
    """Turn what ends a command into a sentence and an exit code, never into a traceback."""
    try:
        yield
        sys.stdout.flush()
    except FactdbError as fault:
        say(str(fault))
        raise typer.Exit(FAULT) from None
    except KeyboardInterrupt:
        say("Stopped by Ctrl-C.")
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        # The reader has gone: factdb list | head.
        discard_output()
        raise typer.Exit(BROKEN_PIPE) from None


def discard_output() -> None:
    """Let go of what is still to be written to standard output, so that it does not complain at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
