"""The only module that imports the HTTP library: httpx, or httpx2 where it is installed.

httpx has had no release since 2024; httpx2 is its maintained continuation with the same interface.
"""

from __future__ import annotations

import asyncio
import os
import ssl
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mailstore_sdk._version import __version__
from mailstore_sdk.errors import ConfigurationError, ConnectError, RequestTimeout, TlsError, TransportError
from mailstore_sdk.transport import tls
from mailstore_sdk.transport.settings import Settings
from mailstore_sdk.transport.wire import Reply, Request

if TYPE_CHECKING:
    import httpx
else:
    try:
        import httpx2 as httpx
    except ImportError:
        import httpx


GRACE = 0.25


class HttpSender:
    """Carries requests over HTTPS, on connections that are kept open."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client: httpx.Client = _made(httpx.Client, settings)

    def send(self, request: Request, timeout: float) -> Reply:
        _require_open(self._client.is_closed)
        deadline = time.monotonic() + timeout
        # Raised outside the handler, so that no httpx exception, which knows the password's header, hangs on to it.
        problem: Exception
        try:
            with self._client.stream("POST", request.path, content=request.body, timeout=timeout) as response:
                chunks = []
                for chunk in response.iter_bytes():
                    chunks.append(chunk)
                    if time.monotonic() > deadline:
                        raise _too_slow(timeout)
                return _reply(response, b"".join(chunks))
        except (httpx.HTTPError, httpx.InvalidURL, RequestTimeout, UnicodeError) as error:
            problem = error
            failure = _failure(problem, self._settings, timeout)
        if isinstance(failure, TlsError) and failure.fingerprint is None and self._settings.proxy is None:
            seen = tls.look(self._settings.host.strip("[]"), self._settings.port)
            failure = _untrusted(failure, self._settings, seen)
        raise failure

    def close(self) -> None:
        self._client.close()


class AsyncHttpSender:
    """Carries requests over HTTPS, on connections that are kept open, in an event loop."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client: httpx.AsyncClient = _made(httpx.AsyncClient, settings)

    async def send(self, request: Request, timeout: float) -> Reply:
        _require_open(self._client.is_closed)
        problem: Exception
        try:
            # With a grace: the HTTP library, which knows that it has not sent anything yet, and cleans up, comes first.
            async with asyncio.timeout(timeout + GRACE):
                response = await self._client.post(request.path, content=request.body, timeout=timeout)
                return _reply(response, response.content)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, UnicodeError) as error:
            problem = _too_slow(timeout) if isinstance(error, TimeoutError) else error
            failure = _failure(problem, self._settings, timeout)
        if isinstance(failure, TlsError) and failure.fingerprint is None and self._settings.proxy is None:
            seen = await tls.look_async(self._settings.host.strip("[]"), self._settings.port)
            failure = _untrusted(failure, self._settings, seen)
        raise failure

    async def close(self) -> None:
        await self._client.aclose()


def _made(kind: Callable[..., Any], settings: Settings) -> Any:
    arguments = _client_arguments(settings)
    try:
        return kind(**arguments)
    except (ValueError, ImportError, httpx.InvalidURL):
        where = "proxy" if settings.proxy is not None else "a proxy of the environment (trust_env=False passes it over)"
    raise ConfigurationError(f"{where} is of a kind that cannot be used")


def _client_arguments(settings: Settings) -> dict[str, Any]:
    try:
        proxy = None if settings.proxy is None else httpx.Proxy(settings.proxy)
    except (ValueError, httpx.InvalidURL):
        proxy = None
    if settings.proxy is not None and proxy is None:
        raise ConfigurationError("proxy is not the URL of a proxy, as http://proxy.example:3128")
    return {
        "base_url": _url(settings),
        "verify": tls.context(settings),
        "headers": {
            "Authorization": f"Basic {settings.credentials}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json, text/plain",
            "User-Agent": f"mailstore-sdk/{__version__}",
        },
        "proxy": proxy,
        "trust_env": settings.trust_env,
        "follow_redirects": False,  # the password goes to this server and no other
    }


def _url(settings: Settings) -> httpx.URL:
    try:
        return httpx.URL(settings.url)
    except httpx.InvalidURL:
        problem = f"host {settings.host!r} is not a host name or address"
    raise ConfigurationError(problem)


def _require_open(closed: bool) -> None:
    if closed:
        raise ConfigurationError("the client is closed")


def _reply(response: httpx.Response, content: bytes) -> Reply:
    return Reply(
        status=response.status_code,
        reason=response.reason_phrase,
        content_type=response.headers.get("content-type", ""),
        retry_after=response.headers.get("retry-after"),
        content=content,
    )


def _too_slow(timeout: float) -> RequestTimeout:
    return RequestTimeout(f"the server did not answer within {timeout:.3g} s")


def _failure(problem: Exception, settings: Settings, timeout: float) -> TransportError:
    """This SDK's error for what went wrong below."""
    where = f"{settings.host}:{settings.port}"
    if isinstance(problem, TransportError):
        return problem
    if isinstance(problem, UnicodeError):  # from the lookup of the name
        return ConnectError(f"no connection to {where}: that is not the name of a host")
    if isinstance(problem, httpx.ConnectTimeout):
        return ConnectError(f"no connection to {where} within {timeout:.3g} s")
    trouble = _caused_by(problem, ssl.SSLError)
    if isinstance(trouble, tls.FingerprintMismatch):
        return TlsError(
            tls.untrusted(settings.host, settings.port, "", trouble.seen, pinned=True), fingerprint=trouble.seen
        )
    connecting = isinstance(problem, httpx.ConnectError | httpx.ProxyError)
    if trouble is not None and connecting:
        reason = getattr(trouble, "verify_message", "") or getattr(trouble, "reason", None) or "the handshake failed"
        return TlsError(str(reason))
    if connecting:
        return ConnectError(f"no connection to {where}: {_cause_text(problem)}")
    if isinstance(problem, httpx.PoolTimeout):
        return RequestTimeout(f"no free connection within {timeout:.3g} s", request_sent=False)
    if isinstance(problem, httpx.TimeoutException):
        return _too_slow(timeout)
    return TransportError(
        f"the connection to {where} broke before the whole answer had arrived ({type(problem).__name__}); "
        "whether the call was carried out is not known"
    )


def _untrusted(failure: TlsError, settings: Settings, seen: str | None) -> TlsError:
    reason = str(failure)
    return TlsError(tls.untrusted(settings.host, settings.port, reason, seen, pinned=False), fingerprint=seen)


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in found:
        found.append(cause)
        cause = cause.__cause__ or cause.__context__
    return found


def _caused_by(error: BaseException, kind: type[ssl.SSLError]) -> ssl.SSLError | None:
    return next((cause for cause in _chain(error) if isinstance(cause, kind)), None)


def _cause_text(error: BaseException) -> str:
    """The operating system's words for it, such as "Connection refused"."""
    for cause in _chain(error):
        for one in cause.exceptions if isinstance(cause, BaseExceptionGroup) else (cause,):
            if isinstance(one, OSError) and one.strerror:
                # asyncio puts the address where the reason belongs
                by_number = one.strerror.startswith("Connect call failed")
                return os.strerror(one.errno or 0) if by_number else one.strerror
    return str(error) or type(error).__name__
