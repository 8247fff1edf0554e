"""Errors of the distribution specification: a status, a code and words, as its error JSON."""

import errno

from starlette.responses import JSONResponse


class Fault(Exception):
    """A request can't be served; `code` is one of the specification's error codes."""

    def __init__(self, status: int, code: str, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers or {}

    def response(self) -> JSONResponse:
        """Give the answer in the specification's shape."""
        body = {"errors": [{"code": self.code, "message": self.message, "detail": None}]}
        return JSONResponse(body, self.status, self.headers)


def blob_unknown(digest: str) -> Fault:
    """The blob isn't in the repository."""
    return Fault(404, "BLOB_UNKNOWN", f"blob `{digest}` is not in this repository")


def manifest_unknown(reference: str) -> Fault:
    """The manifest isn't in the repository."""
    return Fault(404, "MANIFEST_UNKNOWN", f"manifest `{reference}` is not in this repository")


def upload_unknown(upload: str) -> Fault:
    """No such upload is under way."""
    return Fault(404, "BLOB_UPLOAD_UNKNOWN", f"upload `{upload}` is not under way")


def of_disk(error: OSError) -> Fault:
    """The disk refuses; a full one is named, because only its owner can help."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Fault(507, "UNKNOWN", "no space left for the registry's data, nothing was stored")
    return Fault(500, "UNKNOWN", f"the registry cannot store its data: {error.strerror or error}")
