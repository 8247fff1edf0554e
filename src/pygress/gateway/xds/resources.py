"""The whole translation: one mapping of messages per discovery service."""

import json
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
        # The converter gives ordered dicts, which YAML would write as objects of Python.
        plain[url.rpartition(".")[2]] = json.loads(json.dumps(shown))
    return plain
