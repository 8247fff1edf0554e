"""Redis for modules of the Higress dialect: the calls that Envoy lacks become HTTP calls to a bridge.

What the module imports or exports, and what it gets instead:

    proxy_redis_init(cluster, user, password, ms)      a function that remembers all this in a memory of its own
    proxy_redis_call(cluster, query, token)            a function that sends it and the query with proxy_http_call
    proxy_get_buffer_bytes(9, ...)                     the same with 4, the body of the HTTP answer
    proxy_on_http_call_response                        a function that tells Redis answers from the module's own
                                                       and calls proxy_on_redis_call_response for the former

The memory of its own keeps our data out of the module's: no allocator of any language knows about it. A call needs
one piece of the module's memory for its request, because the host reads from there. It comes from the module's
allocator; Go's collector takes it back, for all others one piece is kept and used again.

The request is POST / to the cluster `pygress_redis` with three u32 (sizes of cluster, user and password), these three,
and the query as RESP. An answer without body means that Redis could not be asked.
"""

import struct

from pygress.modules.adapt.assemble import (
    ADD,
    END,
    EQ,
    EQZ,
    GE_U,
    GT_U,
    MUL,
    NE,
    RETURN,
    add_to,
    block,
    branch,
    branch_if,
    call,
    const,
    copy,
    get,
    get_global,
    load,
    load_byte,
    loop,
    put,
    put_global,
    seq,
    store,
    when,
)
from pygress.modules.adapt.patch import Patch
from pygress.modules.facts import read_facts
from pygress.modules.host import host_functions, signature_type
from pygress.modules.wasm import Wasm

CLUSTER = "pygress_redis"

_INIT, _CALL = "proxy_redis_init", "proxy_redis_call"
_ANSWER, _HTTP_ANSWER = "proxy_on_redis_call_response", "proxy_on_http_call_response"
_INIT_TYPE, _CALL_TYPE = signature_type("iiiiiii>i"), signature_type("iiiii>i")
_ANSWER_TYPE, _HTTP_ANSWER_TYPE = signature_type("iiii>"), signature_type("iiiii>")
_OK, _NOT_FOUND, _BAD_ARGUMENT, _FAILURE = 0, 1, 2, 10
_REDIS_BUFFER, _CALL_BUFFER = 9, 4

# The memory of its own: entries of 1 KiB (size of the name, size of the head, timeout, head), tokens, fixed texts.
_ENTRIES, _ENTRY, _ENTRIES_END = 64, 1024, 64 + 32 * 1024
_NAME_SIZE, _HEAD_SIZE, _TIMEOUT, _HEAD = 0, 4, 8, 12
_HEAD_FIELDS = 12
_LONGEST = _ENTRY - _HEAD - _HEAD_FIELDS
_TOKENS, _TOKENS_END = 40000, 40000 + 4 * 1024
_FIXED = 60000


def adapt_redis(wasm: Wasm) -> tuple[bytes, list[str]]:
    """Give the module with Redis over the bridge, if it wants Redis."""
    functions = [one for one in wasm.imports if one.kind == "function"]
    wanted = {one.name: one for one in functions if one.module == "env" and one.name in (_INIT, _CALL)}
    answer = wasm.export(_ANSWER)
    allocator = wasm.export("proxy_on_memory_allocate") or wasm.export("malloc")
    if _CALL not in wanted or answer is None or allocator is None:
        return wasm.data, []
    types = {_INIT: _INIT_TYPE, _CALL: _CALL_TYPE}
    if any(one.type != types[name] for name, one in wanted.items()):
        return wasm.data, []
    if answer.kind != "function" or wasm.function_type(answer.index) != _ANSWER_TYPE:
        return wasm.data, []
    bridge = _Bridge(wasm, answer.index, allocator.index)
    return bridge.apply(), ["Redis calls go over the bridge of the gateway"]


