"""Each phase on both backends: order, answers, failures, changes."""

import pytest

from pygress.host import Answer
from pygress.host.gateway import Gateway
from pygress.host.site import Site

RECORDER = "plugins/recorder.py"
CHUNKS = "plugins/chunks.py"
FULL = Answer(200, "body", trailers={"t": "1"})
ALL = "request_headers request_body request_trailers response_headers response_body response_trailers log"


def last_words(site: Site) -> str:
    """What `on_log` raised: the only line of its traceback that says what was seen."""
    return site.logs.at("error")[-1].splitlines()[-1]


def test_all_phases_in_order(gateway: Gateway) -> None:
    site = gateway(plugin=RECORDER)
    site.backend(FULL)
    result = site.post("/all", [b"a", b"b"], trailers={"x": "y"})
    assert (result.status, result.body) == (200, b"body")
    assert result.upstream is not None
    assert result.upstream.body == b"ab"
    assert last_words(site) == f"LookupError: /all 200: {ALL}"


def test_without_bodies_and_trailers(gateway: Gateway) -> None:
    site = gateway(plugin=RECORDER)
    site.get("/short")
    assert last_words(site) == "LookupError: /short 200: request_headers response_headers log"


def test_an_empty_last_piece_ends_the_body(gateway: Gateway) -> None:
    site = gateway(plugin=RECORDER)
    result = site.post("/", [b"a", b""])
    assert result.upstream is not None
    assert result.upstream.body == b"a"
    assert "request_body" in last_words(site)


@pytest.mark.parametrize("phase", ["request_headers", "request_body", "request_trailers"])
def test_reply_in_the_request(gateway: Gateway, phase: str) -> None:
    site = gateway(plugin=RECORDER, config={"reply": phase})
    result = site.post("/", [b"a", b"b"], trailers={"x": "y"})
    assert (result.status, result.text) == (202, f"replied in {phase}")
    assert result.headers["x-reply"] == phase
    assert result.headers["content-type"] == "text/plain"
    assert not result.forwarded


@pytest.mark.parametrize("phase", ["response_headers", "response_body"])
def test_reply_in_the_response(gateway: Gateway, phase: str) -> None:
    site = gateway(plugin=RECORDER, config={"reply": phase})
    site.backend(FULL)
    result = site.get("/")
    assert (result.status, result.text) == (202, f"replied in {phase}")
    assert result.forwarded


@pytest.mark.parametrize(
    "phase",
    [
        "request_headers",
        "request_body",
        "request_trailers",
        "response_headers",
        "response_body",
        "response_trailers",
    ],
)
def test_failure_is_logged_once_and_refused(gateway: Gateway, phase: str) -> None:
    site = gateway(plugin=RECORDER, config={"fail": phase})
    site.backend(FULL)
    for _ in range(2):
        before = len(site.logs.at("error"))
        result = site.post("/", [b"a", b"b"], trailers={"x": "y"})
        assert (result.status, result.body) == (500, b"")
        errors = [one for one in site.logs.at("error")[before:] if "LookupError" not in one]
        assert len(errors) == 1
        lines = errors[0].splitlines()
        assert lines[0] == "Traceback (most recent call last):"
        assert lines[-1] == f"RuntimeError: failed in {phase}"
        places = [line for line in lines if line.startswith("  File ")]
        assert [line.split(", ")[0] for line in places] == ['  File "recorder.py"'] * 2
        assert places[0].endswith(f", in on_{phase}")
        assert places[1].endswith(", in step")


@pytest.mark.parametrize("phase", ["request_headers", "request_body", "response_headers", "response_body"])
def test_failure_lets_pass_where_the_gateway_says_so(gateway: Gateway, phase: str) -> None:
    site = gateway(plugin=RECORDER, config={"fail": phase}, fail_strategy="FAIL_OPEN")
    site.backend(FULL)
    result = site.post("/", [b"a", b"b"], trailers={"x": "y"})
    assert (result.status, result.body) == (200, b"body")
    assert result.upstream is not None
    assert result.upstream.body == b"ab"
    assert f"RuntimeError: failed in {phase}" in site.logs


def test_failure_behind_the_headers_cuts_the_stream(gateway: Gateway) -> None:
    site = gateway(plugin=CHUNKS)
    site.backend(Answer(200, "ab", headers={"x-late": "1"}, trailers={"t": "1"}))
    result = site.get("/")
    assert (result.reset, result.body) == (True, b"[ab]")
    assert "RuntimeError: trailers have ended the body: nothing can be added to it" in site.logs


def test_request_can_be_changed_after_its_body(gateway: Gateway) -> None:
    site = gateway(plugin=RECORDER, config={"change": "request"})
    seen = site.post("/", b"ab").upstream
    assert seen is not None
    assert (seen.headers["x-body"], seen.headers["content-length"], seen.body) == ("ab", "3", b"ab!")
    seen = site.post("/", [b"a", b"b"], trailers={"x": "y"}).upstream
    assert seen is not None
    assert (seen.headers["x-body"], seen.body) == ("ab", b"ab!")
    assert seen.trailers is not None
    assert seen.trailers["x-size"] == "3"


def test_response_can_be_changed_after_its_body(gateway: Gateway) -> None:
    site = gateway(plugin=RECORDER, config={"change": "response"})
    site.backend(Answer(200, "ab"))
    result = site.get("/where")
    assert (result.status, result.text) == (203, "[ab]")
    assert result.headers["content-length"] == "4"
    assert result.headers["x-path"] == "/where"


def test_body_over_the_limit(gateway: Gateway) -> None:
    site = gateway(plugin=RECORDER, body_limit=3)
    assert site.post("/", [b"ab", b"cd"]).status == 413
    site.backend(Answer(200, chunks=[b"ab", b"cd"]))
    assert site.get("/").status == 500


@pytest.mark.parametrize("pieces", [0, 1, 2])
def test_cut_stream_is_logged_and_forgotten(gateway: Gateway, pieces: int) -> None:
    site = gateway(plugin=RECORDER)
    exchange = site.open("POST", "/cut")
    for _ in range(pieces):
        exchange.send(b"x")
    assert exchange.cut().reset
    assert last_words(site) == "LookupError: /cut 0: request_headers log"
    assert site.get("/next").status == 200


def test_chunks_pass_as_they_come(gateway: Gateway) -> None:
    site = gateway(plugin=CHUNKS, body_limit=2)
    site.backend(lambda seen: Answer(200, headers={"content-length": "4"}, chunks=[b"a", b"bc", b"d"]))
    exchange = site.open("POST", "/", headers={"content-length": "4"})
    exchange.send(b"12")
    assert exchange.result.upstream is not None
    assert exchange.result.upstream.body == b"12"
    assert exchange.result.upstream.headers["content-length"] == "4"
    exchange.send(b"34", end=True)
    result = exchange.finish()
    assert result.body == b"[a][bc][d]."
    assert "content-length" not in result.headers


def test_chunks_before_trailers(gateway: Gateway) -> None:
    site = gateway(plugin=CHUNKS)
    site.backend(Answer(200, "ab", trailers={"t": "1"}))
    result = site.get("/")
    assert (result.body, result.reset) == (b"[ab]", False)


def test_skipped_body(gateway: Gateway) -> None:
    site = gateway(plugin=CHUNKS)
    site.backend(Answer(200, "ab", headers={"x-skip": "1"}))
    assert site.get("/").body == b"ab"


def test_failure_in_a_chunk(gateway: Gateway) -> None:
    site = gateway(plugin=CHUNKS)
    assert site.post("/", b"boom").status == 500
