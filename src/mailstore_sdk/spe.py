"""The clients of the Service Provider Edition: the whole installation, and each instance in it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from mailstore_sdk._generated.instance import InstanceFunctions
from mailstore_sdk._generated.system import SystemFunctions
from mailstore_sdk.base_client import BaseClient
from mailstore_sdk.calls import Calls
from mailstore_sdk.environment import Edition
from mailstore_sdk.transport.settings import MAX_RESPONSE_BYTES
from mailstore_sdk.watch.calls import RunCalls

if TYPE_CHECKING:
    import ssl

    from mailstore_sdk._generated.raw_instance import RawInstanceFunctions
    from mailstore_sdk._generated.raw_system import RawSystemFunctions
    from mailstore_sdk.transport import Sender
    from mailstore_sdk.transport.settings import Password

INSTANCE = "instanceID"


class InstanceClient(Calls, RunCalls, InstanceFunctions):
    """An instance, as `SpeClient.instance()` gives it: every function has the instance's id filled in.

    Most functions need service provider access, enabled on the instance (documented).
    """

    @property
    def instance_id(self) -> str:
        """Id of the instance."""
        return self._fixed[INSTANCE]

    @property
    def raw(self) -> RawInstanceFunctions:
        """Every function under the API's own name, giving plain dicts; the instance's id is filled in."""
        from mailstore_sdk._generated.raw_instance import RawInstanceFunctions  # loaded when first used

        return RawInstanceFunctions(self.transport, self._fixed)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.instance_id} on {self.transport.settings.url}>"


class SpeClient(BaseClient, SystemFunctions):
    """The Management Server of a Service Provider Edition, with a method for every function on the whole installation.

    Functions on one instance are methods of `instance(id)`. Nothing is sent before the first call. May be shared by
    threads. Close it, or use it as a context manager. The arguments are those of `Client`, without `protocol`: this
    edition never spoke the one of 8.x. With multi-factor authentication only the API password is accepted (documented).

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
        sender: Sender | None = None,
    ) -> None:
        super().__init__(
            host, port=port, username=username, password=password, protocol="modern", verify=verify, ca_file=ca_file,
            fingerprint=fingerprint, ssl_context=ssl_context, timeout=timeout, retries=retries, poll_wait=poll_wait,
            proxy=proxy, trust_env=trust_env, max_response_bytes=max_response_bytes, sender=sender,
        )  # fmt: skip

    @property
    def raw(self) -> RawSystemFunctions:
        """Every function on the whole installation under the API's own name, giving plain dicts."""
        from mailstore_sdk._generated.raw_system import RawSystemFunctions  # loaded when first used

        return RawSystemFunctions(self.transport)

    def instance(self, instance_id: str) -> InstanceClient:
        """An instance, over the same connections; nothing is sent.

        Args:
            instance_id: Id of the instance.
        """
        return InstanceClient(self.transport, {INSTANCE: instance_id})
