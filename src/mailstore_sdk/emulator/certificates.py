"""The certificates of an emulated server: its authority's, its own, and one that has expired."""

from __future__ import annotations

import functools
import os
import ssl
from datetime import UTC, datetime
from pathlib import Path

import trustme

from mailstore_sdk.transport import tls

NAMES = ("localhost", "127.0.0.1", "::1")


class Certificates:
    """Made up for one server, for the local names of this machine.

    Attributes:
        ca_pem: The authority's certificate, which a client is to trust, in PEM form.
        server_pem: The server's own certificate, in PEM form.
        fingerprint: SHA-256 fingerprint of the server's own certificate.
        context: What the server shakes hands with.
    """

    def __init__(self) -> None:
        self._authority = trustme.CA(organization_name="mailstore-sdk emulator")
        certificate = self._authority.issue_cert(*NAMES)
        self.ca_pem: bytes = self._authority.cert_pem.bytes()
        self.server_pem: bytes = certificate.cert_chain_pems[0].bytes()
        self.fingerprint: str = tls.fingerprint(ssl.PEM_cert_to_DER_cert(self.server_pem.decode()))
        self.context: ssl.SSLContext = _context(certificate)

    @functools.cached_property
    def expired(self) -> ssl.SSLContext:
        """What a server shakes hands with whose certificate ended with the year 2001."""
        begin, end = datetime(2001, 1, 1, tzinfo=UTC), datetime(2002, 1, 1, tzinfo=UTC)
        return _context(self._authority.issue_cert(*NAMES, not_before=begin, not_after=end))

    def write(self, folder: str | os.PathLike[str]) -> None:
        """Write `ca.pem`, `server.pem` and `fingerprint.txt`, for clients in other languages.

        Args:
            folder: Where to; made where it does not exist.
        """
        path = Path(folder)
        path.mkdir(parents=True, exist_ok=True)
        (path / "ca.pem").write_bytes(self.ca_pem)
        (path / "server.pem").write_bytes(self.server_pem)
        (path / "fingerprint.txt").write_text(f"{self.fingerprint}\n", encoding="ascii")


def _context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(made)
    return made
