import pytest

from pygress.host import Refused
from pygress.host.gateway import Gateway


def test_refuses_a_part_of_the_url(gateway: Gateway) -> None:
    site = gateway(config={"block_urls": ["swagger.html", "foo=bar"]})
    assert site.get("/api/swagger.html").status == 403
    assert site.get("/api/users?foo=bar").status == 403
    passed = site.get("/api/users")
    assert passed.status == 200
    assert passed.forwarded


def test_refuses_an_exact_url(gateway: Gateway) -> None:
    site = gateway(config={"block_exact_urls": ["/admin"]})
    assert site.get("/admin").status == 403
    assert site.get("/admin/users").forwarded


def test_refuses_by_regular_expression(gateway: Gateway) -> None:
    site = gateway(config={"block_regexp_urls": [r"^/v\d+/admin(?!/public)", "[.](?:php|asp)x?$"]})
    for path, refused in (
        ("/v1/admin", True),
        ("/v12/admin/users", True),
        ("/v1/admin/public", False),
        ("/vx/admin", False),
        ("/a.php", True),
        ("/a.aspx", True),
        ("/a.php?x", False),
        ("/V1/admin", False),
    ):
        assert site.get(path).status == (403 if refused else 200), path
    loose = gateway(config={"block_regexp_urls": [r"^/v\d+/Admin"], "case_sensitive": False})
    assert loose.get("/V1/aDMIN").status == 403


def test_refuses_by_header_name_and_value(gateway: Gateway) -> None:
    site = gateway(config={"block_headers": ["example-key", "example-value"]})
    assert site.get("/", headers={"example-key": "123"}).status == 403
    assert site.get("/", headers={"my-header": "example-value"}).status == 403
    assert site.get("/", headers={"my-header": "123"}).forwarded


def test_refuses_by_body_in_any_cut(gateway: Gateway) -> None:
    site = gateway(config={"block_bodies": ["hello world"]})
    assert site.post("/", "say hello world").status == 403
    assert site.post("/", [b"say hello", b" wor", b"ld"]).status == 403
    assert site.post("/", [b"say hello", b" wor", b"ld", b""]).status == 403
    assert site.post("/", [b"say hello world"], trailers={"checksum": "1"}).status == 403
    passed = site.post("/", [b"say hello", b" moon"])
    assert passed.upstream is not None
    assert passed.upstream.body == b"say hello moon"


def test_a_request_without_body_goes_on(gateway: Gateway) -> None:
    assert gateway(config={"block_bodies": ["x"]}).get("/").forwarded


def test_body_is_not_buffered_without_body_rules(gateway: Gateway) -> None:
    site = gateway(config={"block_urls": ["swagger.html"]}, body_limit=4)
    assert site.post("/", b"longer than four").forwarded


def test_case(gateway: Gateway) -> None:
    strict = gateway(config={"block_urls": ["Swagger.html"]})
    assert strict.get("/swagger.html").forwarded
    loose = gateway(
        config={
            "block_urls": ["Swagger.html"],
            "block_headers": ["Example-Value"],
            "block_bodies": ["Hello"],
            "case_sensitive": False,
        }
    )
    assert loose.get("/SWAGGER.HTML").status == 403
    assert loose.get("/", headers={"x": "EXAMPLE-value"}).status == 403
    assert loose.post("/", "hELLO").status == 403


def test_answer_is_as_configured(gateway: Gateway) -> None:
    site = gateway(config={"block_urls": ["x"], "blocked_code": 404, "blocked_message": "gone"})
    refused = site.get("/x")
    assert (refused.status, refused.text) == (404, "gone")
    assert refused.details == "request-block.url_blocked"
    plain = gateway(config={"block_urls": ["x"]}).get("/x")
    assert (plain.status, plain.body) == (403, b"")


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({}, "no rule: set `block_urls`"),
        ({"block_urls": [""]}, "no rule: set `block_urls`"),
        ({"block_urls": ["a", "b", 7]}, "block_urls[2]: expected a string, got 7"),
        (
            {"block_regexp_urls": ["a", "("]},
            "`block_regexp_urls`: `(`: missing ), unterminated subpattern at position 0",
        ),
        ({"block_urls": "a"}, 'block_urls: expected a list, got "a"'),
        ({"block_urls": ["a"], "blocked_code": 99}, "blocked_code: must be 200 to 599, got 99"),
        ({"block_url": ["a"]}, "block_url: unknown field, allowed are `block_urls`,"),
        ("[]", "expected an object, got a list"),
        ("{", "not JSON: "),
    ],
)
def test_refuses_a_wrong_configuration(gateway: Gateway, config: object, message: str) -> None:
    with pytest.raises(Refused) as caught:
        gateway(config=config)
    assert f"invalid configuration: {message}" in str(caught.value)
