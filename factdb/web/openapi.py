"""The description of the API, made from what it answers with: the columns, the filters, the enums."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import EnumType, StrEnum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from factdb import __version__
from factdb.db.articles import ArticleRow
from factdb.db.counts import Stats, TopicCount
from factdb.db.filters import Filters
from factdb.db.queries import ClaimRow
from factdb.db.sorting import SORT_KEYS
from factdb.export.columns import COLUMNS
from factdb.tracking.contradictions import ConflictKind
from factdb.tracking.figures import Figure
from factdb.tracking.forecasts import Result
from factdb.tracking.series import Standing
from factdb.web.listing import MOST_COUNTED
from factdb.web.records import FIGURE

_TEXT = {"type": "string"}
_WHOLE = {"type": "integer"}
_NUMBER = {"type": "number"}
_SERIES = {
    "type": "object",
    "properties": {
        "subject": _TEXT,
        "metric": _TEXT,
        "unit": _TEXT,
        "others": {"type": "object", "additionalProperties": {"type": "integer"}},
        "points": {"type": "array", "items": {"$ref": "#/components/schemas/Point"}},
    },
}
_CHART = {
    "type": "object",
    "properties": {
        "title": _TEXT,
        "unit": _TEXT,
        "percent": {"type": "boolean"},
        "sources": {"type": "array", "items": _TEXT},
        "line": {"type": "array", "items": {"type": "integer"}},
        "points": {"type": "array", "items": {"type": "object"}},
    },
}


def describe_api() -> dict[str, Any]:
    """The API in OpenAPI's words."""
    series = [*_naming("subject", "metric", required=True), *_naming("unit", "period")]
    return {
        "openapi": "3.1.0",
        "info": {"title": "factdb", "version": __version__, "description": "Every figure of an article as a claim."},
        "components": {
            "schemas": {
                "Claim": _object(ClaimRow, COLUMNS),
                "Figure": _object(Figure, FIGURE),
                "Point": _point(),
                "Conflict": _conflict(),
                "Forecast": _forecast(),
                "Error": {"type": "object", "properties": {"error": _TEXT}, "required": ["error"]},
            },
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "paths": {
            "/api/claims": _get("Claims that match, a page of them", _page(), [*_filters(), *_paging()]),
            "/api/claims/{id}": _get("One claim", _ref("Claim"), [_id()], missing=True),
            "/api/articles/{id}": _get("An article with its text and its claims", _article(), [_id()], missing=True),
            "/api/series": _get("What was said of a metric of a subject over time", _SERIES, series),
            "/api/chart": _get("The same as it is drawn", _CHART, series),
            "/api/conflicts": _get(
                "Claims that cannot all be true, those furthest apart first",
                _part("conflicts", "Conflict", searched={"type": "boolean"}),
                [_settled(), *_cursor()],
                missing=True,
            ),
            "/api/forecasts": _get(
                "Forecasts and targets whose time has come, with what came of them",
                _part("forecasts", "Forecast"),
                [*_naming("subject", "metric"), _on(), *_cursor()],
                missing=True,
            ),
            "/api/topics": _get("The topics with their numbers of claims", _list(_object(TopicCount)), []),
            "/api/stats": _get("What the database holds", _object(Stats), []),
            "/api/openapi.json": _get("This description", {"type": "object"}, []),
        },
    }


def _get(
    summary: str, schema: Mapping[str, Any], parameters: list[dict[str, Any]], *, missing: bool = False
) -> dict[str, Any]:
    answers = {"200": _answer("What was asked for", schema), "400": _answer("A parameter is of no use", _ref("Error"))}
    if missing:
        answers["404"] = _answer("There is none", _ref("Error"))
    return {
        "get": {"summary": summary, "parameters": parameters, "responses": answers, "security": [{}, {"token": []}]}
    }


def _answer(description: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _page() -> dict[str, Any]:
    return _part(
        "claims",
        "Claim",
        _TEXT,
        total={"type": ["integer", "null"], "description": f"Null if there are more than {MOST_COUNTED:,}."},
    )


def _part(name: str, kind: str, cursor: Mapping[str, Any] = _WHOLE, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """A page of many, with the cursor of the one behind it."""
    following = _or_null(cursor) | {"description": "The cursor of the next page."}
    properties = {name: _list(_ref(kind)), **more, "next": following}
    return {"type": "object", "properties": properties, "required": list(properties)}


def _point() -> dict[str, Any]:
    """A figure, and how it stands to the others of its series."""
    point = _object(Figure, FIGURE)
    point["properties"] |= {
        "standing": _schema(Standing),
        "newest": _or_null(_WHOLE),
        "implied_low": _or_null(_schema(Decimal)),
        "implied_high": _or_null(_schema(Decimal)),
        "implied_from": _or_null(_WHOLE),
    }
    return point | {"required": list(point["properties"])}


def _conflict() -> dict[str, Any]:
    properties = {
        "id": _WHOLE,
        "kind": _schema(ConflictKind),
        "subject": _TEXT,
        "metric": _TEXT,
        "period": _or_null(_TEXT),
        "gap": _NUMBER,
        "sources": _WHOLE,
        "explanation": _TEXT,
        "sides": _list(_list(_ref("Figure"))),
        "settled_claim": _or_null(_WHOLE),
        "decided_at": _or_null({"type": "string", "format": "date-time"}),
        "reviewer": _or_null(_TEXT),
        "remark": _or_null(_TEXT),
    }
    return {"type": "object", "properties": properties, "required": list(properties)}


def _forecast() -> dict[str, Any]:
    properties = {
        "forecast": _ref("Figure"),
        "outcome": _or_null(_ref("Figure")),
        "result": _schema(Result),
        "error": _or_null(_NUMBER),
    }
    return {"type": "object", "properties": properties, "required": list(properties)}


def _or_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _article() -> dict[str, Any]:
    article = _object(ArticleRow)
    article["properties"] |= {"text": _TEXT, "claims": _list(_ref("Claim"))}
    return article


def _filters() -> list[dict[str, Any]]:
    """The filters of `factdb list`, each a parameter."""
    described = []
    for name, kind in get_type_hints(Filters).items():
        if name in {"limit", "after", "superseded"}:
            continue
        several = get_origin(kind) is tuple
        schema = _list(_TEXT) if several else {"type": "boolean"} if kind is bool else _TEXT
        described.append({"name": name, "in": "query", "schema": schema} | ({"explode": True} if several else {}))
    return described


def _paging() -> list[dict[str, Any]]:
    return [
        *_cursor(),
        {
            "name": "sort",
            "in": "query",
            "schema": {"type": "string", "enum": [sign + key for key in SORT_KEYS for sign in ("", "-")]},
            "description": "A minus puts the largest first.",
        },
    ]


def _cursor() -> list[dict[str, Any]]:
    return [
        {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 50}},
        {"name": "cursor", "in": "query", "schema": _TEXT, "description": "What `next` was of the page before."},
    ]


def _naming(*names: str, required: bool = False) -> list[dict[str, Any]]:
    return [{"name": name, "in": "query", "required": required, "schema": _TEXT} for name in names]


def _settled() -> dict[str, Any]:
    return {"name": "settled", "in": "query", "schema": {"enum": ["0", "1"]}, "description": "1 for those settled."}


def _on() -> dict[str, Any]:
    schema = {"type": "string", "format": "date"}
    return {
        "name": "on",
        "in": "query",
        "schema": schema,
        "description": "When the period must be over; today if none.",
    }


def _id() -> dict[str, Any]:
    return {"name": "id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(items: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _object(kind: Any, names: tuple[str, ...] | None = None) -> dict[str, Any]:  # noqa: ANN401 (any dataclass)
    """A dataclass as JSON has it."""
    hints = get_type_hints(kind)
    wanted = names or tuple(field.name for field in fields(kind))
    return {"type": "object", "properties": {name: _schema(hints[name]) for name in wanted}, "required": list(wanted)}


def _schema(kind: Any) -> dict[str, Any]:  # noqa: ANN401, PLR0911 (any annotation; a kind each)
    if get_origin(kind) is UnionType:
        (inner,) = (part for part in get_args(kind) if part is not NoneType)
        return _or_null(_schema(inner))
    if get_origin(kind) is tuple:
        return _list(_schema(get_args(kind)[0]))
    if isinstance(kind, EnumType) and issubclass(kind, StrEnum):
        return {"type": "string", "enum": [word.value for word in kind]}
    if is_dataclass(kind):
        return _object(kind)
    if kind is date:
        return {"type": "string", "format": "date"}
    if kind is Decimal:
        return {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}
    return dict({bool: {"type": "boolean"}, int: _WHOLE}.get(kind, _TEXT))
