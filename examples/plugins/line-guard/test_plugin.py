import pytest

from pygress.host import Answer, HostError, Refused


def test_whole_lines_pass(gateway):
    connection = gateway({}).connect()
    connection.send(b"get a\nget ")
    assert connection.receive() == b"get a\n"
    connection.send(b"b\n")
    assert connection.receive() == b"get b\n"
    assert connection.upstream == b"get a\nget b\n"


def test_secrets_are_masked(gateway):
    site = gateway({"secrets": ["hunter2"]})
    site.tcp_backend(lambda data: b"pass=hunter2;" + data)
    connection = site.connect()
    connection.send(b"x\n")
    assert connection.receive() == b"pass=*******;x\n"


def test_a_forbidden_command_closes(gateway):
    site = gateway({"forbidden": ["drop"]})
    connection = site.connect()
    connection.send(b"ok\nDrop table\n")
    assert connection.receive() == b""
    assert connection.closed
    assert connection.upstream == b""
    assert [line.message for line in site.logs if line.level == "warn"] == ["DROP is forbidden"]


def test_an_error_closes_or_steps_aside(gateway):
    closed = gateway({"longest": 5}).connect()
    closed.send(b"123456")
    assert closed.receive() == b""
    open_ = gateway({"longest": 5}, fail_strategy="FAIL_OPEN").connect()
    open_.send(b"123456")
    assert open_.receive() == b"123456"
    open_.send(b"shutdown\n")
    assert open_.receive() == b"shutdown\n"


def test_the_end_of_a_connection(gateway):
    site = gateway({})
    connection = site.connect()
    connection.send(b"a\nb\n")
    connection.answer(b"bye", end=True)
    connection.close()
    assert "closed after 2 lines" in [line.message for line in site.logs]
    assert site.metrics["lines_closed.by.client"] == 1
    with pytest.raises(HostError, match="closed"):
        connection.send(b"x")


def test_a_list_that_is_fetched(gateway):
    site = gateway(
        {"list_url": "http://lists.ops/words"}, services={"http://lists.ops": Answer(200, "foo bar")}
    )
    connection = site.connect()
    connection.send(b"foo\n")
    assert connection.closed
    site.service("http://lists.ops", Answer(200, "baz"))
    site.advance(60)
    connection = site.connect()
    connection.send(b"foo\n")
    assert connection.receive() == b"foo\n"


def test_a_limit_of_the_configuration(gateway):
    with pytest.raises(Refused, match="longest: must be 1 to 1048576, got 0"):
        gateway({"longest": 0})
