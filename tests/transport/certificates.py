"""Certificates of every kind, made for tests."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.name import _ASN1Type as TextKind
from cryptography.x509.oid import NameOID

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
TODAY = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)


def elliptic() -> Key:
    return ec.generate_private_key(ec.SECP256R1())


def attribute(kind: x509.ObjectIdentifier, text: str, encoding: TextKind | None = None) -> x509.NameAttribute[str]:
    return x509.NameAttribute(kind, text, encoding)


def name(common_name: str) -> x509.Name:
    return x509.Name([attribute(NameOID.ORGANIZATION_NAME, "Example"), attribute(NameOID.COMMON_NAME, common_name)])


def made(
    subject: x509.Name,
    names: Sequence[str] = (),
    *,
    since: datetime = TODAY - DAY,
    until: datetime = TODAY + DAY,
    key: Key | None = None,
    issuer: x509.Name | None = None,
    signed_by: Key | None = None,
    extensions: Sequence[x509.ExtensionType] = (),
) -> x509.Certificate:
    """A certificate; it signs itself, unless somebody else does."""
    key = key or elliptic()
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer or subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName([*map(general, names)]), critical=False)
    return builder.sign(signed_by or key, hashes.SHA256())


def general(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(text))
    except ValueError:
        return x509.DNSName(text)


def der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def context(certificate: x509.Certificate, key: Key) -> ssl.SSLContext:
    """What a server with this certificate speaks TLS with."""
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "server.pem"
        secret = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file.write_bytes(pem(certificate) + secret)
        own.load_cert_chain(file)
    return own
