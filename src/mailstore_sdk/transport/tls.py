"""Whom to trust: the operating system's certificates, a CA file, or one certificate by its fingerprint."""

from __future__ import annotations

import asyncio
import functools
import hashlib
import os
import re
import socket
import ssl
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mailstore_sdk.errors import ConfigurationError

if TYPE_CHECKING:
    from mailstore_sdk.transport.settings import Settings

LOOK_TIMEOUT = 5.0


class FingerprintMismatch(ssl.SSLError):
    """The server showed another certificate than the one that is trusted."""

    def __init__(self, seen: str) -> None:
        super().__init__(1, "the certificate is not the trusted one")
        self.seen = seen


def context(settings: Settings) -> ssl.SSLContext:
    """The SSL context for these settings. Building one costs 20 ms and 0.8 MB, so clients share them."""
    if settings.ssl_context is not None:
        return settings.ssl_context
    if settings.fingerprint is not None:
        given = settings.fingerprint
        return _pinned(normalized([given] if isinstance(given, str) else given))
    if settings.ca_file is not None:
        return _from_file(os.fspath(settings.ca_file))
    if not settings.verify:
        warnings.warn(
            "verify=False: anyone in between can read the administrator's password; "
            "trust the server's own certificate with fingerprint= or ca_file= instead",
            UserWarning,
            stacklevel=6,  # where the client is made
        )
        return _unverified()
    return _system()


def normalized(fingerprints: Sequence[str]) -> frozenset[str]:
    """SHA-256 fingerprints as `AA:BB:…`; colons, blanks and case of what was given do not matter."""
    plain = [re.sub(r"[\s:]", "", fingerprint).upper() for fingerprint in fingerprints]
    if not plain or not all(re.fullmatch(r"[0-9A-F]{64}", digits) for digits in plain):
        raise ConfigurationError("fingerprint is not a SHA-256 fingerprint: 64 hexadecimal digits, colons allowed")
    return frozenset(_with_colons(digits) for digits in plain)


def fingerprint(certificate: bytes) -> str:
    """The SHA-256 fingerprint of a certificate in DER form."""
    return _with_colons(hashlib.sha256(certificate).hexdigest().upper())


def look(host: str, port: int) -> str | None:
    """The fingerprint of the certificate that a server shows, or None; nothing but a handshake is sent."""
    try:
        with (
            socket.create_connection((host, port), timeout=LOOK_TIMEOUT) as plain,
            _unverified().wrap_socket(plain, server_hostname=host) as secure,
        ):
            return fingerprint(secure.getpeercert(binary_form=True) or b"")
    except OSError:
        return None


async def look_async(host: str, port: int) -> str | None:
    """As `look`, without blocking."""
    try:
        async with asyncio.timeout(LOOK_TIMEOUT):
            _, writer = await asyncio.open_connection(host, port, ssl=_unverified(), server_hostname=host)
    except OSError:
        return None
    certificate = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    writer.transport.abort()
    return fingerprint(certificate or b"")


def untrusted(host: str, port: int, reason: str, seen: str | None, *, pinned: bool) -> str:
    """What to tell the user about a certificate that is not trusted."""
    if seen is None:
        return f"no TLS connection to {host}:{port}: {reason}"
    if pinned:
        return (
            f"{host}:{port} shows another certificate than the trusted one, with the SHA-256 fingerprint {seen}. "
            "If the server's certificate was renewed, check the new fingerprint on the server and trust that one"
        )
    return (
        f"the certificate of {host}:{port} is not trusted ({reason}). Its SHA-256 fingerprint is {seen}. "
        "Compare it with the certificate on the server; if it is the same, trust it with "
        'fingerprint="…" or with ca_file="…"'
    )


@functools.cache
def _system() -> ssl.SSLContext:
    return ssl.create_default_context()


@functools.cache
def _from_file(path: str) -> ssl.SSLContext:
    try:
        made = ssl.create_default_context(cafile=path)
        # The user names the certificate himself, so it may be the server's own, made without a CA's extensions; what
        # Python 3.13 turned on would refuse that.
        made.verify_flags = (made.verify_flags | ssl.VERIFY_X509_PARTIAL_CHAIN) & ~ssl.VERIFY_X509_STRICT
        return made
    except FileNotFoundError:
        problem = "does not exist"
    except (OSError, ssl.SSLError) as error:
        problem = f"cannot be used: {error.strerror or error}"
    raise ConfigurationError(f"ca_file {path!r} {problem}")


@functools.cache
def _unverified() -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    return made


@functools.cache
def _pinned(trusted: frozenset[str]) -> ssl.SSLContext:
    """A context that accepts a certificate by its fingerprint alone, and checks it as part of the handshake.

    The handshake is over before HTTP may send its first byte, so an impostor never sees the password.
    """

    class PinnedSocket(ssl.SSLSocket):
        def do_handshake(self, block: bool = False) -> None:
            super().do_handshake(block)
            _require(self.getpeercert(binary_form=True), trusted)

    class PinnedObject(ssl.SSLObject):
        def do_handshake(self) -> None:
            super().do_handshake()
            _require(self.getpeercert(binary_form=True), trusted)

    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    made.sslsocket_class = PinnedSocket
    made.sslobject_class = PinnedObject
    return made


def _require(certificate: bytes | None, trusted: frozenset[str]) -> None:
    seen = fingerprint(certificate or b"")
    if seen not in trusted:
        raise FingerprintMismatch(seen)


def _with_colons(digits: str) -> str:
    return ":".join(digits[i : i + 2] for i in range(0, 64, 2))
