"""Carries requests over HTTPS, with the HTTP engine, on connections that are kept open."""

from __future__ import annotations

import ipaddress
import os
import ssl
import time
import warnings
from typing import TYPE_CHECKING

from mailstore_sdk._version import __version__
from mailstore_sdk.errors import ConfigurationError, ConnectError, RequestTimeout, TlsError, TransportError
from mailstore_sdk.transport import tls
from mailstore_sdk.transport.engine import ERRORS, httpcore
from mailstore_sdk.transport.holder import Holder
from mailstore_sdk.transport.lanes import AsyncLanes, Lanes
from mailstore_sdk.transport.network import Network
from mailstore_sdk.transport.packing import BadPacking
from mailstore_sdk.transport.proxy import proxy_for
from mailstore_sdk.transport.settings import Settings
from mailstore_sdk.transport.wire import Body, Reply, Request

if TYPE_CHECKING:
    from mailstore_sdk.transport.async_network import AsyncNetwork
    from mailstore_sdk.transport.certificate import Certificate

KEPT = 30.0  # seconds for which an idle connection is kept


class _Connections(Holder):
    """What both senders know of the connections that they keep open."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process = os.getpid()
        self._closed = self._unclosed = False
        self._ssl_context = tls.context(settings)
        self._proxy = proxy_for(settings)
        self._origin = httpcore.Origin(b"https", _host(settings), settings.port)
        self._headers = [
            (b"Host", _authority(self._origin)),
            (b"Authorization", f"Basic {settings.credentials}".encode()),
            (b"Content-Type", b"application/x-www-form-urlencoded"),
            (b"Accept", b"application/json, text/plain"),
            (b"Accept-Encoding", b"identity"),  # nothing to unpack, and so nothing that grows in doing so
            (b"User-Agent", f"mailstore-sdk/{__version__}".encode()),
        ]

    def _begin(self) -> None:
        """Check that a request may be sent now."""
        if self._closed:
            raise ConfigurationError("the client is closed")
        if os.getpid() != self._process:
            raise ConfigurationError(
                "the client was made in another process, and connections cannot be shared: make one in each process"
            )
        self._unclosed = True

    def _request(self, request: Request) -> httpcore.Request:
        origin = self._origin
        return httpcore.Request(
            b"POST",
            httpcore.URL(scheme=origin.scheme, host=origin.host, port=origin.port, target=request.path.encode()),
            headers=[*self._headers, (b"Content-Length", b"%d" % len(request.body))],
            content=request.body,
        )

    def __del__(self) -> None:
        # A child of fork has nothing of its own to close.
        if getattr(self, "_unclosed", False) and os.getpid() == self._process:
            warnings.warn(
                f"unclosed client of {self._settings.url}: close() it, or use it in a with statement",
                ResourceWarning,
                stacklevel=2,
                source=self,
            )


class _Lane:
    """One connection to the server at most: a new one where the last is at its end."""

    def __init__(self, connections: HttpSender) -> None:
        self.network = Network()
        self._of = connections
        self._connection: httpcore.HTTPConnection | httpcore.ConnectionPool | None = None

    def carry(self, request: httpcore.Request) -> httpcore.Response:
        """Send the request, and give the answer as soon as it begins."""
        connection = self._connection
        if isinstance(connection, httpcore.HTTPConnection) and (connection.is_closed() or connection.has_expired()):
            connection.close()
            connection = None
        if connection is None:
            connection = self._connection = self._of.connection(self.network)
        return connection.handle_request(request)

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()


class HttpSender(_Connections):
    """Carries requests for threads."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._lanes = Lanes(lambda: _Lane(self))

    def send(self, request: Request, timeout: float) -> Reply:
        self._begin()
        deadline = time.monotonic() + timeout
        lane = self._lanes.take(timeout)
        if lane is None:
            raise _no_lane(timeout)
        lane.network.deadline = deadline
        # Raised outside the handler, so that no exception of the engine's, which knows the password, hangs on to it.
        problem: Exception
        try:
            response = lane.carry(self._request(request))
            try:
                head = _Head(response)
                body = Body(self._settings.max_response_bytes, head.packed)
                for chunk in response.iter_stream():
                    if not body.takes(chunk):
                        break
                return head.reply(body)
            finally:
                response.close()
        except (*ERRORS, UnicodeError, BadPacking) as error:
            problem = error
            failure = _failure(problem, self._settings, timeout)
        finally:
            self._lanes.give_back(lane)
        if _unseen(problem, self._settings):
            seen = tls.look(self._settings.host.strip("[]"), self._settings.port)
            failure = _refused(problem, self._settings, seen)
        raise failure

    def connection(self, network: Network) -> httpcore.HTTPConnection | httpcore.ConnectionPool:
        """A connection that is not open yet; one through a proxy is a pool to the engine."""
        if self._proxy is None:
            return httpcore.HTTPConnection(self._origin, self._ssl_context, KEPT, network_backend=network)
        return httpcore.ConnectionPool(
            self._ssl_context, self._proxy, max_connections=1, keepalive_expiry=KEPT, network_backend=network
        )

    def close(self) -> None:
        self._unclosed, self._closed = False, True
        for lane in self._lanes.all:
            lane.close()


