"""The client against registries that are slow, broken, closed, or lie."""

import asyncio
import io
import os
import threading
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from pygress.oci import media
from pygress.oci.credentials import Credentials, FixedLogin, Login
from pygress.oci.digest import digest_of
from pygress.oci.errors import OciError
from pygress.oci.image import build_image
from pygress.oci.manifest import Descriptor, Manifest, parse_manifest
from pygress.oci.publish import publish
from pygress.oci.reference import Reference
from pygress.oci.registry import create_app
from pygress.oci.remote import Remote
from pygress.oci.transport import Options, Transport
from pygress.oci.upload import CHUNK, push_blob

from .faulty import Faults, Faulty
from .served import serve

FAST = Options(attempts=3, backoff=0.01, read_timeout=5.0, connect_timeout=5.0)
WASM = b"\0asm\x01\0\0\0" + os.urandom(200_000)
T = TypeVar("T")


@pytest.fixture
def faults(tmp_path: Path) -> Iterator[tuple[Faults, str]]:
    found = Faults()
    with serve(Faulty(create_app(tmp_path / "registry"), found)) as port:
        asyncio.run(push(f"127.0.0.1:{port}"))
        found.requests.clear()
        yield found, f"127.0.0.1:{port}"


async def push(host: str, credentials: Credentials | None = None) -> str:
    image = build_image(WASM)
    async with Transport(FAST) as transport:
        target = Reference.parse(f"{host}/a/b:1")
        async for _ in publish(image, target, transport, credentials):
            pass
    return image.digest


def use(
    host: str,
    work: Callable[[Remote], Awaitable[T]],
    options: Options = FAST,
    login: Login | None = None,
    name: str = "a/b:1",
) -> T:
    async def run() -> T:
        async with Transport(options) as transport:
            reference = Reference.parse(f"{host}/{name}")
            credentials = FixedLogin(reference.registry, login) if login is not None else None
            return await work(Remote(reference, transport, credentials))

    return asyncio.run(run())


async def pull(remote: Remote) -> bytes:
    resolved = await remote.resolve()
    manifest = parse_manifest((await remote.manifest(resolved.digest))[1])
    assert isinstance(manifest, Manifest)
    return await remote.read(manifest.layers[-1], 1 << 30)


def failure(host: str, options: Options = FAST, login: Login | None = None, name: str = "a/b:1") -> OciError:
    with pytest.raises(OciError) as caught:
        use(host, pull, options, login, name)
    return caught.value


def test_push_and_pull(faults: tuple[Faults, str]) -> None:
    image = build_image(WASM)
    assert list(image.blobs.values())[-1] == use(faults[1], pull)


def test_the_same_input_gives_the_same_digest() -> None:
    metadata = {"name": "x", "version": "1", "title": "Ex"}
    assert build_image(WASM, metadata).digest == build_image(WASM, dict(reversed(metadata.items()))).digest
    assert build_image(WASM).digest != build_image(WASM + b"\0").digest


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_passing_errors_are_tried_again(faults: tuple[Faults, str], status: int) -> None:
    faults[0].status, faults[0].count = status, 2
    use(faults[1], pull)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (429, "RegistryRateLimited"),
        (500, "RegistryError"),
        (403, "RegistryUnauthorized"),
        (404, "ImageNotFound"),
    ],
)
def test_lasting_errors_have_a_reason(faults: tuple[Faults, str], status: int, reason: str) -> None:
    faults[0].status, faults[0].count, faults[0].retry_after = status, 1000, "1"
    error = failure(faults[1], Options(attempts=1))
    assert error.reason == reason
    assert faults[1] in error.message
    assert error.transient
    assert error.retry_after == (1.0 if status in (429, 500) else 0.0)


