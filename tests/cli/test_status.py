"""What `pygress status` finds in the objects."""

from typing import Any

from pygress.cli.status import Trouble, find_troubles
from pygress.resources import kinds


def plugin(name: str, ready: str | None, generation: int = 1, observed: int = 1) -> dict[str, Any]:
    conditions = [{"type": "Ready", "status": ready, "reason": "Why", "message": "because"}] if ready else []
    return {
        "metadata": {"namespace": "n", "name": name, "generation": generation},
        "status": {"observedGeneration": observed, "conditions": conditions},
    }


def test_plugins_that_are_not_ready_or_not_seen() -> None:
    listed = [plugin("good", "True"), plugin("bad", "False"), plugin("new", None), plugin("old", "True", 2)]
    found = find_troubles({kinds.WASM_PLUGIN: listed}, [])
    assert [(one.name, one.reason) for one in found] == [
        ("n/bad", "Why"),
        ("n/new", "NotSeen"),
        ("n/old", "NotSeen"),
    ]


def test_an_ingress_shows_the_newest_message_of_its_present_errors() -> None:
    ports = [{"port": 80, "error": "pygress.io/BadBackend"}]
    ingress = {
        "metadata": {"namespace": "n", "name": "i"},
        "status": {"loadBalancer": {"ingress": [{"ip": "127.0.0.1", "ports": ports}]}},
    }

    def event(reason: str, message: str, time: str) -> dict[str, Any]:
        about = {"kind": "Ingress", "namespace": "n", "name": "i"}
        return {"involvedObject": about, "reason": reason, "message": message, "lastTimestamp": time}

    events = [
        event("BadBackend", "newer", "2"),
        event("BadBackend", "older", "1"),
        event("Gone", "fixed", "3"),
    ]
    assert find_troubles({kinds.INGRESS: [ingress]}, events) == [
        Trouble("ingress", "n/i", "BadBackend", "newer")
    ]
