"""Fetch what a url names: one file for each scheme.

Input: a request and what it resolved to before. Output: an `Entry` with a finished module, or a `ModuleError`.
"""

from pygress.modules.cache import Entry
from pygress.modules.errors import ModuleError, unfetched
from pygress.modules.fetch.file import fetch_file
from pygress.modules.fetch.http import fetch_http
from pygress.modules.fetch.image import fetch_image
from pygress.modules.fetch.tools import Tools
from pygress.modules.model import ModuleRequest
from pygress.oci.errors import OciError
from pygress.oci.transport import without_secrets

SCHEMES = ("oci", "file", "http", "https")


async def fetch(request: ModuleRequest, tools: Tools, known: Entry | None) -> Entry:
    """Fetch, verify and prepare one module; `known` is what the same request gave before and may be given back."""
    scheme, separator, _ = request.url.partition("://")
    if not separator:
        scheme = "oci"
    try:
        if scheme == "oci":
            return await fetch_image(request, tools)
        if request.verification_key:
            raise unfetched("VerificationUnsupported", "`verificationKey` is for `oci://` images only")
        if scheme == "file":
            return await fetch_file(request, tools, known)
        if scheme in ("http", "https"):
            return await fetch_http(request, tools, known)
    except OciError as error:
        raise ModuleError.of_fetch(error) from error
    allowed = ", ".join(f"`{one}://`" for one in SCHEMES)
    raise unfetched(
        "InvalidURL", f"`{without_secrets(request.url)}` has an unknown scheme, known are {allowed}"
    )
