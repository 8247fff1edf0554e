"""The one API client: get, list, watch, apply, patch, delete against the embedded server or a cluster.

Input: a kubeconfig (or the service account inside a cluster). Objects are plain dicts in wire form, so that no
field is lost between a read and a write. `Informer` keeps whole kinds in memory and says when they change.
"""

from pygress.client.api import Client, WatchEvent
from pygress.client.apply import Outcome, apply
from pygress.client.config import find_config
from pygress.client.errors import ApiError, ConfigError, UnreachableError
from pygress.client.informer import Informer

__all__ = [
    "ApiError",
    "Client",
    "ConfigError",
    "Informer",
    "Outcome",
    "UnreachableError",
    "WatchEvent",
    "apply",
    "find_config",
]
