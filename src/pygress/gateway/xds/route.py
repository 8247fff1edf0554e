"""Virtual hosts and routes -> one RouteConfiguration.

One configuration serves HTTP and HTTPS, so that each plugin configuration is started once and not per port.
"""

from collections.abc import Iterable

from envoy.config.core.v3 import base_pb2
from envoy.config.route.v3 import route_components_pb2, route_pb2
from envoy.type.matcher.v3 import regex_pb2, string_pb2

from pygress.gateway import ir
from pygress.gateway.xds import action, cors, rate_limit, rbac
from pygress.gateway.xds.slots import Slots, SlotTable

NAME = "gateway"

_APPEND = base_pb2.HeaderValueOption.APPEND_IF_EXISTS_OR_ADD
_OVERWRITE = base_pb2.HeaderValueOption.OVERWRITE_IF_EXISTS_OR_ADD


def to_xds_route_configuration(gateway: ir.Gateway, slots: int) -> route_pb2.RouteConfiguration:
    """Build the configuration; plugins are spread over `slots` slots."""
    table = SlotTable(gateway.plugins, slots)
    off = table.slots_of(())
    by_host = [[table.slots_of(route.placement) for route in host.routes] for host in gateway.hosts]
    host_levels = [table.hoist(places) for places in by_host]
    top = table.hoist(host_levels)

    config = route_pb2.RouteConfiguration(name=NAME, ignore_port_in_host_matching=True)
    config.validate_clusters.value = False
    table.write(top, off, config.typed_per_filter_config)
    # The limit of a listener is one of HTTP/1 alone; with HTTP/2 it would be the window of a stream.
    limit = max((one.body_limit for one in gateway.listeners), default=0)
    for host, level, places in zip(gateway.hosts, host_levels, by_host, strict=True):
        added = config.virtual_hosts.add(name=host.domain, domains=[host.domain])
        added.include_request_attempt_count = False
        if limit:
            added.request_body_buffer_limit.value = limit
        table.write(level, top, added.typed_per_filter_config)
        for route, place in zip(host.routes, places, strict=True):
            message = to_xds_route(route)
            if isinstance(route.action, ir.Forward) and any(
                one.placement is not None for one in route.action.targets
            ):
                place = _write_targets(table, route, route.action, message)
            table.write(place, level, message.typed_per_filter_config)
            added.routes.append(message)
    return config


def _write_targets(
    table: SlotTable, route: ir.Route, forward: ir.Forward, message: route_components_pb2.Route
) -> Slots:
    """Write what weighted clusters have of their own; gives what is left to the route itself."""
    places = [
        table.slots_of(route.placement if target.placement is None else target.placement)
        for target in forward.targets
    ]
    common = table.hoist(places)
    for weighted, place in zip(message.route.weighted_clusters.clusters, places, strict=True):
        table.write(place, common, weighted.typed_per_filter_config)
    return common


def to_xds_route(route: ir.Route) -> route_components_pb2.Route:
    """Build one route without its plugins."""
    message = route_components_pb2.Route(name=route.name, match=_match(route.match))
    action.write(route.action, message)
    _edit(route.request_headers, message.request_headers_to_add, message.request_headers_to_remove)
    _edit(route.response_headers, message.response_headers_to_add, message.response_headers_to_remove)
    cors.write(route, message)
    rbac.write(route, message)
    rate_limit.write(route, message)
    return message


def _match(match: ir.Match) -> route_components_pb2.RouteMatch:
    path = match.path
    message = route_components_pb2.RouteMatch()
    if path.kind == "exact":
        message.path = path.value
    elif path.kind == "regex":
        pattern = f"(?i){path.value}" if path.ignore_case else path.value
        message.safe_regex.CopyFrom(regex_pb2.RegexMatcher(regex=pattern))
    elif path.kind == "segments" and path.value != "/":
        message.path_separated_prefix = path.value
    else:
        message.prefix = path.value
    if path.ignore_case and path.kind != "regex":
        message.case_sensitive.value = False
    if match.methods:
        message.headers.append(
            route_components_pb2.HeaderMatcher(
                name=":method",
                string_match=string_pb2.StringMatcher(
                    safe_regex=regex_pb2.RegexMatcher(regex="|".join(match.methods))
                ),
            )
        )
    for header in match.headers:
        matcher = message.headers.add(name=header.name)
        if header.kind == "present":
            matcher.present_match = True
        else:
            matcher.string_match.CopyFrom(_text(header))
    if match.percent < 100:
        message.runtime_fraction.default_value.numerator = match.percent
    for query in match.queries:
        parameter = message.query_parameters.add(name=query.name)
        if query.kind == "present":
            parameter.present_match = True
        else:
            parameter.string_match.CopyFrom(_text(query))
    return message


def _text(match: ir.TextMatch) -> string_pb2.StringMatcher:
    if match.kind == "exact":
        return string_pb2.StringMatcher(exact=match.value)
    if match.kind == "prefix":
        return string_pb2.StringMatcher(prefix=match.value)
    return string_pb2.StringMatcher(safe_regex=regex_pb2.RegexMatcher(regex=match.value))


def _edit(edit: ir.HeaderEdit, added: list[base_pb2.HeaderValueOption], removed: list[str]) -> None:
    removed.extend(edit.remove)
    added.extend(_options(edit.set, _OVERWRITE))
    added.extend(_options(edit.add, _APPEND))


def _options(pairs: Iterable[tuple[str, str]], append: int) -> list[base_pb2.HeaderValueOption]:
    return [
        base_pb2.HeaderValueOption(
            # A `%` would start one of Envoy's substitutions.
            header=base_pb2.HeaderValue(key=name, value=value.replace("%", "%%")),
            append_action=append,
            keep_empty_value=True,
        )
        for name, value in pairs
    ]
