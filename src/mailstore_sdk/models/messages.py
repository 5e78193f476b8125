"""Archived messages."""

from __future__ import annotations

from mailstore_sdk.models.base import Model


class Message(Model):
    """A message of a folder. Unproven: nobody has published an answer of GetMessages.

    What else the server sends of a message is kept (`model_extra`), and can be read under its name on the wire.

    Attributes:
        id: What DeleteMessage takes; expected in the form ``<store>:<number>``, which clients know.
    """

    id: str | int | None = None
