"""`http://` and `https://`: a module, or an archive with one, from a web server."""

import asyncio
import hashlib
from pathlib import Path

import httpx

from pygress.modules.archive import LARGEST_UNPACKED, extract_module
from pygress.modules.cache import Entry
from pygress.modules.errors import ModuleError, unfetched
from pygress.modules.fetch.tools import Tools, check_wanted, wanted_digest
from pygress.modules.model import Module, ModuleRequest
from pygress.modules.prepare import prepare_module
from pygress.oci.credentials import DockerConfig
from pygress.oci.reference import Reference
from pygress.oci.remote import retry_after
from pygress.oci.transport import parse_url, reason_of, without_secrets


async def fetch_http(request: ModuleRequest, tools: Tools, known: Entry | None) -> Entry:
    """Download, unless the server says that what was known still holds. A pull secret for the host is Basic auth."""
    url = parse_url(request.url)
    shown = without_secrets(request.url)
    headers = {"accept": "application/wasm, */*"}
    if known is not None and known.tag:
        headers["if-none-match"] = known.tag
    if request.pull_secret:
        place = Reference(url.netloc.decode("ascii"), "/")
        login = DockerConfig.secret(request.pull_secret).login_for(place)
        if login is not None:
            headers["authorization"] = login.basic()
    async with tools.transport.open("GET", request.url, headers=headers) as response:
        if response.status_code == 304 and known is not None:
            return known
        if response.status_code != 200:
            raise _failure(response, shown)
        with tools.cache.temporary() as file:
            digester = hashlib.sha256()
            size = 0
            try:
                async for part in response.aiter_raw():
                    size += len(part)
                    if size > LARGEST_UNPACKED:
                        raise unfetched("TooLarge", f"`{shown}` has more than {LARGEST_UNPACKED} bytes")
                    digester.update(part)
                    file.write(part)
            except httpx.HTTPError as error:
                raise reason_of(error, response.url) from error
            file.flush()
            digest = "sha256:" + digester.hexdigest()
            module = await asyncio.to_thread(_prepare, request, Path(file.name), digest, shown, tools)
    return Entry(module, response.headers.get("etag", ""))


def _prepare(request: ModuleRequest, file: Path, digest: str, shown: str, tools: Tools) -> Module:
    with tools.cache.temporary() as target:
        extract_module(file, target)
        target.seek(0)
        data = target.read()
    inner = "sha256:" + hashlib.sha256(data).hexdigest()
    wanted = wanted_digest(request.sha256)
    if wanted != inner:
        # Istio compares the module's own hash; the hash of the archive is taken as well.
        check_wanted(wanted, digest, f"`{shown}`")
    return prepare_module(data, inner, tools.cache)


def _failure(response: httpx.Response, shown: str) -> ModuleError:
    status = response.status_code
    if status in (404, 410):
        return unfetched("ModuleNotFound", f"`{shown}` does not exist (status {status})", transient=True)
    if status in (401, 403):
        return unfetched("Unauthorized", f"`{shown}` denies access (status {status})", transient=True)
    return ModuleError(
        "Fetched",
        "ServerError",
        f"`{shown}` answers with status {status}",
        transient=True,
        retry_after=retry_after(response),
    )
