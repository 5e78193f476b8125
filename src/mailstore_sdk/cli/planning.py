"""How every command that changes more than one thing does it: show the plan, ask, carry it out, say what is left."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailstore_sdk.cli.connection import Target
from mailstore_sdk.cli.exit_codes import ExitCode
from mailstore_sdk.cli.output import Output, print_json, say, table
from mailstore_sdk.cli.progress import following
from mailstore_sdk.cli.writing import Asking

if TYPE_CHECKING:
    from mailstore_sdk.workflows import Outcome, Plan
    from mailstore_sdk.workflows.plan import AnyClient

Secrets = Callable[["Plan"], Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class Applying(Asking):
    """How a plan is carried out."""

    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be done; no call is sent that changes anything.")
    ] = False
    protocol_file: Annotated[
        Path | None,
        typer.Option(
            "--protocol-file", metavar="FILE", show_default="a new one in this folder",
            help="Where every step is written down. If it is there, its plan is gone on with.",
        ),
    ] = None  # fmt: skip
    max_removals: Annotated[
        int | None,
        typer.Option(min=0, show_default="any number", help="Stop if more steps than that take something away."),
    ] = None
    max_steps: Annotated[
        int | None, typer.Option(min=0, show_default="all", help="Carry out so many steps; the next run goes on.")
    ] = None
    out: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the plan, and carry out nothing.")
    ] = None

    def carry_out(
        self,
        make: Callable[[AnyClient], Plan],
        target: Target,
        reached: AbstractContextManager[AnyClient],
        output: Output,
        secrets: Secrets | None = None,
        *,
        settled: Mapping[int, bool] | None = None,
        after: Callable[[AnyClient], list[str]] | None = None,
    ) -> None:
        """Make the plan, or take the protocol's, show it, ask, and carry it out.

        Args:
            make: Makes the plan, by calls that only read.
            target: Where the calls go.
            reached: Opens the client.
            output: For whom the output is.
            secrets: Gives what the plan asks for.
            settled: What somebody has found out about steps whose outcome is unknown.
            after: Reads again when the plan was carried out, and says in words what is there.

        Raises:
            Exit: Not everything is as the plan wants it.
        """
        from mailstore_sdk.workflows import Limits, Protocol, apply, preview

        limits = Limits(max_removals=self.max_removals, max_steps=self.max_steps)
        with reached as client:
            begun = self._begun()
            plan = make(client) if begun is None else begun
            if self.out is not None:
                _write(plan, self.out, output)
                return
            if not output.for_programs:
                show_plan(plan)
                if begun is not None:
                    say(f"Gone on with: the plan of {plan.created:%Y-%m-%d %H:%M} UTC in {self.protocol_file}")
            if self.dry_run or not plan.steps:
                # Of a plan without steps nothing is in any protocol.
                file = self.protocol_file if plan.steps else None
                tell(plan, preview(plan, client, file, limits=limits), output)
                return
            self.ask(target, plan.steps[0].function, f"{plan.title}: {len(plan.steps)} steps")
            given = {} if secrets is None else secrets(plan)
            file = self.protocol_file or _new_file(plan)
            if not output.for_programs:
                say(f"Protocol: {file}")
            try:
                with following(plan, lines=not output.for_programs) as (on_step, on_status):
                    outcome = apply(
                        plan, client, file, limits=limits, secrets=given, settled=settled,
                        on_step=on_step, on_status=on_status,
                    )  # fmt: skip
            except KeyboardInterrupt as interrupt:
                # In place of what the wait says: the protocol holds it, and a plan goes on as a whole.
                waiting = [f"the server goes on with step {step}" for step in Protocol.load(file).operations]
                interrupt.__notes__ = [*waiting, _go_on(file)]
                raise
            found = None if after is None else after(client)
        tell(plan, outcome, output, file, found)

    def _begun(self) -> Plan | None:
        """The plan of the protocol that was named, if it was not carried out to its end."""
        from mailstore_sdk.workflows import Protocol

        if self.protocol_file is None or not self.protocol_file.exists():
            return None
        protocol = Protocol.load(self.protocol_file)
        return None if protocol.complete else protocol.plan


def show_plan(plan: Plan) -> None:
    """Print a plan for a person."""
    if plan.steps:
        columns, rows = plan.table()
        table(f"{plan.title}: steps: {len(rows)}; of them, take something away: {plan.removals}", columns, _texts(rows))
    for note in plan.notes:
        say(f"Note: {note}")


def tell(
    plan: Plan, outcome: Outcome, output: Output, file: Path | None = None, found: list[str] | None = None
) -> None:
    """Print what became of a plan, and what was found when it was read again.

    Raises:
        Exit: Not everything is as the plan wants it; of a preview, not everything would be.
    """
    open_ = [one for one in outcome.left if one.state != "planned"]
    if output.as_lines:
        for each in outcome.steps:
            print_json(each, indent=None)
    elif output.as_json:
        told = {"plan": plan.model_dump(mode="json", by_alias=True), "complete": outcome.complete}
        told |= {"outcome": outcome.model_dump(mode="json", by_alias=True)}
        told |= {} if found is None else {"readAgain": found}
        print_json({**told, "protocolFile": None if file is None else str(file)})
    else:
        for line in str(outcome).splitlines()[: None if open_ else 1]:
            say(line)
        for line in found or ():
            say(f"Read again: {line}")
        if outcome.preview and plan.steps:
            say("Nothing was changed.")
        if open_ and file is not None:
            for one in open_:
                step = plan.steps[one.step - 1]
                if one.state == "unknown" and step.check is None and not step.repeatable:
                    say(f"Once you know what became of step {one.step}: add --settled {one.step}=yes, or =no")
            say(_go_on(file))
        elif file is not None and outcome.sent and any(step.undo is not None for step in plan.steps):
            say(f"To take it back: mailstore plan undo {shlex.quote(str(file))}")
    if open_:
        raise typer.Exit(ExitCode.FAILED)


def _write(plan: Plan, file: Path, output: Output) -> None:
    file.write_text(plan.to_json(), encoding="utf-8")
    if output.for_programs:
        print_json(plan, indent=None if output.as_lines else 2)
        return
    show_plan(plan)
    say(f"Written: {file}. To carry it out: mailstore plan apply {shlex.quote(str(file))}")


def _go_on(file: Path) -> str:
    return f"To go on: mailstore plan apply {shlex.quote(str(file))}"


def _new_file(plan: Plan) -> Path:
    """A name for the protocol that no file in this folder has, also if two plans are carried out in one second."""
    words = re.sub(r"[^a-z0-9]+", "-", plan.title.lower()).strip("-") or "plan"
    name = f"{words[:60]}-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(path for path in (Path(f"{each}.jsonl") for each in names) if not path.exists())


def _texts(rows: list[list[Any]]) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in rows]
