from pygress.host import Answer


class Backend:
    """Answers one after the other; the last again and again."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.calls = 0

    def __call__(self, seen):
        self.calls += 1
        return self.answers[min(self.calls, len(self.answers)) - 1]


def test_a_response_is_kept_and_revalidated(gateway):
    site = gateway({})
    backend = Backend(
        Answer(200, "hello", {"cache-control": "public, max-age=60", "content-type": "text/plain"})
    )
    site.backend(backend)
    first = site.get("/a")
    assert first.headers["x-cache"] == "MISS"
    site.advance(10)
    second = site.get("/a")
    assert (second.text, second.headers["x-cache"], second.headers["age"]) == ("hello", "HIT", "10")
    assert second.headers["content-type"] == "text/plain"
    assert backend.calls == 1
    same = site.get("/a", headers={"if-none-match": f'W/"x", {first.headers["etag"]}'})
    assert same.status == 304
    assert site.get("/a", headers={"cache-control": "max-age=5"}).headers["x-cache"] == "REVALIDATED"
    site.advance(61)
    assert site.get("/a").headers["x-cache"] == "REVALIDATED"
    assert backend.calls == 3
    assert site.get("/a", headers={"accept": "x"}).headers["x-cache"] == "MISS"


def test_what_is_not_kept(gateway):
    site = gateway({"default_ttl": 5})
    for headers in (
        {"cache-control": "no-store"},
        {"vary": "cookie"},
        {"expires": "Thu, 01 Jan 1970 00:00:00 GMT"},
    ):
        site.backend(Answer(200, "x", headers))
        site.get("/n")
        assert "x-cache" not in site.get("/n").headers
    site.backend(Answer(200, "x"))
    site.get("/n")
    assert site.get("/n").headers["x-cache"] == "HIT"
    assert "x-cache" not in site.get("/n", headers={"authorization": "x"}).headers


def test_purge(gateway):
    site = gateway({"default_ttl": 5})
    site.backend(Answer(200, "x"))
    site.get("/p")
    assert site.get("/p").headers["x-cache"] == "HIT"
    assert site.request("PURGE", "/p").status == 204
    assert site.get("/p").headers["x-cache"] == "MISS"
