"""Never logs, and fails late; a later phase reads the request, so that a copy of its headers is there."""

from pygress.sdk import HttpFilter, Response, plugin


@plugin(name="late-failure")
class LateFailure(HttpFilter[None]):
    def on_response_headers(self, response: Response) -> None:
        raise ValueError(self.request.path)
