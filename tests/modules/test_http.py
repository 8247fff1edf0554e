"""Modules from web servers: every packing, digests, caching, private CAs, proxies, and where not to go."""

import asyncio
import base64
import gzip
import json
import ssl
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import zstandard
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from pygress.modules.cache import Cache, Entry
from pygress.modules.errors import ModuleError
from pygress.modules.fetch import fetch
from pygress.modules.fetch.tools import Tools
from pygress.modules.model import ModuleRequest
from pygress.oci.transport import Options, Transport

from ..oci.served import serve
from .images import sha, tar, tar_gz
from .wat import plugin

WASM = plugin()


class Site:
    """Serves bytes by path; an answer may be a status or a redirect."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes | int | str] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []

    async def __call__(self, scope: Any, receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:
        if scope["type"] != "http":
            return
        headers = {key.decode(): value.decode() for key, value in scope["headers"]}
        # A proxy is asked for whole URLs.
        path = urlsplit(scope["path"]).path
        self.requests.append((path, headers))
        page = self.pages.get(path, 404)
        status, body, more = 200, b"", []
        if isinstance(page, int):
            status = page
        elif isinstance(page, str):
            status, more = 302, [(b"location", page.encode())]
        else:
            body, more = page, [(b"etag", f'"{sha(page)}"'.encode())]
            if headers.get("if-none-match") == f'"{sha(page)}"':
                status, body = 304, b""
        await send({"type": "http.response.start", "status": status, "headers": more})
        await send({"type": "http.response.body", "body": body})


@pytest.fixture
def site() -> Iterator[tuple[Site, str]]:
    found = Site()
    with serve(found, lifespan="off") as port:
        yield found, f"http://127.0.0.1:{port}"


def get(
    request: ModuleRequest, root: Path, options: Options | None = None, known: Entry | None = None
) -> Entry:
    async def run() -> Entry:
        async with Transport(options or Options(attempts=1)) as transport:
            return await fetch(request, Tools(transport, Cache(root / "modules", 1 << 30)), known)

    return asyncio.run(run())


def refused(request: ModuleRequest, root: Path, options: Options | None = None) -> ModuleError:
    with pytest.raises(ModuleError) as caught:
        get(request, root, options)
    return caught.value


@pytest.mark.parametrize(
    "body",
    [
        WASM,
        gzip.compress(WASM),
        tar([("plugin.wasm", WASM)]),
        tar_gz(WASM),
        tar_gz(WASM, "a/plugin.wasm"),
        zstandard.ZstdCompressor().compress(WASM),
    ],
    ids=["plain", "gzip", "tar", "tar.gz", "folder", "zstd"],
)
def test_packings(body: bytes, site: tuple[Site, str], tmp_path: Path) -> None:
    site[0].pages["/m"] = body
    module = get(ModuleRequest(f"{site[1]}/m"), tmp_path).module
    assert module.path.read_bytes() == WASM
    assert module.digest == sha(WASM)
    (tmp_path / "m").write_bytes(body)
    assert get(ModuleRequest(f"file://{tmp_path}/m"), tmp_path).module == module


def test_digests(site: tuple[Site, str], tmp_path: Path) -> None:
    site[0].pages["/m"] = packed = tar_gz(WASM)
    for good in (sha(WASM), sha(WASM).removeprefix("sha256:"), sha(packed)):
        get(ModuleRequest(f"{site[1]}/m", sha256=good), tmp_path)
    error = refused(ModuleRequest(f"{site[1]}/m", sha256="0" * 64), tmp_path)
    assert error.reason == "DigestMismatch"
    assert sha(packed) in error.message
    assert refused(ModuleRequest(f"{site[1]}/m", sha256="12"), tmp_path).reason == "InvalidDigest"
    (tmp_path / "m").write_bytes(WASM)
    assert (
        refused(ModuleRequest(f"file://{tmp_path}/m", sha256="0" * 64), tmp_path).reason == "DigestMismatch"
    )


def test_what_has_not_changed_is_not_sent_again(site: tuple[Site, str], tmp_path: Path) -> None:
    site[0].pages["/m"] = WASM
    request = ModuleRequest(f"{site[1]}/m", pull_policy="Always")
    first = get(request, tmp_path)
    assert get(request, tmp_path, known=first) is first
    assert site[0].requests[-1][1]["if-none-match"] == first.tag


@pytest.mark.parametrize(
    ("page", "reason"),
    [(404, "ModuleNotFound"), (403, "Unauthorized"), (500, "ServerError"), (b"<html>", "NotWasm")],
)
def test_bad_answers(page: int | bytes, reason: str, site: tuple[Site, str], tmp_path: Path) -> None:
    site[0].pages["/m"] = page
    error = refused(ModuleRequest(f"{site[1]}/m?token=secret-word"), tmp_path)
    assert error.reason == reason
    assert "secret-word" not in error.message


def test_redirects(site: tuple[Site, str], tmp_path: Path) -> None:
    site[0].pages |= {
        "/m": "/n",
        "/n": WASM,
        "/out": "https://169.254.169.254/",
        "/file": "file:///etc/passwd",
    }
    get(ModuleRequest(f"{site[1]}/m"), tmp_path)
    assert refused(ModuleRequest(f"{site[1]}/out"), tmp_path).reason == "AddressForbidden"
    assert refused(ModuleRequest(f"{site[1]}/file"), tmp_path).reason == "InvalidURL"


def pull_secret(host: str) -> str:
    login = base64.b64encode(b"someone:secret-word").decode()
    return json.dumps({"auths": {host: {"auth": login}}})


def test_a_pull_secret_is_sent_to_its_host_alone(site: tuple[Site, str], tmp_path: Path) -> None:
    host = site[1].removeprefix("http://")
    site[0].pages["/m"] = WASM
    get(ModuleRequest(f"{site[1]}/m", pull_secret=pull_secret(host)), tmp_path)
    login = base64.b64encode(b"someone:secret-word").decode()
    assert site[0].requests.pop()[1]["authorization"] == f"Basic {login}"
    get(ModuleRequest(f"{site[1]}/m", pull_secret=pull_secret("other.example.com")), tmp_path)
    assert "authorization" not in site[0].requests.pop()[1]

    other = Site()
    other.pages["/n"] = WASM
    with serve(other, lifespan="off") as port:
        site[0].pages["/m"] = f"http://127.0.0.1:{port}/n"
        get(ModuleRequest(f"{site[1]}/m", pull_secret=pull_secret(host)), tmp_path)
    assert "authorization" in site[0].requests.pop()[1]
    assert "authorization" not in other.requests.pop()[1]


def test_a_pull_secret_is_in_no_message(site: tuple[Site, str], tmp_path: Path) -> None:
    site[0].pages["/m"] = 401
    secret = pull_secret(site[1].removeprefix("http://"))
    error = refused(ModuleRequest(f"{site[1]}/m", pull_secret=secret), tmp_path)
    assert error.reason == "Unauthorized"
    for word in ("secret-word", base64.b64encode(b"someone:secret-word").decode()):
        assert word not in error.message and word not in repr(ModuleRequest("x", pull_secret=secret))


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://169.254.169.254/latest/meta-data", "AddressForbidden"),
        ("http://metadata.google.internal/x", "AddressForbidden"),
        ("oci://169.254.169.254/x:1", "AddressForbidden"),
        ("ftp://example.com/x.wasm", "InvalidURL"),
        ("http://user:secret-word@example.com/x", "InvalidURL"),
        ("http:///x", "InvalidURL"),
        ("file://elsewhere/x.wasm", "InvalidURL"),
        ("file://relative.wasm", "InvalidURL"),
        ("oci://Upper/Case", "InvalidReference"),
        ("file:///dev/zero", "FileUnreadable"),
        ("file:///proc/self/none", "FileNotFound"),
    ],
)
def test_where_not_to_go(url: str, reason: str, tmp_path: Path) -> None:
    error = refused(ModuleRequest(url), tmp_path, Options(attempts=1, environment_proxies=False))
    assert error.reason == reason
    assert "secret-word" not in error.message


def test_a_public_host_leads_not_to_this_machine(site: tuple[Site, str], tmp_path: Path) -> None:
    # The first server stands for a public one: a proxy is asked for it, which redirects to this machine.
    site[0].pages["/m"] = f"{site[1]}/secret"
    site[0].pages["/secret"] = WASM
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("http_proxy", site[1])
        patch.delenv("no_proxy", raising=False)
        error = refused(ModuleRequest("http://plugins.example.com/m"), tmp_path)
    assert error.reason == "AddressForbidden"
    assert all(path != "/secret" for path, _ in site[0].requests)


def test_proxies_of_the_environment(
    site: tuple[Site, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site[0].pages["/m"] = WASM
    monkeypatch.setenv("http_proxy", site[1])
    monkeypatch.setenv("no_proxy", "direct.invalid")
    get(ModuleRequest("http://plugins.example.com/m"), tmp_path)
    assert site[0].requests[-1][1]["host"] == "plugins.example.com"
    assert refused(ModuleRequest("http://direct.invalid/m"), tmp_path).reason == "RegistryUnreachable"


def test_private_ca(tmp_path: Path) -> None:
    found = Site()
    found.pages["/m"] = WASM
    with secure(found, tmp_path) as (port, ca):
        request = ModuleRequest(f"https://127.0.0.1:{port}/m")
        error = refused(request, tmp_path)
        assert error.reason == "TLSFailed"
        assert "not trusted" in error.message
        get(request, tmp_path, Options(ca_files=(ca,)))
        bad = tmp_path / "bad.pem"
        bad.write_text("no")
        assert refused(request, tmp_path, Options(ca_files=(bad,))).reason == "InvalidCA"


@contextmanager
def secure(app: Any, folder: Path) -> Iterator[tuple[int, Path]]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    ca, secret = folder / "ca.pem", folder / "key.pem"
    ca.write_bytes(certificate.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with serve(
        app, lifespan="off", ssl_certfile=ca, ssl_keyfile=secret, ssl_version=ssl.PROTOCOL_TLS_SERVER
    ) as port:
        yield port, ca
