"""The carrier of the extra `[fast]`: aiohttp below httpx's interface, by the package httpx-aiohttp."""

from __future__ import annotations

import asyncio
import ssl
from base64 import b64encode
from typing import TYPE_CHECKING

import aiohttp
import httpx2 as httpx
from httpx_aiohttp.httpx2 import AiohttpTransport

from mailstore_sdk.transport.wire import Reply, Request

if TYPE_CHECKING:
    from benchmarks.server import Running

MOST = 100
HEADERS = {
    "Authorization": "Basic " + b64encode(b"admin:admin").decode(),
    "Content-Type": "application/x-www-form-urlencoded",
    "Accept": "application/json, text/plain",
    "Accept-Encoding": "identity",
    "User-Agent": "mailstore-sdk",
}


class AiohttpSender:
    """One carrier for all calls: aiohttp's pool does not collapse with width."""

    def __init__(self, server: Running) -> None:
        self._url = server.url
        self._headers = httpx.Headers(HEADERS)
        self._carrier = AiohttpTransport(
            verify=ssl.create_default_context(cafile=server.ca_file),
            trust_env=False,
            limits=httpx.Limits(max_connections=MOST, keepalive_expiry=30.0),
        )

    async def send(self, request: Request, timeout: float) -> Reply:
        """As `AsyncSender.send`, without its care for errors."""
        made = httpx.Request(
            "POST",
            self._url + request.path,
            headers=self._headers,
            content=request.body,
            extensions={"timeout": {"connect": timeout, "read": timeout, "write": timeout, "pool": timeout}},
        )
        async with asyncio.timeout(timeout):
            response = await self._carrier.handle_async_request(made)
            try:
                content = await response.aread()
            finally:
                await response.aclose()
        return Reply(
            status=response.status_code, content_type=response.headers.get("content-type", ""), content=content
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._carrier.aclose()


class DirectSender:
    """aiohttp itself, to show what httpx's interface costs on top of it."""

    def __init__(self, server: Running) -> None:
        self._url = server.url
        self._context = ssl.create_default_context(cafile=server.ca_file)
        self._session: aiohttp.ClientSession | None = None

    async def send(self, request: Request, timeout: float) -> Reply:
        """As `AsyncSender.send`, without its care for errors."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=MOST, ssl=self._context, keepalive_timeout=30.0)
            self._session = aiohttp.ClientSession(
                connector=connector,
                headers=HEADERS,
                auto_decompress=False,
                timeout=aiohttp.ClientTimeout(total=None),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        async with (
            asyncio.timeout(timeout),
            self._session.post(self._url + request.path, data=request.body, allow_redirects=False) as response,
        ):
            content = await response.read()
        return Reply(status=response.status, content_type=response.headers.get("content-type", ""), content=content)

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
