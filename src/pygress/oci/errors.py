"""What can go wrong with an image, a registry or a download, as reasons that conditions carry."""


class OciError(Exception):
    """A fetch or a push failed.

    `reason` is the CamelCase reason for a condition, `message` the exact cause without credentials.
    `transient` tells whether trying again later can help; `retry_after` is in seconds, 0 when the other side
    named no time.
    """

    def __init__(
        self, reason: str, message: str, *, transient: bool = False, retry_after: float = 0.0
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.transient = transient
        self.retry_after = retry_after

    def __repr__(self) -> str:
        return f"OciError({self.reason!r}, {self.message!r})"
