"""The client of MailStore Server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailstore_sdk._generated.server import ServerFunctions
from mailstore_sdk.base_client import BaseClient
from mailstore_sdk.watch.calls import RunCalls

if TYPE_CHECKING:
    from mailstore_sdk import models
    from mailstore_sdk._generated.raw_server import RawServerFunctions
    from mailstore_sdk.streaming import Rows


class Client(BaseClient, RunCalls, ServerFunctions):
    """A MailStore Server, with a method for every function of its Administration API.

    Nothing is sent before the first call. May be shared by threads. Close it, or use it as a context manager.

    Args:
        host: Name or address of the server.
        port: Port of the Administration API.
        username: An administrator. The default credentials work only on the server itself.
        password: His password, as text, as a pydantic `SecretStr`, or a function that gives one of them, called once.
        protocol: `modern` (version 9 and later), `legacy` (up to 8.x), or `auto`: the first call finds out.
        verify: False trusts any certificate, and so anyone in between.
        ca_file: File with the certificate, or its authority's, in PEM form; then only that is trusted.
        fingerprint: SHA-256 fingerprint of the server's certificate, or several; then only that is trusted.
        ssl_context: For everything else.
        timeout: Deadline in seconds of one exchange with all its tries; waiting for long-running calls is not in it.
        retries: How often an exchange may be repeated where that does no harm.
        poll_wait: Seconds that the server may hold one status poll.
        proxy: URL of a proxy.
        trust_env: Whether proxies are taken from the environment.
        max_response_bytes: How large an answer may be; the rest of a larger one is not read.
        sender: What carries the requests instead of HTTPS; the emulator's in-process client uses it.

    Raises:
        ConfigurationError: A setting is impossible, or two contradict each other.
    """

    @property
    def raw(self) -> RawServerFunctions:
        """Every function under the API's own name, giving plain dicts, as the original wrapper of 8.1 did."""
        from mailstore_sdk._generated.raw_server import RawServerFunctions  # loaded when first used

        return RawServerFunctions(self.transport)

    def stream_messages(self, folder: str) -> Rows[models.Message]:
        """List the messages of a folder, one by one while the answer comes in; see `stream`.

        MailStore function: GetMessages

        Args:
            folder: Path of the folder.

        Returns:
            An iterator, to be closed by whoever stops early. That its rows are objects with an `id` is unproven, as
            nobody has published an answer of this function: `stream("GetMessages", …)` takes rows of any kind.

        Raises:
            ApiError: From the iterator, also after its last row: the server refused, or failed on its way.
            ResponseError: From the iterator: the answer is no list, or ends too soon, or a row is no message.
            TransportError: From the iterator: the server could not be reached, or the answer broke off.
        """
        from mailstore_sdk.streaming import MESSAGES  # loaded when first used

        return self._stream(MESSAGES, {"folder": folder})
