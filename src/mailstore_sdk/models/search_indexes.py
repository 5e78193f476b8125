"""Full-text search indexes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mailstore_sdk.models.base import Model


class IndexConfiguration(Model):
    """What goes into the search indexes. Source: answers of real servers.

    Attributes:
        attachment_extensions: File types whose attachments are indexed. Unproven that it is a list: only None was
            seen, so text stays as it is.
        include_attachments_of_pdfs: Whether files inside PDF files are indexed.
    """

    attachment_extensions: list[str] | str | None = None
    include_attachments_of_pdfs: Annotated[bool | None, Field(alias="includeAttachmentsOfPDFs")] = None
