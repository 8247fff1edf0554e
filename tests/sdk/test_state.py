"""What outlives a stream: timers, shared data, queues, metrics, on both backends."""

from pygress.host import Answer
from pygress.host.gateway import Gateway
from pygress.host.shared import Shared
from pygress.host.site import Site

STATEFUL = "plugins/stateful.py"
KEYS = "http://keys.default"


def state(site: Site) -> list[str]:
    return site.get("/state").text.split("|")


def test_start_and_timers_wait_for_calls(gateway: Gateway) -> None:
    site = gateway(plugin=STATEFUL, services={KEYS: Answer(200, "a b")})
    assert state(site)[0] == "a b"
    site.service(KEYS, Answer(200, "c"))
    site.advance(59)
    assert state(site)[:2] == ["a b", "11"]
    site.advance(2)
    assert state(site)[:2] == ["a b", "12"]
    site.advance(1)
    assert state(site)[0] == "c"


def test_failing_timer_goes_on(gateway: Gateway) -> None:
    site = gateway({"fail": True}, plugin=STATEFUL, services={KEYS: Answer(200, "a")})
    site.advance(10.5)
    errors = site.logs.at("error")
    assert [error.splitlines()[-1] for error in errors] == [
        "RuntimeError: failed in tick 1",
        "RuntimeError: failed in tick 2",
    ]
    assert state(site)[1] == "2"


def test_error_in_start_is_logged(gateway: Gateway) -> None:
    site = gateway(plugin=STATEFUL)
    assert (
        "UnknownServiceError: `http://keys.default/keys`: the gateway knows no service `keys.default`"
        in site.logs
    )
    assert state(site)[0] == ""


def test_shared_data_between_workers(gateway: Gateway) -> None:
    both = Shared()
    one, two = gateway(plugin=STATEFUL, shared=both), gateway(plugin=STATEFUL, shared=both)
    assert [site.get("/count").text for site in (one, two, one)] == ["1", "2", "3"]
    assert one.shared["count"] == b"3"


def test_one_leader(gateway: Gateway) -> None:
    both = Shared()
    one, two = gateway(plugin=STATEFUL, shared=both), gateway(plugin=STATEFUL, shared=both)
    one.advance(5)
    two.tick()
    assert [state(one)[2], state(two)[2]] == ["True", "False"]
    both.clock.advance(11)
    two.tick()
    one.tick()
    assert [state(one)[2], state(two)[2]] == ["False", "True"]


def test_queue(gateway: Gateway) -> None:
    site = gateway(plugin=STATEFUL)
    site.get("/put")
    assert state(site)[3] == "one,two"


def test_metrics(gateway: Gateway) -> None:
    site = gateway(plugin=STATEFUL)
    site.properties["xds.route_name"] = "my/route"
    site.get("/ab")
    site.get("/abcd")
    assert site.metrics.names() == ["requests.route.my_route", "last_size", "sizes"]
    assert site.metrics.value("requests.route.my_route") == 2
    assert site.metrics.value("last_size") == 5
    assert site.metrics.samples("sizes") == [3, 5]


def test_properties(gateway: Gateway) -> None:
    site = gateway(plugin=STATEFUL)
    site.properties["source.address"] = "[2001:db8::1]:7"
    site.properties["source.port"] = 7
    assert site.get("/client").text == "2001:db8::1 7 None"


def test_new_configuration_makes_new_state(gateway: Gateway) -> None:
    site = gateway(plugin=STATEFUL, services={KEYS: Answer(200, "a")})
    site.advance(12)
    assert state(site)[1] == "2"
    site.reconfigure({})
    assert state(site)[1] == "0"
    site.advance(5)
    assert state(site)[1] == "1"
