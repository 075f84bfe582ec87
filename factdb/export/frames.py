"""Claims as a table in memory, for pandas and for Arrow."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from factdb.db.queries import ClaimRow
from factdb.errors import MissingPackageError
from factdb.export.columns import COLUMNS, DATES, DECIMALS, LISTS, NUMBERS
from factdb.export.tables import table_of

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def to_arrow(claims: Iterable[ClaimRow]) -> "pa.Table":
    """The claims as an Arrow table, with the columns and types of `factdb export -o claims.parquet`.

    A value of more than 26 digits before the point or 12 behind it is null, as it is there.

    Raises:
        MissingPackageError: pyarrow is not installed.
    """
    try:
        from factdb.export.parquet import make_arrow  # noqa: PLC0415 (an extra)
    except ModuleNotFoundError as error:
        raise MissingPackageError("pyarrow", "parquet") from error
    return make_arrow(table_of(claims, COLUMNS))


def to_pandas(claims: Iterable[ClaimRow]) -> "pd.DataFrame":
    """The claims as a data frame, with the columns of `factdb export`.

    `low` and `high` are floating point, to reckon with; `low_exact` and `high_exact` are `Decimal`. Days are
    ``datetime64``, topics tuples.

    Raises:
        MissingPackageError: pandas is not installed.
    """
    try:
        import pandas as pd  # noqa: PLC0415 (an extra)
    except ModuleNotFoundError as error:
        raise MissingPackageError("pandas", "pandas") from error
    rows = list(claims)
    frame: dict[str, Any] = {}
    for name in COLUMNS:
        values = [getattr(row, name) for row in rows]
        if name in DECIMALS:
            frame[name] = pd.Series(values, dtype="float64")
            frame[f"{name}_exact"] = pd.Series(values, dtype="object")
        elif name in DATES:
            # A day of any year: nanoseconds would end in 2262.
            frame[name] = pd.Series(values, dtype="object").astype("datetime64[s]")
        elif name in NUMBERS:
            frame[name] = pd.Series(values, dtype="Int64")
        elif name in LISTS:
            frame[name] = pd.Series(values, dtype="object")
        else:
            frame[name] = pd.Series([None if value is None else str(value) for value in values], dtype="str")
    return pd.DataFrame(frame)
