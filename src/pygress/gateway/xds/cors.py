"""The CORS filter: in the listener switched off, on a route with that route's rules."""

import re

from envoy.config.route.v3 import route_components_pb2
from envoy.extensions.filters.http.cors.v3 import cors_pb2

from pygress.gateway import ir
from pygress.gateway.xds.typed import pack

NAME = "envoy.filters.http.cors"
LISTENER_CONFIG = cors_pb2.Cors()


def write(route: ir.Route, message: route_components_pb2.Route) -> None:
    """Switch CORS on for a route that wants it."""
    if route.cors is None:
        return
    rules = route.cors
    policy = cors_pb2.CorsPolicy(
        allow_methods=",".join(rules.methods),
        allow_headers=",".join(rules.headers),
        expose_headers=",".join(rules.expose),
        max_age=str(rules.max_age),
    )
    policy.allow_credentials.value = rules.credentials
    for origin in rules.origins:
        matcher = policy.allow_origin_string_match.add()
        if "*" in origin:
            matcher.safe_regex.regex = ".*".join(re.escape(part) for part in origin.split("*"))
        else:
            matcher.exact = origin
    message.typed_per_filter_config[NAME].CopyFrom(pack(policy))
