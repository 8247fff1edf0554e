"""Calls a gRPC service and foreign functions."""

from pygress.sdk import HttpFilter, Reply, Request, foreign, gather, grpc, plugin


@plugin(name="remote")
class Remote(HttpFilter[None]):
    async def on_request_headers(self, request: Request) -> Reply | None:
        if request.path == "/foreign":
            try:
                return Reply(200, foreign.call("reverse", b"abc") + foreign.call("missing"))
            except foreign.ForeignError as error:
                return Reply(500, f"{error} {error.status}")
        try:
            one, two = await gather(
                grpc.call("http://users.default:9000", "users.v1.Users", "Get", b"one", {"X-Key": "k"}, 0.5),
                grpc.call("http://users.default:9000", "users.v1.Users", "Get", b"two"),
            )
        except grpc.GrpcError as error:
            return Reply(502, f"{error.code} {error.message}")
        return Reply(200, one + two)
