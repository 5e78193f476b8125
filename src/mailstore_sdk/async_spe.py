"""The asynchronous clients of the Service Provider Edition."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from mailstore_sdk._generated.async_instance import AsyncInstanceFunctions
from mailstore_sdk._generated.async_system import AsyncSystemFunctions
from mailstore_sdk.base_client import AsyncBaseClient
from mailstore_sdk.calls import AsyncCalls
from mailstore_sdk.environment import Edition
from mailstore_sdk.spe import INSTANCE
from mailstore_sdk.transport.settings import MAX_RESPONSE_BYTES
from mailstore_sdk.watch.calls import AsyncRunCalls

if TYPE_CHECKING:
    import ssl

    from mailstore_sdk._generated.async_raw_instance import AsyncRawInstanceFunctions
    from mailstore_sdk._generated.async_raw_system import AsyncRawSystemFunctions
    from mailstore_sdk.transport import AsyncSender
    from mailstore_sdk.transport.settings import Password


class AsyncInstanceClient(AsyncCalls, AsyncRunCalls, AsyncInstanceFunctions):
    """An instance, as `AsyncSpeClient.instance()` gives it: every function has the instance's id filled in.

    Most functions need service provider access, enabled on the instance (documented).
    """

    @property
    def instance_id(self) -> str:
        """Id of the instance."""
        return self._fixed[INSTANCE]

    @property
    def raw(self) -> AsyncRawInstanceFunctions:
        """Every function under the API's own name, giving plain dicts; the instance's id is filled in."""
        from mailstore_sdk._generated.async_raw_instance import AsyncRawInstanceFunctions  # loaded when first used

        return AsyncRawInstanceFunctions(self.transport, self._fixed)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.instance_id} on {self.transport.settings.url}>"


class AsyncSpeClient(AsyncBaseClient, AsyncSystemFunctions):
    """The Management Server of a Service Provider Edition, with a coroutine for every function on the installation.

    Functions on one instance are methods of `instance(id)`. The arguments are those of `SpeClient`.

    Raises:
        ConfigurationError: A setting is impossible, or two contradict each other.
    """

    edition: ClassVar[Edition] = "spe"

    def __init__(
        self,
        host: str = "127.0.0.1",
        *,
        port: int = 8474,
        username: str = "admin",
        password: Password = "admin",  # noqa: S107  (the server's own default)
        verify: bool = True,
        ca_file: str | os.PathLike[str] | None = None,
        fingerprint: str | Sequence[str] | None = None,
        ssl_context: ssl.SSLContext | None = None,
        timeout: float = 30.0,
        retries: int = 2,
        poll_wait: float = 15.0,
        proxy: str | None = None,
        trust_env: bool = True,
        max_response_bytes: int = MAX_RESPONSE_BYTES,
        sender: AsyncSender | None = None,
    ) -> None:
        super().__init__(
            host, port=port, username=username, password=password, protocol="modern", verify=verify, ca_file=ca_file,
            fingerprint=fingerprint, ssl_context=ssl_context, timeout=timeout, retries=retries, poll_wait=poll_wait,
            proxy=proxy, trust_env=trust_env, max_response_bytes=max_response_bytes, sender=sender,
        )  # fmt: skip

    @property
    def raw(self) -> AsyncRawSystemFunctions:
        """Every function on the whole installation under the API's own name, giving plain dicts."""
        from mailstore_sdk._generated.async_raw_system import AsyncRawSystemFunctions  # loaded when first used

        return AsyncRawSystemFunctions(self.transport)

    def instance(self, instance_id: str) -> AsyncInstanceClient:
        """An instance, over the same connections; nothing is sent.

        Args:
            instance_id: Id of the instance.
        """
        return AsyncInstanceClient(self.transport, {INSTANCE: instance_id})