@pytest.mark.parametrize(
    ("asked", "waited"), [("7", 7.0), ("86400", 20.0), ("Wed, 21 Oct 2026 07:28:00 GMT", 0.0)]
)
def test_a_registry_that_asks_for_patience_gets_it_within_reason(
    faults: tuple[Faults, str], asked: str, waited: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    sleep, client = asyncio.sleep, threading.get_ident()

    async def note(seconds: float) -> None:
        if threading.get_ident() == client:
            pauses.append(seconds)
            await sleep(0)
        else:  # the server pauses, too
            await sleep(seconds)

    monkeypatch.setattr("pygress.oci.remote.asyncio.sleep", note)
    faults[0].only, faults[0].status, faults[0].count, faults[0].retry_after = "/manifests/", 429, 1, asked
    use(faults[1], pull)
    assert max(pauses) == pytest.approx(waited, abs=FAST.backoff)


def test_a_broken_download_is_resumed(faults: tuple[Faults, str]) -> None:
    faults[0].only, faults[0].cut, faults[0].count = "/blobs/", 50_000, 2
    use(faults[1], pull)
    ranges = [headers.get("range") for _, path, headers in faults[0].requests if "/blobs/" in path]
    assert ranges[0] is None
    assert all(one is not None and one.startswith("bytes=") and one != "bytes=0-" for one in ranges[1:])


@pytest.mark.parametrize("level", ["/manifests/", "/blobs/"])
def test_flipped_bits_are_noticed(faults: tuple[Faults, str], level: str) -> None:
    faults[0].only, faults[0].flip = level, "yes"
    assert failure(faults[1]).reason == "DigestMismatch"


def test_a_stalled_registry_times_out(faults: tuple[Faults, str]) -> None:
    faults[0].stall = "/blobs/"
    error = failure(faults[1], Options(attempts=1, read_timeout=0.2))
    assert error.reason == "RegistryTimeout"


def test_nobody_listens() -> None:
    error = failure("127.0.0.1:1", Options(attempts=1))
    assert (error.reason, error.message) == (
        "RegistryUnreachable",
        "cannot connect to `127.0.0.1:1`: connection refused",
    )


def test_no_such_host() -> None:
    error = failure("registry.invalid", Options(attempts=1, environment_proxies=False))
    assert error.reason == "RegistryUnreachable"
    assert "registry.invalid" in error.message


def test_garbage_instead_of_http() -> None:
    async def garbage(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"\x00\x01\x02 hello\r\n\r\n")
        await writer.drain()
        writer.close()

    async def run() -> OciError:
        server = await asyncio.start_server(garbage, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with Transport(Options(attempts=1)) as transport:
            remote = Remote(Reference.parse(f"127.0.0.1:{port}/a:1"), transport)
            with pytest.raises(OciError) as caught:
                await remote.resolve()
        server.close()
        return caught.value

    assert asyncio.run(run()).reason in ("RegistryUnreachable", "TLSFailed")


def test_basic_login(faults: tuple[Faults, str]) -> None:
    faults[0].login = "user:pass"
    use(faults[1], pull, login=Login("user", "pass"))
    error = failure(faults[1], login=Login("user", "secret-word"))
    assert error.reason == "RegistryUnauthorized"
    assert "secret-word" not in error.message
    assert "none is configured" in failure(faults[1]).message


def test_bearer_login(faults: tuple[Faults, str]) -> None:
    faults[0].bearer, faults[0].realm = "the-token", f"http://{faults[1]}/token"
    use(faults[1], pull, login=Login("user", "pass"))
    tokens = [headers for _, path, headers in faults[0].requests if path == "/token"]
    assert len(tokens) == 1, "one token serves all requests"
    error = failure(faults[1], login=Login("user", "secret-word"))
    assert error.reason == "RegistryUnauthorized"
    assert "refuses the configured login" in error.message
    assert "secret-word" not in error.message


@pytest.mark.parametrize(
    ("realm", "reason"),
    [
        ("http://169.254.169.254/latest", "InsecureTokenRealm"),
        ("https://169.254.169.254/latest", "AddressForbidden"),
        ("https://metadata.google.internal/x", "AddressForbidden"),
        ("http://tokens.example.com/", "InsecureTokenRealm"),
        ("file:///etc/passwd", "InvalidURL"),
        ("https://user:pw@tokens.example.com/", "InvalidURL"),
    ],
)
def test_token_realms_lead_nowhere_forbidden(faults: tuple[Faults, str], realm: str, reason: str) -> None:
    faults[0].bearer, faults[0].realm = "t", realm
    assert failure(faults[1], Options(attempts=1), Login("user", "pass")).reason == reason


def test_redirects_take_no_login_along(faults: tuple[Faults, str], tmp_path: Path) -> None:
    other = Faults()
    with serve(Faulty(create_app(tmp_path / "other"), other)) as port:
        faults[0].login, faults[0].only = "user:pass", "/blobs/"
        faults[0].redirect = f"http://127.0.0.1:{port}/elsewhere"
        error = failure(faults[1], login=Login("user", "pass"))
    assert error.reason == "ImageNotFound"
    assert other.requests
    assert all("authorization" not in headers for _, _, headers in other.requests)


@pytest.mark.parametrize(
    "target", ["https://169.254.169.254/", "https://[fd00:ec2::254]/", "https://[::ffff:169.254.169.254]/"]
)
def test_redirects_to_metadata_are_refused(faults: tuple[Faults, str], target: str) -> None:
    faults[0].only, faults[0].redirect = "/blobs/", target
    assert failure(faults[1]).reason == "AddressForbidden"


def test_endless_redirects(faults: tuple[Faults, str]) -> None:
    faults[0].only, faults[0].redirect = "/blobs/", f"http://{faults[1]}/v2/a/b/blobs/again"
    assert failure(faults[1]).reason == "TooManyRedirects"


def test_plain_http_only_where_it_is_listed(faults: tuple[Faults, str]) -> None:
    # A name of this machine that isn't `localhost`: not trusted to be it.
    port = faults[1].rpartition(":")[2]
    host = f"127.0.0.1.nip.invalid:{port}"
    assert not Options().is_insecure(host)
    assert Options(insecure=frozenset({host})).is_insecure(host)
    assert Options(insecure=frozenset({"127.0.0.1.nip.invalid"})).is_insecure(host)
    assert Options().is_insecure(faults[1])


def test_false_sizes(faults: tuple[Faults, str]) -> None:
    blob = list(build_image(WASM).blobs)[-1]

    async def read(remote: Remote, size: int) -> bytes:
        return await remote.read(Descriptor(blob.media_type, blob.digest, size), 1 << 30)

    for size in (blob.size - 1, blob.size + 1):
        with pytest.raises(OciError) as caught:
            use(faults[1], lambda remote, size=size: read(remote, size))
        assert caught.value.reason == "SizeMismatch"
    with pytest.raises(OciError) as caught:
        use(faults[1], lambda remote: remote.read(blob, 1000))
    assert caught.value.reason == "TooLarge"


@pytest.mark.parametrize("faulty", [False, True])
def test_large_blobs_go_in_chunks_and_go_on_after_a_break(faults: tuple[Faults, str], faulty: bool) -> None:
    data = os.urandom(CHUNK * 2 + 1234)
    blob = Descriptor(media.OCI_LAYER_GZIP, digest_of(data), len(data))
    if faulty:
        faults[0].only, faults[0].status, faults[0].count = "/uploads/", 500, 0

    async def work(remote: Remote) -> bytes:
        seen: list[int] = []

        def progress(_: Descriptor, done: int) -> None:
            seen.append(done)
            if faulty and len(seen) == 1:
                faults[0].count = 1

        assert await push_blob(remote, blob, io.BytesIO(data), progress)
        assert seen[-1] == len(data)
        assert not await push_blob(remote, blob, io.BytesIO(data)), "it is there already"
        return await remote.read(blob, 1 << 30)

    assert use(faults[1], work) == data
    patches = [headers["content-range"] for method, _, headers in faults[0].requests if method == "PATCH"]
    assert patches[0] == f"0-{CHUNK - 1}"
    assert len(patches) == (3 if faulty else 2)
