"""`mailstore plan`: look at a plan, carry it out, go on with it, and take it back."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mailstore_sdk.cli.connection import Connection
from mailstore_sdk.cli.options import expanded
from mailstore_sdk.cli.output import Output, plain, print_json
from mailstore_sdk.cli.planning import Applying, print_plan, show_plan
from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.text import one_line

if TYPE_CHECKING:
    from mailstore_sdk.workflows import Plan

app: typer.Typer = typer.Typer(
    name="plan", help="Look at a plan, carry it out, go on with it, and take it back.", no_args_is_help=True
)
PlanFile = Annotated[Path, typer.Argument(metavar="FILE", help="A plan, or the protocol of one.")]
ProtocolFile = Annotated[Path, typer.Argument(metavar="PROTOCOL", help="The protocol of the plan.")]
SecretsFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="JSON with the secrets that the plan asks for, by their names; `-`: from standard input.",
    ),
]

Settled = Annotated[
    list[str] | None,
    typer.Option(
        metavar="STEP=yes|no",
        help="Whether a step was carried out whose outcome is unknown and cannot be read; once for each.",
    ),
]


def show(file: PlanFile, output: Output) -> None:
    """Show a plan; of a protocol also what became of its steps."""
    from mailstore_sdk.workflows import Protocol

    plan, is_protocol = read(file)
    if output.for_programs and is_protocol:
        found = {"plan": plan.model_dump(mode="json", by_alias=True), "entries": plain(Protocol.load(file).entries)}
        print_json(found, indent=None if output.as_lines else 2, masked=False)
    elif output.for_programs:
        print_plan(plan, output)
    else:
        show_plan(plan)
        if is_protocol:
            _show_entries(file)


def carry_out(
    file: PlanFile,
    applying: Applying,
    connection: Connection,
    output: Output,
    secrets: SecretsFile = None,
    settled: Settled = None,
) -> None:
    """Carry out a plan; or go on with the one of a protocol."""
    from mailstore_sdk.workflows import Protocol

    plan, is_protocol = read(file)
    written = applying.protocol_file or (file if is_protocol else file.with_suffix(".protocol.jsonl"))
    earlier = Protocol.found(written)
    if earlier is not None and earlier.plan != plan:
        raise ConfigurationError(f"{written} is the protocol of another plan; name a new one: --protocol-file FILE")
    target = connection.target()
    found_out = dict(map(_found_out, settled or ()))
    applying = replace(applying, protocol_file=written)
    applying.carry_out(
        lambda _: plan, target, connection.any(target), output, lambda one: secrets_of(one, secrets), settled=found_out
    )


def undo(
    file: ProtocolFile, applying: Applying, connection: Connection, output: Output, secrets: SecretsFile = None
) -> None:
    """Take back what a plan has changed, where the API has a way."""
    from mailstore_sdk.workflows import Protocol
    from mailstore_sdk.workflows import undo as way_back

    plan = way_back(file)
    earlier = None if applying.protocol_file is None else Protocol.found(applying.protocol_file)
    if earlier is not None:  # of an undo that broke off; gone on with, any other plan would be no undo
        if earlier.plan.steps != plan.steps:
            raise ConfigurationError(f"{applying.protocol_file} is the protocol of another plan; name a new file")
        plan = earlier.plan
    target = connection.target()
    applying.carry_out(lambda _: plan, target, connection.any(target), output, lambda one: secrets_of(one, secrets))


def read(file: Path) -> tuple[Plan, bool]:
    """A plan from a file, and whether that is a protocol.

    Raises:
        ConfigurationError: It is neither.
    """
    from mailstore_sdk.workflows import Plan, Protocol
    from mailstore_sdk.workflows.protocol import BEGINNING

    with file.open("rb") as opened:
        is_protocol = opened.read(len(BEGINNING)) == BEGINNING
    if is_protocol:
        return Protocol.load(file).plan, True
    try:
        return Plan.load(file), False
    except ConfigurationError as error:
        problem = f"{file}: {error}"
    raise ConfigurationError(problem)


def _found_out(text: str) -> tuple[int, bool]:
    """A step's number, and whether it was carried out."""
    number, _, answer = text.partition("=")
    if number.isascii() and number.isdigit() and answer in ("yes", "no"):
        return int(number), answer == "yes"
    raise ConfigurationError(f"--settled {text}: say the number of a step and yes or no, as 3=yes")


def _show_entries(file: Path) -> None:
    from mailstore_sdk.cli.output import table
    from mailstore_sdk.workflows import Protocol

    entries = Protocol.load(file).entries
    rows = [[f"{one.at:%Y-%m-%d %H:%M:%S}", str(one.step), one.event, one.reason] for one in entries]
    table("Protocol", ["At (UTC)", "Step", "Event", "Reason"], rows)


def secrets_of(plan: Plan, file: Path | None, advice: str = "") -> Mapping[str, str]:
    """What the plan asks for: from the file, else from whoever sits at the terminal.

    Args:
        plan: The plan.
        file: JSON; `-` is standard input.
        advice: What else to do where one is lacking.

    Raises:
        ConfigurationError: One is lacking, or empty, or there is nobody to ask.
    """
    if file is not None:
        try:
            text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
            found = json.loads(text.removeprefix("\ufeff"))
        except (ValueError, RecursionError):  # a text in another encoding, too; the error would show it
            found = None
        if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
            raise ConfigurationError("the secrets are no JSON object with a text for each name")
        lacking = [name for name in plan.secrets if not found.get(name)]
        if lacking:
            raise ConfigurationError(f"the secrets lack {', '.join(map(repr, lacking))}{advice}")
        return found
    if plan.secrets and not sys.stdin.isatty():
        names = ", ".join(map(repr, plan.secrets))
        raise ConfigurationError(f"the plan asks for secrets: {names}; say --secrets FILE")
    return {name: typer.prompt(one_line(name), hide_input=True, err=True) for name in plan.secrets}


app.command("show")(expanded(show))
app.command("apply")(expanded(carry_out))
app.command("undo")(expanded(undo))
