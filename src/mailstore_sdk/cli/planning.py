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
from mailstore_sdk.cli.output import Output, complain, print_json, say, table
from mailstore_sdk.cli.progress import following
from mailstore_sdk.cli.writing import Asking
from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.text import one_line

if TYPE_CHECKING:
    from mailstore_sdk.client_kinds import AnyClient
    from mailstore_sdk.workflows import Outcome, Plan, Protocol, StepOutcome

COLUMNS = ("Step", "Function", "Arguments", "Removes", "Undo", "Reason")  # of `Plan.table()`, for a narrow terminal
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
        begun: Callable[[str], bool] | None = None,
        settled: Mapping[int, bool] | None = None,
        after: Callable[[AnyClient, Plan], list[str]] | None = None,
    ) -> None:
        """Make the plan, or take the protocol's, show it, ask, and carry it out.

        Args:
            make: Makes the plan, by calls that only read.
            target: Where the calls go.
            reached: Opens the client.
            output: For whom the output is.
            secrets: Gives what the plan asks for.
            begun: Whether a title is that of a plan that this very command makes, as `titled` tells: such a plan, of a
                protocol that is not at its end, is gone on with instead of a new one. None: only the plan that is made.
            settled: What somebody has found out about steps whose outcome is unknown.
            after: Reads again when the plan, which it gets, was carried out, and says in words what is there.

        Raises:
            ConfigurationError: The plan is for another server, or the file is no protocol, or that of another plan; or
                no plan can be made of what the server tells.
            Exit: Not everything is as the plan wants it.
        """
        from mailstore_sdk.workflows import Limits, Protocol, apply, preview
        from mailstore_sdk.workflows.apply import fits

        limits = Limits(max_removals=self.max_removals, max_steps=self.max_steps)
        with reached as client:
            earlier = None if self.protocol_file is None else Protocol.found(self.protocol_file)
            plan = _gone_on_with(earlier, begun) or _made(make, client)
            if self.out is not None:
                _write(plan, self.out, output)
                return
            fits(plan, client)
            show = complain if output.for_programs else say
            if not output.for_programs:
                show_plan(plan)
            file = self.protocol_file
            if earlier is not None and file is not None and earlier.plan != plan:
                _refuse_another(plan, earlier, file)
                earlier = file = None  # nothing would be added to it
            done = earlier is not None and earlier.complete
            if earlier is not None and not done:
                show(f"Gone on with: the plan of {plan.created:%Y-%m-%d %H:%M} UTC in {file}")
            if self.dry_run or not plan.steps or done:
                tell(plan, preview(plan, client, file, limits=limits), output)
                return
            self.ask(target, plan.steps[0].function, f"{plan.title} ({_counted(plan)})")
            given = {} if secrets is None else secrets(plan)
            file = file or _new_file(plan)
            show(f"Protocol: {file}")
            try:
                with following(plan, lines=not output.for_programs) as (on_step, on_status):
                    outcome = apply(
                        plan, client, file, limits=limits, secrets=given, settled=settled,
                        on_step=on_step, on_status=on_status,
                    )  # fmt: skip
            except KeyboardInterrupt as interrupt:
                # In place of what the wait says: the protocol holds it, and a plan goes on as a whole.
                broken_off = Protocol.found(file)
                running = () if broken_off is None else broken_off.operations
                waiting = [f"the server goes on with step {step}" for step in running]
                interrupt.__notes__ = [*waiting, _go_on(file)]
                raise
            found = None if after is None else after(client, plan)
        tell(plan, outcome, output, file, found)


def show_plan(plan: Plan) -> None:
    """Print a plan for a person."""
    if plan.steps:
        _, rows = plan.table()
        table(f"{plan.title}: {_counted(plan)}", COLUMNS, _texts(rows))
    for note in plan.notes:
        say(f"Note: {note}")


def tell(
    plan: Plan, outcome: Outcome, output: Output, file: Path | None = None, found: list[str] | None = None
) -> None:
    """Print what became of a plan, and what was found when it was read again.

    Args:
        plan: The plan.
        outcome: What became of its steps, or would.
        output: For whom the output is.
        file: The protocol; None if there is none.
        found: What was there when it was read again.

    Raises:
        Exit: Not everything is as the plan wants it; of a preview, not everything would be.
    """
    open_ = [one for one in outcome.left if one.state != "planned"]
    if output.as_lines:
        for each in outcome.steps:
            print_json(each, indent=None)
        for note in plan.notes:
            complain(f"note: {note}")
    elif output.as_json:
        told = {"plan": plan.model_dump(mode="json", by_alias=True), "complete": outcome.complete}
        told |= {"outcome": outcome.model_dump(mode="json", by_alias=True)}
        told |= {} if found is None else {"readAgain": found}
        print_json({**told, "protocolFile": None if file is None else str(file)}, masked=False)
    else:
        say(str(outcome).splitlines()[0])
        for line in found or ():
            say(f"Read again: {line}")
        _left(outcome, open_)
        if outcome.preview and plan.steps:
            say("Nothing was changed.")
        if open_ and file is not None:
            for one in open_:
                step = plan.steps[one.step - 1]
                if one.state == "unknown" and step.check is None and not step.repeatable:
                    say(f"Once you know what became of step {one.step}: add --settled {one.step}=yes, or =no")
                elif one.state == "unknown" and step.may_go_on:
                    say(f"Once the server is surely not at step {one.step} any more: add --settled {one.step}=no")
            say(_go_on(file))
        elif file is not None and outcome.sent and _has_way_back(plan):
            say(f"To take it back: mailstore plan undo {shlex.quote(str(file))}")
    if open_:
        raise typer.Exit(ExitCode.FAILED)


