"""The methods of the later wrappers, for `compat.mgmt`: the API's names, autoHandleToken last, whole envelopes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mailstore_sdk.function import Function
from render import HEADER, PLAIN_TYPES, quoted
from specification import ArgumentSpec, FunctionSpec, Specification

# Whatever is text goes out as it stands, as it did from those wrappers.
TYPES = {kind: text if text.endswith("str") else f"{text} | str" for kind, text in PLAIN_TYPES.items()}
IMPORTS = """\
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from mailstore_sdk._generated import functions
from mailstore_sdk.compat.envelopes import EnvelopeCaller

if TYPE_CHECKING:
    from pydantic import BaseModel


"""


def files(spec: Specification) -> dict[str, str]:
    """The generated files of `compat.mgmt`: path below the project's root, and text before formatting."""
    package = "src/mailstore_sdk/_generated/mgmt"
    return {
        f"{package}/__init__.py": HEADER.format(what="The methods of the later wrappers."),
        f"{package}/server.py": _surface(spec, "Server", "MailStore Server", lambda function: function.server),
        f"{package}/spe.py": _surface(
            spec,
            "Spe",
            "a Service Provider Edition and of its instances",
            lambda function: function.spe in ("system", "instance"),
        ),
    }


def _surface(spec: Specification, title: str, what: str, has: Callable[[Function[Any]], bool]) -> str:
    lines = [
        HEADER.format(what=f"The functions of {what}, as the later wrappers call them."),
        IMPORTS,
        f'class {title}Envelopes(EnvelopeCaller):\n    """The functions of {what}; each gives its whole envelope."""\n',
    ]
    for entry in spec.functions:
        if entry.function.arguments_known and has(entry.function):
            lines.append(_method(entry))
    return "\n".join(lines)


def _method(entry: FunctionSpec) -> str:
    arguments = ", ".join(f'"{argument.wire.name}": {argument.wire.name}' for argument in entry.arguments)
    return (
        f"    def {entry.function.name}({_parameters(entry)}) -> dict[str, Any]:\n"
        f"        {quoted(entry.function.summary)}\n"
        f"        return self._call(functions.{entry.constant}, {{{arguments}}}, autoHandleToken)\n"
    )


def _parameters(entry: FunctionSpec) -> str:
    parts = ["self"]
    parts += [_parameter(argument) for argument in entry.arguments if argument.wire.required]
    parts += [_parameter(argument) for argument in entry.arguments if not argument.wire.required]
    return ", ".join([*parts, "autoHandleToken: bool | None = None"])


def _parameter(argument: ArgumentSpec) -> str:
    kind = f"{argument.wire.name}: {TYPES[argument.wire.type]}"
    return kind if argument.wire.required else f"{kind} | None = {argument.default!r}"
