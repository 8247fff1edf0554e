"""The embedded registry: push and pull by the OCI distribution specification, content on disk.

`create_app(root)` gives an ASGI application. The invariants: what is named by a digest has that digest, because
nothing gets its final name before it was hashed and synced; a manifest is only accepted when its content is there;
a kill at any moment leaves either the old state or the new one.
"""

from pygress.oci.registry.app import create_app

__all__ = ["create_app"]
