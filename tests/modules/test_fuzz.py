"""Parsers of modules and archives: whatever comes in, a result or an error with a reason comes out."""

import gzip
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pygress.modules.adapt import adapt_module
from pygress.modules.archive import extract_module
from pygress.modules.check import check_module
from pygress.modules.cosign import _bundle, _simple_digests
from pygress.modules.errors import ModuleError
from pygress.modules.facts import read_facts
from pygress.modules.fetch.image import spec_metadata
from pygress.modules.wasm import WasmError, parse_wasm

from .images import tar
from .wat import custom, plugin

HIGRESS = "proxy_abi_version_0_2_100"
I32 = ("i32",)
SEEDS = [
    plugin(),
    plugin(
        [("env", "proxy_redis_init", I32 * 7, I32)],
        "proxy_abi_version_0_2_100",
        body=b"\x41\x00" * 7 + b"\x10\x00\x1a",
    ),
    plugin(
        [("env", "abort", I32 * 4, ())],
        tail=custom("pygress.plugin", b"{}") + custom("producers", b"\x01\x00\x00"),
    ),
]
TAR = tar([("a", b"x" * 600), ("d/plugin.wasm", plugin())])
EDITS = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=6), st.integers(0, 6)), max_size=6
)
SLOW = settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def edited(data: bytes, edits: list[tuple[float, bytes, int]]) -> bytes:
    for place, new, drop in edits:
        at = int(place * len(data))
        data = data[:at] + new + data[at + drop :]
    return data


def use(data: bytes) -> None:
    try:
        wasm = parse_wasm(data)
        read_facts(wasm)
        check_module(adapt_module(wasm).wasm)
    except (WasmError, ModuleError) as error:
        assert error.reason.isalnum()
        assert error.message


@SLOW
@given(st.sampled_from(SEEDS), EDITS)
def test_damaged_modules(seed: bytes, edits: list[tuple[float, bytes, int]]) -> None:
    use(edited(seed, edits))


@SLOW
@given(st.binary(max_size=200))
def test_random_modules(data: bytes) -> None:
    use(b"\0asm\x01\0\0\0" + data)


@pytest.mark.parametrize("cut", range(0, len(SEEDS[0]), 3))
def test_every_truncation_is_an_error(cut: int) -> None:
    with pytest.raises((WasmError, ModuleError)):
        wasm = parse_wasm(SEEDS[0][:cut])
        check_module(wasm)


@SLOW
@given(edits=EDITS, packed=st.booleans())
def test_damaged_archives(edits: list[tuple[float, bytes, int]], packed: bool, tmp_path: Path) -> None:
    data = edited(TAR, edits)
    extract(gzip.compress(data) if packed else data, tmp_path)
    extract(edited(gzip.compress(TAR), edits), tmp_path)


@SLOW
@given(data=st.binary(max_size=1200))
def test_random_archives(data: bytes, tmp_path: Path) -> None:
    extract(data, tmp_path)
    extract(b"\x1f\x8b\x08" + data, tmp_path)


def extract(data: bytes, folder: Path) -> None:
    source = folder / "source"
    source.write_bytes(data)
    target = io.BytesIO()
    try:
        extract_module(source, target)
    except ModuleError as error:
        assert error.reason in ("InvalidArchive", "NoPluginWasm", "TooLarge")


@given(st.binary(max_size=300))
def test_random_companions_and_signatures(data: bytes) -> None:
    assert isinstance(spec_metadata(data), dict)
    assert isinstance(_bundle(data), list)
    assert isinstance(_simple_digests(data), set)


def test_companions_cannot_blow_up() -> None:
    aliases = b"".join(b"%c: &%c [*%c,*%c,*%c,*%c]\n" % ((i + 1, i + 1) + (i,) * 4) for i in range(97, 120))
    assert spec_metadata(b"a: &a [x]\n" + aliases) == {}
    assert spec_metadata(b"info: {name: &a x, title: *a}\nspec: {}") == {}
    dated = spec_metadata(b"info: {version: 2026-01-01}\nspec: {priority: 1}")
    assert dated == {"version": "2026-01-01", "priority": 1}
