"""Snapshots of resources and the delta ADS server that brings every Envoy to the newest one."""

from pygress.gateway.serve.ads import AdsServer, Rejection
from pygress.gateway.serve.snapshot import Snapshot

__all__ = ["AdsServer", "Rejection", "Snapshot"]
