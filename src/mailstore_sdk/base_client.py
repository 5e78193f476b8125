"""What the clients of a whole server have in common: where their settings come from, its metadata, and their end."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Self, TypedDict

from mailstore_sdk import environment, outcomes
from mailstore_sdk.calls import AsyncCalls, Calls
from mailstore_sdk.environment import Edition
from mailstore_sdk.transport import AsyncTransport, Options, ProtocolName, Settings, Transport
from mailstore_sdk.transport.settings import MAX_RESPONSE_BYTES, revealed

if TYPE_CHECKING:
    import ssl
    from typing import Unpack

    from mailstore_sdk.models import FunctionMetadata, MetadataComparison
    from mailstore_sdk.transport import AsyncSender, Sender
    from mailstore_sdk.transport.settings import Password


class ClientSettings(TypedDict, total=False):
    """Arguments of a client, as `from_env` and `from_profile` take them; described in `Client`.

    `protocol` is for MailStore Server alone: the Service Provider Edition knows one.
    """

    host: str
    port: int
    username: str
    password: Password
    protocol: ProtocolName
    verify: bool
    ca_file: str | os.PathLike[str] | None
    fingerprint: str | Sequence[str] | None
    ssl_context: ssl.SSLContext | None
    timeout: float
    retries: int
    poll_wait: float
    proxy: str | None
    trust_env: bool
    max_response_bytes: int


class SyncClientSettings(ClientSettings, total=False):
    """The same, of a synchronous client."""

    sender: Sender | None


class AsyncClientSettings(ClientSettings, total=False):
    """The same, of an asynchronous client."""

    sender: AsyncSender | None


def _compared(edition: Edition, listed: Sequence[FunctionMetadata]) -> MetadataComparison:
    from mailstore_sdk.drift import compare_metadata  # needs the models, and with them pydantic

    return compare_metadata(listed, edition)


class BaseClient(Calls):
    """A server that this client connects to; the arguments are described in `Client`."""

    edition: ClassVar[Edition] = "server"

    def __init__(
        self,
        host: str = "127.0.0.1",
        *,
        port: int = 8463,
        username: str = "admin",
        password: Password = "admin",  # noqa: S107  (the server's own default)
        protocol: ProtocolName = "auto",
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
        settings = Settings(
            host=host, port=port, username=username, password=revealed(password), protocol=protocol, verify=verify,
            ca_file=ca_file, fingerprint=fingerprint, ssl_context=ssl_context, proxy=proxy, trust_env=trust_env,
            max_response_bytes=max_response_bytes,
        )  # fmt: skip
        options = Options(timeout=timeout, retries=retries, poll_wait=poll_wait)
        super().__init__(Transport(settings, options, sender))

    @classmethod
    def from_env(cls, **settings: Unpack[SyncClientSettings]) -> Self:
        """A client with the settings of the environment.

        Reads MAILSTORE_HOST, MAILSTORE_PORT, MAILSTORE_USERNAME, MAILSTORE_PASSWORD, MAILSTORE_PROTOCOL,
        MAILSTORE_CA_FILE, MAILSTORE_FINGERPRINT and MAILSTORE_VERIFY (`0`, `false`, `no` or `off` turns it off).

        Args:
            **settings: Arguments of the constructor, which come before the environment's.

        Raises:
            ConfigurationError: A variable holds an impossible value.
        """
        return cls(**environment.settings(os.environ, settings, cls.edition))

    @classmethod
    def from_profile(cls, name: str = "default", **settings: Unpack[SyncClientSettings]) -> Self:
        """A client with the settings of a profile in `config.toml`.

        The file is in the platform's configuration folder (needs the extra `profiles`), or where MAILSTORE_CONFIG says.
        The password comes from the variable MAILSTORE_PASSWORD, the system's keyring (extra `keyring`) or a prompt at
        the terminal, as the profile's `password_from` says, else from the first of them that has one.

        Args:
            name: Of the profile.
            **settings: Arguments of the constructor, which come before the profile's.

        Raises:
            ConfigurationError: There is no such profile or no password, others may read the file, the profile is of
                the other edition, or it holds something impossible.
        """
        from mailstore_sdk import profiles  # reads files and asks; whoever has no profile does without

        return cls(**profiles.settings(os.environ, name, settings, cls.edition))

    def get_metadata(self) -> list[FunctionMetadata]:
        """List the functions that the server says it has (modern protocol).

        Returns:
            The functions with their arguments; the three calls about tokens and metadata are not among them.

        Raises:
            UnsupportedError: Servers up to 8.x have no such list.
        """
        return outcomes.function_metadata(self.transport.metadata())

    def compare_metadata(self) -> MetadataComparison:
        """Compare the functions that the server says it has with those that the SDK knows (modern protocol).

        Returns:
            Functions and arguments that are missing, extra or different. An older server lacks newer functions; each
            difference says since when its function is known.

        Raises:
            UnsupportedError: Servers up to 8.x have no such list.
        """
        return _compared(self.edition, self.get_metadata())

    def close(self) -> None:
        """Close the connections, also those of the clones that `options()` gave."""
        self.transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.transport.settings.username}@{self.transport.settings.url}>"


class AsyncBaseClient(AsyncCalls):
    """A server that this client connects to; the arguments are described in `Client`."""

    edition: ClassVar[Edition] = "server"

    def __init__(
        self,
        host: str = "127.0.0.1",
        *,
        port: int = 8463,
        username: str = "admin",
        password: Password = "admin",  # noqa: S107  (the server's own default)
        protocol: ProtocolName = "auto",
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
        settings = Settings(
            host=host, port=port, username=username, password=revealed(password), protocol=protocol, verify=verify,
            ca_file=ca_file, fingerprint=fingerprint, ssl_context=ssl_context, proxy=proxy, trust_env=trust_env,
            max_response_bytes=max_response_bytes,
        )  # fmt: skip
        options = Options(timeout=timeout, retries=retries, poll_wait=poll_wait)
        super().__init__(AsyncTransport(settings, options, sender))

    @classmethod
    def from_env(cls, **settings: Unpack[AsyncClientSettings]) -> Self:
        """A client with the settings of the environment, as `Client.from_env` reads them."""
        return cls(**environment.settings(os.environ, settings, cls.edition))

    @classmethod
    def from_profile(cls, name: str = "default", **settings: Unpack[AsyncClientSettings]) -> Self:
        """A client with the settings of a profile, as `Client.from_profile` reads them; a prompt blocks the loop."""
        from mailstore_sdk import profiles

        return cls(**profiles.settings(os.environ, name, settings, cls.edition))

    async def get_metadata(self) -> list[FunctionMetadata]:
        """List the functions that the server says it has (modern protocol); see `Client.get_metadata`."""
        return outcomes.function_metadata(await self.transport.metadata())

    async def compare_metadata(self) -> MetadataComparison:
        """Compare the server's functions with those that the SDK knows; see `Client.compare_metadata`."""
        return _compared(self.edition, await self.get_metadata())

    async def close(self) -> None:
        """Close the connections, also those of the clones that `options()` gave."""
        await self.transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.transport.settings.username}@{self.transport.settings.url}>"
