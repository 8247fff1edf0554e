"""ConfigMap: options as plain text."""

from pygress.resources import errors
from pygress.resources.errors import FieldError
from pygress.resources.meta import Resource


class ConfigMap(Resource):
    """Keys and texts; `binary_data` holds base64."""

    data: dict[str, str] = {}
    binary_data: dict[str, str] = {}
    immutable: bool = False

    def check(self) -> list[FieldError]:
        """Check that no key is in both maps."""
        return [
            errors.invalid(f"data[{key}]", key, "duplicate of key present in binaryData")
            for key in self.data
            if key in self.binary_data
        ]
