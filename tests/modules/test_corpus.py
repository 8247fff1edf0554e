"""A corpus of images, good and bad, each with what becomes of it."""

import asyncio
import gzip
import tarfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from pygress.modules.cache import Cache
from pygress.modules.errors import ModuleError
from pygress.modules.fetch import fetch
from pygress.modules.fetch.tools import Tools
from pygress.modules.model import Module, ModuleRequest
from pygress.oci import media
from pygress.oci.image import build_image
from pygress.oci.transport import Options, Transport

from .images import Pusher, sha, tar, tar_gz
from .wat import custom, plugin

WASM = plugin()
TAR = tar([("plugin.wasm", WASM)])
Make = Callable[[Pusher], object]


def layers(*found: tuple[str, bytes], **extra: object) -> Make:
    return lambda pusher: pusher.image("1", found, **extra)  # type: ignore[arg-type]


def oci(data: bytes) -> Make:
    return layers((media.OCI_LAYER_GZIP, data))


def module(data: bytes) -> Make:
    return oci(tar_gz(data))


def link(name: str, kind: bytes, target: str = "/etc/passwd") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type = kind
    info.linkname = target
    return info


def own(pusher: Pusher, companions: bool = False) -> str:
    image = build_image(WASM, {"name": "x", "title": "X", "phase": "AUTHN"}, "# X", companions=companions)
    for data in image.blobs.values():
        pusher.blob(data)
    return pusher.manifest("1", image.data)


def docker(pusher: Pusher) -> str:
    return pusher.image(
        "1",
        [(media.DOCKER_LAYER_GZIP, tar_gz(b"base", "etc/base")), (media.DOCKER_LAYER_GZIP, tar_gz(WASM))],
        media.DOCKER_MANIFEST,
        (media.DOCKER_CONFIG, b"{}"),
    )


def index_of(pusher: Pusher, *platforms: str, kind: str = media.OCI_INDEX) -> str:
    digest = pusher.plain("inner", WASM)
    attestation = pusher.image("attestation", [("application/vnd.in-toto+json", b"{}")])
    pairs = [(attestation if one.startswith("unknown") else digest, one) for one in platforms]
    return pusher.index("1", pairs, kind)


def index_of_indexes(depth: int) -> Make:
    def make(pusher: Pusher) -> None:
        digest = pusher.plain("level0", WASM)
        for level in range(depth):
            digest = pusher.index(f"level{level + 1}", [(digest, "linux/amd64")])
        pusher.manifest("1", pusher.http.get(f"manifests/{digest}").content, media.OCI_INDEX)

    return make


def false_tar_size() -> bytes:
    data = bytearray(tar([("plugin.wasm", WASM)]))
    data[124:136] = b"%011o\0" % (len(data) * 10)
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])
    return gzip.compress(bytes(data))


def huge_pax() -> bytes:
    info = tarfile.TarInfo("././@PaxHeader")
    info.type = b"x"
    info.size = 2 << 20
    return gzip.compress(info.tobuf(tarfile.USTAR_FORMAT) + b"0" * (2 << 20))


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


def tar_zst() -> bytes:
    return zstd(TAR)


def huge_window() -> bytes:
    # The header of a frame that asks for a window of 2 GiB, and an empty last block.
    return b"\x28\xb5\x2f\xfd" + bytes([0b0000_0000, 21 << 3]) + b"\x01\x00\x00"


def zstd_bomb() -> bytes:
    info = tarfile.TarInfo("zeros")
    info.size = 2 << 30
    packer = zstandard.ZstdCompressor(level=1).compressobj()
    parts = [packer.compress(info.tobuf(tarfile.GNU_FORMAT))]
    parts += [packer.compress(bytes(1 << 20)) for _ in range(600)]
    return b"".join([*parts, packer.flush()])


def bomb() -> bytes:
    # Made once, at import: half a gigabyte of zeros in half a megabyte.
    packer = zlib.compressobj(9, wbits=31)
    info = tarfile.TarInfo("zeros")
    info.size = 2 << 30
    head = packer.compress(info.tobuf(tarfile.USTAR_FORMAT))
    block = b"\0" * (1 << 24)
    return head + b"".join(packer.compress(block) for _ in range(40)) + packer.flush()


