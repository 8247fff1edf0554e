"""OpenAPI v2 as protobuf (`openapi.v2.Document`): the only form that kubectl before 1.27 reads.

Numbers are those of gnostic's `OpenAPIv2.proto`. Only what our own documents contain is encoded.
"""

import json
from collections.abc import Iterable
from typing import Any

Document = dict[str, Any]


def encode(document: Document) -> bytes:
    """Encode a document of `openapi.document_v2`."""
    info = document["info"]
    return b"".join(
        [
            _text(1, document["swagger"]),
            _message(2, _text(1, info["title"]) + _text(2, info["version"])),
            _message(
                8, b"".join(_named(2, path, _path_item(item)) for path, item in document["paths"].items())
            ),
            _message(
                9, b"".join(_named(1, name, _schema(one)) for name, one in document["definitions"].items())
            ),
        ]
    )


def _path_item(item: Document) -> bytes:
    numbers = {"get": 2, "put": 3, "post": 4, "delete": 5, "patch": 8}
    return b"".join(_message(numbers[verb], _operation(operation)) for verb, operation in item.items())


def _operation(operation: Document) -> bytes:
    return b"".join(
        [
            _text(5, operation["operationId"]),
            *(_text(7, one) for one in operation.get("consumes", [])),
            *(_message(8, _parameter(one)) for one in operation.get("parameters", [])),
            # A response needs its description to be valid.
            _message(9, _named(1, "200", _message(1, _text(1, "OK")))),
            *_extensions(13, operation),
        ]
    )


def _parameter(parameter: Document) -> bytes:
    query = _text(2, "query") + _text(4, parameter["name"]) + _text(6, parameter["type"])
    # ParametersItem.parameter > Parameter.non_body_parameter > query_parameter_sub_schema
    return _message(1, _message(2, _message(3, query)))


def _schema(schema: Document) -> bytes:
    parts = []
    if "$ref" in schema:
        parts.append(_text(1, schema["$ref"]))
    if "format" in schema:
        parts.append(_text(2, schema["format"]))
    if "description" in schema:
        parts.append(_text(4, schema["description"]))
    parts += [_text(19, name) for name in schema.get("required", [])]
    parts += [_message(20, _any(value)) for value in schema.get("enum", [])]
    if "additionalProperties" in schema:
        parts.append(_message(21, _message(1, _schema(schema["additionalProperties"]))))
    if "type" in schema:
        parts.append(_message(22, _text(1, schema["type"])))
    if "items" in schema:
        parts.append(_message(23, _message(1, _schema(schema["items"]))))
    if "properties" in schema:
        fields = (_named(1, name, _schema(one)) for name, one in schema["properties"].items())
        parts.append(_message(25, b"".join(fields)))
    return b"".join([*parts, *_extensions(31, schema)])


def _extensions(number: int, value: Document) -> Iterable[bytes]:
    return (_named(number, name, _any(one)) for name, one in value.items() if name.startswith("x-"))


def _any(value: Any) -> bytes:
    # JSON is YAML.
    return _text(2, json.dumps(value))


def _named(number: int, name: str, value: bytes) -> bytes:
    return _message(number, _text(1, name) + _message(2, value))


def _text(number: int, value: str) -> bytes:
    return _message(number, value.encode())


def _message(number: int, body: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(body)) + body


def _varint(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)
