"""The way to the backend: `backend-protocol` and `proxy-ssl-{name,server-name,secret,verify}`."""

import zlib
from dataclasses import replace

from pygress.gateway import ir
from pygress.gateway.build.annotations.notes import AnnotationError, Context, Notes
from pygress.gateway.build.draft import Draft
from pygress.gateway.build.service import split_name

_PROTOCOLS = {
    "HTTP": ("http1", False),
    "HTTPS": ("http1", True),
    "GRPC": ("http2", False),
    "GRPCS": ("http2", True),
    "HTTP2": ("http2", False),
}


def apply(drafts: list[Draft], notes: Notes, context: Context) -> list[Draft]:
    """Send every route to clusters that speak the protocol."""
    name = notes.text("backend-protocol").upper()
    sni, secret = notes.text("proxy-ssl-name"), notes.text("proxy-ssl-secret")
    verify = notes.text("proxy-ssl-verify").lower()
    server_name = notes.text("proxy-ssl-server-name").lower()
    if name and name not in _PROTOCOLS:
        raise AnnotationError("backend-protocol", name, f"known are {', '.join(_PROTOCOLS)}")
    for key, value in (("proxy-ssl-verify", verify), ("proxy-ssl-server-name", server_name)):
        if value not in ("", "on", "off"):
            raise AnnotationError(key, value, "must be `on` or `off`")
    if not name:
        return drafts
    protocol, tls = _PROTOCOLS[name]
    upstream = _tls(sni, secret, verify == "on", context) if tls else None

    def moved(target: ir.Target) -> ir.Target:
        with_tls = upstream
        if with_tls is not None and not with_tls.sni and server_name != "off":
            with_tls = replace(with_tls, sni=split_name(target.cluster)[0])
        suffix = f"{name.lower()}-{zlib.crc32(repr(with_tls).encode()):08x}" if tls else name.lower()
        return replace(
            target, cluster=context.backends.variant(target.cluster, suffix, protocol=protocol, tls=with_tls)
        )

    for draft in drafts:
        if isinstance(draft.action, ir.Forward):
            draft.action = replace(draft.action, targets=tuple(moved(one) for one in draft.action.targets))
    return drafts


def _tls(sni: str, secret: str, verify: bool, context: Context) -> ir.UpstreamTls:
    tls = ir.UpstreamTls(sni=sni, verify=verify)
    if not secret:
        if verify:
            raise AnnotationError("proxy-ssl-verify", "on", "needs `proxy-ssl-secret` with `ca.crt`")
        return tls
    key = secret if "/" in secret else f"{context.ingress.metadata.namespace}/{secret}"
    held = context.secrets.get(key)
    if held is None:
        raise AnnotationError("proxy-ssl-secret", secret, f"secret `{key}` does not exist")
    texts = {
        name: (held.value(name) or b"").decode(errors="replace") for name in ("ca.crt", "tls.crt", "tls.key")
    }
    if verify and not texts["ca.crt"]:
        raise AnnotationError("proxy-ssl-secret", secret, "lacks `ca.crt`")
    return replace(tls, ca=texts["ca.crt"], certificate=texts["tls.crt"], key=texts["tls.key"])
