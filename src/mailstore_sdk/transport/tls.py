"""Whom to trust: the operating system's certificates, a CA file, or one certificate by its fingerprint."""

from __future__ import annotations

import functools
import os
import re
import socket
import ssl
import warnings
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mailstore_sdk.errors import ConfigurationError

if TYPE_CHECKING:
    from mailstore_sdk.transport.certificate import Certificate
    from mailstore_sdk.transport.settings import Settings

LOOK_TIMEOUT = 5.0
NAMES_SHOWN = 5
UNVERIFIED = (
    "verify=False: anyone in between can read the administrator's password; "
    "trust the server's own certificate with fingerprint= or ca_file= instead"
)
# What a program does about a certificate that was refused; the command line names a command in its place.
ARGUMENT = (
    " Compare its SHA-256 fingerprint with the certificate on the server; if they are the same, trust it by the "
    "argument, or MAILSTORE_FINGERPRINT: "
)
RENEWED = " If the server's certificate was renewed, check the new fingerprint on the server and trust that one: "
PACKAGE = f"{Path(__file__).parent.parent}{os.sep}"
# OpenSSL's numbers (X509_V_ERR_…) of what is told in other words than its own.
NOT_YET_VALID, EXPIRED, SELF_SIGNED, OTHER_NAME = (9,), (10,), (18,), (62, 64)
UNKNOWN_AUTHORITY = (2, 19, 20, 21, 27)
TOO_OLD = ("UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION")


class FingerprintMismatch(ssl.SSLError):
    """The server showed another certificate than the one that is trusted."""

    def __init__(self, seen: Certificate) -> None:
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
        warnings.warn(UNVERIFIED, UserWarning, stacklevel=_levels_to_the_caller())
        return _unverified()
    return _system()


def normalized(fingerprints: Sequence[str]) -> frozenset[str]:
    """SHA-256 fingerprints as `AA:BB:…`; colons, dashes, blanks and case of what was given do not matter."""
    plain = [re.sub(r"[\s:-]", "", text) for text in fingerprints]
    if not plain or not all(re.fullmatch(r"[0-9A-Fa-f]{64}", digits) for digits in plain):
        raise ConfigurationError("fingerprint is not a SHA-256 fingerprint: 64 hexadecimal digits, colons allowed")
    return frozenset(bytes.fromhex(digits).hex(":").upper() for digits in plain)


def fingerprint(der: bytes) -> str:
    """The SHA-256 fingerprint of a certificate in DER form."""
    return _read(der).fingerprint


def fetch(host: str, port: int) -> Certificate:
    """The certificate that a server shows, whoever it is; nothing but a handshake is sent.

    Raises:
        OSError: There is no TLS connection to it.
    """
    with (
        socket.create_connection((host, port), timeout=LOOK_TIMEOUT) as plain,
        _unverified().wrap_socket(plain, server_hostname=host) as secure,
    ):
        return _shown(secure)


def check(settings: Settings) -> None:
    """Shake hands as the clients do, and send nothing.

    Raises:
        ssl.SSLError: The certificate is not trusted.
        OSError: There is no connection.
    """
    host = settings.host.strip("[]")
    with (
        socket.create_connection((host, settings.port), timeout=LOOK_TIMEOUT) as plain,
        context(settings).wrap_socket(plain, server_hostname=host),
    ):
        pass


def look(host: str, port: int) -> Certificate | None:
    """As `fetch`, or None."""
    try:
        return fetch(host, port)
    except OSError:
        return None


async def look_async(host: str, port: int) -> Certificate | None:
    """As `look`, without blocking."""
    import asyncio

    try:
        async with asyncio.timeout(LOOK_TIMEOUT):
            _, writer = await asyncio.open_connection(host, port, ssl=_unverified(), server_hostname=host)
    except OSError:
        return None
    found = _shown(writer.get_extra_info("ssl_object"))
    writer.transport.abort()
    return found


def refused(host: str, port: int, trouble: ssl.SSLError, seen: Certificate | None) -> str:
    """What to tell the user about a handshake that failed.

    Args:
        host: The server.
        port: Its port.
        trouble: What OpenSSL, or the comparison of fingerprints, says.
        seen: The server's certificate, if it is known; from whoever answered there.
    """
    where = f"{host}:{port}"
    if isinstance(trouble, FingerprintMismatch):
        return (
            f"{where} shows another certificate than the trusted one: {_described(trouble.seen)}.{RENEWED}"
            f'fingerprint="{trouble.seen.fingerprint}"'
        )
    if not isinstance(trouble, ssl.SSLCertVerificationError):
        return f"no TLS connection to {where}: {_handshake_trouble(trouble)}"
    problem = f"the certificate of {where} is not trusted: {_verification_trouble(host, trouble, seen)}"
    if seen is None:
        return problem
    return f'{problem}. It is {_described(seen)}.{ARGUMENT}fingerprint="{seen.fingerprint}"'


