"""Frozen dataclasses to JSON and back, and their JSON Schema, driven by their type hints.

Bytes become ``{"base64": ...}``, enums their values, tuples lists; a union is told by the
shape of what arrives. Reading checks every type and names the place that is wrong.
"""

from __future__ import annotations

import base64
import dataclasses
import types
from collections.abc import Mapping
from enum import Enum, IntEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PRIMITIVES = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    types.NoneType: {"type": "null"},
}
BASE64 = {
    "type": "object",
    "properties": {"base64": {"type": "string", "contentEncoding": "base64"}},
    "required": ["base64"],
    "additionalProperties": False,
}


class BadShape(ValueError):  # noqa: N818 - named for what it is
    """The JSON does not have the shape that the type asks for."""


def encode(value: object) -> Any:  # noqa: PLR0911 - one line for each kind of value
    """Return *value* as plain JSON data."""
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    if isinstance(value, IntEnum):
        return value.name.lower()
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value):
        return {f.name: encode(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {key: encode(item) for key, item in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [encode(item) for item in value]
    return value


def decode(kind: Any, data: Any, where: str = "$") -> Any:
    """Return *data* as a value of the type *kind*.

    Raises:
        BadShape: something at *where* is missing, unknown or of another type.
    """
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        return _decode_union(get_args(kind), data, where)
    if origin is tuple:
        return _decode_tuple(get_args(kind), data, where)
    if origin is not None and issubclass(origin, Mapping):
        item = get_args(kind)[1]
        return {k: decode(item, v, f"{where}.{k}") for k, v in _mapping(data, where).items()}
    if dataclasses.is_dataclass(kind):
        return _decode_dataclass(kind, data, where)
    return _decode_scalar(kind, data, where)


def _decode_union(kinds: tuple[Any, ...], data: Any, where: str) -> Any:
    for kind in kinds:
        try:
            return decode(kind, data, where)
        except BadShape:
            continue
    expected = " or ".join(getattr(kind, "__name__", str(kind)) for kind in kinds)
    raise BadShape(f"{where}: expected {expected.replace('NoneType', 'nothing')}")


def _decode_tuple(kinds: tuple[Any, ...], data: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise BadShape(f"{where}: expected a list")
    if kinds[-1] is Ellipsis:
        kinds = (kinds[0],) * len(data)
    if len(kinds) != len(data):
        raise BadShape(f"{where}: expected {len(kinds)} items, found {len(data)}")
    pairs = enumerate(zip(kinds, data, strict=True))
    return tuple(decode(kind, item, f"{where}[{n}]") for n, (kind, item) in pairs)


def _decode_dataclass(kind: Any, data: Any, where: str) -> Any:
    hints = get_type_hints(kind)
    known = {f.name for f in dataclasses.fields(kind)}
    found = set(_mapping(data, where))
    missing = set(_required(kind)) - found
    for problem, names in (("unknown", found - known), ("missing", missing)):
        if names:
            listed = ", ".join(sorted(names))
            raise BadShape(f"{where}: {problem} {listed}; known are {', '.join(sorted(known))}")
    return kind(**{k: decode(hints[k], v, f"{where}.{k}") for k, v in data.items()})


def _required(kind: Any) -> list[str]:
    return [
        f.name
        for f in dataclasses.fields(kind)
        if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
    ]


def _decode_scalar(kind: Any, data: Any, where: str) -> Any:
    if kind is bytes:
        return _decode_bytes(data, where)
    if isinstance(kind, type) and issubclass(kind, Enum):
        try:
            return kind[data.upper()] if issubclass(kind, IntEnum) else kind(data)
        except (KeyError, ValueError, AttributeError):
            raise BadShape(f"{where}: not one of {[m.name.lower() for m in kind]}") from None
    accepted = (int, float) if kind is float else (kind or types.NoneType)
    if not isinstance(data, accepted) or (isinstance(data, bool) and kind is not bool):
        raise BadShape(f"{where}: expected {getattr(kind, '__name__', kind)}")
    return data


def _decode_bytes(data: Any, where: str) -> bytes:
    if not isinstance(data, dict) or set(data) != {"base64"}:
        raise BadShape(f'{where}: expected {{"base64": ...}}')
    try:
        return base64.b64decode(data["base64"], validate=True)
    except (ValueError, TypeError):
        raise BadShape(f"{where}: not base64") from None


def _mapping(data: Any, where: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise BadShape(f"{where}: expected an object")
    return data


def schema(kind: Any) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of what `decode` reads as the dataclass *kind*."""
    shapes: dict[str, Any] = {}
    top = _shape(kind, shapes)
    return {"$schema": DIALECT, **top, "$defs": dict(sorted(shapes.items()))}


def _shape(kind: Any, shapes: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of *kind*; bytes and dataclasses are put into *shapes* and named."""
    origin, args = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        return {"anyOf": [_shape(each, shapes) for each in args]}
    if origin is tuple:
        return _array_shape(args, shapes)
    if origin is not None:
        return {"type": "object", "additionalProperties": _shape(args[1], shapes)}
    if issubclass(kind, Enum):
        return {"enum": [encode(member) for member in kind]}
    if kind in PRIMITIVES:
        return dict(PRIMITIVES[kind])
    if kind.__name__ not in shapes:
        shapes[kind.__name__] = BASE64 if kind is bytes else _object_shape(kind, shapes)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _array_shape(kinds: tuple[Any, ...], shapes: dict[str, Any]) -> dict[str, Any]:
    if kinds[-1] is Ellipsis:
        return {"type": "array", "items": _shape(kinds[0], shapes)}
    exact = [_shape(kind, shapes) for kind in kinds]
    return {"type": "array", "prefixItems": exact, "items": False, "minItems": len(exact)}


def _object_shape(kind: Any, shapes: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {
        "type": "object",
        "properties": {f.name: _shape(hints[f.name], shapes) for f in dataclasses.fields(kind)},
        "required": _required(kind),
        "additionalProperties": False,
    }
