"""Namespace: a room for names."""

from typing import Any

from pygress.resources.meta import Resource


class Namespace(Resource):
    """A namespace; `status.phase` is Active or Terminating."""

    spec: dict[str, Any] = {}
    status: dict[str, Any] = {}
