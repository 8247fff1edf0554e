"""From the host's callbacks to the methods of a plugin: streams, actions, bodies, answers, failures.

Input: `proxy_on_*` calls with context ids. Output: the action for the host. Invariants:

- A stream belongs to one plugin configuration (root context); several may share a VM.
- A phase that failed ends the plugin's part in that stream, never in the VM: the traceback is logged once and
  the stream is refused with 500, or goes on without the plugin if the gateway says `FAIL_OPEN`.
- The host forgets headers once they went on; where a later phase may read them, a copy is kept.
- Headers stay changeable until the body phase ran: with a body phase the headers wait (action 1, which the
  gateway allows), and the body phase runs at the end of the body, wherever trailers or an empty frame put it. It does
  not run for a message without body: the host would have no buffer for what it sets.

`entry.entry_source` derives one class from `Dispatcher` that calls the plugin's own methods. The compiler
compiles this file with every plugin, so it keeps to plain classes, lists and exceptions.
"""

from typing import Generic, TypeVar

from pygress.sdk import abi
from pygress.sdk.message import Request, Response
from pygress.sdk.reply import Reply
from pygress.sdk.roots import C, Roots

F = TypeVar("F")

CONTINUE = 0
PAUSE_HEADERS = 1
"""Headers wait; the body is still delivered."""
BUFFER_BODY = 1
"""Body pieces wait and add up; the next callback sees all of them."""
DROP_BODY = 3
PAUSE_TRAILERS = 1

PLACES = 256
"""Length of the table of streams; a power of two. Thousands of streams at once are a few steps of a chain."""


class Stream(Generic[F]):
    """One HTTP stream: the plugin's object and how far it has come."""

    def __init__(self, context: int, root: int) -> None:
        self.context = context
        self.root = root
        self.next: Stream[F] | None = None
        """The next one in its place of the table."""
        self.filter: F | None = None
        self.request = Request()
        self.response = Response()
        self.off = False
        """True once the plugin failed or answered: no further phase runs."""
        self.request_id = ""
        """Kept for the log, if the plugin may log once the headers of the request went on."""
        self.request_body_waits = False
        self.response_body_waits = False


