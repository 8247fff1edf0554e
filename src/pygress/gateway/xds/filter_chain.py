"""The messages of `envoy.filters.http.filter_chain`, which `xds-protos` does not ship yet.

They are declared at run time with the field numbers of Envoy 1.40:

    FilterChain              filters: repeated TypedExtensionConfig = 1
    FilterChainConfig        default_filter_chain: FilterChain = 1
    FilterChainConfigPerRoute        filter_chain: FilterChain = 1
"""

from typing import Any

from envoy.config.core.v3 import extension_pb2
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

_PACKAGE = "envoy.extensions.filters.http.filter_chain.v3"
_FILE = "envoy/extensions/filters/http/filter_chain/v3/filter_chain.proto"
_FIELD = descriptor_pb2.FieldDescriptorProto


def _declare() -> None:
    file = descriptor_pb2.FileDescriptorProto(
        name=_FILE, package=_PACKAGE, syntax="proto3", dependency=[extension_pb2.DESCRIPTOR.name]
    )
    for message, field, kind, label in (
        ("FilterChain", "filters", ".envoy.config.core.v3.TypedExtensionConfig", _FIELD.LABEL_REPEATED),
        ("FilterChainConfig", "default_filter_chain", f".{_PACKAGE}.FilterChain", _FIELD.LABEL_OPTIONAL),
        ("FilterChainConfigPerRoute", "filter_chain", f".{_PACKAGE}.FilterChain", _FIELD.LABEL_OPTIONAL),
    ):
        added = file.message_type.add(name=message)
        added.field.add(name=field, number=1, type=_FIELD.TYPE_MESSAGE, type_name=kind, label=label)
    descriptor_pool.Default().Add(file)


def _message(name: str) -> Any:
    pool = descriptor_pool.Default()
    try:
        found = pool.FindMessageTypeByName(f"{_PACKAGE}.{name}")
    except KeyError:
        _declare()
        found = pool.FindMessageTypeByName(f"{_PACKAGE}.{name}")
    return message_factory.GetMessageClass(found)


FilterChainConfig = _message("FilterChainConfig")
FilterChainConfigPerRoute = _message("FilterChainConfigPerRoute")
