from pygress.host.gateway import Gateway


def test_time_is_the_tests(gateway: Gateway) -> None:
    site = gateway(plugin="plugins/clock.py")
    site.advance(86400.25)
    assert site.get("/").text.splitlines() == [
        "2024-01-02T00:00:00.250000+00:00",
        "2024-01-02T01:00:00.750000+00:00",
        "1704153600.25",
        "1704153600250000000",
        "Tue, 02 Jan 2024",
    ]
