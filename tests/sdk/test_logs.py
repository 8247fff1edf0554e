from pygress.host.gateway import Gateway


def test_levels_and_texts(gateway: Gateway) -> None:
    site = gateway(plugin="plugins/logs.py")
    site.get("/p")
    lines = [(line.level, line.message) for line in site.logs if "\n" not in line.message]
    assert lines == [
        ("debug", "debug 1"),
        ("info", "info /p 'q'"),
        ("warn", "warning"),
        ("error", "error"),
        ("critical", "critical"),
    ]
    (caught,) = [line for line in site.logs if "\n" in line.message]
    assert caught.level == "error"
    assert caught.message.startswith("caught\nTraceback (most recent call last):\n")
    assert caught.message.endswith("ValueError: inner")