GOOD: dict[str, Make] = {
    "our own image": own,
    "our own image with companion layers": lambda pusher: own(pusher, companions=True),
    "two-line Dockerfile, OCI": module(WASM),
    "two-line Dockerfile, Docker schema 2, with a base layer": docker,
    "path in a folder": oci(tar_gz(WASM, "app/plugin.wasm")),
    "path from the root": oci(tar_gz(WASM, "./plugin.wasm")),
    "plain tar layer": layers((media.OCI_LAYER, tar([("plugin.wasm", WASM)]))),
    "other files around": oci(gzip.compress(tar([("a", b"1"), ("plugin.wasm", WASM), ("z", b"2" * 5000)]))),
    "GNU tar with a long name": oci(
        gzip.compress(tar([("d" * 150 + "/plugin.wasm", WASM)], tarfile.GNU_FORMAT))
    ),
    "pax tar with a long name": oci(
        gzip.compress(tar([("é" * 150 + "/plugin.wasm", WASM)], tarfile.PAX_FORMAT))
    ),
    "gzip in two members": oci(gzip.compress(TAR[:700]) + gzip.compress(TAR[700:])),
    "zstd layer": layers((media.OCI_LAYER_ZSTD, tar_zst())),
    "zstd in two frames": layers((media.OCI_LAYER_ZSTD, zstd(TAR[:700]) + zstd(TAR[700:]))),
    "gzip with padding": oci(tar_gz(WASM) + b"\0" * 700),
    "artifact, one wasm layer": layers((media.WASM_LAYER, WASM)),
    "artifact, wasm layer first of three": layers(
        (media.WASM_LAYER, WASM),
        (media.WASM_DOC, b"# doc"),
        ("text/plain", b"x"),
        config=("application/x", b"{}"),
    ),
    "artifact of the wasm working group": layers(
        ("application/wasm", WASM), config=("application/vnd.wasm.config.v0+json", b"{}")
    ),
    "Higress: companions, then the archive": layers(
        (media.WASM_SPEC, b"info: {name: c, title: C}\nspec: {phase: AUTHN, priority: 7}\n"),
        (media.WASM_DOC, b"# read me"),
        (media.OCI_LAYER_GZIP, tar_gz(WASM)),
    ),
    "index with attestations": lambda pusher: index_of(pusher, "unknown/unknown", "linux/amd64"),
    "index for another platform only": lambda pusher: index_of(pusher, "windows/arm64"),
    "Docker manifest list": lambda pusher: index_of(pusher, "linux/amd64", kind=media.DOCKER_INDEX),
    "index of an index": index_of_indexes(2),
    "ABI 0.2.0": module(plugin(abi="proxy_abi_version_0_2_0")),
    "ABI 0.1.0": module(plugin(abi="proxy_abi_version_0_1_0")),
    "Higress ABI": module(
        plugin([("env", "proxy_redis_call", ("i32",) * 5, ("i32",))], "proxy_abi_version_0_2_100")
    ),
}

