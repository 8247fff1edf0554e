from pygress.host import GrpcAnswer, GrpcSeen
from pygress.host.gateway import Gateway

REMOTE = "plugins/remote.py"


def test_unary_calls_run_side_by_side(gateway: Gateway) -> None:
    seen: list[GrpcSeen] = []

    def users(call: GrpcSeen) -> GrpcAnswer:
        seen.append(call)
        return GrpcAnswer(b"<" + call.message + b">")

    site = gateway(plugin=REMOTE)
    site.grpc_service("users.v1.Users", users)
    assert site.get("/").body == b"<one><two>"
    assert seen[0].metadata.items() == [("x-key", "k")]
    name = b"outbound|9000||users.default"
    assert seen[0].upstream == b"\n" + bytes([len(name) + 2]) + b"\n" + bytes([len(name)]) + name


def test_errors(gateway: Gateway) -> None:
    site = gateway(plugin=REMOTE)
    assert site.get("/").text == "14 `http://users.default:9000`: the gateway knows no such service"
    site.grpc_service("users.v1.Users", lambda call: GrpcAnswer(status=5, reason="no such user"))
    assert site.get("/").text == "5 no such user"
    site.grpc_service("users.v1.Users", lambda call: None)
    assert site.get("/").text == "4 Deadline Exceeded"


def test_foreign_functions(gateway: Gateway) -> None:
    site = gateway(plugin=REMOTE)
    site.foreign("reverse", lambda argument: argument[::-1])
    assert site.get("/foreign").text == "the host has no function `missing` 1"
    site.foreign("missing", lambda argument: b"!")
    assert site.get("/foreign").text == "cba!"
