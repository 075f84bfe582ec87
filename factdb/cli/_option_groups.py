"""Options that come together: declared once, and given to a command as the one value that they make."""

from collections.abc import Callable, Mapping
from inspect import Parameter, Signature, signature
from typing import Any, get_args

Decorator = Callable[[Callable[..., None]], Callable[..., None]]


def with_options(argument: str, options: Mapping[str, Any], read: Callable[[Mapping[str, Any]], Any]) -> Decorator:
    """Give a command some options in the place of one of its arguments; it gets what they say as that.

    Args:
        argument: The name of the argument.
        options: The options by their names, each annotated for Typer; a flag is not set, and others are None, unless
            they are typed.
        read: Makes of what was typed, by the names of the options, what the command gets.
    """
    shared = [
        Parameter(
            name, Parameter.KEYWORD_ONLY, default=False if get_args(option)[0] is bool else None, annotation=option
        )
        for name, option in options.items()
    ]

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        parameters: list[Parameter] = []
        for parameter in signature(function).parameters.values():
            parameters += shared if parameter.name == argument else [parameter]

        def run(**given: Any) -> None:  # noqa: ANN401 (Typer passes what the signature below says)
            chosen = {name: given.pop(name) for name in options}
            function(**{argument: read(chosen)}, **given)

        run.__doc__ = function.__doc__
        run.__signature__ = Signature(  # type: ignore[attr-defined]
            [parameter.replace(kind=Parameter.KEYWORD_ONLY) for parameter in parameters]
        )
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return run

    return decorate
