"""The credential manager. The only keys of the API that begin with a capital letter."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mailstore_sdk.models.base import Model, Utc


class CredentialSettings(Model):
    """The part of a credential that depends on its type. Source: answers of real servers.

    Seen for the type Office365_Modern alone; what another type has is in `model_extra`.

    Attributes:
        application_id: Id of the application in the directory, a GUID.
        tenant_id: Id of the tenant, a GUID.
        certificate_thumbprint: SHA-1 of the certificate, in hexadecimal digits.
        certificate_expiration_date: When the certificate expires, in UTC.
    """

    application_id: Annotated[str | None, Field(alias="ApplicationId")] = None
    tenant_id: Annotated[str | None, Field(alias="TenantId")] = None
    certificate_thumbprint: Annotated[str | None, Field(alias="CertificateThumbprint")] = None
    certificate_expiration_date: Annotated[Utc | None, Field(alias="CertificateExpirationDate")] = None


class Credential(Model):
    """An entry of the credential manager. Source: answers of real servers.

    Attributes:
        id: Number of the entry.
        type: Known values: Office365_Modern, SignedEnvelope.
        description: Its name in the credential manager. Unproven whether it may be None.
        settings: What depends on the type. Unproven whether it may be None.
    """

    id: Annotated[int, Field(alias="ID")]
    type: Annotated[str | None, Field(alias="Type")] = None
    description: Annotated[str | None, Field(alias="Description")] = None
    settings: Annotated[CredentialSettings | None, Field(alias="Settings")] = None
