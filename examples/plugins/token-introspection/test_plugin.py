import json

from pygress.host import Answer

SERVER = "http://auth.default:8080"


class Server:
    """An authorisation server that says the same of every token."""

    def __init__(self, status=200, **answer):
        self.status = status
        self.answer = {"active": True, "sub": "bo", "scope": "read write", "exp": 1e12, **answer}
        self.asked = 0

    def __call__(self, request):
        self.asked += 1
        return Answer(self.status, json.dumps(self.answer))


def bearer(token):
    return {"authorization": f"Bearer {token}"}


def test_an_active_token_passes(gateway):
    site = gateway()
    site.service(SERVER, Server())
    result = site.get("/x", headers=bearer("t"))
    assert result.status == 200
    assert result.upstream.headers["x-subject"] == "bo"
    assert result.headers["x-cache"] == "0/1"


def test_a_path_may_need_scopes(gateway):
    site = gateway(config={"scopes": {"/admin": ["admin", "root"], "/": ["read"]}})
    server = Server()
    site.service(SERVER, server)
    assert site.get("/x", headers=bearer("t")).status == 200
    refused = site.get("/admin", headers=bearer("t"))
    assert refused.status == 403
    assert refused.headers["www-authenticate"] == 'Bearer error="insufficient_scope", scope="admin root"'
    assert server.asked == 1


def test_answers_are_kept_for_a_while(gateway):
    site = gateway(config={"size": 3, "ttl": 30})
    server = Server()
    site.service(SERVER, server)
    for number in range(5):
        site.get("/", headers=bearer(f"t{number}"))
    site.get("/", headers=bearer("t4"))
    assert server.asked == 5
    site.get("/", headers=bearer("t0"))
    assert server.asked == 6
    site.advance(31)
    site.get("/", headers=bearer("t4"))
    assert server.asked == 7


def test_what_is_refused(gateway):
    site = gateway()
    site.service(SERVER, Server(active=False))
    assert site.get("/").headers["www-authenticate"] == 'Bearer error="missing"'
    other = site.get("/", headers={"authorization": "Basic x"})
    assert other.status == 401
    assert "'Basic' is not Bearer" in other.headers["www-authenticate"]
    assert site.get("/", headers=bearer("x")).status == 401


def test_a_server_that_fails_is_left_alone(gateway):
    site = gateway()
    server = Server(500)
    site.service(SERVER, server)
    for _ in range(3):
        failed = site.get("/", headers=bearer("x"))
        assert failed.status == 503
        assert failed.text == f"auth: 500 from {SERVER}\n"
    assert site.get("/", headers=bearer("x")).text == "auth: circuit open\n"
    assert server.asked == 3
    site.advance(11)
    site.service(SERVER, Server())
    assert site.get("/", headers=bearer("x")).status == 200


def test_a_server_that_does_not_answer(gateway):
    site = gateway()
    site.service(SERVER, None)
    stream = site.open("GET", "/", headers=bearer("x"))
    site.advance(0.3)
    assert stream.finish().status == 504