class _AsyncLane:
    """One connection to the server at most: a new one where the last is at its end."""

    def __init__(self, connections: AsyncHttpSender, network: AsyncNetwork) -> None:
        self._network = network
        self._of = connections
        self._connection: httpcore.AsyncHTTPConnection | httpcore.AsyncConnectionPool | None = None

    async def carry(self, request: httpcore.Request) -> httpcore.Response:
        """Send the request, and give the answer as soon as it begins."""
        connection = self._connection
        if isinstance(connection, httpcore.AsyncHTTPConnection) and (
            connection.is_closed() or connection.has_expired()
        ):
            await connection.aclose()
            connection = None
        if connection is None:
            connection = self._connection = self._of.connection(self._network)
        return await connection.handle_async_request(request)

    @property
    def connected(self) -> bool:
        """Whether the server, or the proxy, has been reached."""
        return self._network.connected

    async def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            await self._connection.aclose()


class AsyncHttpSender(_Connections):
    """Carries requests for the tasks of an event loop."""

    def __init__(self, settings: Settings) -> None:
        from mailstore_sdk.transport.async_network import AsyncNetwork  # with asyncio, which threads need not load

        super().__init__(settings)
        self._lanes = AsyncLanes(lambda: _AsyncLane(self, AsyncNetwork()))

    async def send(self, request: Request, timeout: float) -> Reply:
        from asyncio import timeout as at_most

        self._begin()
        lane: _AsyncLane | None = None
        problem: Exception
        try:
            async with at_most(timeout):
                lane = await self._lanes.take()
                response = await lane.carry(self._request(request))
                try:
                    head = _Head(response)
                    body = Body(self._settings.max_response_bytes, head.packed)
                    async for chunk in response.aiter_stream():
                        if not body.takes(chunk):
                            break
                    return head.reply(body)
                finally:
                    await response.aclose()
        except TimeoutError:
            failure: TransportError = _too_slow(timeout)
            if lane is None:
                failure = _no_lane(timeout)
            elif not lane.connected:
                failure = _no_connection(self._settings, timeout)
            problem = failure
        except (*ERRORS, UnicodeError, BadPacking) as error:
            problem = error
            failure = _failure(problem, self._settings, timeout)
        finally:
            if lane is not None:
                self._lanes.give_back(lane)
        if _unseen(problem, self._settings):
            seen = await tls.look_async(self._settings.host.strip("[]"), self._settings.port)
            failure = _refused(problem, self._settings, seen)
        raise failure

    def connection(self, network: AsyncNetwork) -> httpcore.AsyncHTTPConnection | httpcore.AsyncConnectionPool:
        """A connection that is not open yet; one through a proxy is a pool to the engine."""
        if self._proxy is None:
            return httpcore.AsyncHTTPConnection(self._origin, self._ssl_context, KEPT, network_backend=network)
        return httpcore.AsyncConnectionPool(
            self._ssl_context, self._proxy, max_connections=1, keepalive_expiry=KEPT, network_backend=network
        )

    async def close(self) -> None:
        self._unclosed, self._closed = False, True
        for lane in self._lanes.all:
            await lane.close()


