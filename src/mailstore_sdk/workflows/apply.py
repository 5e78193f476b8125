"""Carry out a plan, see what that would do, and take it back."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mailstore_sdk.client_kinds import server_of
from mailstore_sdk.errors import ConfigurationError, MailStoreError
from mailstore_sdk.workflows.flow import Begin, Flow, Invoke, Run
from mailstore_sdk.workflows.outcome import Limits, Outcome, StepOutcome
from mailstore_sdk.workflows.plan import Plan
from mailstore_sdk.workflows.protocol import Entry, Protocol, Writer, writing

if TYPE_CHECKING:
    from mailstore_sdk.client_kinds import AnyAsyncClient, AnyClient
    from mailstore_sdk.models import StatusResult
    from mailstore_sdk.operations import AsyncOperation, Operation

    Watch = Callable[[StepOutcome], object]
    WatchStatus = Callable[[int, StatusResult], object]


def apply(
    plan: Plan,
    client: AnyClient,
    protocol_file: str | os.PathLike[str],
    *,
    limits: Limits | None = None,
    secrets: Mapping[str, str] | None = None,
    settled: Mapping[int, bool] | None = None,
    on_step: Watch | None = None,
    on_status: WatchStatus | None = None,
) -> Outcome:
    """Carry out a plan, step by step, and write down what became of each; or go on where an earlier run ended.

    Before a step is sent, its check reads whether it is needed. One that is so already is passed over; so is one that
    somebody has changed to something else meanwhile. The plan's own calls are sent in their order, each at most once
    unless reading, or `settled`, says that it was not carried out. A refusal ends only the step and those of its group;
    where no answer comes, the run ends, and the next one looks first. A call that runs long is waited for, and proved
    by reading when it has ended; where the wait is broken off, the server goes on, and the next run waits for it.

    Args:
        plan: What to do.
        client: The client of the server that the plan is for.
        protocol_file: Where to write it down: a new file, or the one of an earlier run of this very plan. Names and
            rights stand in it, and no secret; only its owner may read it.
        limits: How far this run may go.
        secrets: What the plan asks for (`plan.secrets`), by name.
        settled: What somebody has found out about steps whose outcome is unknown: their number, and whether they were
            carried out. For those without a check; and, with False, for those that the server may still be at.
        on_step: Called with what became of every step.
        on_status: Called with a step's number and every new status of a call that runs long.

    Returns:
        What became of every step. Failures of calls are in it, and not raised.

    Raises:
        ArgumentError: A secret is missing, or `settled` names a step that is not open, or that reading tells of;
            nothing was sent.
        ConfigurationError: The plan is for another server, or the file is not its protocol, or another process is
            writing to it; nothing was sent.
        OSError: The protocol cannot be written. Without it no call is made.
    """
    fits(plan, client)
    with writing(Path(protocol_file), plan) as writer:
        run = Run(plan, writer.history, limits or Limits(), secrets or {}, settled or {})
        return _driven(run.flow(), client, writer, on_step, on_status)


async def apply_async(
    plan: Plan,
    client: AnyAsyncClient,
    protocol_file: str | os.PathLike[str],
    *,
    limits: Limits | None = None,
    secrets: Mapping[str, str] | None = None,
    settled: Mapping[int, bool] | None = None,
    on_step: Watch | None = None,
    on_status: WatchStatus | None = None,
) -> Outcome:
    """Carry out a plan with an asynchronous client; see `apply`. Writing the protocol blocks the loop for a moment."""
    fits(plan, client)
    with writing(Path(protocol_file), plan) as writer:
        run = Run(plan, writer.history, limits or Limits(), secrets or {}, settled or {})
        return await _driven_async(run.flow(), client, writer, on_step, on_status)


def preview(
    plan: Plan,
    client: AnyClient,
    protocol_file: str | os.PathLike[str] | None = None,
    *,
    limits: Limits | None = None,
) -> Outcome:
    """See what carrying out a plan would do now: the same run, in which no call is made that changes anything.

    Args:
        plan: What to do.
        client: The client of the server that the plan is for.
        protocol_file: The protocol of an earlier run, if there is one; nothing is written to it.
        limits: As for the run.

    Returns:
        What would become of every step.

    Raises:
        ConfigurationError: The plan is for another server, or the file is not its protocol.
        OSError: The protocol cannot be read.
    """
    fits(plan, client)
    history = (None if protocol_file is None else Protocol.found(protocol_file)) or Protocol(plan=plan)
    if history.plan != plan:
        raise ConfigurationError(f"{protocol_file} is the protocol of another plan ({history.plan.title})")
    return _driven(Run(plan, history, limits or Limits(), preview=True).flow(), client, None, None)


def undo(protocol_file: str | os.PathLike[str]) -> Plan:
    """Plan the way back: for every step that was carried out the call that takes it back, in reverse order.

    What somebody else has changed since is left alone, as by any plan. The new plan has a protocol of its own, and can
    be undone in turn.

    Args:
        protocol_file: The protocol of the plan's runs.

    Returns:
        The plan. Its notes name the steps that cannot be taken back, and those whose outcome is unknown.

    Raises:
        ConfigurationError: That is no protocol.
        OSError: The file cannot be read.
    """
    protocol = Protocol.load(protocol_file)
    plan, steps, notes = protocol.plan, [], []
    for number in reversed(protocol.carried_out):
        step = plan.steps[number - 1]
        back = step.reversed(f"takes back step {number}: {step.reason}")
        if back is None:
            notes.append(f"step {number} of the plan cannot be taken back: {step.function}({step.described})")
        else:
            steps.append(back)
    for number, event in sorted(protocol.last.items()):
        if event in ("begun", "running", "unknown"):
            notes.append(
                f"step {number} of the plan: whether it was carried out is not known; run the plan again first"
            )
    return Plan(title=f"undo: {plan.title}", server=plan.server, steps=steps, notes=notes)


def fits(plan: Plan, client: AnyClient | AnyAsyncClient) -> None:
    """Refuse the client of another server than the plan's.

    Raises:
        ConfigurationError: It is one.
    """
    if plan.server != server_of(client):
        raise ConfigurationError(f"the plan is for {plan.server}, and the client is that of {server_of(client)}")


def _driven(
    flow: Flow, client: AnyClient, writer: Writer | None, on_step: Watch | None, on_status: WatchStatus | None = None
) -> Outcome:
    answer: Any = None
    running: Operation[Any] | None = None
    while True:
        try:
            effect = flow.send(answer)
        except StopIteration as stop:
            ended: Outcome = stop.value
            return ended
        answer = None
        if isinstance(effect, Entry | StepOutcome):
            _noted(effect, writer, on_step)
            continue
        try:
            if isinstance(effect, Invoke):
                answer = client.invoke(effect.function, effect.arguments)
            elif isinstance(effect, Begin):
                begun = client.begin(effect.function, effect.arguments)
                if begun.done:
                    begun.plain_result()
                else:
                    running = begun
                answer = _state(begun)
            else:
                # The one that was begun just now still knows which secrets it was given.
                taken_up = client.resume(effect.operation) if running is None else running
                running = None
                if on_status is not None:
                    on_status(effect.step, taken_up.status)
                    for status in taken_up:
                        on_status(effect.step, status)
                taken_up.plain_result()
                answer = _state(taken_up)
        except MailStoreError as error:
            answer = error


async def _driven_async(
    flow: Flow, client: AnyAsyncClient, writer: Writer, on_step: Watch | None, on_status: WatchStatus | None
) -> Outcome:
    answer: Any = None
    running: AsyncOperation[Any] | None = None
    while True:
        try:
            effect = flow.send(answer)
        except StopIteration as stop:
            ended: Outcome = stop.value
            return ended
        answer = None
        if isinstance(effect, Entry | StepOutcome):
            _noted(effect, writer, on_step)
            continue
        try:
            if isinstance(effect, Invoke):
                answer = await client.invoke(effect.function, effect.arguments)
            elif isinstance(effect, Begin):
                begun = await client.begin(effect.function, effect.arguments)
                if begun.done:
                    await begun.plain_result()
                else:
                    running = begun
                answer = _state(begun)
            else:
                taken_up = client.resume(effect.operation) if running is None else running
                running = None
                if on_status is not None:
                    on_status(effect.step, taken_up.status)
                    async for status in taken_up:
                        on_status(effect.step, status)
                await taken_up.plain_result()
                answer = _state(taken_up)
        except MailStoreError as error:
            answer = error


def _state(operation: Operation[Any] | AsyncOperation[Any]) -> dict[str, Any] | str:
    """What it takes to take a call up again, while it runs; else what the server said last."""
    if not operation.done:
        # Without the log so far, which the first poll brings again.
        return {**json.loads(operation.to_json()), "version": 0, "log": ""}
    status = operation.status
    return status.messages[-1].text.strip() if status.messages else status.status_text or ""


def _noted(effect: Entry | StepOutcome, writer: Writer | None, on_step: Watch | None) -> None:
    if isinstance(effect, Entry):
        if writer is not None:
            writer.add(effect)
    elif on_step is not None:
        on_step(effect)
