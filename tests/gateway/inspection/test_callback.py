"""From thread-local variables to the VM of a callback, in memory that looks like Envoy's."""

from pygress.gateway.envoy.inspection.callback import find_vm
from pygress.gateway.envoy.inspection.memory import Mapping

from .fakes import Pieces, words

IMAGE = [Mapping(0x1000_0000, 0x1001_0000, "r--p", "/opt/envoy")]
TABLES = [0x1000_0840 + number * 64 for number in range(12)]
CONTEXT, PLUGIN, TEXT, OTHER = 0x7000_1000, 0x7000_2000, 0x7000_3000, 0x7000_4000
NAMES = {"default.probe", "default.pro", "team.probe~canary"}
VM_ID = b"default.probe.0123456789ab"


def long_string(address: int, size: int) -> bytes:
    return words(size + 1 | 1 << 63, size, address)


def memory(**changes: bytes) -> Pieces:
    pieces = {
        "context": words(*TABLES, 7, PLUGIN, 0),
        "plugin": b"default.probe".ljust(23, b"\0") + b"\x0d" + long_string(TEXT, len(VM_ID)),
        "text": VM_ID + b"\0",
        "other": b"",
    }
    pieces |= changes
    places = {"context": CONTEXT, "plugin": PLUGIN, "text": TEXT, "other": OTHER}
    return Pieces({places[name]: content for name, content in pieces.items()})


def find(variables: bytes, **changes: bytes) -> str | None:
    return find_vm(memory(**changes), IMAGE, variables, NAMES)


def test_a_callback_is_found_by_the_text_of_its_vm() -> None:
    variables = words(0, 1, 0xFFFF_FFFF_FFFF_FFFF, CONTEXT, CONTEXT + 4)
    assert find(variables) == "default.probe.0123456789ab"


def test_a_short_string_lies_in_the_object() -> None:
    plugin = words(0) + b"\x20a.b.0123456789ab\0"
    assert find_vm(memory(plugin=plugin), IMAGE, words(CONTEXT), {"a.b"}) == "a.b.0123456789ab"


def test_no_callback_runs() -> None:
    assert find(words(0, 0, 0)) is None
    assert find(b"") is None


def test_an_object_with_other_interfaces_leads_nowhere() -> None:
    """Threads keep pointers to what they were busy with before; only the context has so many."""
    assert find(words(OTHER), other=words(*TABLES[:3], PLUGIN)) is None
    assert find(words(CONTEXT, OTHER), other=words(*TABLES[:3], PLUGIN)) is not None
    assert find(words(CONTEXT), context=words(*TABLES)[:40]) is None
    assert find(words(CONTEXT), context=words(OTHER, PLUGIN)) is None
    assert find(words(CONTEXT), context=b"") is None


def test_names_that_are_like_one_another() -> None:
    assert find(words(CONTEXT), text=b"xdefault.probe.0123456789ab\0") is None
    assert find(words(CONTEXT), text=b"default.probe.0123456789abc\0") is None
    assert find(words(CONTEXT), text=b"default.probe2.0123456789ab\0") is None
    assert find(words(CONTEXT), text=b"team.probe.0123456789ab\0") is None
    canary = b"team.probe~canary.0123456789ab\0"
    assert find(words(CONTEXT), text=canary) == "team.probe~canary.0123456789ab"


def test_two_that_contradict_each_other_are_no_evidence() -> None:
    other = words(*TABLES, PLUGIN + 0x40)
    plugin = long_string(TEXT, 26).ljust(0x40, b"\0") + long_string(TEXT + 32, 24)
    text = (VM_ID + b"\0").ljust(32, b"\0") + b"default.pro.0123456789ab\0"
    assert find(words(CONTEXT, OTHER), other=other, plugin=plugin, text=text) is None
