"""State of the whole plugin: timers, shared data, metrics, queues, properties."""

from dataclasses import dataclass

from pygress.sdk import (
    Counter,
    Gauge,
    Histogram,
    HttpFilter,
    Plugin,
    Queue,
    Reply,
    Request,
    every,
    http,
    plugin,
    properties,
    shared,
    sleep,
)

REQUESTS = Counter("requests", "route")
LAST = Gauge("last_size")
SIZES = Histogram("sizes")


@dataclass
class Config:
    keys_url: str = "http://keys.default/keys"
    fail: bool = False


class Keys(Plugin[Config]):
    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.known: list[str] = []
        self.ticks = 0
        self.leader = shared.Leader("keys", 10)
        self.leading = False
        self.queue = Queue("events")
        self.events: list[bytes] = []

    async def on_start(self) -> None:
        await self.load()

    async def load(self) -> None:
        reply = await http.get(self.config.keys_url, timeout=2.0)
        self.known = reply.text.split()

    @every(seconds=60)
    async def refresh(self) -> None:
        await sleep(1.5)
        await self.load()

    @every(seconds=5)
    def tick(self) -> None:
        self.ticks += 1
        self.leading = self.leader.is_me()
        if self.config.fail:
            raise RuntimeError(f"failed in tick {self.ticks}")

    def on_queue_ready(self, queue: int) -> None:
        while (value := self.queue.take()) is not None:
            self.events.append(value)


@plugin(name="stateful")
class Stateful(HttpFilter[Config]):
    keys: Keys

    def on_request_headers(self, request: Request) -> Reply | None:
        REQUESTS.add(1, properties.route_name())
        LAST.set(len(request.path))
        SIZES.record(len(request.path))
        keys = self.keys
        if request.path == "/count":
            return Reply(200, str(shared.add("count")))
        if request.path == "/put":
            keys.queue.put(b"one")
            keys.queue.put(b"two")
            return Reply(200)
        if request.path == "/state":
            events = b",".join(keys.events).decode()
            return Reply(200, f"{' '.join(keys.known)}|{keys.ticks}|{keys.leading}|{events}")
        if request.path == "/client":
            port = properties.integer("source", "port")
            return Reply(200, f"{properties.client_address()} {port} {properties.text('no', 'such')}")
        return None
