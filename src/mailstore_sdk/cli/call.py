"""`mailstore call`: any function of the API, its answer as JSON."""

from __future__ import annotations

import getpass
import json
from typing import Annotated, Any

import typer

from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.cli import completion, tokens
from mailstore_sdk.cli.connection import Connection
from mailstore_sdk.cli.output import Output, say
from mailstore_sdk.cli.progress import watching
from mailstore_sdk.cli.writing import Writing
from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.function import Function
from mailstore_sdk.transport.redact import is_secret


def _arguments(ctx: typer.Context, incomplete: str) -> list[str]:
    words = [ctx.params.get("function") or "", *(ctx.params.get("arguments") or [])]
    return list(completion.arguments(words, incomplete))


def call(
    function: Annotated[
        str, typer.Argument(help="Name of the function, as GetUserInfo.", autocompletion=completion.function_names)
    ],
    writing: Writing,
    connection: Connection,
    output: Output,
    arguments: Annotated[
        list[str] | None,
        typer.Argument(
            help="name=value with the API's own names; a secret as name=- is asked for.", autocompletion=_arguments
        ),
    ] = None,
    no_wait: Annotated[
        bool, typer.Option("--no-wait", help="Do not wait for a long-running call: print its token.")
    ] = False,
) -> None:
    """Call a function and print its answer as JSON; of a long-running one the final status."""
    known = BY_NAME.get(function)
    given = dict(_argument(function, known, text, writing.dry_run) for text in arguments or [])
    if not writing.may(connection, function, given):
        return
    with connection.any() as client:
        if no_wait:
            operation = client.begin(function, given)
            if not operation.done:
                tokens.show(operation, output)
                return
            answer = operation.plain_result()
        else:
            with watching(function, lines=False) as show:
                answer = client.options(on_status=show).invoke(function, given)
    if output.as_lines and isinstance(answer, list):
        for item in answer:
            say(json.dumps(item))
        return
    # ASCII only, so that no character of the server's steers the terminal.
    typer.echo(json.dumps(answer, indent=None if output.as_lines else 2))


def _argument(function: str, known: Function[Any] | None, text: str, dry_run: bool) -> tuple[str, object]:
    name, equals, value = text.partition("=")
    if not equals:
        raise ConfigurationError(f"{text!r} is not name=value")
    argument = known.by_name.get(name) if known else None
    if known and known.arguments_known and argument is None:
        names = ", ".join(known.by_name) or "none"
        raise ConfigurationError(f"{function} has no argument {name!r}; it has: {names}")
    if value == "-" and is_secret(known, name) and not dry_run:
        return name, getpass.getpass(f"{name}: ")
    if argument and argument.type == "bool" and value in ("true", "false"):
        return name, value == "true"
    return name, value
