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


class NoMatchError(SourceError):
    """A pattern that stands for nothing."""

    def __init__(self, pattern: str) -> None:
        super().__init__(f"No file matches {pattern}. Check the pattern and the folder you are in.")


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


class DamagedError(SourceError):
    """Its bytes are not what they should be."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is damaged or was cut off. Fetch it or save it again.")


class ArchiveCrowdedError(SourceError):
    """An archive of more files than the setting allows."""

    def __init__(self, name: str, limit: int) -> None:
        super().__init__(
            f"{name} holds more than {limit:,} files. Ingest it unpacked, or set FACTDB_MAX_MEMBERS higher."
        )


class ArchiveSwellsError(SourceError):
    """An archive that unpacks to far more than any text does."""

    def __init__(self, name: str, ratio: int) -> None:
        super().__init__(
            f"{name} unpacks to more than {ratio:,} times its size, as no text does; the rest of it was left out. "
            "If you trust it, set FACTDB_MAX_RATIO higher."
        )


class ArchiveTooLargeError(SourceError):
    """An archive within another that is too large to be unpacked on the way."""

    def __init__(self, name: str, limit: int) -> None:
        super().__init__(f"{name} is too large to be read in its archive (more than {limit:,} bytes). Unpack it first.")


class EmptyArchiveError(SourceError):
    """No article is in the archive."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The archive {name} holds no articles. Check that it is the right one.")


class EncryptedError(SourceError):
    """It needs a password."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is protected by a password. Save it without one, then ingest it again.")


class PackedUnusuallyError(SourceError):
    """A member of an archive, packed by a method that is not read."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is packed by a method that factdb does not read. Unpack it by hand.")


class EntitiesError(SourceError):
    """Markup that defines entities of its own, as documents do that are to swell without end."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} defines XML entities, as no Word document does. Save it anew in Word, then ingest it."
        )


class TooMuchMarkupError(SourceError):
    """Markup that would take more memory than any article is worth."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} holds far more markup than an article needs. Save its text as a .txt file.")


class NoTextLayerError(SourceError):
    """Pictures of pages."""

    def __init__(self, name: str, pages: int) -> None:
        scan = "1 page" if pages == 1 else f"{pages:,} pages"
        super().__init__(f"{name} holds no text layer (a scan of {scan}). Run text recognition on it, then ingest it.")


class GarbledTextError(SourceError):
    """A text layer whose fonts do not say which characters they draw."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The text layer of {name} does not say which characters it shows. "
            "Run text recognition on it, then ingest it."
        )


class TooManyPagesError(SourceError):
    """More pages than the setting allows."""

    def __init__(self, name: str, pages: int, limit: int) -> None:
        super().__init__(
            f"{name} has {pages:,} pages, which is more than {limit:,}. Split it, or set FACTDB_MAX_PAGES higher."
        )


class UnfinishedError(SourceError):
    """What a download or a program has not finished writing."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is a download or a copy that was not finished. Finish it, or remove it.")


class MissingReaderError(SourceError):
    """What reads this format is not installed."""

    def __init__(self, name: str, extra: str) -> None:
        super().__init__(f'{name} needs a reader that is not installed. Install it: pip install "factdb[{extra}]"')


class BrokenReaderError(SourceError):
    """What reads this format is installed, and does not load."""

    def __init__(self, name: str, extra: str, error: ImportError) -> None:
        reason = " ".join(str(error).split()).rstrip(".")
        super().__init__(
            f"{name} needs a reader that is installed and does not load ({reason}). "
            f'Install it anew: pip install --upgrade "factdb[{extra}]"'
        )


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
