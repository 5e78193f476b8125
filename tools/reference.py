"""The reference page of all functions, docs/functions.md."""

from __future__ import annotations

from typing import Any

from mailstore_sdk.emulator.handlers import HANDLERS
from mailstore_sdk.function import Function
from specification import FunctionSpec, Specification

HEAD = """\
# The functions

<!-- Generated from spec/*.toml, do not edit: run `python tools/generate.py`. -->

{count} functions: {server} of MailStore Server, {spe} of the Service Provider Edition (SPE). On SPE, functions on one
instance are methods of `SpeClient.instance(id)`, those on the whole installation methods of `SpeClient`.

- **Arguments**: required ones plain, optional ones in brackets; the names are Python's. `.raw` and `invoke()` take the
  API's.
- **Result**: a model; `StatusResult` is the final status of a long-running call; *JSON* is what the server sent, of a
  shape that nobody has published; *nothing* is what the method returns where a writing function's answer was not seen,
  or is null.
- **Evidence**: what the result's shape rests on; *none*: nobody has published an answer.
- **Emulator**: *stateful*: it does what the function does; *generic*: it checks the arguments and answers that it
  succeeded.

"""
UNKNOWN = """
## Functions whose arguments are not known

Named by a server's function list only. They have no method; `client.invoke("Name", {{"argument": value}})` calls
them, and `client.get_metadata()` tells what the server at hand wants.

{names}
"""


def page(spec: Specification) -> str:
    """The page's text."""
    functions = [entry.function for entry in spec.functions]
    text = HEAD.format(
        count=len(functions),
        server=sum(function.server for function in functions),
        spe=sum(bool(function.spe) for function in functions),
    )
    areas = sorted({entry.area for entry in spec.functions})
    for area in areas:
        known = [entry for entry in spec.functions if entry.area == area and entry.function.arguments_known]
        if known:
            text += f"## {area.replace('_', ' ').capitalize()}\n\n"
            text += "| function | method | edition | arguments | result | evidence | since | emulator |\n"
            text += "|---|---|---|---|---|---|---|---|\n"
            text += "".join(f"{_row(entry)}\n" for entry in known) + "\n"
    unknown = [entry.function for entry in spec.functions if not entry.function.arguments_known]
    names = "\n".join(f"- {function.name}: {function.summary}" for function in unknown)
    return (text.rstrip("\n") + "\n" + (UNKNOWN.format(names=names) if unknown else "")).rstrip("\n") + "\n"


def _row(entry: FunctionSpec) -> str:
    function = entry.function
    editions = [
        *(["Server"] if function.server else []),
        *(["SPE instance"] if function.spe == "instance" else ["SPE"] if function.spe else []),
    ]
    arguments = [
        argument.python_name if argument.wire.required else f"[{argument.python_name}]" for argument in entry.arguments
    ]
    names = [entry.python_name, *([f"begin_{entry.python_name}"] if function.long_running != "no" else [])]
    cells = (
        f"**{function.name}**<br>{function.summary}",
        "<br>".join(f"[`{name}`]({_methods(function)}.{name})" for name in names),
        ", ".join(editions),
        ", ".join(arguments) or "none",
        _result(function.result),
        function.evidence,
        function.since,
        "stateful" if function.name in HANDLERS else "generic",
    )
    return "| " + " | ".join(cells) + " |"


def _methods(function: Function[Any]) -> str:
    """Where the reference has a function's methods; of a function of both editions, those of Server."""
    page, kind = ("client", "Client") if function.server else ("spe", "SpeClient")
    if not function.server and function.spe == "instance":
        kind = "InstanceClient"
    return f"reference/{page}.md#mailstore_sdk.{kind}"


def _result(result: str) -> str:
    words = {"none": "nothing", "json": "*JSON*"}
    if result in words:
        return words[result]
    shown = {"status": "StatusResult"}.get(result, result)
    model = shown.removeprefix("list[").removesuffix("]")
    return f"[`{shown}`](reference/models.md#mailstore_sdk.models.{model})"
