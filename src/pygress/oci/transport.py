"""The one HTTP client for everything that is fetched: guarded addresses, private CAs, proxies, redirects, reasons.

Input: a URL and options. Output: an open response, or an `OciError` with the reason a condition shows.
"""

import os
import socket
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from pygress import __version__
from pygress.oci.errors import OciError
from pygress.oci.guard import GuardedBackend, check_host, is_loopback_host, loopback_allowed

MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_SECRET_HEADERS = ("authorization", "cookie", "proxy-authorization")


@dataclass(frozen=True)
class Options:
    """How to reach other hosts.

    `insecure` lists registries (`host` or `host:port`) that may be spoken to over plain HTTP; this machine
    always may. `ca_files` are PEM files trusted besides the system's. Times are in seconds: `read_timeout` is the
    longest silence, not the whole download. `attempts` counts the tries of one request.
    """

    insecure: frozenset[str] = frozenset()
    ca_files: tuple[Path, ...] = ()
    connect_timeout: float = 10.0
    read_timeout: float = 30.0
    attempts: int = 3
    backoff: float = 0.3
    allow_loopback: bool = True
    environment_proxies: bool = field(default=True)

    def is_insecure(self, host: str) -> bool:
        """Tell whether plain HTTP to `host` (with or without port) is allowed."""
        bare = bare_host(host)
        return is_loopback_host(bare) or host in self.insecure or bare in self.insecure


class Transport:
    """Opens requests; one for each set of options, shared by all fetches, closed with `close`."""

    def __init__(self, options: Options | None = None) -> None:
        self.options = options or Options()
        self._client: httpx.AsyncClient | None = None
        self.schemes: dict[str, tuple[str, float]] = {}
        """What hosts that may speak plain HTTP were found to speak, and until when (monotonic) that is believed."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    @asynccontextmanager
    async def open(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        follow: bool = True,
        sent_by: str = "",
    ) -> AsyncIterator[httpx.Response]:
        """Send one request and give the open response, whatever its status; redirects are followed for reads.

        `sent_by` is the host that named this URL if it wasn't the user (a token realm, an upload location):
        such a URL must not lead to this machine itself, nor do the headers that hold secrets follow to another
        origin.
        """
        client = self._open_client()
        here = first = parse_url(url)
        plain = first.scheme == "http" and not sent_by
        hop_headers = dict(headers or {})
        origin = bare_host(sent_by) or here.host
        for _ in range(MOST_REDIRECTS + 1):
            trusted = not sent_by and same_origin(first, here)
            allow = self.options.allow_loopback and (trusted or is_loopback_host(origin))
            check_host(here.host, allow_loopback=allow)
            netloc = here.netloc.decode("ascii")
            if here.scheme == "http" and not (trusted or plain or self.options.is_insecure(netloc)):
                raise OciError("InsecureRedirect", f"`{origin}` sends us to plain http at `{here.host}`")
            token = loopback_allowed.set(allow)
            try:
                request = client.build_request(method, here, headers=hop_headers, content=content)
                response = await client.send(request, stream=True)
            except (httpx.HTTPError, httpx.InvalidURL, httpcore.NetworkError, ssl.SSLError) as error:
                raise reason_of(error, here) from error
            finally:
                loopback_allowed.reset(token)
            location = response.headers.get("location", "")
            if not (follow and method in ("GET", "HEAD") and response.status_code in _REDIRECTS and location):
                try:
                    yield response
                finally:
                    await response.aclose()
                return
            await response.aclose()
            target = parse_url(location, base=here)
            if not same_origin(here, target):
                hop_headers = {k: v for k, v in hop_headers.items() if k.lower() not in _SECRET_HEADERS}
            here = target
        raise OciError("TooManyRedirects", f"`{origin}` redirects more than {MOST_REDIRECTS} times")

    def _open_client(self) -> httpx.AsyncClient:
        if self._client is None:
            options = self.options
            timeout = httpx.Timeout(options.read_timeout, connect=options.connect_timeout)
            self._client = httpx.AsyncClient(
                transport=_Route(options),
                timeout=timeout,
                follow_redirects=False,
                trust_env=False,
                headers={"user-agent": f"pygress/{__version__}", "accept-encoding": "identity"},
            )
        return self._client


class _Route(httpx.AsyncBaseTransport):
    """Chooses between direct connections and the proxies of the environment."""

    def __init__(self, options: Options) -> None:
        self._options = options
        # An empty context trusts nobody, and plain HTTP needs none: reading all CAs takes a quarter of a second.
        self._plain = _Direct(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
        self._secure: _Direct | None = None
        self._context: ssl.SSLContext | None = None
        self._proxied: dict[str, httpx.AsyncHTTPTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self._choose(request.url).handle_async_request(request)

    async def aclose(self) -> None:
        for transport in (self._plain, self._secure, *self._proxied.values()):
            if transport is not None:
                await transport.aclose()

    def _choose(self, url: httpx.URL) -> httpx.AsyncHTTPTransport:
        proxy = self._proxy_of(url)
        if not proxy and url.scheme == "http":
            return self._plain
        if self._context is None:
            self._context = ssl_context(self._options)
        if not proxy:
            self._secure = self._secure or _Direct(self._context)
            return self._secure
        if proxy not in self._proxied:
            self._proxied[proxy] = httpx.AsyncHTTPTransport(
                verify=self._context, proxy=proxy, trust_env=False
            )
        return self._proxied[proxy]

    def _proxy_of(self, url: httpx.URL) -> str:
        if not self._options.environment_proxies or is_loopback_host(url.host) or proxy_bypass(url.host):
            return ""
        proxies = getproxies()
        proxy = proxies.get(url.scheme) or proxies.get("all") or ""
        return proxy if not proxy or "://" in proxy else f"http://{proxy}"


class _Direct(httpx.AsyncHTTPTransport):
    """httpx's own transport with a pool whose connections are checked before they are made."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(verify=context, trust_env=False)
        # No limit on connections: hosts that hang must not use up what others need.
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=None,
            max_keepalive_connections=32,
            keepalive_expiry=15.0,
            network_backend=GuardedBackend(),
        )


