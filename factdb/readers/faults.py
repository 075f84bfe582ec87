"""What can be wrong with a source, in sentences that name the remedy."""

from collections.abc import Sequence

from factdb.errors import FactdbError


class SourceError(FactdbError):
    """A source that gives no article."""


class SourceMissingError(SourceError):
    """Nothing is there."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no file {name}. Check the spelling and the folder you are in.")


class SchemeError(SourceError):
    """An address of another kind than those of the web."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is no http or https address, and no file. Save what it leads to and name the file.")


class SourceUnreadableError(SourceError):
    """The system refuses to read it."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(f"{name} cannot be read: {cause}. Check its rights, then ingest it again.")


class NoFileError(SourceError):
    """A pipe, a socket or a device."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is a pipe or a device and no file. Save its text in a file, or pass it on with `factdb ingest -`."
        )


class EmptySourceError(SourceError):
    """There is no text in it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} holds no text. Check that it was saved.")


class SourceTooLargeError(SourceError):
    """It is larger than the setting allows."""

    def __init__(self, name: str, limit: int) -> None:
        super().__init__(
            f"{name} is too large for one article (more than {limit:,} bytes). "
            "Split it, or set FACTDB_MAX_BYTES higher."
        )


class ArchiveTooDeepError(SourceError):
    """Archives within archives, more of them than anyone packs by hand."""

    def __init__(self, name: str, limit: int) -> None:
        super().__init__(
            f"{name} lies more than {limit} archives deep. Unpack the outer ones, or set FACTDB_MAX_DEPTH higher."
        )


class MissingReaderError(SourceError):
    """What reads this format is not installed."""

    def __init__(self, name: str, extra: str) -> None:
        super().__init__(f'{name} needs a reader that is not installed. Install it: pip install "factdb[{extra}]"')


class BinarySourceError(SourceError):
    """It is no text."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is no text. Save its text as a .txt file and ingest that.")


class FormatUnknownError(SourceError):
    """A kind of document that no reader reads."""

    def __init__(self, name: str, kind: str) -> None:
        super().__init__(f"{name} is {kind}, which factdb does not read. Save its text as a .txt file.")


class NoArticleError(SourceError):
    """A web page without text."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is a web page without an article. Open it in a browser and save it again when all of it is there, "
            "or save its text as a .txt file."
        )


class PageTooComplexError(SourceError):
    """A web page of more tags than the setting allows."""

    def __init__(self, name: str, limit: int) -> None:
        super().__init__(
            f"{name} is a web page of more than {limit:,} tags. Save its text as a .txt file, "
            "or set FACTDB_MAX_TAGS higher."
        )


class PageTooDeepError(SourceError):
    """A web page whose tags are nested deeper than they can be read."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is a web page whose tags are nested too deeply. Save its text as a .txt file.")


class EmptyFolderError(SourceError):
    """No article is in the folder."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The folder {name} holds no articles. Name one with text files in it.")


class SidecarError(SourceError):
    """The file that describes an article cannot be used."""

    def __init__(self, name: str, fault: str) -> None:
        super().__init__(
            f"{name} does not describe its article: {fault}. It may hold title, author, source and date; mend it."
        )


class FieldMissingError(SourceError):
    """A field that the user named is not there."""

    def __init__(self, name: str, field: str, there: Sequence[str]) -> None:
        super().__init__(f"{name} has no field {field}. It has {_listed(there)}; name one of them.")


class NoTextFieldError(SourceError):
    """No field of a corpus looks like the text of articles."""

    def __init__(self, name: str, there: Sequence[str]) -> None:
        super().__init__(
            f"{name} is a corpus of which no field is told to be the text. It has {_listed(there)}; name one with "
            "--text-field."
        )


class BrokenCorpusError(SourceError):
    """A corpus that cannot be read at all."""

    def __init__(self, name: str, kind: str, cause: str) -> None:
        super().__init__(f"{name} cannot be read as {kind}: {cause}. Write it again where it came from.")


def _listed(fields: Sequence[str]) -> str:
    if not fields:
        return "no fields"
    shown = ", ".join(field[:40] for field in fields[:20])
    return f"the fields {shown}" + (" and more" if len(fields) > 20 else "")  # noqa: PLR2004