def without_argument(told: str) -> str:
    """What `refused` tells, without the argument that would trust the certificate."""
    for hint in (ARGUMENT, RENEWED):
        told = told.rpartition(hint)[0] or told
    return told


def wrong_dates(seen: Certificate) -> str | None:
    """In words, why the dates of a certificate do not fit today, or None."""
    now = datetime.now(UTC)
    if seen.not_after is not None and seen.not_after < now:
        return f"it expired on {seen.not_after:%Y-%m-%d}"
    if seen.not_before is not None and seen.not_before > now:
        return f"it is not valid before {seen.not_before:%Y-%m-%d} (is the clock of this computer right?)"
    return None


def listed(names: Sequence[str]) -> str:
    """The first of the names, and how many there are beyond them."""
    more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
    return ", ".join(names[:NAMES_SHOWN]) + more


def _verification_trouble(host: str, trouble: ssl.SSLCertVerificationError, seen: Certificate | None) -> str:
    code = trouble.verify_code
    dates = None if seen is None else wrong_dates(seen)
    problems: list[str] = []
    if code in SELF_SIGNED:
        problems.append("it is self-signed")
    elif code in UNKNOWN_AUTHORITY:
        problems.append("its authority is not known on this computer")
    elif code in OTHER_NAME:
        problems.append(f"it is for another name than {host!r}")
    elif code not in (*EXPIRED, *NOT_YET_VALID):
        problems.append(str(trouble.verify_message))
    elif dates is None:  # then it is another one in its chain
        problems.append("one of its authorities has expired, or is not valid yet")
    return ", and ".join([*problems, dates] if dates else problems)


def _handshake_trouble(trouble: ssl.SSLError) -> str:
    reason: str | None = trouble.reason
    if reason in TOO_OLD:
        return "it offers nothing as new as TLS 1.2; whoever has to accept less can with ssl_context="
    return reason or "the handshake failed"


def _described(seen: Certificate) -> str:
    dates = " to ".join("?" if date is None else f"{date:%Y-%m-%d}" for date in (seen.not_before, seen.not_after))
    names = f", for {listed(seen.names)}" if seen.names else ""
    return f"of {seen.subject or 'a subject that cannot be read'}{names}, valid from {dates}"


def _shown(connection: ssl.SSLSocket | ssl.SSLObject) -> Certificate:
    return _read(connection.getpeercert(binary_form=True) or b"")


def _read(der: bytes) -> Certificate:
    from mailstore_sdk.transport import certificate  # where one is pinned, or was refused

    return certificate.read(der)


def _levels_to_the_caller() -> int:
    """For `warnings.warn`: how far up the first function is that is not of this package."""
    import inspect  # for a warning that hardly anybody asks for

    frame = inspect.currentframe()
    level = 0
    while frame is not None and frame.f_code.co_filename.startswith(PACKAGE):
        frame = frame.f_back
        level += 1
    return level


def _modern(made: ssl.SSLContext) -> ssl.SSLContext:
    """TLS 1.2 at least, however Python was built and the system is configured."""
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    return made


@functools.cache
def _system() -> ssl.SSLContext:
    return _modern(ssl.create_default_context())


def _from_file(path: str) -> ssl.SSLContext:
    try:
        there = os.stat(path)  # noqa: PTH116  (Path makes "." of "")
        return _of_file(path, there.st_mtime_ns, there.st_size)
    except FileNotFoundError:
        problem = "does not exist"
    except (OSError, ssl.SSLError) as error:
        problem = f"cannot be used: {error.strerror or error}"
    raise ConfigurationError(f"ca_file {path!r} {problem}")


@functools.cache
def _of_file(path: str, changed: int, size: int) -> ssl.SSLContext:
    """One for each content: a program that runs for months has to notice a file that was renewed."""
    made = _modern(ssl.create_default_context(cafile=path))
    # The user names the certificate himself, so it may be the server's own, made without a CA's extensions; what
    # Python 3.13 turned on would refuse that.
    made.verify_flags = (made.verify_flags | ssl.VERIFY_X509_PARTIAL_CHAIN) & ~ssl.VERIFY_X509_STRICT
    return made


@functools.cache
def _unverified() -> ssl.SSLContext:
    made = _modern(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
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
            _require(_shown(self), trusted)

    class PinnedObject(ssl.SSLObject):
        def do_handshake(self) -> None:
            super().do_handshake()
            _require(_shown(self), trusted)

    made = _modern(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    made.sslsocket_class = PinnedSocket
    made.sslobject_class = PinnedObject
    return made


def _require(seen: Certificate, trusted: frozenset[str]) -> None:
    if seen.fingerprint not in trusted:
        raise FingerprintMismatch(seen)
