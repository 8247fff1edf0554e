"""The rules of Kubernetes for names, labels and annotations."""

import re

from pygress.resources import errors
from pygress.resources.errors import FieldError
from pygress.resources.meta import ObjectMeta

_LABEL = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_SUBDOMAIN = re.compile(rf"{_LABEL}(\.{_LABEL})*")
_DNS_LABEL = re.compile(_LABEL)
_QUALIFIED = re.compile(r"([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]")

_ANNOTATIONS_BYTES = 256 * 1024


def subdomain_error(name: str) -> str:
    """Say why `name` is no RFC 1123 subdomain; empty when it is one."""
    if len(name) > 253:
        return "must be no more than 253 characters"
    if not _SUBDOMAIN.fullmatch(name):
        return (
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', "
            "and must start and end with an alphanumeric character"
        )
    return ""


def label_error(name: str) -> str:
    """Say why `name` is no RFC 1123 label (a namespace, a service); empty when it is one."""
    if len(name) > 63:
        return "must be no more than 63 characters"
    if not _DNS_LABEL.fullmatch(name):
        return (
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', "
            "and must start and end with an alphanumeric character"
        )
    return ""


def key_error(key: str) -> str:
    """Say why `key` is no label or annotation key; empty when it is one."""
    prefix, slash, name = key.rpartition("/")
    if slash and (wrong := subdomain_error(prefix)):
        return f"prefix part {wrong}"
    if not 0 < len(name) <= 63 or not _QUALIFIED.fullmatch(name):
        return (
            "name part must consist of at most 63 alphanumeric characters, '-', '_' or '.', "
            "and must start and end with an alphanumeric character"
        )
    return ""


def label_value_error(value: str) -> str:
    """Say why `value` is no label value; empty when it is one."""
    if len(value) > 63 or (value and not _QUALIFIED.fullmatch(value)):
        return (
            "a valid label must be an empty string or consist of at most 63 alphanumeric characters, "
            "'-', '_' or '.', and must start and end with an alphanumeric character"
        )
    return ""


def check_metadata(meta: ObjectMeta, namespaced: bool, label_name: bool = False) -> list[FieldError]:
    """Check name, namespace, labels and annotations; `label_name` asks for a DNS label as the name."""
    found: list[FieldError] = []
    if not meta.name and not meta.generate_name:
        found.append(errors.required("metadata.name", "name or generateName is required"))
    elif meta.name and (wrong := label_error(meta.name) if label_name else subdomain_error(meta.name)):
        found.append(errors.invalid("metadata.name", meta.name, wrong))
    if meta.namespace and not namespaced:
        found.append(errors.forbidden("metadata.namespace", "not allowed on this type"))
    elif meta.namespace and (wrong := label_error(meta.namespace)):
        found.append(errors.invalid("metadata.namespace", meta.namespace, wrong))
    for key, value in meta.labels.items():
        if wrong := key_error(key):
            found.append(errors.invalid("metadata.labels", key, wrong))
        if wrong := label_value_error(value):
            found.append(errors.invalid("metadata.labels", value, wrong))
    for key in meta.annotations:
        if wrong := key_error(key.lower()):
            found.append(errors.invalid("metadata.annotations", key, wrong))
    size = sum(len(key.encode()) + len(value.encode()) for key, value in meta.annotations.items())
    if size > _ANNOTATIONS_BYTES:
        found.append(errors.too_long("metadata.annotations", _ANNOTATIONS_BYTES))
    return found
