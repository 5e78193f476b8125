"""A call that a test expects to have been made, or not, and how a call that was made differs from it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import EllipsisType
from typing import Any

from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.emulator.editions import INSTANCE
from mailstore_sdk.emulator.function_names import LOW_LEVEL, guess
from mailstore_sdk.emulator.recording.recorded_request import RecordedRequest, call_text, canonical, digest, shown
from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.function import Function
from mailstore_sdk.transport import encoding, redact

LONG = 400  # letters of a value where two are compared


class ExpectedCall:
    """A function with some of its arguments.

    Args:
        function: Its official name.
        arguments: Python's values by their names on the wire; `...`: any; None: not sent.

    Raises:
        ConfigurationError: It has no such argument, or the value cannot be sent.
    """

    def __init__(self, function: str, arguments: Mapping[str, object]) -> None:
        self.function = function
        self._known: Function[Any] | None = BY_NAME.get(function)
        self._check(arguments)
        self._any = [name for name, value in arguments.items() if isinstance(value, EllipsisType)]
        self._missing = [name for name, value in arguments.items() if value is None]
        given = {name: value for name, value in arguments.items() if not isinstance(value, EllipsisType)}
        # With no more arguments than are given, since one that must be sent need not be asked for.
        narrow = self._known and dataclasses.replace(
            self._known, arguments=tuple(one for one in self._known.arguments if given.get(one.name) is not None)
        )
        self._fields = encoding.fields(function.replace("-", "_"), narrow, given)

    def _check(self, arguments: Mapping[str, object]) -> None:
        if self._known is None:
            names = LOW_LEVEL.get(self.function)
        elif self._known.arguments_known:
            names = (*self._known.by_name, *([INSTANCE] if self._known.spe == "instance" else []))
        else:
            names = None
        for name in arguments:
            if names is not None and name not in names:
                has = f"; it has {', '.join(names)}" if names else "; it has none"
                raise ConfigurationError(f"{self.function} has no argument {name!r}{guess(name, names) or has}")

    def fits(self, request: RecordedRequest) -> bool:
        """Whether that call was this one."""
        return not self.differences(request)

    def differences(self, request: RecordedRequest) -> list[str]:
        """What is different in that call, each in a line."""
        found: list[str] = []
        for name in [*self._fields, *self._any, *self._missing]:
            if self._same(name, request):
                continue
            was = request.arguments.get(name)
            text = "not sent" if was is None else shown(self.function, name, canonical(was), LONG)
            wanted = self._wanted(name)
            found.append(f"{name}: wanted {wanted}, was {text if text != wanted else f'{text} (another secret)'}")
        return found

    def _same(self, name: str, request: RecordedRequest) -> bool:
        was = request.arguments.get(name)
        if name in self._missing:
            return was is None
        if was is None or name in self._any:
            return was is not None
        wanted = self._fields[name]
        if name in request.digests and wanted != was:
            return request.digests[name] == digest(wanted)
        return canonical(wanted) == canonical(was)

    @property
    def _shown(self) -> dict[str, str]:
        return redact.mask(self._known, self._fields)

    def _wanted(self, name: str) -> str:
        if name in self._missing:
            return "nothing"
        return "any value" if name in self._any else shown(self.function, name, canonical(self._shown[name]), LONG)

    def __str__(self) -> str:
        marks = {**dict.fromkeys(self._any, "..."), **dict.fromkeys(self._missing, "None")}
        text = call_text(self.function, self._shown)
        rest = ", ".join(f"{name}={mark}" for name, mark in marks.items())
        return text if not rest else f"{text[:-1]}{', ' if self._fields else ''}{rest})"
