"""Status objects: every answer that is no object, in Kubernetes' wording."""

from collections.abc import Sequence
from typing import Any

from pygress.resources.errors import FieldError
from pygress.resources.kinds import Kind

Object = dict[str, Any]


class StatusError(Exception):
    """A request is refused; `status` is the body of the answer and `code` its HTTP status."""

    def __init__(self, code: int, reason: str, message: str, details: Object | None = None) -> None:
        self.code = code
        self.status: Object = {
            "kind": "Status",
            "apiVersion": "v1",
            "metadata": {},
            "status": "Failure",
            "message": message,
            "reason": reason,
            **({"details": details} if details else {}),
            "code": code,
        }
        super().__init__(message)


def success(kind: Kind, name: str, uid: str) -> Object:
    """Answer a deletion that is done."""
    return {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Success",
        "details": {**_details(kind, name), "uid": uid},
    }


def not_found(kind: Kind, name: str) -> StatusError:
    """No object of that name."""
    return StatusError(404, "NotFound", f'{kind.resource} "{name}" not found', _details(kind, name))


def no_such_path() -> StatusError:
    """No kind is served under this URL."""
    return StatusError(404, "NotFound", "the server could not find the requested resource", {})


def already_exists(kind: Kind, name: str) -> StatusError:
    """The name is taken."""
    return StatusError(409, "AlreadyExists", f'{kind.resource} "{name}" already exists', _details(kind, name))


def conflict(kind: Kind, name: str, why: str) -> StatusError:
    """The write was based on another state than the current one."""
    message = f'Operation cannot be fulfilled on {kind.resource} "{name}": {why}'
    return StatusError(409, "Conflict", message, _details(kind, name))


def stale(kind: Kind, name: str) -> StatusError:
    """The `resourceVersion` of a write is not the current one."""
    return conflict(
        kind,
        name,
        "the object has been modified; please apply your changes to the latest version and try again",
    )


def apply_conflict(kind: Kind, name: str, causes: Sequence[tuple[str, str]]) -> StatusError:
    """Another manager owns fields that an apply would change; `causes` holds (manager, field) pairs."""
    count = f"{len(causes)} conflict{'s' if len(causes) != 1 else ''}"
    lines = [f'conflict with "{manager}" using {kind.api_version}' for manager, _ in causes]
    listed = "; ".join(f"{line}: {field}" for line, (_, field) in zip(lines, causes, strict=True))
    details = {
        "causes": [
            {"reason": "FieldManagerConflict", "message": line, "field": field}
            for line, (_, field) in zip(lines, causes, strict=True)
        ]
    }
    return StatusError(409, "Conflict", f"Apply failed with {count}: {listed}", details)


def invalid(kind: Kind, name: str, errors: Sequence[FieldError]) -> StatusError:
    """The object breaks rules; all of them are named."""
    listed = [str(one) for one in errors]
    shown = listed[0] if len(listed) == 1 else f"[{', '.join(listed)}]"
    full = f"{kind.kind}.{kind.group}" if kind.group else kind.kind
    causes = [{"reason": one.type, "message": one.message, "field": one.path} for one in errors]
    details = {"name": name, "group": kind.group, "kind": kind.kind, "causes": causes}
    return StatusError(422, "Invalid", f'{full} "{name}" is invalid: {shown}', details)


def bad_request(message: str) -> StatusError:
    """The request itself cannot be understood."""
    return StatusError(400, "BadRequest", message)


def forbidden(kind: Kind, name: str, why: str) -> StatusError:
    """The request is understood and not allowed."""
    return StatusError(
        403, "Forbidden", f'{kind.resource} "{name}" is forbidden: {why}', _details(kind, name)
    )


def unauthorized() -> StatusError:
    """The token is absent or wrong."""
    return StatusError(401, "Unauthorized", "Unauthorized")


def expired(message: str) -> StatusError:
    """The version that a list or a watch starts from is forgotten."""
    return StatusError(410, "Expired", message)


def method_not_allowed() -> StatusError:
    """The path exists, the verb does not."""
    message = "the server does not allow this method on the requested resource"
    return StatusError(405, "MethodNotAllowed", message)


def not_acceptable(accepted: Sequence[str]) -> StatusError:
    """The client wants an encoding that is not spoken here."""
    message = f"only the following media types are accepted: {', '.join(accepted)}"
    return StatusError(406, "NotAcceptable", message)


def unsupported_media_type(given: str, accepted: Sequence[str]) -> StatusError:
    """The body is in an encoding that is not spoken here."""
    message = (
        f"the body of the request was in an unknown format - `{given}` - "
        f"accepted media types include: {', '.join(accepted)}"
    )
    return StatusError(415, "UnsupportedMediaType", message)


def too_large(limit: int) -> StatusError:
    """The body has more than `limit` bytes."""
    return StatusError(413, "RequestEntityTooLarge", f"Request entity too large: limit is {limit} bytes")


def insufficient_storage(message: str) -> StatusError:
    """The disk is full; Kubernetes has no reason of its own for that."""
    return StatusError(507, "InsufficientStorage", message)


def internal(error: Exception) -> StatusError:
    """A mistake of ours."""
    return StatusError(
        500, "InternalError", f"internal error, please report it: {type(error).__name__}: {error}"
    )


def _details(kind: Kind, name: str) -> Object:
    return {"name": name, **({"group": kind.group} if kind.group else {}), "kind": kind.plural}