BAD: dict[str, tuple[Make, str, str]] = {
    "no such tag": (lambda pusher: None, "ImageNotFound", "does not exist"),
    "no layer": (layers(), "NoPluginWasm", "has no layer"),
    "no plugin.wasm": (oci(tar_gz(WASM, "main.wasm")), "NoPluginWasm", "it holds `main.wasm`"),
    "empty archive": (oci(gzip.compress(tar([]))), "NoPluginWasm", "it holds nothing"),
    "unknown layer": (layers(("text/plain", b"x")), "NoPluginWasm", "`text/plain`"),
    "plugin.wasm not in the last layer": (
        layers((media.OCI_LAYER_GZIP, tar_gz(WASM)), (media.OCI_LAYER_GZIP, tar_gz(b"", "late"))),
        "NoPluginWasm",
        "it holds `late`",
    ),
    "damaged zstd": (
        layers((media.OCI_LAYER_ZSTD, tar_zst()[:30] + b"\xff" * 60)),
        "InvalidArchive",
        "damaged",
    ),
    "truncated zstd": (layers((media.OCI_LAYER_ZSTD, tar_zst()[:-30])), "InvalidArchive", "cut off"),
    "zstd with a huge window": (layers((media.OCI_LAYER_ZSTD, huge_window())), "InvalidArchive", "damaged"),
    "zstd bomb": (layers((media.OCI_LAYER_ZSTD, zstd_bomb())), "TooLarge", "unpacks to more than"),
    "layer that is no archive": (oci(b"hello"), "InvalidArchive", "not a tar"),
    "damaged gzip": (oci(tar_gz(WASM)[:40] + b"\xff" * 40), "InvalidArchive", "damaged"),
    "truncated gzip": (oci(tar_gz(WASM)[:-30]), "InvalidArchive", "cut off"),
    "truncated tar": (oci(gzip.compress(tar([("plugin.wasm", WASM)])[:600])), "InvalidArchive", "cut off"),
    "false size in the tar": (oci(false_tar_size()), "InvalidArchive", "claims more"),
    "symbolic link": (
        oci(gzip.compress(tar([("", link("plugin.wasm", b"2"))]))),
        "InvalidArchive",
        "regular file",
    ),
    "hard link": (
        oci(gzip.compress(tar([("", link("plugin.wasm", b"1"))]))),
        "InvalidArchive",
        "regular file",
    ),
    "device": (oci(gzip.compress(tar([("", link("plugin.wasm", b"3"))]))), "InvalidArchive", "regular file"),
    "folder": (oci(gzip.compress(tar([("", link("plugin.wasm", b"5"))]))), "InvalidArchive", "regular file"),
    "path that leads outside": (oci(tar_gz(WASM, "../plugin.wasm")), "InvalidArchive", "leads outside"),
    "two of them": (
        oci(gzip.compress(tar([("plugin.wasm", WASM), ("plugin.wasm", WASM)]))),
        "InvalidArchive",
        "twice",
    ),
    "huge extended header": (oci(huge_pax()), "InvalidArchive", "extended header claims"),
    "bomb": (oci(bomb()), "TooLarge", "unpacks to more than"),
    "not wasm": (module(b"#!/bin/sh\n"), "NotWasm", "starts with `23 21 2f 62`"),
    "empty module": (module(b""), "NotWasm", "empty"),
    "component": (module(b"\0asm\x0d\0\x01\0"), "NotWasm", "component"),
    "truncated module": (module(WASM[:-10]), "TruncatedModule", "cut off after"),
    "damaged module": (module(WASM[:20] + b"\xff" * 30 + WASM[50:]), "InvalidModule", "invalid"),
    "no ABI marker": (module(plugin(abi=None)), "UnknownABI", "exports no `proxy_abi_version_...`"),
    "unknown ABI": (module(plugin(abi="proxy_abi_version_9_9_9")), "UnknownABI", "9.9.9"),
    "unknown import": (
        module(plugin([("env", "proxy_fly", (), ()), ("env", "proxy_swim", (), ())])),
        "MissingImport",
        "`env.proxy_fly`, `env.proxy_swim`",
    ),
    "import of a wrong type": (
        module(plugin([("env", "proxy_log", (), ())])),
        "ImportType",
        "(i32, i32, i32)",
    ),
    "no memory": (module(plugin(memory=None)), "MissingExport", "`memory`"),
    "no allocator": (module(plugin(allocate=False)), "MissingExport", "`malloc`"),
    "a TCP filter": (
        module(plugin(more=["proxy_on_downstream_data"])),
        "NotHttp",
        "filter of TCP connections (it exports `proxy_on_downstream_data`)",
    ),
    "too much memory": (module(plugin(memory=20000)), "UnsupportedMemory", "1 GiB"),
    "damaged metadata": (
        module(plugin(tail=custom("pygress.plugin", b"{"))),
        "InvalidModule",
        "`pygress.plugin`",
    ),
    "index of an index of an index": (index_of_indexes(3), "InvalidManifest", "index of an index"),
    "index of attestations only": (
        lambda pusher: index_of(pusher, "unknown/unknown"),
        "NoPluginWasm",
        "no image",
    ),
}


def get(request: ModuleRequest, root: Path) -> Module:
    async def run() -> Module:
        async with Transport(Options(attempts=1)) as transport:
            return (await fetch(request, Tools(transport, Cache(root, 1 << 30)), None)).module

    return asyncio.run(run())


@pytest.mark.parametrize("name", GOOD)
def test_good(name: str, pusher: Pusher, tmp_path: Path) -> None:
    GOOD[name](pusher)
    found = get(ModuleRequest(pusher.url("1")), tmp_path / "modules")
    assert found.path.is_file()
    if found.abi == "0.2.1":
        assert found.path.read_bytes() == WASM
        assert found.digest == sha(pusher.http.get("manifests/1").content)
    if name.startswith(("Higress: companions", "our own image with")):
        assert found.metadata["phase"] == "AUTHN"
        assert found.readme.startswith("# ")


@pytest.mark.parametrize("name", BAD)
def test_bad(name: str, pusher: Pusher, tmp_path: Path) -> None:
    make, reason, words = BAD[name]
    make(pusher)
    with pytest.raises(ModuleError) as caught:
        get(ModuleRequest(pusher.url("1")), tmp_path / "modules")
    assert caught.value.reason == reason
    assert words in caught.value.message
    assert list((tmp_path / "modules" / "modules").iterdir()) == []
    assert list((tmp_path / "modules" / "temporary").iterdir()) == []