def _has_way_back(plan: Plan) -> bool:
    """Whether something can be taken back; what needs something for that, only if nothing was taken away for good."""
    gone = any(step.removes and step.undo is None for step in plan.steps)
    return any(step.undo is not None and not (gone and step.undo.needs) for step in plan.steps)


def _left(outcome: Outcome, open_: list[StepOutcome]) -> None:
    """Why the run ended, and which steps are open; without those that it only did not come to."""
    from mailstore_sdk.workflows.outcome import STOPPED, WORDS

    if outcome.stopped:
        say(f"Stopped: {outcome.stopped}")
    rows = [[str(one.step), one.function, WORDS[one.state], one.reason] for one in open_ if one.reason != STOPPED]
    if rows:
        table("Not as the plan wants it", ["Step", "Function", "Outcome", "Reason"], rows)


def print_plan(plan: Plan, output: Output) -> None:
    """Print a plan for a program, so that it is a plan again: it names secrets, and holds none."""
    print_json(plan.model_dump(mode="json", by_alias=True), indent=None if output.as_lines else 2, masked=False)


def _write(plan: Plan, file: Path, output: Output) -> None:
    from mailstore_sdk.workflows import Plan

    if file.is_file() and file.stat().st_size:
        try:
            Plan.load(file)
        except ConfigurationError:
            raise ConfigurationError(
                f"{file} is there already, and is no plan: it stays as it is; name a new file"
            ) from None
    file.write_text(plan.to_json(), encoding="utf-8")
    if output.for_programs:
        print_plan(plan, output)
        return
    show_plan(plan)
    say(f"Written: {file}. To carry it out: mailstore plan apply {shlex.quote(str(file))}")


def titled(title: str) -> Callable[[str], bool]:
    """Whether a plan has that title, in whatever case its letters are: names may have blanks, so no longer one will do.

    Args:
        title: As the command has it from whoever typed it.
    """
    from mailstore_sdk.workflows.names import folded

    return lambda other: folded(other) == folded(one_line(title))


def _made(make: Callable[[AnyClient], Plan], client: AnyClient) -> Plan:
    from pydantic import ValidationError

    try:
        return make(client)
    except ValidationError as error:  # of a call that cannot be made, as one without an argument that it needs
        problem = error.errors()[0]["msg"]
    raise ConfigurationError(f"no plan can be made of what the server tells: {problem}")


def _gone_on_with(earlier: Protocol | None, begun: Callable[[str], bool] | None) -> Plan | None:
    """The plan of a protocol that is not at its end, if it is one of those that the command makes."""
    if earlier is None or earlier.complete or begun is None:
        return None
    return earlier.plan if begun(earlier.plan.title) else None


def _refuse_another(plan: Plan, earlier: Protocol, file: Path) -> None:
    """Refuse to use the protocol of another plan, unless nothing is to be done anyway."""
    another = f"{file} is the protocol of another plan ({earlier.plan.title})"
    if not earlier.complete:
        raise ConfigurationError(f"{another}, which is not at its end. {_go_on(file)}; or name a new file")
    if plan.steps:
        raise ConfigurationError(f"{another}, which was carried out; name a new file")


def _go_on(file: Path) -> str:
    return f"To go on: mailstore plan apply {shlex.quote(str(file))}"


def _new_file(plan: Plan) -> Path:
    """A name for the protocol that no file in this folder has, also if two plans are carried out in one second."""
    words = re.sub(r"[^a-z0-9]+", "-", plan.title.lower()).strip("-") or "plan"
    name = f"{words[:60]}-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(path for path in (Path(f"{each}.jsonl") for each in names) if not path.exists())


def _counted(plan: Plan) -> str:
    steps = f"{len(plan.steps)} step{'s' * (len(plan.steps) != 1)}"
    return f"{steps}, {plan.removals} of them taking something away" if plan.removals else steps


def _texts(rows: list[list[Any]]) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in rows]
