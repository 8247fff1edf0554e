"""The Kubernetes-style HTTP face of the store, enough for the real kubectl and for any client of its protocol.

    request -> token -> URL: kind, namespace, name -> verb -> admission -> store (compare-and-swap) -> answer

Invariant: what is stored has passed the rules of its kind, and every refusal is a `Status` object with the paths
of all mistakes.
"""

from pygress.apiserver.serve import ApiServer, PortError

__all__ = ["ApiServer", "PortError"]
