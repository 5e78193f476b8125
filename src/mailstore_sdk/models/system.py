"""The server itself."""

from __future__ import annotations

from mailstore_sdk.models.base import Model


class ServerInfo(Model):
    """Version and name of the server. Source: the vendor's documentation and answers of real servers.

    Attributes:
        version: Product version, as 22.3.0.21002.
        machine_name: Name of the machine that the server runs on.
    """

    version: str
    machine_name: str
