"""Route actions: forward, redirect, respond."""

from envoy.config.core.v3 import base_pb2
from envoy.config.route.v3 import route_components_pb2
from envoy.type.matcher.v3 import regex_pb2

from pygress.gateway import ir
from pygress.gateway.xds.typed import seconds

WAITING_ROOM = "pygress_waiting_room"
_WAIT_SECONDS = 15.0
# Each other plugin that is done in the meantime sends the request round once more.
_MOST_WAITS = 50

_REDIRECTS = {
    301: route_components_pb2.RedirectAction.MOVED_PERMANENTLY,
    302: route_components_pb2.RedirectAction.FOUND,
    303: route_components_pb2.RedirectAction.SEE_OTHER,
    307: route_components_pb2.RedirectAction.TEMPORARY_REDIRECT,
    308: route_components_pb2.RedirectAction.PERMANENT_REDIRECT,
}
REDIRECT_CODES = tuple(_REDIRECTS)


def write(action: ir.Action, message: route_components_pb2.Route) -> None:
    """Set the action of a route."""
    if isinstance(action, ir.Forward):
        _forward(action, message.route)
    elif isinstance(action, ir.Redirect):
        _redirect(action, message.redirect)
    elif isinstance(action, ir.Wait):
        _wait(message.route)
    else:
        message.direct_response.status = action.code
        if action.body:
            message.direct_response.body.CopyFrom(base_pb2.DataSource(inline_string=action.body))


def _forward(action: ir.Forward, route: route_components_pb2.RouteAction) -> None:
    if len(action.targets) == 1:
        route.cluster = action.targets[0].cluster
    else:
        for target in action.targets:
            added = route.weighted_clusters.clusters.add(name=target.cluster)
            added.weight.value = target.weight
    # A cluster that is still on its way is a passing fault of ours: 503 can be retried, 404 would be believed.
    route.cluster_not_found_response_code = route_components_pb2.RouteAction.SERVICE_UNAVAILABLE
    route.timeout.CopyFrom(seconds(action.timeout))
    if action.retries:
        route.retry_policy.retry_on = action.retry_on
        route.retry_policy.num_retries.value = action.retries
        if action.per_try_timeout:
            route.retry_policy.per_try_timeout.CopyFrom(seconds(action.per_try_timeout))
    if action.regex_rewrite is not None:
        pattern, substitution = action.regex_rewrite
        route.regex_rewrite.pattern.CopyFrom(regex_pb2.RegexMatcher(regex=pattern))
        route.regex_rewrite.substitution = substitution
    elif action.prefix_rewrite:
        route.prefix_rewrite = action.prefix_rewrite
    elif action.path_rewrite:
        # Every path, whatever its form, becomes this one; the query stays.
        route.regex_rewrite.pattern.CopyFrom(regex_pb2.RegexMatcher(regex="^[^?]*"))
        route.regex_rewrite.substitution = action.path_rewrite.replace("\\", "\\\\")
    if action.host_rewrite:
        route.host_rewrite_literal = action.host_rewrite
    if action.hash_on:
        _hash(action.hash_on, route.hash_policy.add())
    if action.mirror is not None:
        mirror = route.request_mirror_policies.add(cluster=action.mirror.cluster)
        mirror.runtime_fraction.default_value.numerator = action.mirror.percent
    # Websockets and other upgrades pass, as clients of an ingress expect.
    route.upgrade_configs.add(upgrade_type="websocket")


def _wait(route: route_components_pb2.RouteAction) -> None:
    route.cluster = WAITING_ROOM
    # The room is more patient than that with nobody; should it be gone, nobody passes either.
    route.timeout.CopyFrom(seconds(_WAIT_SECONDS))
    policy = route.internal_redirect_policy
    policy.max_internal_redirects.value = _MOST_WAITS
    policy.redirect_response_codes.append(307)
    policy.allow_cross_scheme_redirect = True


def _hash(hash_on: str, policy: route_components_pb2.RouteAction.HashPolicy) -> None:
    kind, _, rest = hash_on.partition(":")
    if kind == "cookie":
        name, _, ttl = rest.rpartition(":")
        policy.cookie.name = name
        policy.cookie.path = "/"
        policy.cookie.ttl.CopyFrom(seconds(float(ttl)))
    elif kind == "header":
        policy.header.header_name = rest
    else:
        policy.connection_properties.source_ip = True


def _redirect(action: ir.Redirect, redirect: route_components_pb2.RedirectAction) -> None:
    redirect.response_code = _REDIRECTS[action.code]
    if action.scheme:
        redirect.scheme_redirect = action.scheme
    if action.host:
        redirect.host_redirect = action.host
    if action.port:
        redirect.port_redirect = action.port
    if action.path:
        redirect.path_redirect = action.path
