"""The kinds of clients that functions of the SDK are given, and which server each of them talks to."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from mailstore_sdk.async_client import AsyncClient
    from mailstore_sdk.async_spe import AsyncInstanceClient, AsyncSpeClient
    from mailstore_sdk.client import Client
    from mailstore_sdk.spe import InstanceClient, SpeClient

    AnyClient: TypeAlias = Client | SpeClient | InstanceClient
    AnyAsyncClient: TypeAlias = AsyncClient | AsyncSpeClient | AsyncInstanceClient
    # What has users, archives and profiles: the Management Server as a whole has none.
    ArchiveClient: TypeAlias = Client | InstanceClient
    AsyncArchiveClient: TypeAlias = AsyncClient | AsyncInstanceClient


def server_of(client: AnyClient | AnyAsyncClient) -> str:
    """Which server a client talks to, and on a Service Provider Edition about which instance.

    Args:
        client: Any client.

    Returns:
        Its URL; after it, behind a blank, the instance's id.
    """
    instance = getattr(client, "instance_id", None)
    return f"{client.transport.settings.url} {instance}" if instance else client.transport.settings.url


def is_of_instance(client: AnyClient | AnyAsyncClient) -> bool:
    """Whether a client reaches an instance, whose licences, sessions and login are those of the provider."""
    return getattr(client, "instance_id", None) is not None
