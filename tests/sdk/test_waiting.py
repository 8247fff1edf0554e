"""Phases that await: the stream pauses and nothing else does, on both backends."""

import pytest

from pygress.host import Answer, Seen
from pygress.host.gateway import Gateway

WAITING = "plugins/waiting.py"
GUARD = "plugins/guard.py"
AUTH = "http://auth.default:8080"
REQUEST = ["request_headers", "request_body", "request_trailers"]
RESPONSE = ["response_headers", "response_body"]
FULL = Answer(200, "body", trailers={"t": "1"})


def number(seen: Seen) -> Answer:
    return Answer(200, seen.headers["x-number"])


@pytest.mark.parametrize("phases", [[one] for one in REQUEST] + [REQUEST, REQUEST + RESPONSE])
@pytest.mark.parametrize("pieces", [[], [b"a"], [b"a", b"b"], [b"a", b""]])
@pytest.mark.parametrize("trailers", [None, {"x": "y"}])
def test_waiting_in_requests(
    gateway: Gateway, phases: list[str], pieces: list[bytes], trailers: dict[str, str] | None
) -> None:
    site = gateway({"phases": phases, "ask": 2}, plugin=WAITING)
    site.service(AUTH, number)
    site.backend(FULL)
    result = site.request("POST", "/", body=pieces, trailers=trailers)
    assert (result.status, result.body) == (200, b"body")
    seen = result.upstream
    assert seen is not None
    happens = {
        "request_headers": True,
        "request_body": bool(pieces),
        "request_trailers": bool(trailers),
        "response_headers": True,
        "response_body": True,
    }
    for phase in REQUEST:
        wanted = "0,1" if phase in phases and happens[phase] else None
        assert seen.headers.get("x-" + phase.replace("_", "-")) == wanted
    for phase in RESPONSE:
        wanted = "0,1" if phase in phases else None
        assert result.headers.get("x-" + phase.replace("_", "-")) == wanted
    assert seen.body == (b"<" + b"".join(pieces) + b">" if happens["request_body"] else b"")
    assert (seen.trailers is not None) == bool(trailers)
    assert result.trailers is not None
    assert result.trailers.get("x-last") == "sync"
    assert site.logs.at("error") == []


@pytest.mark.parametrize("phase", REQUEST + RESPONSE)
def test_reply_after_waiting(gateway: Gateway, phase: str) -> None:
    site = gateway({"phases": [phase]}, plugin=WAITING)
    site.service(AUTH, Answer(401, "who?", {"x-why": "token"}))
    site.backend(FULL)
    result = site.post("/", [b"a", b"b"], trailers={"x": "y"})
    assert (result.status, result.text, result.headers["x-why"]) == (401, "who?", "token")
    assert result.forwarded == (phase in RESPONSE)


@pytest.mark.parametrize("phase", REQUEST + RESPONSE)
@pytest.mark.parametrize("strategy", ["FAIL_OPEN", "FAIL_CLOSE"])
def test_failure_after_waiting(gateway: Gateway, phase: str, strategy: str) -> None:
    site = gateway({"phases": [phase]}, plugin=WAITING, fail_strategy=strategy)
    site.service(AUTH, Answer(599))
    site.backend(FULL)
    result = site.post("/", [b"a", b"b"], trailers={"x": "y"})
    assert result.status == (200 if strategy == "FAIL_OPEN" else 500)
    errors = site.logs.at("error")
    assert len(errors) == 1
    lines = errors[0].splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[-1] == f"RuntimeError: failed in {phase}"
    assert any(line.startswith('  File "waiting.py", line ') and line.endswith(", in ask") for line in lines)


def test_skipped_body_while_waiting(gateway: Gateway) -> None:
    site = gateway({"phases": ["request_headers"], "skip": True}, plugin=WAITING)
    site.service(AUTH, number)
    seen = site.post("/", [b"a", b"b"]).upstream
    assert seen is not None
    assert (seen.body, seen.headers["x-request-headers"]) == (b"ab", "0")


def test_the_call_is_what_was_asked_for(gateway: Gateway) -> None:
    calls: list[Seen] = []

    def record(seen: Seen) -> Answer:
        calls.append(seen)
        return Answer(200, "0")

    site = gateway({"phases": ["request_headers"]}, plugin=WAITING)
    site.service(AUTH, record)
    site.get("/")
    (call,) = calls
    assert (call.method, call.path, call.host) == ("GET", "/check?a=b", "auth.default:8080")
    assert (call.headers["x-phase"], call.timeout) == ("request_headers", 1.0)


def test_streams_do_not_mix(gateway: Gateway) -> None:
    site = gateway(plugin=GUARD)
    answers = {"/one": "1", "/two": "2"}
    ready = False
    site.service(AUTH, lambda seen: Answer(200, headers={"x-user": answers[seen.text]}) if ready else None)
    one = site.open("GET", "/one", end=True)
    two = site.open("GET", "/two", end=True)
    assert not one.finished
    assert not two.finished
    ready = True
    for exchange, user in ((two, "2"), (one, "1")):
        seen = exchange.finish().upstream
        assert seen is not None
        assert seen.headers["x-user"] == user


def test_each_error_has_a_name(gateway: Gateway) -> None:
    site = gateway(plugin=GUARD)
    result = site.get("/")
    assert result.status == 500
    assert result.text == (
        "unknown: `http://auth.default:8080/check`: the gateway knows no service `auth.default` with port 8080"
    )
    site.service(AUTH, None)
    result = site.get("/")
    assert (result.status, result.text) == (
        504,
        "timeout: `http://auth.default:8080/check`: no answer within 0.5 seconds",
    )
    site.service(AUTH, Answer(504, "their own"))
    assert site.get("/").text == ""


def test_wrong_url(gateway: Gateway) -> None:
    for url in ("auth/check", "ftp://a/", "http://", "http://a:x/", "http://a:70000/"):
        result = gateway({"url": url}, plugin=GUARD).get("/")
        assert result.text == f"unknown: `{url}` is no URL: expected `http://HOST:PORT/PATH`"


def test_names_of_services(gateway: Gateway) -> None:
    for host in ("auth.default", "auth.default.svc", "auth.default.svc.cluster.local"):
        site = gateway({"url": f"http://{host}/check"}, plugin=GUARD)
        site.service("outbound|80||auth.default.svc.cluster.local", Answer(200, headers={"x-user": "me"}))
        assert site.get("/").forwarded


def test_cut_while_waiting(gateway: Gateway) -> None:
    site = gateway(plugin=GUARD)
    site.service(AUTH, None)
    exchange = site.open("GET", "/", end=True)
    exchange.cut()
    site.service(AUTH, Answer(200, headers={"x-user": "late"}))
    site.advance(10)
    assert not exchange.result.forwarded
    assert site.get("/next").forwarded
