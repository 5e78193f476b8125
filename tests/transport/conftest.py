"""A mocked network for whichever HTTP library is under the SDK, and the choice between both clients."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any, ClassVar

import pytest
import respx
from respx.mocks import HTTPCoreMocker

from tests.transport.servers import Identity

URL = "https://127.0.0.1:8463"


class HTTPCore2Mocker(HTTPCoreMocker):
    """What respx does for httpx, one library further: it patches the layer below the HTTP library."""

    name = "httpcore2"
    targets: ClassVar[list[str]] = [
        "httpcore2._sync.connection.HTTPConnection",
        "httpcore2._sync.connection_pool.ConnectionPool",
        "httpcore2._async.connection.AsyncHTTPConnection",
        "httpcore2._async.connection_pool.AsyncConnectionPool",
    ]

    @classmethod
    def from_sync_httpx_response(cls, httpx_response: Any, target: Any, **kwargs: Any) -> Any:
        return import_module("httpcore2").Response(
            status=httpx_response.status_code,
            headers=httpx_response.headers.raw,
            content=httpx_response.stream,
            extensions=httpx_response.extensions,
        )


@pytest.fixture
def router(pytestconfig: pytest.Config) -> Iterator[respx.MockRouter]:
    """The server at the client's default address; a request that no route expects fails the test."""
    below = "httpcore2" if pytestconfig.getoption("--http") == "httpx2" else "httpcore"
    with respx.MockRouter(base_url=URL, assert_all_called=False, using=below) as mocked:
        yield mocked


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    """Both clients, one after the other."""
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def identity() -> Identity:
    """Making a certificate takes a while, so all servers share one."""
    return Identity()
