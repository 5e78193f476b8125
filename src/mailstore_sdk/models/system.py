"""The server itself and its licence."""

from __future__ import annotations

from datetime import datetime

from mailstore_sdk.models.base import Model


class ServerInfo(Model):
    """Version and name of the server. Source: the vendor's documentation and answers of real servers.

    Attributes:
        version: Product version, as 22.3.0.21002.
        machine_name: Name of the machine that the server runs on.
    """

    version: str
    machine_name: str


class ServerCertificate(Model):
    """The TLS certificate of a server. Source: answers of real servers.

    Attributes:
        thumbprint: SHA-1 of the certificate, in upper-case hexadecimal digits. Unproven in the results of
            GetServiceConfiguration and GetClientAccessServers.
    """

    thumbprint: str | None = None


class ServiceConfiguration(Model):
    """The settings of the service. Source: code of clients; every field is unproven.

    Attributes:
        base_directory: Folder of the master database on the server.
        debug_log: Whether a debug log is written.
        audit_log_location: Where the audit log goes.
        server_certificate: The TLS certificate of the server.
    """

    base_directory: str | None = None
    debug_log: bool | None = None
    audit_log_location: str | None = None
    server_certificate: ServerCertificate | None = None


class LicenseInformation(Model):
    """The licence and how much of it is used. Source: code of clients.

    Attributes:
        named_users: Licensed users in use.
        max_named_users: Licensed users at most.
        licensed_to: Whom the product is licensed to. Unproven: read by one client.
        product_version: Product version. Unproven: read by one client.
        support_expiration_date: When support ends, without a zone. Unproven: read by one client, where it is there.
    """

    named_users: int | None = None
    max_named_users: int | None = None
    licensed_to: str | None = None
    product_version: str | None = None
    support_expiration_date: datetime | None = None


class LicenseRequestInstance(Model):
    """What an instance takes of the licence. Source: an example in the vendor's documentation.

    Attributes:
        used_license_count: Licences in use by the instance. Unproven: the example skips rows where it is 0 or None.
    """

    used_license_count: int | None = None


class LicenseRequest(Model):
    """A licence request. Source: an example in the vendor's documentation, which shows only this part.

    What else there is in it is in `model_extra`.

    Attributes:
        instance_data: One entry for each instance. Unproven whether it may be None.
    """

    instance_data: list[LicenseRequestInstance] | None = None
