"""Write instructions: each function gives the bytes of one, `seq` joins them."""

from pygress.modules.adapt import encode

END = b"\x0b"
RETURN = b"\x0f"
ADD, SUB, MUL, AND = b"\x6a", b"\x6b", b"\x6c", b"\x71"
EQ, NE, EQZ, LT_U, GT_U, GE_U = b"\x46", b"\x47", b"\x45", b"\x49", b"\x4b", b"\x4f"
DROP = b"\x1a"


def seq(*parts: bytes) -> bytes:
    """Join instructions."""
    return b"".join(parts)


def get(local: int) -> bytes:
    """Push a local."""
    return b"\x20" + encode.unsigned(local)


def put(local: int) -> bytes:
    """Pop into a local."""
    return b"\x21" + encode.unsigned(local)


def get_global(index: int) -> bytes:
    """Push a global."""
    return b"\x23" + encode.unsigned(index)


def put_global(index: int) -> bytes:
    """Pop into a global."""
    return b"\x24" + encode.unsigned(index)


def const(value: int) -> bytes:
    """Push an i32."""
    return b"\x41" + encode.signed(value)


def call(function: int) -> bytes:
    """Call a function."""
    return b"\x10" + encode.unsigned(function)


def block(*body: bytes) -> bytes:
    """A block without result; a branch to it goes behind it."""
    return b"\x02\x40" + seq(*body) + END


def loop(*body: bytes) -> bytes:
    """A loop without result; a branch to it goes to its start."""
    return b"\x03\x40" + seq(*body) + END


def when(*body: bytes) -> bytes:
    """Run the body if the popped value isn't 0."""
    return b"\x04\x40" + seq(*body) + END


def branch(depth: int) -> bytes:
    """Branch out of or back to an enclosing block or loop."""
    return b"\x0c" + encode.unsigned(depth)


def branch_if(depth: int) -> bytes:
    """Branch if the popped value isn't 0."""
    return b"\x0d" + encode.unsigned(depth)


def load(memory: int, offset: int = 0) -> bytes:
    """Pop an address, push the i32 there."""
    return b"\x28" + _place(2, memory, offset)


def load_byte(memory: int, offset: int = 0) -> bytes:
    """Pop an address, push the byte there."""
    return b"\x2d" + _place(0, memory, offset)


def store(memory: int, offset: int = 0) -> bytes:
    """Pop value and address, write the i32."""
    return b"\x36" + _place(2, memory, offset)


def copy(target: int, source: int) -> bytes:
    """Pop size, source and target address, copy between two memories."""
    return b"\xfc\x0a" + encode.unsigned(target) + encode.unsigned(source)


def add_to(local: int, amount: int) -> bytes:
    """Increase a local."""
    return seq(get(local), const(amount), ADD, put(local))


def _place(align: int, memory: int, offset: int) -> bytes:
    if memory == 0:
        return encode.unsigned(align) + encode.unsigned(offset)
    return encode.unsigned(align | 0x40) + encode.unsigned(memory) + encode.unsigned(offset)
