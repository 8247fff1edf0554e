"""Snapshots of resources and the delta ADS server that brings every Envoy to the newest one."""

from pygress.gateway.serve.ads import AdsServer, Progress, Rejection
from pygress.gateway.serve.snapshot import Snapshot

__all__ = ["AdsServer", "Progress", "Rejection", "Snapshot"]
