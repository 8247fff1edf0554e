"""Where a value of Redis' protocol ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pygress.gateway.redis.bridge import read_request
from pygress.gateway.redis.resp import RespError, command, count_commands, value_end

VALUES = [
    b"+OK\r\n",
    b"-ERR no\r\n",
    b":42\r\n",
    b"$5\r\nhello\r\n",
    b"$0\r\n\r\n",
    b"$-1\r\n",
    b"*-1\r\n",
    b"*0\r\n",
    b"*2\r\n$1\r\na\r\n:1\r\n",
    b"*2\r\n*1\r\n+x\r\n*2\r\n:1\r\n$2\r\n\r\n\r\n",
    b"%1\r\n+k\r\n:1\r\n",
    b"~2\r\n+a\r\n+b\r\n",
    b"_\r\n",
    b"#t\r\n",
    b",1.5\r\n",
    b"|1\r\n+ttl\r\n:3\r\n+value\r\n",
    b"=8\r\ntxt:abcd\r\n",
]


@pytest.mark.parametrize("value", VALUES)
def test_the_end_of_each_kind(value: bytes) -> None:
    assert value_end(value) == len(value)
    assert value_end(b"skip" + value + b"+next\r\n", 4) == len(value) + 4
    for cut in range(len(value)):
        assert value_end(value[:cut]) == -1


@pytest.mark.parametrize(
    "bad",
    [b"hello\r\n", b"$x\r\n", b"$99999999999\r\n", b"*70000000000\r\n", b"*1\r\n" * 40, b"\r\n", b"$--1\r\n"],
)
def test_what_is_none(bad: bytes) -> None:
    with pytest.raises(RespError):
        value_end(bad)


def test_commands() -> None:
    assert count_commands(command("PING")) == 1
    assert count_commands(command("SET", "é", "") + command("GET", "é")) == 2
    for bad in (b"", b"PING\r\n", command("PING")[:-1], command("PING") + b"x"):
        with pytest.raises(RespError):
            count_commands(bad)


@given(st.binary(max_size=80))
def test_any_bytes(data: bytes) -> None:
    for use in (value_end, count_commands, read_request):
        try:
            use(data)
        except RespError:
            continue