def _host(settings: Settings) -> bytes:
    host = settings.host.strip("[]")
    try:
        if ":" in host:
            ipaddress.IPv6Address(host)
        elif host.rpartition(".")[2].isdigit():
            ipaddress.IPv4Address(host)
        elif not host.isascii():
            import idna  # what httpx takes for it as well; hardly anybody needs it

            return idna.encode(host)
        return host.encode("ascii")
    except ValueError:  # of which idna's errors are a kind
        problem = f"host {settings.host!r} is not a host name or address"
    raise ConfigurationError(problem)


def _authority(origin: httpcore.Origin) -> bytes:
    host = b"[%b]" % origin.host if b":" in origin.host else origin.host
    return host if origin.port == 443 else b"%b:%d" % (host, origin.port)


class _Head:
    """What the SDK wants to know of an answer before its content."""

    def __init__(self, response: httpcore.Response) -> None:
        self.status = response.status
        self.reason = response.extensions.get("reason_phrase", b"").decode("ascii", errors="ignore")
        self.content_type = self.packed = ""
        self.retry_after: str | None = None
        for name, value in response.headers:
            lower = name.lower()
            if lower == b"content-type":
                self.content_type = value.decode("latin-1")
            elif lower == b"content-encoding":
                self.packed = value.decode("latin-1").strip().lower()
            elif lower == b"retry-after":
                self.retry_after = value.decode("latin-1")

    def reply(self, body: Body) -> Reply:
        """The whole answer."""
        return Reply(
            status=self.status,
            reason=self.reason,
            content_type=self.content_type,
            retry_after=self.retry_after,
            content=body.content(),
            cut=body.cut,
        )


def _no_lane(timeout: float) -> RequestTimeout:
    return RequestTimeout(f"no free connection within {timeout:.3g} s", request_sent=False)


def _no_connection(settings: Settings, timeout: float) -> ConnectError:
    return ConnectError(f"no connection to {settings.host}:{settings.port} within {timeout:.3g} s")


def _too_slow(timeout: float) -> RequestTimeout:
    return RequestTimeout(f"the server did not answer within {timeout:.3g} s")


def _failure(problem: Exception, settings: Settings, timeout: float) -> TransportError:
    """This SDK's error for what went wrong below."""
    where = f"{settings.host}:{settings.port}"
    if isinstance(problem, TransportError):
        return problem
    if isinstance(problem, BadPacking):
        return TransportError(f"{problem}; whether the call was carried out is not known")
    if isinstance(problem, UnicodeError):  # from the lookup of the name
        return ConnectError(f"no connection to {where}: that is not the name of a host")
    if isinstance(problem, httpcore.ConnectTimeout):
        return _no_connection(settings, timeout)
    connecting = isinstance(problem, httpcore.ConnectError | httpcore.ProxyError)
    trouble = _tls_trouble(problem)
    if isinstance(trouble, tls.FingerprintMismatch) or (trouble is not None and connecting):
        return _refused(problem, settings, None)
    if isinstance(problem, httpcore.ProxyError):
        # Only the number: a proxy's words may repeat what it was sent, its own password too.
        status = str(problem)[:3]
        return ConnectError(
            f"no connection to {where}: the proxy refused" + (f" (HTTP {status})" if status.isdecimal() else "")
        )
    if connecting:
        return ConnectError(f"no connection to {where}: {_cause_text(problem)}")
    if isinstance(problem, httpcore.TimeoutException):
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
