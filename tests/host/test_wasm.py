"""The wasm host runs a module in C: every kind of host call crosses the memory border and comes back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pygress.host import Answer, HostError, Refused
from pygress.host.gateway import open_site
from pygress.host.shared import Shared
from pygress.host.site import Site

from .modules import c_module

Probe = Callable[..., Site]


@pytest.fixture
def probe(tmp_path: Path) -> Probe:
    module = tmp_path / "probe.wasm"
    module.write_bytes(c_module("probe"))

    def start(config: object = None, **options: object) -> Site:
        return open_site(module, "wasm", config, **options)  # type: ignore[arg-type]

    return start


def do(site: Site, operation: str, **options: object):
    return site.request("GET", "/path", headers={"x-do": operation}, **options)


def test_local_reply_with_body_headers_and_details(probe: Probe) -> None:
    result = do(probe(), "reply")
    assert (result.status, result.text, result.details) == (418, "teapot", "why")
    assert result.headers["x-a"] == "b \udcffcd"
    assert not result.forwarded
    assert result.headers["x-done"] == "reply"


def test_header_calls(probe: Probe) -> None:
    seen = do(probe(), "pairs").upstream
    assert seen is not None
    assert seen.path == "/new"
    assert seen.headers.get_all("x-added") == ["1", "2"]
    assert "x-do" not in seen.headers
    assert seen.headers["x-count"] == "5"


def test_body_is_whole_and_headers_can_change_after_it(probe: Probe) -> None:
    seen = do(probe(), "body", body=[b"one", b"two", b"three"]).upstream
    assert seen is not None
    assert seen.headers["x-size"] == "11"
    assert seen.body == b"changed"


def test_pieces_can_be_prepended_and_appended_only(probe: Probe) -> None:
    result = do(probe(), "tail", body=[b"one", b"two"])
    assert result.upstream is not None
    assert result.upstream.body == b"<one<two."
    assert result.logs.at("error") == []


def test_trailers(probe: Probe) -> None:
    seen = do(probe(), "pass", body=[b"x"], trailers={"a": "b"}).upstream
    assert seen is not None
    assert seen.trailers is not None
    assert seen.trailers.items() == [("a", "b"), ("x-seen", "yes")]


def test_http_call(probe: Probe) -> None:
    site = probe()
    site.service("auth", Answer(201, "hello"))
    seen = do(site, "call", body=[b"pi", b"ece"]).upstream
    assert seen is not None
    assert (seen.headers["x-call-status"], seen.headers["x-call-body"], seen.body) == (
        "201",
        "hello",
        b"piece",
    )


def test_http_call_runs_into_its_limit(probe: Probe) -> None:
    site = probe()
    site.service("auth", None)
    before = site.clock.monotonic_ns
    seen = do(site, "call").upstream
    assert seen is not None
    assert seen.headers["x-call-status"] == "504"
    assert site.clock.monotonic_ns - before == 500_000_000


def test_unknown_cluster_is_a_bad_argument(probe: Probe) -> None:
    assert do(probe(), "call").text == "no such cluster"


def test_shared_data_with_compare_and_swap(probe: Probe) -> None:
    shared = Shared()
    first, second = probe(shared=shared), probe(shared=shared)
    do(first, "shared")
    result = do(second, "shared")
    assert result.upstream is not None
    assert result.upstream.headers["x-shared"] == "2"
    assert first.shared["k"] == b"2"
    assert first.logs.at("error") == second.logs.at("error") == []


def test_metrics(probe: Probe) -> None:
    site = probe()
    do(site, "metric")
    do(site, "metric")
    assert site.metrics.value("hits") == 4
    assert site.logs.at("error") == []


def test_properties(probe: Probe) -> None:
    site = probe()
    site.properties["source.address"] = "10.0.0.1:99"
    seen = do(site, "property").upstream
    assert seen is not None
    assert seen.headers["x-source"] == "10.0.0.1:99"
    assert site.logs.at("error") == []


def test_a_bad_pointer_is_a_status(probe: Probe) -> None:
    seen = do(probe(), "pointer").upstream
    assert seen is not None
    assert seen.headers["x-status"] == "6"


def test_ticks(probe: Probe) -> None:
    site = probe(config="tick")
    assert site.logs.at("info") == []
    site = probe(config='"tick"')
    site.advance(3.5)
    assert site.logs.at("info") == ["tick"] * 3


def test_log_phase_reads_headers_again(probe: Probe) -> None:
    site = probe()
    site.get("/logged")
    assert site.logs.at("trace") == ["/logged"]


def test_trap_names_the_function(probe: Probe) -> None:
    with pytest.raises(HostError, match=r"`proxy_on_request_headers` trapped"):
        do(probe(), "trap")


def test_hanging_stream_is_an_error(probe: Probe) -> None:
    with pytest.raises(HostError, match="the stream hangs"):
        do(probe(), "stopall")


def test_refused_configuration(probe: Probe) -> None:
    with pytest.raises(Refused, match="error: told no"):
        probe(config='"no"')


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (b"no wasm", "not a module that can be loaded"),
        (b"\0asm\1\0\0\0", "exports none of `proxy_abi_version_0_2_1`"),
    ],
)
def test_what_is_no_plugin(tmp_path: Path, code: bytes, message: str) -> None:
    module = tmp_path / "bad.wasm"
    module.write_bytes(code)
    with pytest.raises(HostError, match=message):
        open_site(module, "wasm")


def test_cut_stream(probe: Probe) -> None:
    site = probe()
    exchange = site.open("POST", "/cut", headers={"x-do": "body"})
    exchange.send(b"part")
    result = exchange.cut()
    assert result.reset
    assert not result.forwarded
    assert site.logs.at("trace") == ["/cut"]


def test_body_over_the_limit_is_refused_by_the_host(probe: Probe) -> None:
    result = do(probe(body_limit=4), "body", body=[b"123", b"45"])
    assert result.status == 413
    assert not result.forwarded
