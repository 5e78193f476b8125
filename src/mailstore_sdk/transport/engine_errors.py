"""From what goes wrong below to this SDK's errors, without anything of the engine's, which knows the password."""

from __future__ import annotations

import os
import ssl

from mailstore_sdk.errors import ConnectError, RequestTimeout, TlsError, TransportError
from mailstore_sdk.transport import tls
from mailstore_sdk.transport.certificate import Certificate
from mailstore_sdk.transport.engine import ERRORS, httpcore
from mailstore_sdk.transport.packing import BadPacking
from mailstore_sdk.transport.settings import Settings

KINDS = (*ERRORS, UnicodeError, BadPacking)
"""What a sender has to expect."""


def broken(problem: Exception, settings: Settings, silence: float) -> TransportError:
    """This SDK's error for an answer that broke off."""
    if isinstance(problem, httpcore.TimeoutException | TimeoutError):
        return RequestTimeout(f"the server fell silent for {silence:.3g} s, before the whole answer had arrived")
    return failure(problem, settings, silence)


def no_lane(timeout: float) -> RequestTimeout:
    """All connections were taken for too long; nothing has been sent."""
    return RequestTimeout(f"no free connection within {timeout:.3g} s", request_sent=False)


def no_connection(settings: Settings, timeout: float) -> ConnectError:
    """The server was not reached in time."""
    return ConnectError(f"no connection to {settings.host}:{settings.port} within {timeout:.3g} s")


def too_slow(timeout: float) -> RequestTimeout:
    """It was reached, and did not answer in time."""
    return RequestTimeout(f"the server did not answer within {timeout:.3g} s")


def failure(problem: Exception, settings: Settings, timeout: float) -> TransportError:
    """This SDK's error for what went wrong below."""
    where = f"{settings.host}:{settings.port}"
    if isinstance(problem, TransportError):
        return problem
    if isinstance(problem, BadPacking):
        return TransportError(f"{problem}; whether the call was carried out is not known")
    if isinstance(problem, UnicodeError):  # from the lookup of the name
        return ConnectError(f"no connection to {where}: that is not the name of a host")
    if isinstance(problem, httpcore.ConnectTimeout):
        return no_connection(settings, timeout)
    connecting = isinstance(problem, httpcore.ConnectError | httpcore.ProxyError)
    trouble = _tls_trouble(problem)
    if isinstance(trouble, ssl.SSLEOFError) and connecting:
        # No word about a certificate: a server that is busy, or being restarted, ends connections so.
        return ConnectError(f"no connection to {where}: it ended during the TLS handshake")
    if isinstance(trouble, tls.FingerprintMismatch) or (trouble is not None and connecting):
        return refused(problem, settings, None)
    if isinstance(problem, httpcore.ProxyError):
        # Only the number: a proxy's words may repeat what it was sent, its own password too.
        status = str(problem)[:3]
        return ConnectError(
            f"no connection to {where}: the proxy refused" + (f" (HTTP {status})" if status.isdecimal() else "")
        )
    if connecting:
        return ConnectError(f"no connection to {where}: {_cause_text(problem)}")
    if isinstance(problem, httpcore.TimeoutException):
        return too_slow(timeout)
    return TransportError(
        f"the connection to {where} broke before the whole answer had arrived ({type(problem).__name__}); "
        "whether the call was carried out is not known"
    )


def certificate_refused(problem: Exception) -> bool:
    """Whether a certificate was refused, which a handshake of its own can show."""
    return isinstance(_tls_trouble(problem), ssl.SSLCertVerificationError)


def refused(problem: Exception, settings: Settings, seen: Certificate | None) -> TransportError:
    """The handshake failed: with the certificate that was seen, if one was."""
    trouble = _tls_trouble(problem) or ssl.SSLError()
    seen = trouble.seen if isinstance(trouble, tls.FingerprintMismatch) else seen
    return TlsError(tls.refused(settings.host, settings.port, trouble, seen), certificate=seen)


def _tls_trouble(problem: Exception) -> ssl.SSLError | None:
    return next((cause for cause in _chain(problem) if isinstance(cause, ssl.SSLError)), None)


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in found:
        found.append(cause)
        cause = cause.__cause__ or cause.__context__
    return found


def _cause_text(error: BaseException) -> str:
    """The operating system's words for it, such as "Connection refused"."""
    for cause in _chain(error):
        for one in cause.exceptions if isinstance(cause, BaseExceptionGroup) else (cause,):
            if isinstance(one, OSError) and one.strerror:
                # asyncio puts the address where the reason belongs
                by_number = one.strerror.startswith("Connect call failed")
                return os.strerror(one.errno or 0) if by_number else one.strerror
    return str(error) or type(error).__name__
