"""`mailstore functions` and `describe`: what the specification knows of the API. No server is asked."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated, Any

import typer

from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.cli.completion import function_names
from mailstore_sdk.cli.output import Output, fields, table
from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.function import Argument, Function

WHERE = {"instance": "SPE instance", "system": "SPE", "unknown": "SPE (unproven)"}


def functions(
    output: Output,
    search: Annotated[
        str | None, typer.Option(metavar="WORD", help="Only those with this word in name, summary or arguments.")
    ] = None,
) -> None:
    """List the functions of the API that the SDK knows."""
    found = [_entry(each) for each in BY_NAME.values() if search is None or _has(each, search.lower())]
    columns = {
        "Function": lambda one: one["name"],
        "Only reads": lambda one: one["readOnly"],
        "Where": lambda one: one["where"],
        "What it does": lambda one: one["summary"],
    }
    output.items("Functions" if search is None else f"Functions with {search}", found, columns)


def describe(
    function: Annotated[str, typer.Argument(help="Name of the function.", autocompletion=function_names)],
    output: Output,
) -> None:
    """Tell what is known of a function: its arguments, its result, and how to call it."""
    known = {name.lower(): each for name, each in BY_NAME.items()}.get(function.lower())
    if known is None:
        near = get_close_matches(function, BY_NAME, 3)
        more = f"is {' or '.join(near)} meant?" if near else "`mailstore functions` lists those that are known"
        raise ConfigurationError(f"{function!r} is not known; {more}")
    output.one(_entry(known), lambda: _print(known))


def _print(known: Function[Any]) -> None:
    words = [f"{each.name}={_example(each)}" for each in known.arguments if each.required]
    told = _entry(known)
    properties = {
        "Where": told["where"],
        "Known since": known.since,
        "Only reads": known.read_only,
        "Runs long": {"no": None, "likely": "likely"}.get(known.long_running, "yes"),
        "Result": known.result,
        "Rests on": known.evidence,
        "To call it": " ".join(["mailstore call", known.name, *words]),
    }
    fields(f"{known.name}: {known.summary}", properties)
    if not known.arguments_known:
        fields("Its arguments are not documented.", {})
    elif known.arguments:
        rows = [
            (each.name, each.type, "yes" if each.required else "", "secret" if each.secret else ", ".join(each.values))
            for each in known.arguments
        ]
        table("Arguments", ("Name", "Type", "Required", "Values"), rows)


def _entry(known: Function[Any]) -> dict[str, Any]:
    where = ["Server"] if known.server else []
    return {
        "name": known.name,
        "summary": known.summary,
        "where": [*where, WHERE[known.spe]] if known.spe else where,
        "since": known.since,
        "readOnly": known.read_only,
        "longRunning": known.long_running,
        "result": known.result,
        "evidence": known.evidence,
        "argumentsKnown": known.arguments_known,
        "arguments": [
            {**each._asdict(), "values": list(each.values), "secret": each.secret} for each in known.arguments
        ],
    }


def _has(known: Function[Any], word: str) -> bool:
    return any(word in text.lower() for text in (known.name, known.summary, *known.by_name))


def _example(argument: Argument) -> str:
    return "-" if argument.secret else argument.values[0] if argument.values else f"<{argument.type}>"
