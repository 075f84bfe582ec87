"""What is said of an option or an argument that cannot be read, in the words of the rest."""

from typing import Any

import typer
from typer.core import TyperGroup

# By the kinds of fault that pydantic, which newer versions of Typer read options with, has names for.
_SENTENCES = {
    "int_parsing": "{input!r} is no whole number.",
    "greater_than_equal": "{input} is less than {ge}.",
    "less_than_equal": "{input} is more than {le}.",
    "value_error": "{error}",
}


class Commands(TyperGroup):
    """The commands, which say what is wrong with what was typed without the words of the library below."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 (Typer gives no name to what it hands on)
        """Run the command that was typed."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as mistake:
            mistake.message = _in_our_words(mistake)
            raise


def _in_our_words(mistake: typer.BadParameter) -> str:
    tell = getattr(mistake.__cause__, "errors", None)
    fault: dict[str, Any] = tell()[0] if tell else {"type": ""}
    sentence = _SENTENCES.get(fault["type"])
    if sentence is None:
        return mistake.message
    return sentence.format(input=fault["input"], **fault.get("ctx", {}))