async def read_bounded(response: httpx.Response, most: int, what: str) -> bytes:
    """Read a whole body of at most `most` bytes; `what` names it in the error."""
    parts: list[bytes] = []
    size = 0
    try:
        async for part in response.aiter_raw():
            size += len(part)
            if size > most:
                raise OciError("TooLarge", f"{what} from `{response.url.host}` has more than {most} bytes")
            parts.append(part)
    except (httpx.HTTPError, httpcore.NetworkError, ssl.SSLError) as error:
        raise reason_of(error, response.url) from error
    return b"".join(parts)


def ssl_context(options: Options) -> ssl.SSLContext:
    """Give a context that trusts the system, `SSL_CERT_FILE` and the private CAs of the options."""
    context = httpx.create_ssl_context()
    context.load_default_certs()
    for file in options.ca_files:
        try:
            context.load_verify_locations(cafile=file)
        except (OSError, ssl.SSLError) as error:
            raise OciError("InvalidCA", f"cannot read the CA file `{file}`: {error}") from error
    return context


def parse_url(text: str, base: httpx.URL | None = None) -> httpx.URL:
    """Read an http(s) URL, relative to `base` if there is one; other schemes and user info are refused."""
    try:
        url = base.join(text) if base is not None else httpx.URL(text)
        host = url.host
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise OciError("InvalidURL", f"`{without_secrets(text)}` is not a URL") from error
    if url.scheme not in ("http", "https") or not host:
        raise OciError("InvalidURL", f"`{without_secrets(text)}` is not an http or https URL")
    if url.userinfo:
        raise OciError("InvalidURL", f"`{without_secrets(text)}` holds credentials, use a pull secret")
    return url


def without_secrets(text: str) -> str:
    """Give a URL for messages: without user info and query, at most 200 characters."""
    head, scheme, rest = text.partition("://")
    if not scheme:
        head, rest = "", text
    rest = rest.partition("?")[0].partition("#")[0]
    authority, slash, path = rest.partition("/")
    authority = authority.rpartition("@")[2]
    shown = f"{head}{scheme}{authority}{slash}{path}"
    return shown if len(shown) <= 200 else shown[:200] + "..."


def bare_host(host: str) -> str:
    """Give `host` without its port."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def same_origin(one: httpx.URL, other: httpx.URL) -> bool:
    """Tell whether two URLs share scheme, host and port."""
    return (one.scheme, one.host, _port(one)) == (other.scheme, other.host, _port(other))


def _port(url: httpx.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def reason_of(error: Exception, url: httpx.URL) -> OciError:
    """Turn a network failure into a reason; `url` is named by host only."""
    host = url.netloc.decode("ascii", "replace").rpartition("@")[2]
    text = _root_text(error)
    if isinstance(error, httpx.TimeoutException):
        what = "connecting to" if isinstance(error, httpx.ConnectTimeout) else "waiting for"
        return OciError("RegistryTimeout", f"{what} `{host}` took too long", transient=True)
    if "CERTIFICATE_VERIFY_FAILED" in text:
        detail = text.partition("certificate verify failed:")[2].partition("(_ssl")[0].strip() or text
        return OciError("TLSFailed", f"the certificate of `{host}` is not trusted: {detail}", transient=True)
    if "SSL" in text or isinstance(error, ssl.SSLError):
        return OciError("TLSFailed", f"`{host}` does not speak TLS as expected: {text}", transient=True)
    if isinstance(error, httpx.ConnectError | httpcore.ConnectError):
        return OciError("RegistryUnreachable", f"cannot connect to `{host}`: {text}", transient=True)
    if isinstance(error, httpx.NetworkError | httpx.ProtocolError | httpcore.NetworkError):
        text = text or "the connection was closed"
        return OciError("RegistryUnreachable", f"the connection to `{host}` broke: {text}", transient=True)
    return OciError("RegistryUnreachable", f"`{host}`: {text or type(error).__name__}", transient=True)


def _root_text(error: BaseException) -> str:
    text = str(error)
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, socket.gaierror):
            # Its numbers are not the system's.
            return (seen.strerror or str(seen)).lower()
        if isinstance(seen, OSError) and seen.errno and not isinstance(seen, ssl.SSLError):
            return os.strerror(seen.errno).lower()
        text = text or str(seen)
        seen = seen.__cause__ or seen.__context__
    return text
