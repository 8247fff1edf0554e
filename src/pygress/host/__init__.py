"""Test hosts: a plugin in CPython, or as a module in wasmtime, between a fake client and a fake backend.

Tests get at it by the `gateway` fixture; these names serve what they hand in and assert.
"""

from pygress.host.calls import GrpcAnswer, GrpcSeen
from pygress.host.model import Answer, HostError, LogLine, Refused, Result, Seen

__all__ = ["Answer", "GrpcAnswer", "GrpcSeen", "HostError", "LogLine", "Refused", "Result", "Seen"]
