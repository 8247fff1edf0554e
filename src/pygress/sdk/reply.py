"""An answer that the plugin gives in place of the backend."""

from pygress.sdk import abi
from pygress.sdk.headers import check_header


class Reply:
    """Answers the request; what a phase returns to stop it.

    `status` is 200 to 599. Text is sent as UTF-8; without a `content-type` header it is `text/plain`.
    `details` goes to the access log as the reason (`%RESPONSE_CODE_DETAILS%`); the host puts `_` for spaces.
    """

    def __init__(
        self,
        status: int,
        body: str | bytes = b"",
        headers: dict[str, str] | None = None,
        details: str = "",
    ) -> None:
        if status < 200 or status > 599:
            raise ValueError(f"`status` of a reply must be 200 to 599, got {status}")
        self.status = status
        if isinstance(body, str):
            self.body = body.encode()
        else:
            self.body = body
        self.headers: list[tuple[str, str]] = []
        self.details = details
        if headers is not None:
            for name, value in headers.items():
                self.add_header(name, value)

    def add_header(self, name: str, value: str) -> None:
        """Append a header; a name may occur more than once (`set-cookie`)."""
        check_header(name, value)
        self.headers.append((name, value))

    def send(self) -> None:
        """Hand the answer to the host; it goes out after the callback returned."""
        abi.send_local_response(self.status, self.details, self.body, self.headers, -1)
