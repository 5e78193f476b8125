"""The only module that imports the HTTP library: httpx, or httpx2 where it is installed.

httpx has had no release since 2024; httpx2 is its maintained continuation with the same interface.
"""

from __future__ import annotations

import asyncio
import os
import ssl
import time
import warnings
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, ExitStack, aclosing, asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

from mailstore_sdk._version import __version__
from mailstore_sdk.errors import ConfigurationError, ConnectError, RequestTimeout, TlsError, TransportError
from mailstore_sdk.transport import tls
from mailstore_sdk.transport.holder import Holder
from mailstore_sdk.transport.settings import Settings
from mailstore_sdk.transport.wire import AsyncIncoming, Body, Incoming, Reply, Request

if TYPE_CHECKING:
    import httpx

    from mailstore_sdk.transport.certificate import Certificate
else:
    try:
        import httpx2 as httpx
    except ImportError:
        import httpx


GRACE = 0.25


class _Connections(Holder):
    """What both senders know of the connections that they keep open."""

    def __init__(self, settings: Settings, client: httpx.Client | httpx.AsyncClient) -> None:
        self._settings = settings
        self._process = os.getpid()
        self._unclosed = False
        self._client = client

    def _begin(self) -> None:
        """Check that a request may be sent now."""
        if self._client.is_closed:
            raise ConfigurationError("the client is closed")
        if os.getpid() != self._process:
            raise ConfigurationError(
                "the client was made in another process, and connections cannot be shared: make one in each process"
            )
        self._unclosed = True

    def __del__(self) -> None:
        # A child of fork has nothing of its own to close.
        if getattr(self, "_unclosed", False) and os.getpid() == self._process:
            warnings.warn(
                f"unclosed client of {self._settings.url}: close() it, or use it in a with statement",
                ResourceWarning,
                stacklevel=2,
                source=self,
            )


class HttpSender(_Connections):
    """Carries requests over HTTPS, on connections that are kept open."""

    _client: httpx.Client

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, _made(httpx.Client, settings))

    def send(self, request: Request, timeout: float) -> Reply:
        self._begin()
        deadline = time.monotonic() + timeout
        # Raised outside the handler, so that no httpx exception, which knows the password's header, hangs on to it.
        problem: Exception
        try:
            with self._client.stream("POST", request.path, content=request.body, timeout=timeout) as response:
                body = Body(self._settings.max_response_bytes)
                for chunk in response.iter_bytes():
                    if not body.takes(chunk):
                        break
                    if time.monotonic() > deadline:
                        raise _too_slow(timeout)
                return _reply(response, body)
        except (httpx.HTTPError, httpx.InvalidURL, RequestTimeout, UnicodeError) as error:
            problem = error
            failure = _failure(problem, self._settings, timeout)
        if _unseen(problem, self._settings):
            seen = tls.look(self._settings.host.strip("[]"), self._settings.port)
            failure = _refused(problem, self._settings, seen)
        raise failure

    @contextmanager
    def stream(self, request: Request, timeout: float, silence: float) -> Iterator[Incoming]:
        self._begin()
        problem: Exception
        with ExitStack() as opened:
            try:
                response = opened.enter_context(
                    self._client.stream("POST", request.path, content=request.body, timeout=timeout)
                )
            except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
                problem = error
                failure = _failure(problem, self._settings, timeout)
            else:
                response.request.extensions["timeout"]["read"] = silence
                yield Incoming(**_head(response), chunks=self._chunks(response, silence))
                return
        if _unseen(problem, self._settings):
            seen = tls.look(self._settings.host.strip("[]"), self._settings.port)
            failure = _refused(problem, self._settings, seen)
        raise failure

    def _chunks(self, response: httpx.Response, silence: float) -> Iterator[bytes]:
        try:
            yield from response.iter_bytes()
            return
        except (httpx.HTTPError, httpx.StreamError) as error:
            failure = _broken(error, self._settings, silence)
        raise failure

    def close(self) -> None:
        self._unclosed = False
        self._client.close()


