"""Pull from a registry by the OCI distribution specification.

Input: references. Output: manifests and blobs whose digest and size were checked while they streamed in.
One `Remote` speaks to one repository with one login; it never sends that login anywhere else.
"""

import asyncio
import io
import random
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import IO

import httpx

from pygress.oci import media
from pygress.oci.auth import Authenticator, parse_challenges
from pygress.oci.credentials import Anonymous, Credentials
from pygress.oci.digest import Digester, algorithm_of, digest_of, valid_digest
from pygress.oci.errors import OciError
from pygress.oci.manifest import LARGEST_MANIFEST, Descriptor, parse_json
from pygress.oci.reference import Reference
from pygress.oci.transport import Transport, read_bounded, reason_of

Progress = Callable[[Descriptor, int], None]
_LONGEST_WAIT = 20.0
_BELIEVED = 60.0


class Remote:
    """One repository of one registry.

    `actions` is the scope asked for: `pull` or `pull,push`.
    """

    def __init__(
        self,
        reference: Reference,
        transport: Transport,
        credentials: Credentials | None = None,
        actions: str = "pull",
    ) -> None:
        self.reference = reference
        self.transport = transport
        self.options = transport.options
        self._scope = f"repository:{reference.repository}:{actions}"
        login = (credentials or Anonymous()).login_for(reference)
        self._auth = Authenticator(transport, reference.host, login)
        self._base = ""

    async def resolve(self) -> Descriptor:
        """Ask which manifest the reference names now, without reading it where the registry allows that."""
        url = f"manifests/{self.reference.target}"
        async with self.request("HEAD", url, {"accept": media.ACCEPT}) as response:
            digest = response.headers.get("docker-content-digest", "")
            size = response.headers.get("content-length", "")
            if response.status_code == 200 and valid_digest(digest) and size.isdigit():
                self._check_pinned(digest)
                return Descriptor(response.headers.get("content-type", ""), digest, int(size))
            if response.status_code == 404:
                raise self.failure(response, b"")
        return (await self.manifest())[0]

    async def manifest(self, digest: str = "") -> tuple[Descriptor, bytes]:
        """Read the manifest that the reference names, or the one with `digest`; its bytes are verified."""
        target = digest or self.reference.target
        async with self.request("GET", f"manifests/{target}", {"accept": media.ACCEPT}) as response:
            body = await read_bounded(response, LARGEST_MANIFEST, "the manifest")
            if response.status_code != 200:
                raise self.failure(response, body)
            said = response.headers.get("docker-content-digest", "")
            media_type = response.headers.get("content-type", "").partition(";")[0].strip()
        wanted = target if valid_digest(target) else said
        actual = digest_of(body)
        if valid_digest(wanted):
            digester = Digester(algorithm_of(wanted))
            digester.update(body)
            actual = digester.digest
            if actual != wanted:
                whose = "asked for" if wanted == target else "the registry announced"
                raise OciError(
                    "DigestMismatch",
                    f"the manifest of `{self.reference}` has the digest {actual}, {whose} {wanted}",
                    transient=True,
                )
        return Descriptor(media_type, actual, len(body)), body

    async def download(
        self, blob: Descriptor, file: IO[bytes], most: int, progress: Progress | None = None
    ) -> None:
        """Write a blob into an empty file; size and digest are checked, a broken connection is resumed.

        `most` is the largest size accepted in bytes. The file holds garbage after an error.
        """
        if blob.size > most:
            raise OciError("TooLarge", f"the blob {blob.digest} has {blob.size} bytes, at most {most}")
        digester = Digester(algorithm_of(blob.digest))
        for attempt in range(self.options.attempts):
            try:
                await self._download_rest(blob, file, digester, progress)
                break
            except OciError as error:
                if not error.transient or attempt + 1 == self.options.attempts:
                    raise
                await self.wait(attempt, error.retry_after)
        if digester.size != blob.size:
            raise OciError(
                "SizeMismatch",
                f"the blob {blob.digest} has {digester.size} bytes, its descriptor says {blob.size}",
                transient=True,
            )
        if digester.digest != blob.digest:
            raise OciError(
                "DigestMismatch",
                f"the blob {blob.digest} of `{self.reference.name}` arrived with the digest {digester.digest}",
                transient=True,
            )

    async def read(self, blob: Descriptor, most: int) -> bytes:
        """Read a small blob into memory, checked like `download`."""
        buffer = io.BytesIO()
        await self.download(blob, buffer, most)
        return buffer.getvalue()

    async def _download_rest(
        self, blob: Descriptor, file: IO[bytes], digester: Digester, progress: Progress | None
    ) -> None:
        headers = {"range": f"bytes={digester.size}-"} if digester.size else {}
        async with self.request("GET", f"blobs/{blob.digest}", headers) as response:
            resumed = response.status_code == 206 and response.headers.get("content-range", "").startswith(
                f"bytes {digester.size}-"
            )
            if response.status_code != 200 and not (digester.size and resumed):
                raise self.failure(response, await read_bounded(response, 1 << 16, "the error"))
            if not resumed:
                file.seek(0)
                file.truncate()
                digester.reset()
            try:
                async for part in response.aiter_raw():
                    # One byte too many is enough to refuse: a false size must not fill the disk.
                    if digester.size + len(part) > blob.size:
                        raise OciError(
                            "SizeMismatch",
                            f"the blob {blob.digest} is longer than its descriptor says ({blob.size})",
                        )
                    digester.update(part)
                    file.write(part)
                    if progress is not None:
                        progress(blob, digester.size)
            except httpx.HTTPError as error:
                raise reason_of(error, response.url) from error

    async def tags(self, most: int = 1000) -> list[str]:
        """List the tags, at most `most`."""
        async with self.request("GET", f"tags/list?n={most}") as response:
            body = await read_bounded(response, LARGEST_MANIFEST, "the tag list")
            if response.status_code != 200:
                raise self.failure(response, body)
        found = parse_json(body)
        tags = found.get("tags") if isinstance(found, dict) else None
        return [tag for tag in tags or [] if isinstance(tag, str)]

    @asynccontextmanager
    async def request(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        retry: bool = True,
    ) -> AsyncIterator[httpx.Response]:
        """Send a request below `/v2/REPOSITORY/` (or to a full URL), logging in when asked to.

        Connection failures, 429 and 5xx are tried again `attempts` times if `retry`; the last answer is given
        as it is, whatever its status.
        """
        attempts = self.options.attempts if retry else 1
        async with AsyncExitStack() as stack:
            # The yield stands outside the `try`, so that the caller's own errors are never tried again.
            response = await self._insist(stack, method, path, headers, content, attempts)
            yield response

    async def _insist(
        self,
        stack: AsyncExitStack,
        method: str,
        path: str,
        headers: Mapping[str, str] | None,
        content: bytes | None,
        attempts: int,
    ) -> httpx.Response:
        for attempt in range(attempts):
            last = attempt + 1 == attempts
            try:
                opened = AsyncExitStack()
                response = await opened.enter_async_context(self._send(method, path, headers, content))
                if last or not (response.status_code == 429 or response.status_code >= 500):
                    stack.push_async_exit(opened)
                    return response
                pause = retry_after(response)
                await opened.aclose()
            except OciError as error:
                if not error.transient or last or error.reason == "RegistryUnauthorized":
                    raise
                pause = error.retry_after
            await self.wait(attempt, pause)
        raise AssertionError("unreachable: the last attempt returns or raises")

    @asynccontextmanager
    async def _send(
        self, method: str, path: str, headers: Mapping[str, str] | None, content: bytes | None
    ) -> AsyncIterator[httpx.Response]:
        url = path if "://" in path else f"{await self._find_base()}/{path}"
        # An upload location on another host gets no login: it is a signed URL or not ours to follow.
        ours = url.startswith(await self._find_base())
        sent_by = "" if ours else self.reference.host
        sending = dict(headers or {})
        authorization = await self._auth.header(self._scope) if ours else ""
        for attempt in range(2):
            if authorization:
                sending["authorization"] = authorization
            async with self.transport.open(
                method, url, headers=sending, content=content, sent_by=sent_by
            ) as response:
                challenges = parse_challenges(response.headers.get("www-authenticate", ""))
                if response.status_code != 401 or not challenges or not ours or attempt:
                    yield response
                    return
            authorization = await self._auth.answer(challenges, self._scope, used=bool(authorization))

    async def _find_base(self) -> str:
        """Give the URL of the repository: https, or http where that is allowed and what the host speaks."""
        if not self._base:
            host = self.reference.host
            scheme = "https"
            if self.options.is_insecure(host):
                scheme = await self._probe(host)
            self._base = f"{scheme}://{host}/v2/{self.reference.repository}"
        return self._base

    async def _probe(self, host: str) -> str:
        scheme, until = self.transport.schemes.get(host, ("", 0.0))
        if not scheme or time.monotonic() > until:
            scheme = await self._ask_scheme(host)
            self.transport.schemes[host] = (scheme, time.monotonic() + _BELIEVED)
        return scheme

    async def _ask_scheme(self, host: str) -> str:
        try:
            async with self.transport.open("GET", f"http://{host}/v2/", follow=False) as response:
                # A TLS server that got plain HTTP answers 400; one that redirects to https means it.
                location = response.headers.get("location", "")
                return "https" if response.status_code == 400 or location.startswith("https:") else "http"
        except OciError as error:
            if error.reason == "RegistryUnreachable" and "broke" in error.message:
                return "https"
            raise

    def failure(self, response: httpx.Response, body: bytes) -> OciError:
        """Turn an answer into a reason, with the registry's own words where it gave some."""
        status = response.status_code
        host = self.reference.host
        words = registry_words(body)
        detail = f" ({words})" if words else ""
        if status == 401 or status == 403:
            who = "denies access to"
            return OciError(
                "RegistryUnauthorized",
                f"`{host}` {who} `{self.reference.repository}`: status {status}{detail}",
                transient=True,
            )
        if status == 404:
            return OciError("ImageNotFound", f"`{self.reference}` does not exist{detail}", transient=True)
        if status == 429:
            return OciError(
                "RegistryRateLimited",
                f"`{host}` answers 429: too many requests{detail}",
                transient=True,
                retry_after=retry_after(response),
            )
        return OciError(
            "RegistryError",
            f"`{host}` answers with status {status}{detail}",
            transient=status >= 500,
            retry_after=retry_after(response),
        )

    async def wait(self, attempt: int, at_least: float = 0.0) -> None:
        """Sleep before trying again: exponential with jitter, or what the registry asked for."""
        pause = self.options.backoff * 2**attempt * random.uniform(0.5, 1.0)
        await asyncio.sleep(min(max(pause, at_least), _LONGEST_WAIT))

    def _check_pinned(self, digest: str) -> None:
        if self.reference.digest and digest != self.reference.digest:
            raise OciError(
                "DigestMismatch",
                f"the registry answers with {digest} where `{self.reference}` was asked for",
                transient=True,
            )


def retry_after(response: httpx.Response) -> float:
    """Give the seconds of a `Retry-After` header; 0 without one or when it is a date."""
    value = response.headers.get("retry-after", "")
    return float(value) if value.isdigit() and len(value) < 8 else 0.0


def registry_words(body: bytes) -> str:
    """Give code and message of the specification's error JSON, at most 200 characters; empty if there is none."""
    try:
        errors = parse_json(body).get("errors")
        first = errors[0]
        text = f"{first.get('code', '')}: {first.get('message', '')}".strip(": ")
    except (OciError, AttributeError, LookupError, TypeError):
        return ""
    clean = "".join(char if char.isprintable() else " " for char in text)
    return clean if len(clean) <= 200 else clean[:200] + "..."
