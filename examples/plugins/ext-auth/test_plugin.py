from pygress.host import Answer, Seen
from pygress.host.gateway import Gateway

AUTH = "http://auth.default:8080"
CONFIG = {"url": AUTH + "/check/", "timeout": 0.5, "take_headers": ["x-user"]}


def test_an_allowed_request_carries_what_the_service_said(gateway: Gateway) -> None:
    calls: list[Seen] = []

    def allow(seen: Seen) -> Answer:
        calls.append(seen)
        return Answer(200, headers={"x-user": "ann", "x-other": "no"})

    site = gateway(CONFIG, services={AUTH: allow})
    seen = site.post("/shop?a=b", "order", headers={"authorization": "Bearer t", "x-user": "root"}).upstream
    assert seen is not None
    assert (seen.headers.get_all("x-user"), "x-other" in seen.headers, seen.body) == (
        ["ann"],
        False,
        b"order",
    )
    (call,) = calls
    assert (call.method, call.path, call.host) == ("GET", "/check/shop?a=b", "auth.default:8080")
    assert (call.headers["authorization"], call.headers["x-forwarded-method"]) == ("Bearer t", "POST")
    assert call.timeout == 0.5


def test_a_header_of_the_client_does_not_pass_for_one_of_the_service(gateway: Gateway) -> None:
    site = gateway(CONFIG, services={AUTH: Answer(204)})
    seen = site.get("/", headers={"x-user": "root"}).upstream
    assert seen is not None
    assert "x-user" not in seen.headers


def test_a_refusal_is_handed_on(gateway: Gateway) -> None:
    denied = Answer(401, "log in", {"www-authenticate": "Bearer", "x-internal": "secret"})
    result = gateway(CONFIG, services={AUTH: denied}).get("/")
    assert (result.status, result.text, result.forwarded) == (401, "log in", False)
    assert result.headers["www-authenticate"] == "Bearer"
    assert "x-internal" not in result.headers


def test_a_service_that_does_not_answer(gateway: Gateway) -> None:
    result = gateway(CONFIG, services={AUTH: None}).get("/")
    assert (result.status, result.text) == (503, "the request could not be checked")
    assert gateway({**CONFIG, "on_error": "pass"}, services={AUTH: None}).get("/").forwarded


def test_a_service_that_does_not_exist(gateway: Gateway) -> None:
    result = gateway({**CONFIG, "error_code": 500}).get("/")
    assert result.status == 500
    assert "knows_no_service_`auth.default`_with_port_8080" in result.details


def test_many_requests_wait_side_by_side(gateway: Gateway) -> None:
    open_gate = False
    site = gateway(CONFIG, services={AUTH: lambda seen: Answer(200) if open_gate else None})
    exchanges = [site.open("GET", f"/{number}", end=True) for number in range(5)]
    open_gate = True
    site.settle()
    assert [exchange.result.status for exchange in exchanges] == [200] * 5
