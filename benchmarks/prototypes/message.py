"""A row of the benchmarks' GetMessages as a model, to see what models cost on top of plain rows."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mailstore_sdk.models.base import Model


class Message(Model):
    """A message; its keys are those of `benchmarks.canned.message`."""

    id: str
    subject: str | None = None
    sender: Annotated[str | None, Field(alias="from")] = None
    to: str | None = None
    date: str | None = None
    size_in_bytes: int | None = None
    has_attachments: bool | None = None
    message_id: str | None = None
