"""What can go wrong between a client and the API."""

from typing import Any


class ConfigError(Exception):
    """No usable kubeconfig; the message names the file and what is wrong with it."""


class UnreachableError(Exception):
    """The server did not answer; the message names its address and the cause."""


class ApiError(Exception):
    """The server refused; `code` is the HTTP status, `reason` the CamelCase reason of its Status."""

    def __init__(self, code: int, reason: str, message: str, details: dict[str, Any] | None = None) -> None:
        self.code = code
        self.reason = reason
        self.message = message
        self.details = details or {}
        super().__init__(message)

    @property
    def causes(self) -> list[dict[str, str]]:
        """The single mistakes, each with `reason`, `field` and `message`."""
        causes: list[dict[str, str]] = self.details.get("causes") or []
        return causes

    @classmethod
    def from_status(cls, status: dict[str, Any], code: int = 0) -> "ApiError":
        """Read a Status object, or whatever else a server answered with."""
        number = int(status.get("code") or code)
        return cls(
            number,
            str(status.get("reason") or "Unknown"),
            str(status.get("message") or f"the server answered with status {number}"),
            status.get("details"),
        )
