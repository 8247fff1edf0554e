from pygress.host.gateway import Gateway


def test_several_files_and_fresh_globals(gateway: Gateway) -> None:
    for _ in range(2):
        site = gateway({"greeting": "come in"}, plugin="packaged/plugin.py")
        assert [site.get("/").text for _ in range(2)] == ["Come in, please 1", "Come in, please 2"]
