"""The original's exceptions."""

from __future__ import annotations

from mailstore_sdk.errors import MailStoreError

__all__ = ["MailStoreBaseError"]


class MailStoreBaseError(MailStoreError):
    """Any error of the original wrapper.

    Attributes:
        error: What this SDK says about it, of the classes in `mailstore_sdk.errors`.
    """

    def __init__(self, text: str, error: MailStoreError | None = None) -> None:
        super().__init__(text, error)
        self.text = text
        self.error = error

    def __str__(self) -> str:
        return self.text
