"""All ports are claimed before anything starts."""

import socket

import pytest

from pygress.cli import listen


def test_zero_picks_free_ports() -> None:
    sockets = listen.claim("127.0.0.1", {"http": 0, "api": 0})
    numbers = {one.getsockname()[1] for one in sockets.values()}
    listen.release(sockets)
    assert len(numbers) == 2 and 0 not in numbers


def test_every_taken_port_is_named_and_nothing_stays_bound() -> None:
    with socket.socket() as first, socket.socket() as second, socket.socket() as free:
        for one in (first, second):
            one.bind(("127.0.0.1", 0))
            one.listen()
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
        free.close()
        taken = [one.getsockname()[1] for one in (first, second)]
        with pytest.raises(listen.PortError) as error:
            listen.claim("127.0.0.1", {"api": number, "http": taken[0], "https": taken[1]})
        lines = str(error.value).splitlines()
        assert lines == [
            f"cannot listen on 127.0.0.1:{port} (`--{name}-port`): another process listens there; "
            "choose another port, or 0 for any free one"
            for name, port in (("http", taken[0]), ("https", taken[1]))
        ]
        listen.release(listen.claim("127.0.0.1", {"api": number}))


def test_an_address_of_another_machine_is_named() -> None:
    with pytest.raises(
        listen.PortError, match=r"cannot listen on 192\.0\.2\.1:0 .*Cannot assign requested address"
    ):
        listen.claim("192.0.2.1", {"http": 0})
