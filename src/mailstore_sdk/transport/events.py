"""What the hooks `on_request` and `on_response` are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestEvent:
    """A request is about to be sent.

    Attributes:
        function: The function's name, or `get-status`, `cancel-async` or `get-metadata`.
        arguments: What is sent, as text; secrets are masked.
        attempt: 1 for the first try.
    """

    function: str
    arguments: Mapping[str, str]
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseEvent:
    """A request was answered, or not.

    Attributes:
        function: As in the request's event.
        attempt: 1 for the first try.
        duration: Seconds from the request to the whole answer (of a stream: to its first rows), or to the failure.
        http_status: HTTP status; None when no answer came.
        failure: Name of the error when no answer came; None when one did.
    """

    function: str
    attempt: int
    duration: float
    http_status: int | None
    failure: str | None
