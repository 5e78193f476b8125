"""When an exchange may be tried again, and after how long.

Before anything was sent: always. After: only requests that do no harm when repeated, and only where the connection
broke or the server said that it is not ready. A reply that says no is final.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from mailstore_sdk.errors import RequestTimeout, TlsError, TransportError
from mailstore_sdk.transport.wire import Reply, Request

NOT_READY = (429, 502, 503, 504)
FIRST_PAUSE = 0.25
LONGEST_PAUSE = 8.0


def after_failure(request: Request, failure: TransportError) -> bool:
    """Whether to try again after no reply came."""
    if isinstance(failure, TlsError | RequestTimeout):
        return False  # a certificate does not become trusted, and the deadline of the exchange is used up
    return request.repeatable or not failure.request_sent


def after_reply(request: Request, reply: Reply) -> bool:
    """Whether to try again after this reply."""
    return request.repeatable and reply.status in NOT_READY


def jitter() -> float:
    """A number from 0 to 1, by chance."""
    from random import random  # needed when something went wrong, and not before

    return random()  # noqa: S311  (spreads tries, guards nothing)


def pause(attempt: int, reply: Reply | None, random: Callable[[], float]) -> float:
    """Seconds before the next try: what the server asks for, else exponential with full jitter."""
    asked_for = None if reply is None or reply.retry_after is None else _seconds(reply.retry_after)
    return random() * min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(attempt, 10)) if asked_for is None else asked_for


def _seconds(retry_after: str) -> float | None:
    """Seconds that Retry-After stands for: a number of them, or a date."""
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after)
    from email.utils import parsedate_to_datetime  # half of the email package, for a header that hardly anybody sends

    try:
        return max((parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError, OverflowError):
        return None
