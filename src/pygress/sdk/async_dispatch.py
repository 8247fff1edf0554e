"""The dispatcher of plugins with an `async def` phase: a stream may pause inside any of its phases.

Same input, output and invariants as `dispatch`, which stays free of coroutines for the plugins that need
none. What is added: a phase that waits holds its side of the stream, and once it ends outside of its own
callback the side is moved on from there:

- waiting in the headers phase holds everything (action 4), except before a body phase: then only the headers
  wait (1) and the body adds up, because headers that went on could not be changed by the body phase;
- body and trailers that arrive meanwhile are remembered, and their phases run when their turn comes.
"""

from typing import Generic

from pygress.sdk import abi, http
from pygress.sdk.dispatch import (
    BUFFER_BODY,
    CONTINUE,
    DROP_BODY,
    PAUSE_HEADERS,
    PAUSE_TRAILERS,
    Dispatcher,
    F,
    Stream,
    refuse_late,
)
from pygress.sdk.message import Message
from pygress.sdk.reply import Reply
from pygress.sdk.roots import C
from pygress.sdk.tasks import Task

HOLD_ALL = 4

HEADERS = 1
BODY = 2
TRAILERS = 3


class Side(Generic[F]):
    """One direction of one stream, and the phase that is under way in it (0: none)."""

    def __init__(self, kind: int, context: int, stream: Stream[F], message: Message) -> None:
        self.kind = kind
        self.context = context
        self.stream = stream
        self.message = message
        self.phase = 0
        self.tasks: list[Task] = []
        self.reply: Reply | None = None
        self.failed = False
        self.held_all = False
        self.waits_for_body = False
        self.body_ended = False
        self.trailers_came = False
        self.inline = False
        """True while the phase's own callback runs: its end is then told by the action."""


