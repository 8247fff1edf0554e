"""Secret: certificates, pull credentials and values that never leave the gateway."""

import base64
import binascii
import json
from typing import Any

from pygress.resources import errors
from pygress.resources.errors import FieldError
from pygress.resources.meta import Resource

DOCKER_CONFIG_TYPE = "kubernetes.io/dockerconfigjson"
DOCKER_CONFIG_KEY = ".dockerconfigjson"
TLS_TYPE = "kubernetes.io/tls"


class Secret(Resource):
    """Keys and base64 values; `string_data` is written only and ends up in `data`."""

    type: str = "Opaque"
    data: dict[str, str] = {}
    string_data: dict[str, str] = {}
    immutable: bool = False

    def value(self, key: str) -> bytes | None:
        """Decode one value; None when the key is absent."""
        text = self.data.get(key)
        return None if text is None else base64.b64decode(text)

    def check(self) -> list[FieldError]:
        """Check that values are base64 and that the keys of the well-known types are there."""
        found: list[FieldError] = []
        for key, text in self.data.items():
            try:
                base64.b64decode(text, validate=True)
            except (binascii.Error, ValueError):
                # The value is not shown: it may be the secret itself, given without its encoding.
                found.append(
                    errors.forbidden(f"data[{key}]", "not base64; plain text belongs into `stringData`")
                )
        if found:
            return found
        present = {**self.data, **self.string_data}
        wanted = {DOCKER_CONFIG_TYPE: (DOCKER_CONFIG_KEY,), TLS_TYPE: ("tls.crt", "tls.key")}
        for key in wanted.get(self.type, ()):
            if key not in present:
                found.append(errors.required(f"data[{key}]"))
        if self.type == DOCKER_CONFIG_TYPE and not found and not _is_json(self, DOCKER_CONFIG_KEY):
            found.append(errors.forbidden(f"data[{DOCKER_CONFIG_KEY}]", "must hold a JSON object"))
        return found


def _is_json(secret: Secret, key: str) -> bool:
    text: Any = secret.string_data.get(key)
    try:
        return isinstance(json.loads(text if text is not None else secret.value(key) or b""), dict)
    except ValueError:
        return False
