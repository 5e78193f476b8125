"""`mailstore doctor`: why a server cannot be reached, or used, and what to do."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailstore_sdk.cli import diagnosis
from mailstore_sdk.cli.connection import Connection
from mailstore_sdk.cli.drift import compare
from mailstore_sdk.cli.exit_codes import ExitCode
from mailstore_sdk.cli.output import Output, say
from mailstore_sdk.errors import ConfigurationError

if TYPE_CHECKING:
    from mailstore_sdk.cli.diagnosis import Step
    from mailstore_sdk.cli.drift import Drift


def doctor(
    connection: Connection,
    output: Output,
    name: Annotated[
        str | None, typer.Argument(metavar="HOST", help="Name or address of the server.", show_default="as --host")
    ] = None,
    functions: Annotated[
        bool, typer.Option("--functions", help="Also compare the server's functions with those that the SDK knows.")
    ] = False,
    shapes: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Also call the functions that only read, and write key names and types of their answers, no value.",
        ),
    ] = None,
) -> None:
    """Walk the way to a server, say which step fails and what to do. Exit code of that step; 1: differences."""
    if name is not None and connection.host not in (None, name):
        raise ConfigurationError("HOST and --host name different servers")
    where = connection if name is None else replace(connection, host=name)
    steps: list[Step] = []
    drift: Drift | None = None

    def tell(step: Step) -> None:
        steps.append(step)
        if not output.for_programs:
            _print(step)

    target = where.target(with_password=False)
    tell(diagnosis.settings(target, os.environ))
    for step in diagnosis.network(target):
        tell(step)
    if all(step.ok for step in steps):
        drift = _inside(where, tell, functions or shapes is not None, shapes)
        if all(step.ok for step in steps) and not output.for_programs:
            say(f"All is well. A report: mailstore report --output report.html{target.option}")
    code = next((step.code for step in steps if not step.ok), ExitCode.DONE)
    if output.for_programs:
        compared: dict[str, Any] = {} if drift is None else drift.as_json()
        output.one({"steps": [step.as_json() for step in steps], **compared}, say)
    elif drift is not None:
        drift.show()
    if code is ExitCode.DONE and drift is not None and drift.found:
        code = ExitCode.FAILED
    raise typer.Exit(code)


def _inside(where: Connection, tell: Any, compared: bool, shapes: Path | None) -> Drift | None:
    target = where.target()
    alone = replace(where, instance=None)
    with alone.any(replace(target, instance=None)) as client:
        whole: Any = client
        for step in diagnosis.server(whole, target):
            tell(step)
            if not step.ok:
                return None
        if target.edition == "spe":
            for step in diagnosis.instances(whole, target):
                tell(step)
        return compare(whole, shapes) if compared else None


def _print(step: Step) -> None:
    say(f"{'ok    ' if step.ok else 'FAILED'}  {step.step:<11}  {step.text}")
    if step.advice and not step.ok:
        say(f"{'':21}{step.advice}{'' if step.command or step.todo.endswith(('?', '.')) else '.'}")
