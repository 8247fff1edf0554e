"""Certificates of Ingresses -> certificates and TLS hosts of the IR."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from pygress.gateway import ir
from pygress.gateway.build import hosts
from pygress.gateway.build.status import Problem
from pygress.resources.ingress import Ingress
from pygress.resources.secret import Secret


def build_tls(
    ingresses: Iterable[Ingress], secrets: Mapping[str, Secret]
) -> tuple[tuple[ir.TlsHost, ...], tuple[ir.Certificate, ...], list[Problem]]:
    """Build the TLS hosts in order of age; the oldest certificate serves clients without SNI."""
    problems: list[Problem] = []
    certificates: dict[str, ir.Certificate] = {}
    by_host: dict[str, str] = {}
    default = ""
    for ingress in ingresses:
        for tls in ingress.spec.tls:
            name = f"{ingress.metadata.namespace}/{tls.secret_name}"
            wrong = _load(name, secrets, certificates)
            if wrong:
                problems.append(Problem("Ingress", ingress.key, "BadCertificate", wrong))
                continue
            if not tls.hosts:
                default = default or name
            for host in tls.hosts:
                by_host.setdefault(hosts.normal(host), name)
    default = default or next(iter(by_host.values()), "")
    chains = [ir.TlsHost(name, (host,)) for host, name in sorted(by_host.items()) if host != "*"]
    if default:
        chains.append(ir.TlsHost(default))
    return tuple(chains), tuple(certificates[name] for name in sorted(certificates)), problems


def _load(name: str, secrets: Mapping[str, Secret], into: dict[str, ir.Certificate]) -> str:
    if name in into:
        return ""
    secret = secrets.get(name)
    if secret is None:
        return f"secret `{name}` does not exist"
    try:
        certificate, key = secret.value("tls.crt"), secret.value("tls.key")
        if certificate is None or key is None:
            return f"secret `{name}` lacks `tls.crt` or `tls.key`"
        wrong = check_pair(certificate, key)
    except ValueError:
        return f"secret `{name}`: the values are not base64"
    if wrong:
        return f"secret `{name}`: {wrong}"
    into[name] = ir.Certificate(name, certificate.decode(), key.decode())
    return ""


@lru_cache(maxsize=4096)
def check_pair(certificate: bytes, key: bytes) -> str:
    """Say what is wrong with a PEM pair; empty when it can be served."""
    try:
        leaf = x509.load_pem_x509_certificates(certificate)[0]
    except ValueError:
        return "`tls.crt` is not a PEM certificate"
    try:
        private = load_pem_private_key(key, password=None)
    except (ValueError, TypeError):
        return "`tls.key` is not an unencrypted PEM private key"
    form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if leaf.public_key().public_bytes(*form) != private.public_key().public_bytes(*form):
        return "`tls.key` does not belong to `tls.crt`"
    return ""
