"""The local rate limit filter: a token bucket of one route, per Envoy."""

from envoy.config.route.v3 import route_components_pb2
from envoy.extensions.filters.http.local_ratelimit.v3 import local_rate_limit_pb2

from pygress.gateway import ir
from pygress.gateway.xds.typed import pack, seconds

NAME = "envoy.filters.http.local_ratelimit"
LISTENER_CONFIG = local_rate_limit_pb2.LocalRateLimit(stat_prefix="rate_limit")


def write(route: ir.Route, message: route_components_pb2.Route) -> None:
    """Answer 429 once the bucket is empty."""
    if route.limit is None:
        return
    tokens, interval, burst = route.limit
    limit = local_rate_limit_pb2.LocalRateLimit(stat_prefix="rate_limit")
    limit.token_bucket.max_tokens = tokens * burst
    limit.token_bucket.tokens_per_fill.value = tokens
    limit.token_bucket.fill_interval.CopyFrom(seconds(interval))
    for share in (limit.filter_enabled, limit.filter_enforced):
        share.default_value.numerator = 100
    message.typed_per_filter_config[NAME].CopyFrom(pack(limit))