class AsyncDispatcher(Dispatcher[F, C]):
    """Runs every phase as a coroutine; the generated class overrides `run_*`."""

    def __init__(self) -> None:
        super().__init__()
        self.sides: dict[int, Side[F]] = {}

    async def run_request_headers(self, target: F) -> Reply | None:
        """Run `on_request_headers`."""
        return None

    async def run_request_body(self, target: F) -> Reply | None:
        """Run `on_request_body`."""
        return None

    async def run_request_trailers(self, target: F) -> Reply | None:
        """Run `on_request_trailers`."""
        return None

    async def run_response_headers(self, target: F) -> Reply | None:
        """Run `on_response_headers`."""
        return None

    async def run_response_body(self, target: F) -> Reply | None:
        """Run `on_response_body`."""
        return None

    async def run_response_trailers(self, target: F) -> Reply | None:
        """Run `on_response_trailers`."""
        return None

    # The host's callbacks.

    def on_request_headers(self, context: int, count: int, end: bool) -> int:
        """Run the first phase; give the headers action."""
        side = self.side(context, abi.REQUEST)
        if self.names_requests():
            self.keep_request_id(side.stream)
        return self.headers_came(side, end)

    def on_request_body(self, context: int, size: int, end: bool) -> int:
        """Take a piece of the body; give the data action."""
        side = self.side(context, abi.REQUEST)
        if self.request_chunk() and side.phase == 0:
            return super().on_request_body(context, size, end)
        return self.body_came(side, end)

    def on_request_trailers(self, context: int, count: int) -> int:
        """Take the trailers; give the trailers action."""
        side = self.side(context, abi.REQUEST)
        if self.request_chunk() and side.message.wants_body and not side.stream.off:
            try:
                side.message.ended = True
                refuse_late(self.call_request_chunk(self.target(side.stream), b"", True))
            except Exception as error:
                return self.fail(side.stream, error, PAUSE_TRAILERS)
        return self.trailers_arrived(side)

    def on_response_headers(self, context: int, count: int, end: bool) -> int:
        """Run the first phase of the response; give the headers action."""
        return self.headers_came(self.side(context, abi.RESPONSE), end)

    def on_response_body(self, context: int, size: int, end: bool) -> int:
        """Take a piece of the body; give the data action."""
        side = self.side(context, abi.RESPONSE)
        if self.response_chunk() and side.phase == 0:
            return super().on_response_body(context, size, end)
        return self.body_came(side, end)

    def on_response_trailers(self, context: int, count: int) -> int:
        """Take the trailers; give the trailers action."""
        side = self.side(context, abi.RESPONSE)
        if self.response_chunk() and side.message.wants_body and not side.stream.off:
            try:
                side.message.ended = True
                refuse_late(self.call_response_chunk(self.target(side.stream), b"", True))
            except Exception as error:
                return self.fail(side.stream, error, PAUSE_TRAILERS)
        return self.trailers_arrived(side)

    def on_http_call_response(self, root: int, token: int, count: int, size: int, trailers: int) -> None:
        """Hand the answer of an HTTP call to whoever waits for it."""
        http.complete(token, count, size)

    def on_delete(self, context: int) -> None:
        """Forget a stream; what still waits in it is cancelled."""
        for kind in (abi.REQUEST, abi.RESPONSE):
            side = self.sides.pop(context * 2 + kind, None)
            if side is not None:
                for task in side.tasks:
                    task.cancel()
        super().on_delete(context)

    # One side.

    def side(self, context: int, kind: int) -> Side[F]:
        """Give a side of a stream; its first callback makes it."""
        key = context * 2 + kind
        found = self.sides.get(key)
        if found is None:
            stream = self.stream(context)
            found = Side(kind, context, stream, stream.request if kind == abi.REQUEST else stream.response)
            self.sides[key] = found
        elif self.names_requests():
            abi.set_log_request(found.stream.request_id)
        return found

    def has_body_phase(self, side: Side[F]) -> bool:
        """Say whether the plugin wants to see the whole body of this message."""
        wanted = self.request_body() if side.kind == abi.REQUEST else self.response_body()
        return wanted and side.message.wants_body

    def headers_came(self, side: Side[F], end: bool) -> int:
        """Run the headers phase."""
        side.message.ended = end
        side.body_ended = end
        if side.stream.off:
            return CONTINUE
        if not self.begin(side, HEADERS):
            if not end and self.has_body_phase(side):
                return PAUSE_HEADERS
            side.held_all = True
            return HOLD_ALL
        action = self.ended_inline(side, PAUSE_HEADERS)
        if action != CONTINUE or side.failed:
            return action
        if not end and self.has_body_phase(side):
            side.waits_for_body = True
            return PAUSE_HEADERS
        self.let_go(side, end)
        return CONTINUE

    def body_came(self, side: Side[F], end: bool) -> int:
        """Wait for the whole body, then run the body phase."""
        side.message.has_body = True
        if side.stream.off:
            return CONTINUE
        if end:
            side.body_ended = True
        if side.phase != 0:
            return BUFFER_BODY
        if not side.waits_for_body:
            return CONTINUE
        if not end:
            return BUFFER_BODY
        if not self.begin(side, BODY):
            return BUFFER_BODY
        action = self.ended_inline(side, DROP_BODY)
        if action == CONTINUE and not side.failed:
            self.let_go(side, True)
        return action

    def trailers_arrived(self, side: Side[F]) -> int:
        """Run the phases that the trailers allow."""
        if side.stream.off:
            return CONTINUE
        side.trailers_came = True
        side.body_ended = True
        if side.phase != 0:
            return PAUSE_TRAILERS
        waited = side.waits_for_body
        if waited and side.message.has_body:
            if not self.begin(side, BODY):
                return PAUSE_TRAILERS
            action = self.ended_inline(side, PAUSE_TRAILERS)
            if action != CONTINUE or side.failed:
                return action
        if not self.begin(side, TRAILERS):
            return PAUSE_TRAILERS
        action = self.ended_inline(side, PAUSE_TRAILERS)
        if action == CONTINUE and not side.failed and waited:
            self.let_go(side, True)
        return action

    def ended_inline(self, side: Side[F], stop: int) -> int:
        """Give the action after a phase that ended in its own callback."""
        if side.failed:
            return CONTINUE if self.fail_open else stop
        reply = side.reply
        if reply is not None:
            reply.send()
            return stop
        return CONTINUE

    def let_go(self, side: Side[F], end: bool) -> None:
        """Do what must be done before the headers go on."""
        if side.kind == abi.REQUEST:
            if self.resize_request() and not end:
                abi.remove_header(abi.REQUEST_HEADERS, "content-length")
            if self.keep_request():
                side.message.headers.save()
        else:
            if self.resize_response() and not end:
                abi.remove_header(abi.RESPONSE_HEADERS, "content-length")
            if self.keep_response():
                side.message.headers.save()

    def begin(self, side: Side[F], phase: int) -> bool:
        """Start a phase; True if it ended without waiting."""
        side.phase = phase
        if phase != HEADERS:
            side.waits_for_body = False
            side.message.ended = True
        side.inline = True
        stream = side.stream
        task = Task(stream.root, side.context, self.run(side, phase), stream.request_id)
        side.tasks.append(task)
        task.start()
        side.inline = False
        return side.phase == 0

    async def run(self, side: Side[F], phase: int) -> None:
        """Run one phase and keep its outcome; move the side on if that happens in another callback."""
        try:
            side.reply = await self.run_phase(side, phase)
        except Exception as error:
            side.failed = True
            self.fail(side.stream, error, 0)
        side.phase = 0
        if not side.inline:
            self.move_on(side, phase)

    async def run_phase(self, side: Side[F], phase: int) -> Reply | None:
        """Call the plugin's method."""
        target = self.target(side.stream)
        if side.kind == abi.REQUEST:
            if phase == HEADERS:
                return await self.run_request_headers(target)
            if phase == BODY:
                return await self.run_request_body(target)
            return await self.run_request_trailers(target)
        if phase == HEADERS:
            return await self.run_response_headers(target)
        if phase == BODY:
            return await self.run_response_body(target)
        return await self.run_response_trailers(target)

    def move_on(self, side: Side[F], phase: int) -> None:
        """Do what follows a phase that ended late."""
        while True:
            if side.failed:
                if self.fail_open:
                    abi.continue_stream(side.kind)
                return
            reply = side.reply
            if reply is not None:
                reply.send()
                return
            if phase == HEADERS and not side.held_all and self.has_body_phase(side):
                if not side.body_ended:
                    side.waits_for_body = True
                    return
                phase = BODY if side.message.has_body else TRAILERS
            elif phase != TRAILERS and side.trailers_came:
                phase = TRAILERS
            else:
                self.let_go(side, side.body_ended)
                abi.continue_stream(side.kind)
                return
            if not self.begin(side, phase):
                return
