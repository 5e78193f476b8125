"""A small web service on top of the archive: typed, asynchronous, one pool of connections, reads only.

    pip install starlette uvicorn mailstore-sdk
    python examples/web_service.py        # then http://127.0.0.1:8000/health, /stores, /archives/johndoe

It listens on this machine alone and asks nobody for a password: put a proxy before it that does.
The archive's own password stays in the environment (MAILSTORE_PASSWORD); an error shows what went
wrong, and no secret.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypedDict

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from mailstore_sdk import AsyncClient
from mailstore_sdk.errors import ApiError, MailStoreError
from mailstore_sdk.monitoring import check_async


class Shared(TypedDict):
    """What every request can use."""

    archive: AsyncClient


@asynccontextmanager
async def lifespan(_: Starlette) -> AsyncIterator[Shared]:
    """One client for the life of the service; making it sends nothing."""
    async with AsyncClient.from_env() as archive:
        yield {"archive": archive}


def archive_of(request: Request) -> AsyncClient:
    """The client, with a deadline that fits a request from a browser."""
    archive: AsyncClient = request.state.archive
    return archive.options(timeout=10)


async def health(request: Request) -> JSONResponse:
    """How everything is; 503 where something is critical, or the server does not answer."""
    facts = await check_async(archive_of(request))
    services = {service.key: {"state": service.state, "text": service.text} for service in facts.services}
    return JSONResponse({"state": facts.state, "services": services}, 503 if facts.state == "critical" else 200)


async def stores(request: Request) -> JSONResponse:
    """The archive stores, under the API's own names."""
    found = await archive_of(request).get_stores()
    return JSONResponse([store.model_dump(mode="json", by_alias=True) for store in found])


async def archive(request: Request) -> JSONResponse:
    """A user's addresses, and the archives that he may read; null where that is not told, as of an administrator."""
    user = await archive_of(request).get_user_info(request.path_params["name"])
    rights = user.privileges_on_folders
    readable = None if rights is None else [one.folder for one in rights if "read" in one.privileges]
    return JSONResponse({"user": user.user_name, "addresses": user.email_addresses, "readable": readable})


async def failed(_: Request, error: Exception) -> JSONResponse:
    """404 where the archive said no, 502 where it could not be asked."""
    return JSONResponse({"error": str(error)}, 404 if isinstance(error, ApiError) else 502)


app = Starlette(
    routes=[Route("/health", health), Route("/stores", stores), Route("/archives/{name}", archive)],
    exception_handlers={MailStoreError: failed},
    lifespan=lifespan,
)

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=8000)
