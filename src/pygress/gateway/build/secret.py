"""Secrets inside plugin configurations: `${secret.[namespace/]name.key}`."""

import re
from collections.abc import Mapping
from typing import Any

from pygress.resources.secret import Secret

_REFERENCE = re.compile(r"\$\{secret\.([^}]+)\}")


class SecretError(Exception):
    """A reference leads nowhere; the message names it, never a value."""


def substitute(config: Any, namespace: str, secrets: Mapping[str, Secret]) -> Any:
    """Replace every reference inside texts, at any depth; raises SecretError."""
    if isinstance(config, str):
        return _REFERENCE.sub(lambda found: _value(found[1], namespace, secrets), config)
    if isinstance(config, dict):
        return {key: substitute(value, namespace, secrets) for key, value in config.items()}
    if isinstance(config, list):
        return [substitute(value, namespace, secrets) for value in config]
    return config


def _value(reference: str, namespace: str, secrets: Mapping[str, Secret]) -> str:
    place, slash, rest = reference.rpartition("/")
    namespace = place if slash else namespace
    # Both names and keys may contain dots: the first split that leads somewhere is meant.
    parts = rest.split(".")
    for cut in range(1, len(parts)):
        name, key = ".".join(parts[:cut]), ".".join(parts[cut:])
        secret = secrets.get(f"{namespace}/{name}")
        if secret is None:
            continue
        try:
            value = secret.value(key)
            if value is not None:
                return value.decode()
        except ValueError as error:
            raise SecretError(f"key `{key}` of secret `{namespace}/{name}` is not text") from error
    raise SecretError(f"`${{secret.{reference}}}` names no key of an existing secret in `{namespace}`")
