"""Certificates: an own authority and a server certificate, kept in the data directory."""

import ipaddress
import os
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# For all times that a clock may show: one that starts in 1970 must not cost every copied kubeconfig its authority.
_CA_LIFE = datetime(1970, 1, 1, tzinfo=UTC), datetime(2199, 1, 1, tzinfo=UTC)
# Renewed while it runs, too. Apple's verifiers take no more than 825 days in all.
_SERVER_LIFE = timedelta(days=730)
_RENEW_BEFORE = timedelta(days=365)
_TOLERANCE = timedelta(days=30)

Key = ec.EllipticCurvePrivateKey


def ensure_certificates(directory: Path, host: str) -> tuple[Path, Path, Path]:
    """Make what is missing or near its end; gives the paths of authority, server certificate and key.

    The authority stays as long as it lives, so that kubeconfigs that were copied elsewhere keep working.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    ca_path, ca_key_path = directory / "ca.crt", directory / "ca.key"
    path, key_path = directory / "server.crt", directory / "server.key"
    ca = _load(ca_path, ca_key_path)
    if ca is None or _ends_soon(ca[0]):
        ca = _make_ca()
        _save(ca, ca_path, ca_key_path)
        path.unlink(missing_ok=True)
    names = _names(host)
    server = _load(path, key_path)
    if server is None or not _is_valid(server[0]) or not _covers(server[0], names):
        _save(_make_server(ca, names), path, key_path)
    return ca_path, path, key_path


def kept_certificates(directory: Path) -> tuple[Path, Path, Path] | None:
    """Give the paths of what is there, however near its end: better than no server while nothing can be written."""
    names = ("ca.crt", "server.crt", "server.key")
    ca, certificate, key = (directory / name for name in names)
    return (ca, certificate, key) if ca.is_file() and _load(certificate, key) is not None else None


def needs_renewal(directory: Path) -> bool:
    """Tell whether the server's certificate is near its end or, after a jump of the clock, not valid yet."""
    server = _load(directory / "server.crt", directory / "server.key")
    return server is None or not _is_valid(server[0])


def _names(host: str) -> list[x509.GeneralName]:
    texts = ["localhost", "127.0.0.1", "::1", "pygress"]
    if host in ("0.0.0.0", "::"):
        texts.append(socket.gethostname())
    elif host not in texts:
        texts.append(host)
    names: list[x509.GeneralName] = []
    for text in texts:
        try:
            names.append(x509.IPAddress(ipaddress.ip_address(text)))
        except ValueError:
            names.append(x509.DNSName(text))
    return names


def _make_ca() -> tuple[x509.Certificate, Key]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "pygress")])
    usage = x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=True,
        crl_sign=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        _builder(name, name, key, *_CA_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return certificate, key


def _make_server(
    ca: tuple[x509.Certificate, Key], names: list[x509.GeneralName]
) -> tuple[x509.Certificate, Key]:
    authority, authority_key = ca
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "pygress-apiserver")])
    # Clocks of laptops and virtual machines jump, also back.
    start = datetime.now(UTC) - _TOLERANCE
    authority_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    certificate = (
        _builder(name, authority.subject, key, start, start + _TOLERANCE + _SERVER_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(authority_id, critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    return certificate, key


def _builder(
    subject: x509.Name, issuer: x509.Name, key: Key, start: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
    )


def _load(path: Path, key_path: Path) -> tuple[x509.Certificate, Key] | None:
    try:
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
        key = serialization.load_pem_private_key(key_path.read_bytes(), None)
    except (OSError, ValueError):
        return None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        return None
    return certificate, key


def _save(pair: tuple[x509.Certificate, Key], path: Path, key_path: Path) -> None:
    certificate, key = pair
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_private(key_path, pem)
    write_private(path, certificate.public_bytes(serialization.Encoding.PEM))


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read, in one step."""
    temporary = path.with_name(f".{path.name}.new")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _is_valid(certificate: x509.Certificate) -> bool:
    return certificate.not_valid_before_utc <= datetime.now(UTC) and not _ends_soon(certificate)


def _ends_soon(certificate: x509.Certificate) -> bool:
    return certificate.not_valid_after_utc - datetime.now(UTC) < _RENEW_BEFORE


def _covers(certificate: x509.Certificate, names: list[x509.GeneralName]) -> bool:
    held = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return set(names) <= set(held)
