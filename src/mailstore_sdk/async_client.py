"""The asynchronous client of MailStore Server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailstore_sdk._generated.async_server import AsyncServerFunctions
from mailstore_sdk.base_client import AsyncBaseClient
from mailstore_sdk.watch.calls import AsyncRunCalls

if TYPE_CHECKING:
    from mailstore_sdk import models
    from mailstore_sdk._generated.async_raw_server import AsyncRawServerFunctions
    from mailstore_sdk.streaming import AsyncRows


class AsyncClient(AsyncBaseClient, AsyncRunCalls, AsyncServerFunctions):
    """A MailStore Server, with a coroutine for every function of its Administration API.

    Nothing is sent before the first call. May be shared by the tasks of one event loop. Close it, or use it as an
    asynchronous context manager. The arguments are those of `Client`.

    Raises:
        ConfigurationError: A setting is impossible, or two contradict each other.
    """

    @property
    def raw(self) -> AsyncRawServerFunctions:
        """Every function under the API's own name, giving plain dicts, as the original wrapper of 8.1 did."""
        from mailstore_sdk._generated.async_raw_server import AsyncRawServerFunctions  # loaded when first used

        return AsyncRawServerFunctions(self.transport)

    def stream_messages(self, folder: str) -> AsyncRows[models.Message]:
        """List the messages of a folder, one by one while the answer comes in; see `Client.stream_messages`."""
        from mailstore_sdk.streaming import MESSAGES  # loaded when first used

        return self._stream(MESSAGES, {"folder": folder})
