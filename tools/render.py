"""Turn the specification into the text of the generated files."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

import reference
from mailstore_sdk.function import Argument, Function
from specification import ArgumentSpec, FunctionSpec, Specification

HEADER = '"""{what}\n\nGenerated from spec/*.toml, do not edit: run ``python tools/generate.py``.\n"""\n\n'
PLAIN_TYPES = {
    "string": "str",
    "number": "int",
    "bool": "bool",
    "list": "Sequence[str] | str",
    "datetime": "datetime | date | str",
    "time": "time | str",
    "duration": "timedelta | int",
    "json": "Mapping[str, Any] | BaseModel | Sequence[Mapping[str, Any] | BaseModel]",
}
EVIDENCE_TEXT = {
    "none": "nobody has published an answer of this function",
    "documented": "the vendor's documentation",
    "captured": "answers of real servers",
    "documented and captured": "the vendor's documentation and answers of real servers",
    "client code": "code of clients that use it",
}
TYPING_IMPORTS = """\
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

"""


@dataclass(frozen=True)
class Surface:
    """A set of functions that one kind of client has."""

    name: str
    what: str
    has: Callable[[Function[Any]], bool]

    def of(self, spec: Specification) -> list[FunctionSpec]:
        """Its functions; those whose arguments nobody knows have no method."""
        return [entry for entry in spec.functions if entry.function.arguments_known and self.has(entry.function)]

    @property
    def title(self) -> str:
        return self.name.title()


SERVER = Surface("server", "MailStore Server", lambda function: function.server)
SYSTEM = Surface("system", "a whole Service Provider Edition", lambda function: function.spe == "system")
INSTANCE = Surface("instance", "an instance of a Service Provider Edition", lambda function: function.spe == "instance")


def files(spec: Specification) -> dict[str, str]:
    """Every generated file: its path below the project's root, and its text before formatting."""
    package = "src/mailstore_sdk/_generated"
    made = {
        f"{package}/__init__.py": HEADER.format(what="What is made from the specification."),
        f"{package}/values.py": _values(spec),
        f"{package}/functions.py": _table(spec),
        "typings/mailstore/server.pyi": _original_stub(SERVER.of(spec)),
        "docs/functions.md": reference.page(spec),
    }
    for surface in (SERVER, SYSTEM, INSTANCE):
        for asynchronous in (False, True):
            prefix = "async_" if asynchronous else ""
            made[f"{package}/{prefix}{surface.name}.py"] = _typed(surface, spec, asynchronous=asynchronous)
            made[f"{package}/{prefix}raw_{surface.name}.py"] = _raw(surface, spec, asynchronous=asynchronous)
    return made


def _values(spec: Specification) -> str:
    lines = [
        HEADER.format(what="Known values of arguments and results. The sets are open: any other text is accepted.")
    ]
    lines.append("from __future__ import annotations\n\nfrom typing import Literal\n")
    for name, entry in spec.values.items():
        literals = ", ".join(f'"{value}"' for value in entry["values"])
        lines.append(f"{name} = Literal[{literals}] | str\n{quoted(entry['doc'])}\n")
    return "\n".join(lines)


def _table(spec: Specification) -> str:
    lines = [HEADER.format(what="The table of all functions.")]
    lines.append(
        "from __future__ import annotations\n\nfrom typing import TYPE_CHECKING, Any\n\n"
        "from mailstore_sdk.function import Argument, Function, Legacy\n\n"
        "if TYPE_CHECKING:\n    from mailstore_sdk import models\n    from mailstore_sdk.json_types import JsonValue\n"
    )
    for entry in spec.functions:
        function = entry.function
        keywords = ", ".join(_keywords(function, entry))
        lines.append(f"{entry.constant}: Function[{_result_type(function)}] = Function({keywords})")
    names = ", ".join(entry.constant for entry in spec.functions)
    lines.append(f"\nALL: tuple[Function[Any], ...] = ({names},)\n")
    lines.append("BY_NAME: dict[str, Function[Any]] = {function.name: function for function in ALL}")
    lines.append("BY_NAME.update({function.legacy.name: function for function in ALL})")
    return "\n".join(lines)


def _keywords(function: Function[object], entry: FunctionSpec) -> Iterator[str]:
    defaults = {field.name: field.default for field in fields(Function)}
    for name, default in defaults.items():
        if name == "by_name":
            continue
        value = getattr(function, name)
        if name == "arguments":
            if entry.arguments:
                yield "arguments=(" + "".join(f"{_argument(argument.wire)}, " for argument in entry.arguments) + ")"
        elif name == "legacy":
            legacy = function.legacy
            extra = "".join(
                f", {key}={getattr(legacy, key)!r}" for key in ("documented", "lists", "keys") if getattr(legacy, key)
            )
            yield f"legacy=Legacy(name={legacy.name!r}{extra})"
        elif value != default:
            yield f"{name}={value!r}"


def _argument(argument: Argument) -> str:
    extra = "" if argument.required else ", required=False"
    extra += ", secret=True" if argument.secret else ""
    extra += f", values={argument.values!r}" if argument.values else ""
    return f'Argument(name="{argument.name}", type="{argument.type}"{extra})'


def _result_type(function: Function[object]) -> str:
    fixed = {"none": "None", "json": "JsonValue", "status": "models.StatusResult"}
    if function.result in fixed:
        return fixed[function.result]
    return function.result.replace("list[", "list[models.") if "[" in function.result else f"models.{function.result}"


def _parameters(entry: FunctionSpec, *, python_names: bool) -> str:
    required = [argument for argument in entry.arguments if argument.wire.required]
    optional = [argument for argument in entry.arguments if not argument.wire.required]

    def name(argument: ArgumentSpec) -> str:
        return argument.python_name if python_names else argument.wire.name

    parts = ["self", *(f"{name(argument)}: {_type(argument, named=python_names)}" for argument in required)]
    if optional and python_names:
        parts.append("*")
    parts += [
        f"{name(argument)}: {_type(argument, named=python_names)} | None = {argument.default!r}"
        for argument in optional
    ]
    if not python_names and entry.function.long_running != "no":
        parts += ["*", "autoHandleToken: bool | None = None"]
    return ", ".join(parts)


def _type(argument: ArgumentSpec, *, named: bool) -> str:
    if argument.values and named:
        return (
            f"Sequence[values.{argument.values}] | str" if argument.wire.type == "list" else f"values.{argument.values}"
        )
    return PLAIN_TYPES[argument.wire.type]


def _typed(surface: Surface, spec: Specification, *, asynchronous: bool) -> str:
    prefix = "Async" if asynchronous else ""
    define, wait = ("async def", "await ") if asynchronous else ("def", "")
    lines = [HEADER.format(what=f"The typed methods for {surface.what}.")]
    lines.append(
        f"from __future__ import annotations\n\n{TYPING_IMPORTS}"
        "from mailstore_sdk._generated import functions\n"
        f"from mailstore_sdk.caller import {prefix}Caller\n\n"
        "if TYPE_CHECKING:\n    from pydantic import BaseModel\n\n"
        "    from mailstore_sdk import models\n    from mailstore_sdk._generated import values\n"
        "    from mailstore_sdk.json_types import JsonValue\n"
        f"    from mailstore_sdk.operations import {prefix}Operation\n\n\n"
        f'class {prefix}{surface.title}Functions({prefix}Caller):\n    """The functions of {surface.what}."""\n'
    )
    for entry in surface.of(spec):
        function = entry.function
        result = _result_type(function)
        parameters = _parameters(entry, python_names=True)
        arguments = ", ".join(f'"{argument.wire.name}": {argument.python_name}' for argument in entry.arguments)
        call = f"functions.{entry.constant}, {{{arguments}}}"
        giving = "" if result == "None" else "return "
        lines.append(f"    {define} {entry.python_name}({parameters}) -> {result}:")
        lines.append(_docstring(entry, spec, begin=False, operation=""))
        lines.append(f"        {giving}{wait}self._call({call})\n")
        if function.long_running != "no":
            operation = f"{prefix}Operation[{result}]"
            lines.append(f"    {define} begin_{entry.python_name}({parameters}) -> {operation}:")
            lines.append(_docstring(entry, spec, begin=True, operation=f"{prefix}Operation"))
            lines.append(f"        return {wait}self._begin({call})\n")
    return "\n".join(lines)


def _docstring(entry: FunctionSpec, spec: Specification, *, begin: bool, operation: str) -> str:
    function = entry.function
    summary = function.summary
    if begin:
        summary = f"Start: {summary[0].lower()}{summary[1:]}"
    blocks = [summary, *_paragraphs(entry.notes)]
    if function.long_running != "no" and not begin:
        blocks.append(_fill("Waits until the server has finished; `wait_timeout` of `options()` bounds the wait."))
    blocks.append(f"MailStore function: {function.name}")
    if entry.arguments:
        blocks.append(
            "Args:\n" + "\n".join(_fill(_argument_text(argument, spec), 4, 8) for argument in entry.arguments)
        )
    returns = _returns(function)
    if begin:
        blocks.append(
            "Returns:\n" + _fill(f"The {operation}, whose `result()` gives what follows. {returns}".rstrip(), 4)
        )
    elif returns:
        blocks.append("Returns:\n" + _fill(returns, 4))
    blocks.append("Raises:\n" + "\n".join(_fill(line, 4, 8) for line in _raises(function, begin=begin)))
    blocks.append(_fill(f"Known since: {spec.since[function.since]}."))
    return textwrap.indent(quoted("\n\n".join(blocks) + "\n"), " " * 8)


def _argument_text(argument: ArgumentSpec, spec: Specification) -> str:
    text = f"{argument.python_name}: {argument.doc}"
    if argument.values:
        text += " Known values: " + ", ".join(spec.values[argument.values]["values"]) + "."
    if argument.wire.type == "list":
        text += " A sequence, or text with commas."
    if argument.wire.type == "datetime":
        text += " Sent without a zone, to the second; one with a zone is taken if UTC is the zone asked for."
    if argument.wire.type == "duration":
        text += " Seconds, or a timedelta."
    if argument.wire.secret:
        text += " Never logged."
    return text


def _returns(function: Function[object]) -> str:
    grade = EVIDENCE_TEXT[function.evidence]
    if function.result == "none":
        return ""
    if function.result == "json":
        known = "its shape is unknown" if function.evidence == "none" else "only parts of its shape are known"
        hidden = " A secret: it stands in no error of the SDK." if function.secret_result else ""
        return f"JSON as the server sent it; {known}: {grade}.{hidden}"
    if function.result == "status":
        return "The final status: progress in percent, and the messages that the server wrote."
    return f"{_result_type(function)}; its shape rests on {grade}."


def _raises(function: Function[object], *, begin: bool) -> Iterable[str]:
    yield "ApiError: The server refused."
    yield "AuthenticationError: User name or password is wrong, or the user is no administrator."
    yield "TransportError: The server could not be reached, or the answer did not arrive."
    if function.long_running != "no" and not begin:
        yield "OperationFailed: The server gave up; `status` holds its messages."
        yield "OperationTimeout: `wait_timeout` passed; the server goes on."


def _raw(surface: Surface, spec: Specification, *, asynchronous: bool) -> str:
    prefix = "Async" if asynchronous else ""
    define, wait = ("async def", "await ") if asynchronous else ("def", "")
    lines = [HEADER.format(what=f"The plain-dict methods for {surface.what}, under the API's own names.")]
    lines.append(
        f"from __future__ import annotations\n\n{TYPING_IMPORTS}"
        "from mailstore_sdk._generated import functions\n"
        f"from mailstore_sdk.raw import {prefix}RawCaller\n\n"
        "if TYPE_CHECKING:\n    from pydantic import BaseModel\n\n\n"
        f"class {prefix}Raw{surface.title}Functions({prefix}RawCaller):\n"
        f'    """The functions of {surface.what}, as plain data."""\n'
    )
    for entry in surface.of(spec):
        function = entry.function
        for name in dict.fromkeys((function.name, function.legacy.name)):
            arguments = ", ".join(f'"{argument.wire.name}": {argument.wire.name}' for argument in entry.arguments)
            result = _raw_type(function)
            lines.append(f"    {define} {name}({_parameters(entry, python_names=False)}) -> {result}:")
            summary = function.summary if name == function.name else f"{function.name} under its name of 8.x."
            lines.append(f"        {quoted(summary)}")
            auto = ", autoHandleToken" if function.long_running != "no" else ""
            assign = f"result: {result} = " if result != "Any" else "return "
            lines.append(f"        {assign}{wait}self._call(functions.{entry.constant}, {{{arguments}}}{auto})")
            lines.append("        return result\n" if result != "Any" else "")
    return "\n".join(lines)


def _raw_type(function: Function[object]) -> str:
    if function.answers_with_status:
        return "dict[str, Any]"
    if function.result in ("none", "json") or function.long_running != "no":
        return "Any"
    return "list[dict[str, Any]]" if function.result.startswith("list[") else "dict[str, Any]"


def _original_stub(server: list[FunctionSpec]) -> str:
    lines = [
        "# Client of the original wrapper of version 8.1, which has no types.",
        "# Generated from spec/*.toml, do not edit: run `python tools/generate.py`.",
        "# Its tutorial shows GetServerInfo, GetUserList, GetUserInfo and VerifyStore and says that every function of",
        "# the API is a method; the others stand here by that word.",
        "from collections.abc import Mapping, Sequence",
        "from datetime import date, datetime",
        "from typing import Any\n",
        "class Client:",
        '    def __init__(self, username: str = "admin", password: str = "admin", host: str = "127.0.0.1", '
        "port: int = 8463, autoHandleToken: bool = True, waitTime: float = 1, logLevel: int = 2) -> None: ...",
    ]
    for entry in server:
        if entry.function.since == "9.0":
            parameters = _parameters(entry, python_names=False).replace(" | BaseModel", "")
            lines.append(f"    def {entry.function.legacy.name}({parameters}) -> {_raw_type(entry.function)}: ...")
    lines.append("    def GetStatus(self, token: dict[str, Any]) -> dict[str, Any]: ...")
    lines.append("    def HandleToken(self, token: dict[str, Any]) -> dict[str, Any]: ...")
    return "\n".join(lines)


def quoted(text: str) -> str:
    """The text as a docstring, backslashes and quotes in it included."""
    text = text.replace("\\", "\\\\").replace('""' + '"', '\\"\\"\\"')
    return '""' + '"' + (text[:-1] + '\\"' if text.endswith('"') else text) + '""' + '"'


def _paragraphs(text: str) -> list[str]:
    return [_fill(" ".join(paragraph.split())) for paragraph in text.split("\n\n") if paragraph.strip()]


def _fill(text: str, indent: int = 0, hanging: int | None = None) -> str:
    later = indent if hanging is None else hanging
    return textwrap.fill(
        text, 110, initial_indent=" " * indent, subsequent_indent=" " * later, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