class Dispatcher(Roots[C], Generic[F, C]):
    """Holds the configurations and the streams of one VM."""

    def __init__(self) -> None:
        super().__init__()
        self.streams: list[Stream[F] | None] = [None] * PLACES
        """A hash table by context; a dict would be a tenth of a small module."""

    # The plugin: the generated class overrides what the plugin defines. What it does not define is a constant, so that
    # the compiler drops what hangs on it.

    def request_body(self) -> bool:
        """Whether there is `on_request_body`."""
        return False

    def request_chunk(self) -> bool:
        """Whether there is `on_request_chunk`."""
        return False

    def response_body(self) -> bool:
        """Whether there is `on_response_body`."""
        return False

    def response_chunk(self) -> bool:
        """Whether there is `on_response_chunk`."""
        return False

    def keep_request(self) -> bool:
        """Whether a phase may read the headers of the request after they went on."""
        return False

    def keep_response(self) -> bool:
        """Whether a phase may read the headers of the response after they went on."""
        return False

    def resize_request(self) -> bool:
        """Whether `on_request_chunk` may change the length of the body."""
        return False

    def resize_response(self) -> bool:
        """Whether `on_response_chunk` may change the length of the body."""
        return False

    def create(self, root: int, config: C, request: Request, response: Response) -> F:
        """Make the plugin's object for one stream."""
        raise NotImplementedError

    def call_request_headers(self, target: F) -> Reply | None:
        """Run `on_request_headers`."""
        return None

    def call_request_body(self, target: F) -> Reply | None:
        """Run `on_request_body`."""
        return None

    def call_request_chunk(self, target: F, chunk: bytes, last: bool) -> bytes | None:
        """Run `on_request_chunk`."""
        return None

    def call_request_trailers(self, target: F) -> Reply | None:
        """Run `on_request_trailers`."""
        return None

    def call_response_headers(self, target: F) -> Reply | None:
        """Run `on_response_headers`."""
        return None

    def call_response_body(self, target: F) -> Reply | None:
        """Run `on_response_body`."""
        return None

    def call_response_chunk(self, target: F, chunk: bytes, last: bool) -> bytes | None:
        """Run `on_response_chunk`."""
        return None

    def call_response_trailers(self, target: F) -> Reply | None:
        """Run `on_response_trailers`."""
        return None

    def call_log(self, target: F) -> None:
        """Run `on_log`."""

    # The streams of one VM.

    def stream(self, context: int) -> Stream[F]:
        """Give the stream of a context."""
        found = self.streams[context & PLACES - 1]
        while found is not None:
            if found.context == context:
                if self.names_requests():
                    abi.set_log_request(found.request_id)
                return found
            found = found.next
        raise RuntimeError("no stream")

    def keep_request_id(self, stream: Stream[F]) -> None:
        """Read the id while the host has it."""
        stream.request_id = stream.request.id
        abi.set_log_request(stream.request_id)

    def on_context_create(self, context: int, parent: int) -> None:
        """Begin a stream (or a configuration, if it has no parent)."""
        if parent != 0:
            made: Stream[F] = Stream(context, parent)
            place = context & PLACES - 1
            made.next = self.streams[place]
            self.streams[place] = made

    def on_delete(self, context: int) -> None:
        """Forget a stream or a configuration."""
        place = context & PLACES - 1
        before: Stream[F] | None = None
        found = self.streams[place]
        while found is not None:
            if found.context == context:
                if before is None:
                    self.streams[place] = found.next
                else:
                    before.next = found.next
                return
            before = found
            found = found.next
        if self.forget(context):
            self.stopped(context)

    def target(self, stream: Stream[F]) -> F:
        """Give the plugin's object of a stream; the first phase makes it."""
        found = stream.filter
        if found is None:
            found = self.create(stream.root, self.config(stream.root), stream.request, stream.response)
            stream.filter = found
        return found

    def fail(self, stream: Stream[F], error: Exception, stop: int) -> int:
        """Log an uncaught exception and give the action of the fail strategy."""
        stream.off = True
        self.log_failure(stream, error)
        if self.fail_open:
            return CONTINUE
        abi.send_local_response(500, "plugin_exception", b"", [], -1)
        return stop

    def log_failure(self, stream: Stream[F], error: Exception) -> None:
        """Log the traceback; a copy of the headers tells the request, too."""
        copied = self.keep_request() and not self.names_requests()
        if copied:
            abi.set_log_request(stream.request.id)
        abi.log(abi.ERROR, abi.format_exception(error))
        if copied:
            abi.set_log_request("")

    # The request.

    def on_request_headers(self, context: int, count: int, end: bool) -> int:
        """Run the first phase; give the headers action."""
        stream = self.stream(context)
        if self.names_requests():
            self.keep_request_id(stream)
        stream.request.ended = end
        try:
            reply = self.call_request_headers(self.target(stream))
            if reply is not None:
                return self.answer(stream, reply, PAUSE_HEADERS)
            if not end:
                if self.request_body() and stream.request.wants_body:
                    stream.request_body_waits = True
                    return PAUSE_HEADERS
                if self.resize_request():
                    abi.remove_header(abi.REQUEST_HEADERS, "content-length")
            if self.keep_request():
                stream.request.headers.save()
            return CONTINUE
        except Exception as error:
            return self.fail(stream, error, PAUSE_HEADERS)

    def on_request_body(self, context: int, size: int, end: bool) -> int:
        """Take a piece of the body; give the data action."""
        stream = self.stream(context)
        stream.request.has_body = True
        if stream.off:
            return CONTINUE
        try:
            if stream.request_body_waits:
                if not end:
                    return BUFFER_BODY
                action = self.finish_request_body(stream, DROP_BODY)
                if action == CONTINUE and self.keep_request():
                    stream.request.headers.save()
                return action
            if self.request_chunk() and stream.request.wants_body:
                self.pass_request_chunk(stream, size, end)
            return CONTINUE
        except Exception as error:
            return self.fail(stream, error, DROP_BODY)

    def on_request_trailers(self, context: int, count: int) -> int:
        """Take the trailers, which end the body; give the trailers action."""
        stream = self.stream(context)
        if stream.off:
            return CONTINUE
        try:
            waited = stream.request_body_waits
            if waited and stream.request.has_body:
                action = self.finish_request_body(stream, PAUSE_TRAILERS)
                if action != CONTINUE:
                    return action
            elif self.request_chunk() and stream.request.wants_body:
                stream.request.ended = True
                refuse_late(self.call_request_chunk(self.target(stream), b"", True))
            stream.request.ended = True
            reply = self.call_request_trailers(self.target(stream))
            if reply is not None:
                return self.answer(stream, reply, PAUSE_TRAILERS)
            if waited and self.keep_request():
                stream.request.headers.save()
            return CONTINUE
        except Exception as error:
            return self.fail(stream, error, PAUSE_TRAILERS)

    def finish_request_body(self, stream: Stream[F], stop: int) -> int:
        """Run the body phase on the whole body."""
        stream.request_body_waits = False
        stream.request.ended = True
        reply = self.call_request_body(self.target(stream))
        if reply is not None:
            return self.answer(stream, reply, stop)
        return CONTINUE

    def pass_request_chunk(self, stream: Stream[F], size: int, last: bool) -> None:
        """Run the streaming phase on one piece."""
        stream.request.ended = last
        chunk = abi.get_buffer(abi.REQUEST_BODY, 0, size) if size else b""
        changed = self.call_request_chunk(self.target(stream), chunk, last)
        if changed is not None and changed != chunk:
            abi.set_buffer(abi.REQUEST_BODY, 0, size, changed)

    # The response.

    def on_response_headers(self, context: int, count: int, end: bool) -> int:
        """Run the first phase of the response; give the headers action."""
        stream = self.stream(context)
        stream.response.ended = end
        if stream.off:
            return CONTINUE
        try:
            reply = self.call_response_headers(self.target(stream))
            if reply is not None:
                return self.answer(stream, reply, PAUSE_HEADERS)
            if not end:
                if self.response_body() and stream.response.wants_body:
                    stream.response_body_waits = True
                    return PAUSE_HEADERS
                if self.resize_response():
                    abi.remove_header(abi.RESPONSE_HEADERS, "content-length")
            if self.keep_response():
                stream.response.headers.save()
            return CONTINUE
        except Exception as error:
            return self.fail(stream, error, PAUSE_HEADERS)

    def on_response_body(self, context: int, size: int, end: bool) -> int:
        """Take a piece of the body; give the data action."""
        stream = self.stream(context)
        stream.response.has_body = True
        if stream.off:
            return CONTINUE
        try:
            if stream.response_body_waits:
                if not end:
                    return BUFFER_BODY
                action = self.finish_response_body(stream, DROP_BODY)
                if action == CONTINUE and self.keep_response():
                    stream.response.headers.save()
                return action
            if self.response_chunk() and stream.response.wants_body:
                self.pass_response_chunk(stream, size, end)
            return CONTINUE
        except Exception as error:
            return self.fail(stream, error, DROP_BODY)

    def on_response_trailers(self, context: int, count: int) -> int:
        """Take the trailers, which end the body; give the trailers action."""
        stream = self.stream(context)
        if stream.off:
            return CONTINUE
        try:
            waited = stream.response_body_waits
            if waited and stream.response.has_body:
                action = self.finish_response_body(stream, PAUSE_TRAILERS)
                if action != CONTINUE:
                    return action
            elif self.response_chunk() and stream.response.wants_body:
                stream.response.ended = True
                refuse_late(self.call_response_chunk(self.target(stream), b"", True))
            stream.response.ended = True
            reply = self.call_response_trailers(self.target(stream))
            if reply is not None:
                return self.answer(stream, reply, PAUSE_TRAILERS)
            if waited and self.keep_response():
                stream.response.headers.save()
            return CONTINUE
        except Exception as error:
            return self.fail(stream, error, PAUSE_TRAILERS)

    def finish_response_body(self, stream: Stream[F], stop: int) -> int:
        """Run the body phase on the whole body."""
        stream.response_body_waits = False
        stream.response.ended = True
        reply = self.call_response_body(self.target(stream))
        if reply is not None:
            return self.answer(stream, reply, stop)
        return CONTINUE

    def pass_response_chunk(self, stream: Stream[F], size: int, last: bool) -> None:
        """Run the streaming phase on one piece."""
        stream.response.ended = last
        chunk = abi.get_buffer(abi.RESPONSE_BODY, 0, size) if size else b""
        changed = self.call_response_chunk(self.target(stream), chunk, last)
        if changed is not None and changed != chunk:
            abi.set_buffer(abi.RESPONSE_BODY, 0, size, changed)

    # Both.

    def answer(self, stream: Stream[F], reply: Reply, stop: int) -> int:
        """Send the plugin's own answer; the response phases still see it, as they see any answer."""
        reply.send()
        return stop

    def on_log(self, context: int) -> None:
        """Run `on_log`, where all headers can be read again."""
        stream = self.stream(context)
        stream.request.headers.forget()
        stream.response.headers.forget()
        try:
            self.call_log(self.target(stream))
        except Exception as error:
            abi.log(abi.ERROR, abi.format_exception(error))


def refuse_late(data: bytes | None) -> None:
    """Refuse bytes for a body that trailers have ended: the host has no buffer for it any more."""
    if data:
        raise RuntimeError("trailers have ended the body: nothing can be added to it")
