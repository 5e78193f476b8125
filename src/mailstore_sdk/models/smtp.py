"""Mail that the server itself sends."""

from __future__ import annotations

from pydantic import Field

from mailstore_sdk.models.base import Model


class SmtpSettings(Model):
    """How the server sends mail. Source: the vendor's documentation, which names no other key.

    What the server sends is in `model_extra` and goes back with the rest.

    Attributes:
        password: Password of the mail account; None in every answer (documented), and never shown. Set it with
            `model_copy(update={"password": …})` before sending.
    """

    password: str | None = Field(default=None, repr=False)


class SystemSmtpConfiguration(Model):
    """How the Management Server sends mail. Source: the vendor's documentation, which names no other key.

    What the server sends is in `model_extra` and goes back with the rest.

    Attributes:
        password: Password of the mail account; None in every answer (documented), and never shown. Set it with
            `model_copy(update={"password": …})` before sending.
    """

    password: str | None = Field(default=None, repr=False)
