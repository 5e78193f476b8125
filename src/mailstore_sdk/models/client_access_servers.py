"""Client Access Servers of the Service Provider Edition."""

from __future__ import annotations

from mailstore_sdk.models.base import Model
from mailstore_sdk.models.system import ServerCertificate


class ClientAccessServer(Model):
    """A paired Client Access Server. Source: the vendor's documentation, which does not name every key.

    Attributes:
        server_name: Its host name. Unproven that it is always there; that it must be is a choice of the SDK, because
            every function that deals with such a server names it so, and GetServiceStatus never lacked it.
        port: TCP port that the Management Server reaches it by; 8473 by default. Unproven whether it may be None.
        server_certificate: Its TLS certificate. Unproven whether it may be None.
    """

    server_name: str
    port: int | None = None
    server_certificate: ServerCertificate | None = None
