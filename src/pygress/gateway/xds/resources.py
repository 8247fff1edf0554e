"""The whole translation: one mapping of messages per discovery service."""

from collections.abc import Mapping
from typing import Any

from google.protobuf import json_format
from google.protobuf.message import Message

from pygress.gateway import ir
from pygress.gateway.xds import typed
from pygress.gateway.xds.certificate import to_xds_secret
from pygress.gateway.xds.cluster import to_xds_cluster, to_xds_endpoints
from pygress.gateway.xds.listener import to_xds_listener
from pygress.gateway.xds.route import to_xds_route_configuration

Resources = Mapping[str, Mapping[str, Message]]
"""Type url -> resource name -> message."""

_MAPS = (
    "typed_per_filter_config",
    "typed_extension_protocol_options",
    "policies",
    "key_values",
    "allowed_capabilities",
)


def to_xds(gateway: ir.Gateway) -> dict[str, dict[str, Message]]:
    """Translate a gateway; equal gateways give equal messages."""
    slots = max((listener.slots for listener in gateway.listeners), default=0)
    return {
        typed.CLUSTER: {one.name: to_xds_cluster(one) for one in gateway.clusters},
        typed.ENDPOINT: {
            one.name: to_xds_endpoints(one) for one in gateway.clusters if one.discovery == "endpoints"
        },
        typed.SECRET: {one.name: to_xds_secret(one) for one in gateway.certificates},
        typed.LISTENER: {one.name: to_xds_listener(one) for one in gateway.listeners},
        typed.ROUTE: {"gateway": to_xds_route_configuration(gateway, slots)},
    }


def to_plain(resources: Resources) -> dict[str, list[dict[str, Any]]]:
    """Give the messages as plain data for `pygress translate`; private keys are left out."""
    plain: dict[str, list[dict[str, Any]]] = {}
    for url, messages in resources.items():
        shown = [
            json_format.MessageToDict(message, preserving_proto_field_name=True)
            for _, message in sorted(messages.items())
        ]
        if url == typed.SECRET:
            for one in shown:
                one["tls_certificate"]["private_key"] = {"inline_string": "<hidden>"}
        plain[url.rpartition(".")[2]] = [_ordered(one) for one in shown]
    return plain


def _ordered(value: Any, is_map: bool = False) -> Any:
    """Give plain dicts and lists; maps, whose order is random, by key."""
    if isinstance(value, dict):
        items = sorted(value.items()) if is_map else value.items()
        return {key: _ordered(one, key in _MAPS) for key, one in items}
    if isinstance(value, list):
        return [_ordered(one) for one in value]
    return value
