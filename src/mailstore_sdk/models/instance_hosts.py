"""Instance hosts of the Service Provider Edition."""

from __future__ import annotations

from mailstore_sdk.models.base import Model
from mailstore_sdk.models.system import ServerCertificate


class InstanceHost(Model):
    """A paired instance host. Source: answers of real servers.

    Attributes:
        server_name: Its host name.
        port: TCP port that the Management Server reaches it by; 8472 by default.
        server_certificate: Its TLS certificate.
        base_directory: Folder for the instances on that host; None where none is set.
    """

    server_name: str
    port: int | None = None
    server_certificate: ServerCertificate | None = None
    base_directory: str | None = None
