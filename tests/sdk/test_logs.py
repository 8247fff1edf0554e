from pathlib import Path

import pytest

from pygress.host import Answer
from pygress.host.gateway import Backend, Gateway, open_site

PLUGINS = Path(__file__).parent / "plugins"

everywhere = pytest.mark.parametrize("backend", ["cpython", "wasm", "envoy"])


def test_levels_and_texts(gateway: Gateway) -> None:
    site = gateway(plugin="plugins/logs.py")
    site.get("/p")
    lines = [(line.level, line.message) for line in site.logs if "\n" not in line.message]
    assert lines == [
        ("debug", "debug 1"),
        ("info", "info /p 'q'"),
        ("warn", "warning"),
        ("error", "error"),
        ("critical", "critical"),
    ]
    (caught,) = [line for line in site.logs if "\n" in line.message]
    assert caught.level == "error"
    assert caught.message.startswith("caught\nTraceback (most recent call last):\n")
    assert caught.message.endswith("ValueError: inner")


@everywhere
def test_lines_of_all_phases_name_their_request(backend: Backend) -> None:
    services = {"http://auth.default:8080": Answer(200, "yes")}
    site = open_site(PLUGINS / "log_phases.py", backend, services=services)
    site.backend(Answer(200, "body"))
    for request in ("first", "second"):
        lines = site.post("/p", "body", {"x-request-id": request}).logs
        assert [(line.message, line.request_id) for line in lines] == [
            (message, request)
            for message in (
                "request headers",
                *("request headers: waits", "request headers: waited"),
                *("request body: waits", "request body: waited"),
                *("response headers: waits", "response headers: waited"),
                *("response body: waits", "response body: waited"),
                "log",
            )
        ]


@everywhere
def test_a_task_names_the_request_that_began_it(backend: Backend) -> None:
    services = {"http://auth.default:8080": Answer(200, "yes")}
    site = open_site(PLUGINS / "log_phases.py", backend, services=services)
    lines = site.get("/p", {"x-request-id": "first", "x-task": "1"}).logs
    assert "task: waited" in [line.message for line in lines]
    assert {line.request_id for line in lines} == {"first"}


@everywhere
def test_a_failure_in_a_late_phase_names_its_request(backend: Backend) -> None:
    services = {"http://auth.default:8080": Answer(200, "yes")}
    site = open_site(PLUGINS / "log_phases.py", backend, services=services)
    site.backend(Answer(200, headers={"x-fail": "1"}))
    (error,) = [one for one in site.get("/p", {"x-request-id": "first"}).logs if one.level == "error"]
    assert error.message.endswith("ValueError: told to") and error.request_id == "first"


@everywhere
def test_a_plugin_that_has_no_request_phase(backend: Backend) -> None:
    site = open_site(PLUGINS / "late_logs.py", backend)
    site.backend(Answer(200, "body"))
    lines = site.get("/p", {"x-request-id": "first"}).logs
    # Envoy may end a body with an empty piece.
    assert [one.message for one in lines][:2] == ["response headers", "response chunk"]
    assert {one.request_id for one in lines} == {"first"}
    site.backend(Answer(200, "fail"))
    lines = site.get("/p", {"x-request-id": "second"}).logs
    assert [(one.level, one.request_id) for one in lines] == [("warn", "second"), ("error", "second")]


@everywhere
def test_copied_headers_name_the_request_of_a_failure(backend: Backend) -> None:
    site = open_site(PLUGINS / "late_failure.py", backend)
    (error,) = site.get("/p", {"x-request-id": "first"}).logs
    assert error.message.endswith("ValueError: /p") and error.request_id == "first"


@everywhere
def test_an_id_that_is_none_is_not_shown(backend: Backend) -> None:
    site = open_site(PLUGINS / "late_logs.py", backend)
    lines = site.get("/p", {"x-request-id": "[forged] id"}).logs
    assert [(one.message, one.request_id) for one in lines] == [("response headers", "")]


def test_what_belongs_to_no_request_names_none(gateway: Gateway) -> None:
    site = gateway(plugin="plugins/log_phases.py", services={"http://auth.default:8080": Answer(200, "yes")})
    assert {line.request_id for line in site.get("/p", {"x-request-id": "first"}).logs} == {"first"}
    site.advance(61)
    assert [(one.message, one.request_id) for one in site.logs][-1] == ("tick", "")
