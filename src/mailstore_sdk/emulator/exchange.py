"""One request and its answer: carried out, spoilt by a fault where one was asked for, and recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailstore_sdk.emulator.faults import UNANSWERED, AnswerFault, Restart
from mailstore_sdk.emulator.messages import Hold, Request, Response
from mailstore_sdk.emulator.respond import respond

if TYPE_CHECKING:
    from mailstore_sdk.emulator.emulator import Emulator


class Exchange:
    """A request on its way to its answer.

    Attributes:
        function: The function's name, or `get-status`, `cancel-async` or `get-metadata`; empty for any other path.
    """

    def __init__(self, emulator: Emulator, request: Request) -> None:
        self._emulator = emulator
        self._request = request
        self._restarts = emulator.restarts
        self.function: str = function_of(request.path)
        self._fault: AnswerFault | None = emulator.faults.pick(self.function)

    def answer(self, waited: float | None = None) -> Response | Hold:
        """The answer, or how long to hold the request.

        Args:
            waited: Seconds for which it was held already; None when it comes for the first time.
        """
        with self._emulator.lock:
            answer = self._answer(waited)
            if isinstance(answer, Response):
                at = self._emulator.clock.now()
                self._emulator.requests.add(self.function, self._request, answer, at)
        if isinstance(self._fault, Restart) and isinstance(answer, Response):
            self._emulator.restart()
        return answer

    def _answer(self, waited: float | None) -> Response | Hold:
        if self._emulator.restarts != self._restarts:
            return UNANSWERED
        fault = self._fault
        if fault is None:
            return respond(self._emulator.world, self._request, waited=waited)
        if not fault.carries_out:
            return fault.spoil(Response(status=200))
        answer = respond(self._emulator.world, self._request, waited=waited)
        return fault.spoil(answer) if isinstance(answer, Response) else answer


def function_of(path: str) -> str:
    """What a path calls."""
    parts = [part for part in path.split("/") if part]
    match [part.lower() for part in parts]:
        case ["api" | "json", "invoke", _]:
            return parts[2]
        case ["json", "status", _]:
            return "get-status"
        case ["api", name]:
            return name
        case _:
            return ""
