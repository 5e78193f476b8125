"""The server itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Literal

from pydantic import Field

from mailstore_sdk.models.base import Utc
from mailstore_sdk.reports.entries.base import Entry


class ServerEntry(Entry):
    """The server that was asked.

    Attributes:
        version: Product version, as 25.3.1.23021.
        machine_name: Machine that it runs on; of a Service Provider Edition that of the Management Server.
        web_client_version: Version of the web client; only the Service Provider Edition tells it.
        licensee_name: Whom the product is licensed to; only the Service Provider Edition tells it here.
        licensee_id: Number of the licensee, likewise.
    """

    version: str | None = None
    machine_name: str | None = None
    web_client_version: str | None = None
    licensee_name: str | None = None
    licensee_id: int | None = None


class LicenceEntry(Entry):
    """The licence, and how much of it is used. The administrator needs none.

    Attributes:
        named_users: Licensed users in use.
        max_named_users: Licensed users at most.
        licensed_to: Whom the product is licensed to.
        product_version: Product version.
        support_expiration_date: When support ends, without a zone.
    """

    named_users: int | None = None
    max_named_users: int | None = None
    licensed_to: str | None = None
    product_version: str | None = None
    support_expiration_date: datetime | None = None


class CertificateEntry(Entry):
    """The TLS certificate that the server showed when the report was made.

    Attributes:
        subject: Whom it is for; None if that cannot be read.
        issuer: Who made it; None if that cannot be read.
        names: DNS names and addresses that it is for.
        not_before: When it becomes valid, UTC.
        not_after: When it expires, UTC.
        fingerprint: SHA-256 of the whole certificate, upper-case hexadecimal with colons.
    """

    identity: ClassVar[tuple[str, ...]] = ("fingerprint",)
    as_a_whole: ClassVar[bool] = True

    subject: str | None = None
    issuer: str | None = None
    names: list[str] = Field(default_factory=list)
    not_before: Utc | None = None
    not_after: Utc | None = None
    fingerprint: str


class ServiceEntry(Entry):
    """The settings of the service. Source: code of clients; every field is unproven.

    Attributes:
        base_directory: Folder of the master database on the server.
        debug_log: Whether a debug log is written.
        audit_log_location: Where the audit log goes.
        thumbprint: SHA-1 of the certificate that is set for the service.
    """

    base_directory: str | None = None
    debug_log: bool | None = None
    audit_log_location: str | None = None
    thumbprint: str | None = None


class SettingsEntry(Entry):
    """Settings whose keys depend on what is set up, or that nobody has documented.

    Attributes:
        settings: As the server sends them, under its own keys; secrets are masked.
    """

    settings: dict[str, Any]


class CredentialEntry(Entry):
    """An entry of the credential manager, without what is secret in it.

    Attributes:
        id: Number of the entry.
        type: Known values: Office365_Modern, SignedEnvelope.
        description: Its name in the credential manager.
        application_id: Id of the application in the directory.
        tenant_id: Id of the tenant.
        certificate_thumbprint: SHA-1 of the certificate.
        certificate_expiration_date: When the certificate expires, UTC.
    """

    identity: ClassVar[tuple[str, ...]] = ("id",)

    id: int
    type: str | None = None
    description: str | None = None
    application_id: str | None = None
    tenant_id: str | None = None
    certificate_thumbprint: str | None = None
    certificate_expiration_date: Utc | None = None


Edition = Literal["server", "spe", "instance"]
"""What a report is of: a MailStore Server, a Service Provider Edition as a whole, or one of its instances."""
