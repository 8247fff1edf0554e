"""Two configurations in one VM, as the gateway runs them when code and environment are the same."""

from pygress.host import Answer
from pygress.host.gateway import Gateway
from pygress.host.site import Site, encode_config


def beside(site: Site, config: object) -> Site:
    return Site(site._proxy, site._proxy.add_root(encode_config(config)))


def test_each_stream_has_its_own_configuration(gateway: Gateway) -> None:
    one = gateway({"reply": "request_headers"}, plugin="plugins/recorder.py")
    two = beside(one, {"fail": "request_headers"})
    three = beside(one, {})
    for _ in range(2):
        assert [site.get("/").status for site in (one, two, three)] == [202, 500, 200]


def test_each_configuration_has_its_own_state_and_timers(gateway: Gateway) -> None:
    services = {"http://one.default": Answer(200, "1"), "http://two.default": Answer(200, "2")}
    one = gateway({"keys_url": "http://one.default/"}, plugin="plugins/stateful.py", services=services)
    one.advance(5)
    two = beside(one, {"keys_url": "http://two.default/"})
    two.settle()
    two.advance(5.5)
    states = [site.get("/state").text.split("|")[:2] for site in (one, two)]
    assert states == [["1", "2"], ["2", "1"]]
