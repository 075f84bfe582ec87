"""A chart as a picture: the SVG, drawn by resvg with the fonts of this machine."""

from factdb.charts.marks import Chart
from factdb.charts.svg import draw_svg
from factdb.errors import FactdbError

# Twice as many dots as the drawing has units, for screens and paper of today.
_ZOOM = 2.0


class MissingPictureLibraryError(FactdbError):
    """What draws pictures is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "Writing PNG files needs a library that is not installed. Run `pip install 'factdb[png]'`, "
            "or write an .svg or .html file."
        )


class MissingFontError(FactdbError):
    """No font on this machine has Chinese characters."""

    def __init__(self) -> None:
        super().__init__(
            "No font on this machine has Chinese characters, so the picture would show none. Install one, such as "
            "fonts-noto-cjk or fonts-wqy-microhei, or write an .svg or .html file and open it where there is one."
        )


def draw_picture(chart: Chart) -> bytes:
    """The chart as the bytes of a PNG file.

    Raises:
        MissingPictureLibraryError: The library is not installed.
        MissingFontError: Its words could not be drawn.
    """
    try:
        import resvg_py  # noqa: F401, PLC0415 (an extra)
    except ModuleNotFoundError as error:
        raise MissingPictureLibraryError from error
    if not has_chinese_font():
        raise MissingFontError
    return _draw(draw_svg(chart), _ZOOM)


def has_chinese_font() -> bool:
    """Whether two characters look different: those that no font has are left out, or all the same box."""
    return _draw(_CHARACTER.format("国"), 1) != _draw(_CHARACTER.format("淘"), 1)


_CHARACTER = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32"><text x="4" y="26" font-size="24" '
    'font-family="sans-serif">{}</text></svg>'
)


def _draw(svg: str, zoom: float) -> bytes:
    import resvg_py  # noqa: PLC0415 (an extra)

    # Of CJK fonts, the one for simplified characters.
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=zoom, languages=["zh-Hans", "zh", "en"]))
