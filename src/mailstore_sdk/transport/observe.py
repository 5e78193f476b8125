"""What others see of a call: a line in the log, events for hooks, a span. No secret is in any of it."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import cache
from typing import TYPE_CHECKING, Self

from mailstore_sdk._version import __version__

if TYPE_CHECKING:
    from types import TracebackType

    from opentelemetry.trace import Span, Tracer, TracerProvider

    from mailstore_sdk.errors import TransportError
    from mailstore_sdk.transport.settings import Options, Settings
    from mailstore_sdk.transport.wire import Reply

LOGGER = logging.getLogger("mailstore_sdk")
LOGGER.addHandler(logging.NullHandler())  # a program that has not set up a log gets none


class Observed:
    """One call while it is made: a context manager around all its tries.

    A class and no generator, because it is around every call, and mostly nobody looks.

    Args:
        settings: Of the server that is called.
        options: With the hooks.
        clock: Seconds.
        function: What is called.
        arguments: Gives them masked; asked only if somebody looks.
        level: Of the line that tells how it ended.
        current: Whether what happens meanwhile belongs to its span; not where the caller goes on meanwhile.
    """

    __slots__ = (
        "_arguments", "_begun_at", "_clock", "_current", "_function", "_http_status", "_level", "_options", "_sent_at",
        "_settings", "_span", "_spanning", "_tries",
    )  # fmt: skip

    def __init__(
        self,
        settings: Settings,
        options: Options,
        clock: Callable[[], float],
        function: str,
        arguments: Callable[[], Mapping[str, str]],
        *,
        level: int,
        current: bool = True,
    ) -> None:
        self._settings = settings
        self._options = options
        self._clock = clock
        self._function = function
        self._arguments = arguments
        self._level = level
        self._current = current
        self._tries = 0
        self._http_status: int | None = None
        self._span: Span | None = None
        self._spanning: AbstractContextManager[Span] | None = None

    def __enter__(self) -> Self:
        self._begun_at = self._sent_at = self._clock()
        if LOGGER.isEnabledFor(logging.DEBUG):
            # As JSON, so that no text can begin a line of its own.
            LOGGER.debug("%s: %s", self._function, json.dumps(dict(self._arguments())))
        tracer = _tracer()
        if tracer is not None:
            self._spanning = _spanning(tracer, self._settings, self._function, self._current)
            self._span = self._spanning.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._span is not None and self._spanning is not None:
            _finish(self._span, kind, self._tries, self._http_status)
            self._spanning.__exit__(kind, error, traceback)
        if LOGGER.isEnabledFor(self._level):
            outcome = "answered" if kind is None else kind.__name__
            status = "no answer" if self._http_status is None else f"HTTP {self._http_status}"
            tries = "1 try" if self._tries == 1 else f"{self._tries} tries"
            duration = self._clock() - self._begun_at
            LOGGER.log(self._level, "%s: %s in %.3f s (%s, %s)", self._function, outcome, duration, status, tries)

    def sending(self) -> None:
        """A try begins."""
        self._tries += 1
        self._sent_at = self._clock()
        self._http_status = None
        hook = self._options.on_request
        if hook is not None:
            from mailstore_sdk.transport.events import RequestEvent  # only where somebody has a hook

            hook(RequestEvent(function=self._function, arguments=self._arguments(), attempt=self._tries))

    def received(self, reply: Reply | None, failure: TransportError | None) -> None:
        """A try ended, with a reply or without."""
        self._http_status = None if reply is None else reply.status
        hook = self._options.on_response
        if hook is not None:
            from mailstore_sdk.transport.events import ResponseEvent

            hook(
                ResponseEvent(
                    function=self._function,
                    attempt=self._tries,
                    duration=self._clock() - self._sent_at,
                    http_status=self._http_status,
                    failure=None if failure is None else type(failure).__name__,
                )
            )

    def again(self, wait: float, failure: TransportError | None) -> None:
        """Another try will be made."""
        why = f"HTTP {self._http_status}" if failure is None else type(failure).__name__
        LOGGER.debug("%s: try %d: %s; again in %.2f s", self._function, self._tries, why, wait)


def _tracer() -> Tracer | None:
    """OpenTelemetry's, if the program has set up somebody who collects spans; else None, and nothing is imported."""
    if sys.modules.get("opentelemetry.trace") is None:
        return None
    from opentelemetry import trace

    provider = trace.get_tracer_provider()
    return None if isinstance(provider, trace.ProxyTracerProvider) else _made(provider)


@cache
def _made(provider: TracerProvider) -> Tracer:
    return provider.get_tracer("mailstore_sdk", __version__)


def _spanning(tracer: Tracer, settings: Settings, function: str, current: bool) -> AbstractContextManager[Span]:
    from opentelemetry.trace import SpanKind

    attributes: dict[str, str | int] = {
        "rpc.system": "mailstore",
        "rpc.method": function,
        "server.address": settings.host,
        "server.port": settings.port,
    }
    # The exception is not recorded: its text and traceback are for the caller, not for a telemetry store.
    start = tracer.start_as_current_span if current else tracer.start_span
    return start(
        f"mailstore {function}",
        kind=SpanKind.CLIENT,
        attributes=attributes,
        record_exception=False,
        set_status_on_exception=False,
    )


def _finish(span: Span, error: type[BaseException] | None, tries: int, http_status: int | None) -> None:
    span.set_attribute("mailstore.tries", tries)
    if http_status is not None:
        span.set_attribute("http.response.status_code", http_status)
    if error is not None:
        from opentelemetry.trace import StatusCode

        span.set_attribute("error.type", error.__name__)
        span.set_status(StatusCode.ERROR)