class AsyncHttpSender(_Connections):
    """Carries requests over HTTPS, on connections that are kept open, in an event loop."""

    _client: httpx.AsyncClient

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, _made(httpx.AsyncClient, settings))

    async def send(self, request: Request, timeout: float) -> Reply:
        self._begin()
        problem: Exception
        try:
            # With a grace: the HTTP library, which knows that it has not sent anything yet, and cleans up, comes first.
            async with (
                asyncio.timeout(timeout + GRACE),
                self._client.stream("POST", request.path, content=request.body, timeout=timeout) as response,
            ):
                body = Body(self._settings.max_response_bytes)
                async for chunk in response.aiter_bytes():
                    if not body.takes(chunk):
                        break
                return _reply(response, body)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, UnicodeError) as error:
            problem = _too_slow(timeout) if isinstance(error, TimeoutError) else error
            failure = _failure(problem, self._settings, timeout)
        if _unseen(problem, self._settings):
            seen = await tls.look_async(self._settings.host.strip("[]"), self._settings.port)
            failure = _refused(problem, self._settings, seen)
        raise failure

    @asynccontextmanager
    async def stream(self, request: Request, timeout: float, silence: float) -> AsyncIterator[AsyncIncoming]:
        self._begin()
        problem: Exception
        async with AsyncExitStack() as opened:
            try:
                async with asyncio.timeout(timeout + GRACE):
                    response = await opened.enter_async_context(
                        self._client.stream("POST", request.path, content=request.body, timeout=timeout)
                    )
            except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, UnicodeError) as error:
                problem = _too_slow(timeout) if isinstance(error, TimeoutError) else error
                failure = _failure(problem, self._settings, timeout)
            else:
                response.request.extensions["timeout"]["read"] = silence
                async with aclosing(self._chunks(response, silence)) as chunks:
                    yield AsyncIncoming(**_head(response), chunks=chunks)
                return
        if _unseen(problem, self._settings):
            seen = await tls.look_async(self._settings.host.strip("[]"), self._settings.port)
            failure = _refused(problem, self._settings, seen)
        raise failure

    async def _chunks(self, response: httpx.Response, silence: float) -> AsyncGenerator[bytes, None]:
        try:
            async for chunk in response.aiter_bytes():
                yield chunk
            return
        except (httpx.HTTPError, httpx.StreamError) as error:
            failure = _broken(error, self._settings, silence)
        raise failure

    async def close(self) -> None:
        self._unclosed = False
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
            "Accept-Encoding": "identity",  # nothing to unpack, and so nothing that grows in doing so
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


def _head(response: httpx.Response) -> dict[str, Any]:
    return {
        "status": response.status_code,
        "reason": response.reason_phrase,
        "content_type": response.headers.get("content-type", ""),
        "retry_after": response.headers.get("retry-after"),
    }


def _reply(response: httpx.Response, body: Body) -> Reply:
    return Reply(**_head(response), content=body.content(), cut=body.cut)


def _broken(problem: Exception, settings: Settings, silence: float) -> TransportError:
    """This SDK's error for an answer that broke off."""
    if isinstance(problem, httpx.TimeoutException):
        return RequestTimeout(f"the server fell silent for {silence:.3g} s, before the whole answer had arrived")
    return _failure(problem, settings, silence)


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
    connecting = isinstance(problem, httpx.ConnectError | httpx.ProxyError)
    trouble = _tls_trouble(problem)
    if isinstance(trouble, tls.FingerprintMismatch) or (trouble is not None and connecting):
        return _refused(problem, settings, None)
    if isinstance(problem, httpx.ProxyError):
        # Only the number: a proxy's words may repeat what it was sent, its own password too.
        status = str(problem)[:3]
        return ConnectError(
            f"no connection to {where}: the proxy refused" + (f" (HTTP {status})" if status.isdecimal() else "")
        )
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


def _unseen(problem: Exception, settings: Settings) -> bool:
    """Whether a certificate was refused that a handshake of its own can show; through a proxy there is none."""
    return isinstance(_tls_trouble(problem), ssl.SSLCertVerificationError) and settings.proxy is None


def _refused(problem: Exception, settings: Settings, seen: Certificate | None) -> TransportError:
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
