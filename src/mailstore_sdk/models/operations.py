"""How a long-running call stands."""

from __future__ import annotations

from typing import Any

from mailstore_sdk.models.base import Model


class StatusMessage(Model):
    """A line that the server wrote.

    Attributes:
        type: Mostly `line`; `error` for the reason why a call failed.
        text: The line.
    """

    type: str = "line"
    text: str


class StatusResult(Model):
    """How a long-running call stands. Source: the vendor's documentation and the original wrapper's tutorial.

    Attributes:
        status: Known values: running, succeeded, failed, cancelled.
        progress_percentage: Progress in percent, 0 to 100; None where the server does not tell.
        messages: The lines that the server has written so far.
        status_text: One line about what is going on, where the server gives one.
        result: What the function returns, once it is finished; mostly None.
    """

    status: str
    progress_percentage: float | None = None
    # No factory: pydantic copies what is mutable, and would load a parser to see what arguments `list` takes.
    messages: list[StatusMessage] = []  # noqa: RUF012
    status_text: str | None = None
    result: Any = None
