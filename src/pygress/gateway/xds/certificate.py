"""Certificates -> SDS secrets: they rotate without touching a listener."""

from envoy.extensions.transport_sockets.tls.v3 import secret_pb2

from pygress.gateway import ir


def to_xds_secret(certificate: ir.Certificate) -> secret_pb2.Secret:
    """Build the secret of one key pair."""
    secret = secret_pb2.Secret(name=certificate.name)
    secret.tls_certificate.certificate_chain.inline_string = certificate.certificate
    secret.tls_certificate.private_key.inline_string = certificate.key
    return secret
