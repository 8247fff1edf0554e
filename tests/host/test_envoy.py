"""The module in C on a real Envoy: what the fake proxy claims about the host, the host itself confirms."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pygress.host import Answer, Refused
from pygress.host.envoy import EnvoySite
from pygress.host.gateway import open_site
from pygress.host.model import Result

from .modules import c_module


@pytest.fixture(scope="module")
def real() -> Iterator[EnvoySite]:
    yield EnvoySite(c_module("probe"), b"", {}, 1 << 20, {"auth": Answer(201, "hello")})


def do(site: EnvoySite, operation: str, **options: object) -> Result:
    return site.request("GET", "/path", headers={"x-do": operation}, **options)  # type: ignore[arg-type]


def outcome(result: Result) -> object:
    seen = result.upstream
    marks = sorted(pair for pair in seen.headers.items() if pair[0].startswith("x-")) if seen else []
    hidden = ("x-forwarded-proto", "x-request-id", "x-envoy-expected-rq-timeout-ms", "x-source", "x-count")
    return (
        result.status,
        result.body,
        result.headers.get("x-done"),
        [pair for pair in marks if pair[0] not in hidden],
        seen and (seen.path, seen.body, seen.trailers and seen.trailers.items()),
    )


CASES: list[tuple[str, dict[str, object]]] = [
    ("reply", {}),
    ("pairs", {}),
    ("body", {"body": [b"one", b"two", b"three"]}),
    ("body", {"body": [b"one", b"two"], "trailers": {"t": "1"}}),
    ("pass", {"body": [b"x"], "trailers": {"a": "b"}}),
    ("call", {"body": [b"pi", b"ece"]}),
    ("call", {}),
    ("metric", {}),
    ("pointer", {}),
]


@pytest.mark.parametrize(("operation", "options"), CASES)
def test_fake_and_real_agree(
    real: EnvoySite, tmp_path: Path, operation: str, options: dict[str, object]
) -> None:
    module = tmp_path / "probe.wasm"
    module.write_bytes(c_module("probe"))
    fake = open_site(module, "wasm", services={"auth": Answer(201, "hello")})
    expected = fake.request("GET", "/path", headers={"x-do": operation}, **options)  # type: ignore[arg-type]
    result = do(real, operation, **options)
    assert outcome(result) == outcome(expected)
    assert [line.message for line in result.logs] == [line.message for line in expected.logs]


def test_refused_configuration_names_what_the_plugin_logged(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="error: told no"):
        EnvoySite(c_module("probe"), b'"no"', {}, 1 << 20, {})


def test_what_needs_the_fake_proxy_skips(real: EnvoySite) -> None:
    with pytest.raises(pytest.skip.Exception, match="`advance` needs the fake proxy"):
        real.advance(1)
