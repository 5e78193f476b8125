"""What a handler is: it changes the state and gives the result, or the script of a long-running call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.state import State
from mailstore_sdk.emulator.tasks import Script

Handler: TypeAlias = Callable[[State, Arguments], Any | Script]
Known: TypeAlias = dict[str, Handler]
