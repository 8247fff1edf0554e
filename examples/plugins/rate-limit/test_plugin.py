import pytest

from pygress.host import Refused
from pygress.host.gateway import Gateway
from pygress.host.shared import Shared


def test_limits_each_address(gateway: Gateway) -> None:
    site = gateway({"requests": 2})
    assert site.clock.now_ns % 60 == 0, "a window begins"
    results = [site.get("/") for _ in range(3)]
    assert [result.status for result in results] == [200, 200, 429]
    assert [result.headers["x-ratelimit-remaining"] for result in results] == ["1", "0", "0"]
    assert results[0].headers["x-ratelimit-limit"] == "2"
    assert results[2].headers["retry-after"] == "60"
    assert results[2].text == "too many requests\n"
    assert site.metrics.value("rate_limit.limited") == 1
    site.properties["source.address"] = "10.0.0.9:1234"
    assert site.get("/").status == 200


def test_a_new_window_begins(gateway: Gateway) -> None:
    site = gateway({"requests": 1, "seconds": 10})
    assert [site.get("/").status for _ in range(2)] == [200, 429]
    site.advance(9)
    assert site.get("/").headers["retry-after"] == "1"
    site.advance(1)
    assert [site.get("/").status for _ in range(2)] == [200, 429]


def test_limits_by_header(gateway: Gateway) -> None:
    site = gateway({"requests": 1, "by": "header", "rejected_code": 503, "rejected_message": "busy"})
    assert site.get("/", headers={"x-mse-consumer": "ann"}).status == 200
    assert site.get("/", headers={"x-mse-consumer": "bob"}).status == 200
    assert site.get("/").status == 200
    refused = site.get("/", headers={"x-mse-consumer": "ann"})
    assert (refused.status, refused.text) == (503, "busy")


def test_workers_count_together(gateway: Gateway) -> None:
    both = Shared()
    sites = [gateway({"requests": 3}, shared=both) for _ in range(2)]
    assert [sites[n % 2].get("/").status for n in range(4)] == [200, 200, 200, 429]


def test_wrong_configurations(gateway: Gateway) -> None:
    for config, message in (
        ({}, "requests: missing"),
        ({"requests": 0}, "requests: must be at least 1, got 0"),
        ({"requests": 1, "by": "moon"}, 'by: expected one of "address", "header", got "moon"'),
    ):
        with pytest.raises(Refused) as caught:
            gateway(config)
        assert message in str(caught.value)
