"""The delta ADS state machine: order, refusals and reconnects, without any I/O."""

from envoy.config.cluster.v3 import cluster_pb2
from envoy.config.endpoint.v3 import endpoint_pb2
from envoy.config.listener.v3 import listener_pb2
from envoy.config.route.v3 import route_pb2
from envoy.service.discovery.v3 import discovery_pb2

from pygress.gateway.serve.snapshot import Snapshot
from pygress.gateway.serve.stream import Stream
from pygress.gateway.xds import typed


def snapshot(*clusters: str, routes: str = "one") -> Snapshot:
    return Snapshot.of(
        {
            typed.CLUSTER: {name: cluster_pb2.Cluster(name=name) for name in clusters},
            typed.ENDPOINT: {
                name: endpoint_pb2.ClusterLoadAssignment(cluster_name=name) for name in clusters
            },
            typed.SECRET: {},
            typed.LISTENER: {"http": listener_pb2.Listener(name="http")},
            typed.ROUTE: {
                "gateway": route_pb2.RouteConfiguration(name="gateway", internal_only_headers=[routes])
            },
        }
    )


class Envoy:
    """Plays the other end: subscribes as Envoy does and answers by hand."""

    def __init__(self) -> None:
        self.stream = Stream()

    def ask(self, url: str, *names: str, has: dict[str, str] | None = None) -> None:
        request = discovery_pb2.DeltaDiscoveryRequest(type_url=url, resource_names_subscribe=names)
        request.node.id = "envoy"
        request.initial_resource_versions.update(has or {})
        assert self.stream.take(request) is None

    def gets(self, held: Snapshot, patient: bool = True) -> discovery_pb2.DeltaDiscoveryResponse | None:
        return self.stream.next_response(held, patient)

    def takes(self, response: discovery_pb2.DeltaDiscoveryResponse) -> None:
        request = discovery_pb2.DeltaDiscoveryRequest(
            type_url=response.type_url, response_nonce=response.nonce
        )
        assert self.stream.take(request) is None

    def refuses(self, response: discovery_pb2.DeltaDiscoveryResponse) -> dict[str, str]:
        request = discovery_pb2.DeltaDiscoveryRequest(
            type_url=response.type_url, response_nonce=response.nonce
        )
        request.error_detail.message = "no"
        refusal = self.stream.take(request)
        assert refusal is not None and refusal.message == "no"
        return refusal.versions

    def settle(self, held: Snapshot) -> list[str]:
        """Take everything; gives the order of the types."""
        order = []
        while (response := self.gets(held)) is not None:
            order.append(response.type_url.rpartition(".")[2])
            self.takes(response)
        return order

    def subscribe(self, *clusters: str) -> None:
        self.ask(typed.CLUSTER)
        self.ask(typed.LISTENER)
        self.ask(typed.ROUTE, "gateway")
        if clusters:
            self.ask(typed.ENDPOINT, *clusters)


def test_clusters_and_endpoints_come_before_routes() -> None:
    envoy = Envoy()
    envoy.subscribe("a")
    assert envoy.settle(snapshot("a")) == [
        "Cluster",
        "ClusterLoadAssignment",
        "Listener",
        "RouteConfiguration",
    ]
    assert envoy.stream.synced(snapshot("a"))


def test_an_empty_wildcard_is_answered() -> None:
    envoy = Envoy()
    envoy.ask(typed.CLUSTER)
    response = envoy.gets(snapshot())
    assert response is not None and not response.resources


def test_endpoints_are_answered_while_their_cluster_is_warming() -> None:
    envoy = Envoy()
    envoy.subscribe()
    clusters = envoy.gets(snapshot("a"))
    assert clusters is not None and clusters.type_url == typed.CLUSTER
    assert envoy.gets(snapshot("a")) is None
    envoy.ask(typed.ENDPOINT, "a")
    endpoints = envoy.gets(snapshot("a"))
    assert endpoints is not None and endpoints.type_url == typed.ENDPOINT


def test_routes_wait_for_endpoints_but_not_forever() -> None:
    envoy = Envoy()
    envoy.subscribe("a")
    envoy.settle(snapshot("a"))
    response = envoy.gets(snapshot("a", "b", routes="two"))
    assert response is not None
    envoy.takes(response)
    assert envoy.gets(snapshot("a", "b", routes="two")) is None
    assert envoy.stream.waits_for_endpoints(snapshot("a", "b", routes="two"))
    late = envoy.gets(snapshot("a", "b", routes="two"), patient=False)
    assert late is not None and late.type_url == typed.ROUTE


def test_clusters_go_after_the_routes_that_named_them() -> None:
    envoy = Envoy()
    envoy.subscribe("a", "b")
    envoy.settle(snapshot("a", "b"))
    first = envoy.gets(snapshot("a", routes="two"))
    assert first is not None and first.type_url == typed.ROUTE
    assert envoy.gets(snapshot("a", routes="two")) is None, (
        "a cluster went before the routes were acknowledged"
    )
    envoy.takes(first)
    gone = []
    while (response := envoy.gets(snapshot("a", routes="two"))) is not None:
        gone += [(response.type_url, list(response.removed_resources))]
        envoy.takes(response)
    assert (typed.CLUSTER, ["b"]) in gone


def test_a_refused_version_is_not_sent_again_and_holds_its_clusters() -> None:
    envoy = Envoy()
    envoy.subscribe("a", "b")
    good, bad = snapshot("a", "b"), snapshot("a", routes="bad")
    envoy.settle(good)
    response = envoy.gets(bad)
    assert response is not None
    assert envoy.refuses(response) == {"gateway": bad.routes}
    assert envoy.gets(bad) is None
    assert not envoy.stream.synced(bad)
    assert envoy.stream.acked_routes == good.routes
    again = envoy.gets(snapshot("a", "b", routes="three"))
    assert again is not None and again.type_url == typed.ROUTE


def test_going_back_after_a_refusal_sends_the_good_version_again() -> None:
    envoy = Envoy()
    envoy.subscribe("a")
    good, bad = snapshot("a"), snapshot("a", routes="bad")
    envoy.settle(good)
    response = envoy.gets(bad)
    assert response is not None
    envoy.refuses(response)
    envoy.settle(good)
    assert envoy.stream.synced(good)


def test_a_reconnect_sends_only_what_differs() -> None:
    held = snapshot("a")
    versions = {
        url: {name: one.version for name, one in entries.items()} for url, entries in held.entries.items()
    }
    envoy = Envoy()
    envoy.ask(typed.CLUSTER, has=versions[typed.CLUSTER])
    envoy.ask(typed.ENDPOINT, "a", has=versions[typed.ENDPOINT])
    envoy.ask(typed.LISTENER, has=versions[typed.LISTENER])
    envoy.ask(typed.ROUTE, "gateway", has={"gateway": "other"})
    sent = envoy.settle(held)
    assert "RouteConfiguration" in sent and "ClusterLoadAssignment" not in sent


def test_what_does_not_exist_is_said_to_be_absent() -> None:
    envoy = Envoy()
    envoy.ask(typed.CLUSTER)
    envoy.ask(typed.ENDPOINT, "ghost")
    first = envoy.gets(snapshot())
    assert first is not None
    envoy.takes(first)
    answer = envoy.gets(snapshot())
    assert answer is not None and list(answer.removed_resources) == ["ghost"]
