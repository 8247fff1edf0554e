import json

from pygress.host import Answer

CONFIG = {
    "models": {"small": {"to": "vendor/s-1", "max_tokens": 100, "price": 1000, "system": "be nice"}},
    "budget": 20,
    "forbidden": [r"sec(ret|urity)\b"],
}


def ask(site, text="hello there, world", **more):
    return site.post(
        "/v1/chat",
        json.dumps({"model": "small", "messages": [{"role": "user", "content": text}], **more}),
        headers={"x-tenant": "t"},
    )


def test_the_model_is_renamed_both_ways(gateway):
    site = gateway(CONFIG)
    site.backend(Answer(200, '{"model": "vendor/s-1"}', {"content-type": "application/json"}))
    result = ask(site, max_tokens=999)
    sent = json.loads(result.upstream.body)
    assert sent["model"] == "vendor/s-1"
    assert sent["max_tokens"] == 100
    assert [m["role"] for m in sent["messages"]] == ["system", "user"]
    assert result.json() == {"model": "small"}


def test_a_stream_is_counted_and_charged(gateway):
    site = gateway(CONFIG)
    events = (
        "".join(
            f'data: {{"model":"vendor/s-1","choices":[{{"delta":{{"content":"word{n} "}}}}]}}\n\n'
            for n in range(3)
        )
        + "event: x\ndata: oops\ndata: [DONE]\n\n"
    )
    raw = events.encode()
    site.backend(
        Answer(200, [raw[:7], raw[7:50], raw[50:51], raw[51:]], {"content-type": "text/event-stream"})
    )
    result = ask(site, stream=True)
    lines = result.text.split("\n")
    assert json.loads(lines[0][6:])["model"] == "small"
    assert "data: oops" in lines
    assert lines[-3:] == ["data: [DONE]", "", ""]
    assert site.metrics.value("llm_tokens.model.small.kind.completion") == 6
    assert any("t small->vendor/s-1 7+6 13.0000 of 13" in line.message for line in site.logs), list(site.logs)
    ask(site)
    over = ask(site)
    assert over.status == 429
    assert over.json()["error"]["message"] == "t has spent 20.00 today"


def test_what_is_refused(gateway):
    site = gateway(CONFIG)
    assert ask(site, "the Secret").json()["error"]["at"] == [4, 10]
    assert site.post("/", "[]").json()["error"]["type"] == "invalid_request"
    assert site.post("/", "{").status == 400
    got = site.post("/", '{"model": "x", "messages": []}')
    assert got.json()["error"] == {"type": "unknown_model", "message": "no model 'x'", "allowed": ["small"]}
