"""The clients of MailStore Server."""

from __future__ import annotations

from mailstore_sdk._generated.async_raw_server import AsyncRawServerFunctions
from mailstore_sdk._generated.async_server import AsyncServerFunctions
from mailstore_sdk._generated.raw_server import RawServerFunctions
from mailstore_sdk._generated.server import ServerFunctions
from mailstore_sdk.base_client import AsyncBaseClient, BaseClient
from mailstore_sdk.watch.calls import AsyncRunCalls, RunCalls


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
        return RawServerFunctions(self.transport)


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
        return AsyncRawServerFunctions(self.transport)
