"""`Headers` reads and writes like a mapping."""

from pygress.host.gateway import Gateway


def test_like_a_mapping(gateway: Gateway) -> None:
    site = gateway(plugin="plugins/headers.py")
    result = site.request("GET", "/", headers=[("x-a", "1"), ("X-A", "2"), ("x-b", "b")])
    assert result.text == repr(
        [
            "default",
            None,
            ["x-a", "x-a", "x-b"],
            ["1", "2"],
            ("1", None, "gone"),
            ("b", "new"),
            0,
            "3",
            "4",
        ]
    )