class _Bridge:
    """Writes the functions into one module."""

    def __init__(self, wasm: Wasm, answer: int, allocator: int) -> None:
        self.wasm = wasm
        self.patch = patch = Patch(wasm)
        self.answer = answer
        self.allocator = allocator
        self.collected = read_facts(wasm).language.startswith("Go")
        self.memory = patch.add_memory(1)
        self.in_answer, self.pending = patch.add_global(), patch.add_global()
        self.kept, self.kept_size = patch.add_global(), patch.add_global()
        upstream = CLUSTER.encode()
        headers = _pairs([(":method", "POST"), (":path", "/"), (":authority", CLUSTER)])
        self.upstream_size, self.headers_size = len(upstream), len(headers)
        self.fixed_size = self.upstream_size + self.headers_size
        patch.add_data(self.memory, _FIXED, upstream + headers)

    def apply(self) -> bytes:
        patch = self.patch
        pair = patch.add_type(signature_type("ii>i"))
        self.name_size = patch.add_function(pair, self._name_size(), 1)
        self.find = patch.add_function(pair, self._find(), 2)
        call_at = patch.imported("env", _CALL)
        assert call_at is not None
        # The import that is not needed any more makes room for the one that now is.
        http_call = host_functions("0.2.1")["env", "proxy_http_call"]
        patch.replace_import(call_at, "env", "proxy_http_call", patch.add_type(http_call))
        patch.retarget(call_at, patch.add_function(patch.add_type(_CALL_TYPE), self._call(call_at), 6))
        init_at = patch.imported("env", _INIT)
        if init_at is not None:
            patch.replace_import(init_at, "env", "proxy_done", patch.add_type(signature_type(">i")))
            patch.retarget(init_at, patch.add_function(patch.add_type(_INIT_TYPE), self._init(), 3))
        read_at = patch.imported("env", "proxy_get_buffer_bytes")
        if read_at is not None:
            read_type = patch.add_type(signature_type("iiiii>i"))
            patch.retarget(read_at, patch.add_function(read_type, self._read(read_at)))
        own = self.wasm.export(_HTTP_ANSWER)
        known = own is not None and own.kind == "function"
        original = own.index if own is not None and known else None
        http_answer = patch.add_function(patch.add_type(_HTTP_ANSWER_TYPE), self._http_answer(original), 1)
        patch.set_export(_HTTP_ANSWER, http_answer)
        return patch.apply()

    def _name_size(self) -> bytes:
        """(p, n) -> the size of the name before its `?options`."""
        p, n, k = 0, 1, 2
        return seq(
            block(
                loop(
                    seq(get(k), get(n), GE_U, branch_if(1)),
                    seq(get(p), get(k), ADD, load_byte(0), const(ord("?")), EQ, branch_if(1)),
                    seq(add_to(k, 1), branch(0)),
                )
            ),
            get(k),
            END,
        )

    def _find(self) -> bytes:
        """(p, n) -> the entry of a name of at least one byte, 0 if there is none."""
        p, n, entry, i = 0, 1, 2, 3
        own = self.memory
        return seq(
            const(_ENTRIES),
            put(entry),
            loop(
                block(
                    seq(get(entry), load(own, _NAME_SIZE), get(n), NE, branch_if(0)),
                    seq(const(0), put(i)),
                    loop(
                        seq(get(i), get(n), EQ, when(get(entry), RETURN)),
                        seq(get(p), get(i), ADD, load_byte(0)),
                        seq(get(entry), get(i), ADD, load_byte(own, _HEAD + _HEAD_FIELDS)),
                        seq(NE, branch_if(1)),
                        seq(add_to(i, 1), branch(0)),
                    ),
                ),
                add_to(entry, _ENTRY),
                seq(get(entry), const(_ENTRIES_END), GE_U, EQZ, branch_if(0)),
            ),
            const(0),
            END,
        )

    def _init(self) -> bytes:
        """(cluster p n, user p n, password p n, ms) -> status."""
        cluster, cluster_size, user, user_size, password, password_size, timeout = range(7)
        size, entry, at = 7, 8, 9
        own = self.memory

        def append(source: int, count: int) -> bytes:
            return seq(get(at), get(source), get(count), copy(own, 0), get(at), get(count), ADD, put(at))

        return seq(
            seq(get(cluster_size), get(user_size), ADD, get(password_size), ADD),
            seq(const(_LONGEST), GT_U, when(const(_BAD_ARGUMENT), RETURN)),
            seq(get(cluster), get(cluster_size), call(self.name_size), put(size)),
            seq(get(size), EQZ, when(const(_BAD_ARGUMENT), RETURN)),
            seq(get(cluster), get(size), call(self.find), put(entry)),
            seq(
                get(entry),
                EQZ,
                when(
                    seq(const(_ENTRIES), put(entry)),
                    block(
                        loop(
                            seq(get(entry), load(own, _NAME_SIZE), EQZ, branch_if(1)),
                            add_to(entry, _ENTRY),
                            seq(get(entry), const(_ENTRIES_END), GE_U, when(const(_FAILURE), RETURN)),
                            branch(0),
                        )
                    ),
                ),
            ),
            seq(get(entry), get(size), store(own, _NAME_SIZE)),
            seq(get(entry), get(cluster_size), get(user_size), ADD, get(password_size), ADD),
            seq(const(_HEAD_FIELDS), ADD, store(own, _HEAD_SIZE)),
            seq(get(entry), get(timeout), store(own, _TIMEOUT)),
            seq(get(entry), get(cluster_size), store(own, _HEAD)),
            seq(get(entry), get(user_size), store(own, _HEAD + 4)),
            seq(get(entry), get(password_size), store(own, _HEAD + 8)),
            seq(get(entry), const(_HEAD + _HEAD_FIELDS), ADD, put(at)),
            append(cluster, cluster_size),
            append(user, user_size),
            append(password, password_size),
            const(_OK),
            END,
        )

    def _call(self, http_call: int) -> bytes:
        """(cluster p n, query p n, token p) -> status."""
        cluster, cluster_size, query, query_size, token = range(5)
        entry, slot, head_size, size, piece, status = range(5, 11)
        own = self.memory
        return seq(
            seq(get(cluster), get(cluster_size), call(self.name_size), put(size)),
            seq(get(size), EQZ, when(const(_BAD_ARGUMENT), RETURN)),
            seq(get(cluster), get(size), call(self.find), put(entry)),
            seq(get(entry), EQZ, when(const(_NOT_FOUND), RETURN)),
            seq(const(_TOKENS), put(slot)),
            block(
                loop(
                    seq(get(slot), load(own), EQZ, branch_if(1)),
                    add_to(slot, 4),
                    seq(get(slot), const(_TOKENS_END), GE_U, when(const(_FAILURE), RETURN)),
                    branch(0),
                )
            ),
            seq(get(entry), load(own, _HEAD_SIZE), put(head_size)),
            seq(const(self.fixed_size), get(head_size), ADD, get(query_size), ADD, put(size)),
            self._piece(size, piece),
            seq(get(piece), EQZ, when(const(_FAILURE), RETURN)),
            seq(get(piece), const(_FIXED), const(self.fixed_size), copy(0, own)),
            seq(
                get(piece),
                const(self.fixed_size),
                ADD,
                get(entry),
                const(_HEAD),
                ADD,
                get(head_size),
                copy(0, own),
            ),
            seq(
                get(piece),
                const(self.fixed_size),
                ADD,
                get(head_size),
                ADD,
                get(query),
                get(query_size),
                copy(0, 0),
            ),
            seq(get(piece), const(self.upstream_size)),
            seq(get(piece), const(self.upstream_size), ADD, const(self.headers_size)),
            seq(get(piece), const(self.fixed_size), ADD, get(head_size), get(query_size), ADD),
            seq(const(0), const(0)),
            seq(get(entry), load(own, _TIMEOUT), get(token), call(http_call), put(status)),
            seq(
                get(status),
                EQZ,
                when(
                    seq(get(slot), get(token), load(0), store(own)),
                    seq(get_global(self.pending), const(1), ADD, put_global(self.pending)),
                ),
            ),
            get(status),
            END,
        )

    def _piece(self, size: int, piece: int) -> bytes:
        """Get memory of the module for one request into the local `piece`."""
        if self.collected:
            return seq(get(size), call(self.allocator), put(piece))
        grow = seq(
            seq(get(size), const(2), MUL, put_global(self.kept_size)),
            seq(get_global(self.kept_size), call(self.allocator), put_global(self.kept)),
        )
        return seq(get(size), get_global(self.kept_size), GT_U, when(grow), get_global(self.kept), put(piece))

    def _read(self, original: int) -> bytes:
        """(buffer, start, size, pp, pn) -> status: buffer 9 is the body of the answer being handled."""
        return seq(
            seq(get(0), const(_REDIS_BUFFER), EQ),
            when(
                seq(get_global(self.in_answer), EQZ, when(const(_NOT_FOUND), RETURN)),
                seq(const(_CALL_BUFFER), put(0)),
            ),
            seq(get(0), get(1), get(2), get(3), get(4), call(original)),
            END,
        )

    def _http_answer(self, original: int | None) -> bytes:
        """(context, token, headers, body, trailers): find out whose answer it is."""
        context, token, body, slot = 0, 1, 3, 5
        own = self.memory
        ours = seq(
            seq(get(slot), const(0), store(own)),
            seq(get_global(self.pending), const(-1), ADD, put_global(self.pending)),
            seq(const(1), put_global(self.in_answer)),
            # Redis never answers with nothing, so nothing means that it could not be asked.
            seq(get(context), get(token), get(body), EQZ, get(body), call(self.answer)),
            seq(const(0), put_global(self.in_answer)),
            RETURN,
        )
        search = block(
            seq(get_global(self.pending), EQZ, branch_if(0)),
            seq(const(_TOKENS), put(slot)),
            loop(
                seq(get(slot), load(own), get(token), EQ, when(ours)),
                add_to(slot, 4),
                seq(get(slot), const(_TOKENS_END), GE_U, EQZ, branch_if(0)),
            ),
        )
        forward = seq(*(get(one) for one in range(5)), call(original)) if original is not None else b""
        return seq(search, forward, END)


def _pairs(headers: list[tuple[str, str]]) -> bytes:
    sizes = b"".join(struct.pack("<II", len(key), len(value)) for key, value in headers)
    texts = b"".join(f"{key}\0{value}\0".encode() for key, value in headers)
    return struct.pack("<I", len(headers)) + sizes + texts
