"""A step that runs long is begun once, written down while it runs, taken up again, and proved by reading."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk.emulator import (
    Behaviour,
    ByPolls,
    ByTime,
    Emulator,
    ExpireToken,
    FailHalfway,
    HttpError,
    InvalidJson,
    Reset,
    Restart,
)
from mailstore_sdk.errors import ArgumentError, ConfigurationError, OperationLost
from mailstore_sdk.workflows import Check, Entry, Plan, Protocol, Step, apply, apply_async, preview, undo
from tests.workflows.plans import MARK, SECRETS, Breaking, Crash, emulated, lines, plan_of, provision

CALLS = ("UpgradeStore", "CompactStore", "VerifyStore", "CreateStore")


def upgrade(number: int = 1) -> Step:
    return Step(
        function="UpgradeStore",
        arguments={"id": number},
        reason="has to be upgraded",
        check=Check(function="GetStores", path=[{"id": number}, "needsUpgrade"], before=True, after=False),
        group=f"store {number}",
    )


def compact() -> Step:
    """Nothing that can be read tells whether it was carried out, and nobody said that it may be sent twice."""
    return Step(function="CompactStore", arguments={"id": 1}, reason="gives back space", check=None, group="store 1")


def verify() -> Step:
    return Step(
        function="VerifyStore", arguments={"id": 1}, reason="proof", check=None, group="store 1", repeatable=True
    )


def served(protocol: Any = "modern", **options: Any) -> Emulator:
    emulator = Emulator(protocol=protocol, tasks=options.pop("tasks", ByPolls(3)), **options)
    emulator.state.stores[1].needs_upgrade = True
    return emulator


def impatient(emulator: Emulator) -> Any:
    return emulator.client(retries=0).options(outage=0)


def sent(emulator: Emulator) -> list[str]:
    return [one.function for one in emulator.requests if one.function in CALLS]


def events(file: Path) -> list[tuple[int, str]]:
    return [(entry.step, entry.event) for entry in Protocol.load(file).entries]


@pytest.mark.parametrize("protocol", ["modern", "legacy"])
def test_it_is_begun_waited_for_and_written_down(protocol: Any, tmp_path: Path) -> None:
    emulator, file, seen = served(protocol), tmp_path / "p.jsonl", []
    with emulator.client() as client:
        outcome = apply(
            plan_of(emulator, upgrade(), verify()), client, file,
            on_status=lambda step, status: seen.append((step, status.status)),
        )  # fmt: skip
        again = apply(plan_of(emulator, upgrade()), client, tmp_path / "q.jsonl")

    assert outcome.complete
    assert [one.reason for one in outcome.steps] == ["Finished.", "Finished. No errors have been found."]
    assert events(file) == [(n, event) for n in (1, 2) for event in ("begun", "running", "done")]
    assert {step for step, _ in seen} == {1, 2}
    assert seen[-1] == (2, "succeeded")
    assert [one.state for one in again.steps] == ["already"]
    assert sent(emulator) == ["UpgradeStore", "VerifyStore"]


def test_the_asynchronous_twin_does_the_same(tmp_path: Path) -> None:
    emulator, file, seen = served(), tmp_path / "p.jsonl", []
    plan = plan_of(emulator, upgrade(), verify())
    emulator.faults.add("get-status", Reset(), times=1)

    async def run() -> list[str]:
        async with emulator.async_client(retries=0) as client:
            first = await apply_async(plan, client.options(outage=0), file)
            second = await apply_async(plan, client, file, on_status=lambda step, _: seen.append(step))
            return [one.state for one in (*first.steps, *second.steps)]

    assert asyncio.run(run()) == ["running", "left", "done", "done"]
    assert {*seen} == {1, 2}
    assert sent(emulator) == ["UpgradeStore", "VerifyStore"]


@pytest.mark.parametrize("helped", [True, False])
def test_what_is_finished_at_once_has_no_line_of_running_and_is_proved_as_well(tmp_path: Path, helped: bool) -> None:
    emulator, file = served(tasks=ByPolls(0)), tmp_path / "p.jsonl"
    if not helped:
        emulator.state.stores[2].needs_upgrade = True  # and the call is about the other store
    step = upgrade() if helped else upgrade(2).model_copy(update={"arguments": {"id": 1}})
    with emulator.client() as client:
        outcome = apply(plan_of(emulator, step), client, file)

    assert events(file) == [(1, "begun"), (1, "done" if helped else "failed")]
    assert outcome.complete is helped


def test_a_server_may_make_any_call_run_long(tmp_path: Path) -> None:
    emulator = emulated(a={"b": ["read"], "a": ["read"]}, b={"b": ["read"]})
    emulator.world.behaviour = Behaviour(tokens="always")
    with emulator.client() as client:
        outcome = apply(provision(emulator), client, tmp_path / "p.jsonl", secrets=SECRETS)

    assert outcome.complete
    assert [event for _, event in events(tmp_path / "p.jsonl")] == ["begun", "running", "done"] * 4
    assert MARK not in (tmp_path / "p.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize("fault", [Reset(), HttpError(status=502), InvalidJson(), HttpError(status=401)], ids=repr)
def test_a_wait_that_is_broken_off_is_taken_up_by_the_next_run(tmp_path: Path, fault: Any) -> None:
    emulator, file = served(), tmp_path / "p.jsonl"
    plan = plan_of(emulator, upgrade(), compact())
    emulator.faults.add("get-status", fault, times=1)
    with emulator.client() as client:
        broken = apply(plan, impatient(emulator), file)
        seen = preview(plan, client, file)
        length = file.stat().st_size
        resumed = apply(plan, client, file)

    assert [one.state for one in broken.steps] == ["running", "left"]
    assert "the server goes on, and the next run waits for it" in broken.steps[0].reason
    assert broken.stopped
    assert [one.state for one in seen.steps] == ["planned", "planned"]
    assert seen.steps[0].reason == "an earlier run began it, and a run waits for it"
    assert file.stat().st_size > length
    assert resumed.complete
    assert resumed.sent == 2
    assert sent(emulator) == ["UpgradeStore", "CompactStore"]


def test_an_interrupted_wait_is_taken_up_by_the_next_run(tmp_path: Path) -> None:
    emulator, file = served(), tmp_path / "p.jsonl"
    plan = plan_of(emulator, compact())

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with emulator.client() as client:
        with pytest.raises(KeyboardInterrupt):
            apply(plan, client, file, on_status=interrupt)
        assert Protocol.load(file).last == {1: "running"}
        assert undo(file).notes == ["step 1: whether it was carried out is not known; run the plan again first"]
        assert apply(plan, client, file).complete

    assert sent(emulator) == ["CompactStore"]


def test_a_wait_that_lasts_too_long_is_taken_up_by_the_next_run(tmp_path: Path) -> None:
    emulator, file = served(tasks=ByTime(1000)), tmp_path / "p.jsonl"
    with emulator.client() as client:
        late = apply(plan_of(emulator, compact()), client.options(wait_timeout=10), file)
        assert apply(late_plan(file), client, file).complete

    assert late.steps[0].state == "running"
    assert "the time to wait is over" in late.steps[0].reason
    assert sent(emulator) == ["CompactStore"]


def late_plan(file: Path) -> Plan:
    return Protocol.load(file).plan


def test_a_crash_at_any_moment_is_gone_on_from_and_nothing_is_sent_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = again = 0
    for at in range(1, 100):
        emulator, file = served(tasks=ByPolls(2)), tmp_path / f"{at}.jsonl"
        plan = plan_of(emulator, upgrade(), verify())
        with emulator.client() as client, monkeypatch.context() as patch:
            breaking: Any = Breaking(client, at, patch)
            try:
                apply(plan, breaking, file)
            except Crash:
                moments += 1
            else:
                break
            finish(emulator)  # what was begun goes on, whether anybody asks for it or not
        with emulator.client() as client:
            assert apply(plan, client, file).complete, at
            assert apply(plan, client, file).sent == 0
        assert not emulator.state.stores[1].needs_upgrade
        assert sent(emulator).count("UpgradeStore") == 1, at
        again += sent(emulator).count("VerifyStore") - 1

    # Only where the answer to the call was there and not yet written down is the verification, which changes nothing,
    # begun a second time.
    assert again == 2
    assert moments == 2 * (1 + (1 + 2 + 1 + 1 + 1 + 1) + (2 + 1 + 1 + 1))


def finish(emulator: Emulator) -> None:
    """Let every long-running call come to its end."""
    with emulator.lock:
        for task in emulator.world.tasks.values():
            task.polls = 99
            task.look(emulator.clock.now())


@pytest.mark.parametrize("lost", ["restart", "expired"])
def test_a_server_that_forgot_the_call_is_asked_for_what_became_of_it(tmp_path: Path, lost: str) -> None:
    emulator, file = served(), tmp_path / "p.jsonl"
    plan = plan_of(emulator, upgrade(), verify())
    with emulator.client() as client:
        if lost == "restart":
            first = apply(plan, client, file, on_status=lambda *_: emulator.restart())
        else:
            emulator.faults.add("UpgradeStore", ExpireToken(after_polls=1), times=1)
            first = apply(plan, client, file)
        calls = sent(emulator)
        second = apply(plan, client, file)

    assert [one.state for one in first.steps] == ["unknown", "left"]
    assert "outcome unknown: the next run reads GetStores" in first.steps[0].reason
    assert calls == ["UpgradeStore"]
    assert second.complete
    assert sent(emulator) == ["UpgradeStore", "UpgradeStore", "VerifyStore"]


def test_a_call_that_was_forgotten_after_its_end_is_found_by_reading(tmp_path: Path) -> None:
    emulator, file = served(), tmp_path / "p.jsonl"
    plan = plan_of(emulator, upgrade(), verify())
    emulator.faults.add("get-status", Reset(), times=1)
    with emulator.client() as client:
        apply(plan, impatient(emulator), file)
        finish(emulator)
        emulator.restart()
        outcome = apply(plan, client, file)

    assert outcome.complete
    assert [event for step, event in events(file) if step == 1] == ["begun", "running", "found"]
    assert sent(emulator) == ["UpgradeStore", "VerifyStore"]


@pytest.mark.parametrize("carried_out", [True, False])
def test_what_nobody_can_read_waits_for_somebody_who_knows(tmp_path: Path, carried_out: bool) -> None:
    emulator, file = served(), tmp_path / "p.jsonl"
    plan = plan_of(emulator, compact(), verify())
    with emulator.client() as client:
        first = apply(plan, client, file, on_status=lambda *_: emulator.restart())
        assert [one.state for one in apply(plan, client, file).steps] == ["unknown", "left"]
        assert sent(emulator) == ["CompactStore"]
        assert apply(plan, client, file, settled={1: carried_out}).complete

    assert "look at the server and its log, then settle the step" in first.steps[0].reason
    assert sent(emulator).count("CompactStore") == (1 if carried_out else 2)


def test_what_does_no_harm_twice_is_sent_again_by_the_next_run(tmp_path: Path) -> None:
    emulator, file = served(), tmp_path / "p.jsonl"
    plan = plan_of(emulator, verify())
    emulator.faults.add("VerifyStore", Restart(carried_out=True), times=1)
    with emulator.client() as client:
        states = [apply(plan, client, file).steps[0].state for _ in range(3)]

    assert states == ["unknown", "done", "before"]
    assert sent(emulator) == ["VerifyStore"] * 2


def test_what_can_be_read_is_not_settled_by_anybody(tmp_path: Path) -> None:
    emulator, file = served(), tmp_path / "p.jsonl"
    plan = plan_of(emulator, upgrade())
    emulator.faults.add("UpgradeStore", Reset(), times=1)
    with emulator.client() as client:
        apply(plan, client, file)
        with pytest.raises(ArgumentError, match="reading tells what became of step 1"):
            apply(plan, client, file, settled={1: True})


def test_a_failure_is_told_in_the_servers_words_and_leaves_the_group(tmp_path: Path) -> None:
    emulator, file = served(), tmp_path / "p.jsonl"
    emulator.faults.add("UpgradeStore", FailHalfway(message="Disk is full.\r\nforged"), times=1)
    with emulator.client() as client:
        first = apply(plan_of(emulator, upgrade(), verify()), client, file)
        second = apply(Protocol.load(file).plan, client, file)

    assert [one.state for one in first.steps] == ["failed", "left"]
    assert first.stopped is None
    reason = "UpgradeStore failed: Disk is full.  forged / Upgrading archive store DefaultFileGroup... / Finished."
    assert first.steps[0].reason == reason
    assert second.complete


def test_somebody_elses_cancelling_is_a_failure(tmp_path: Path) -> None:
    emulator, file = served(), tmp_path / "p.jsonl"
    plan = plan_of(emulator, upgrade(), verify())

    def cancel(*_: object) -> None:
        if Protocol.load(file).last == {1: "running"}:
            emulator.client().resume(Protocol.load(file).operations[1]).cancel()

    with emulator.client() as client:
        outcome = apply(plan, client, file, on_status=cancel)

    assert [one.state for one in outcome.steps] == ["failed", "left"]
    assert "UpgradeStore was cancelled" in outcome.steps[0].reason
    assert emulator.state.stores[1].needs_upgrade


def test_success_that_reading_does_not_show_is_a_failure(tmp_path: Path) -> None:
    emulator, file = served(), tmp_path / "p.jsonl"

    def keep(*_: object) -> None:
        emulator.state.stores[1].needs_upgrade = True

    with emulator.client() as client:
        outcome = apply(plan_of(emulator, upgrade(), verify()), client, file, on_status=keep)

    assert [one.state for one in outcome.steps] == ["failed", "left"]
    assert outcome.steps[0].reason == "the server says that it succeeded, and GetStores still says needsUpgrade: true"


def test_success_that_could_not_be_looked_at_is_looked_at_by_the_next_run(tmp_path: Path) -> None:
    emulator, file = served(), tmp_path / "p.jsonl"
    plan = plan_of(emulator, upgrade())

    def break_off(_: int, status: Any) -> None:
        if status.status == "succeeded":
            emulator.faults.add("GetStores", Reset(), times=1)

    first = apply(plan, impatient(emulator), file, on_status=break_off)
    with emulator.client() as client:
        second = apply(plan, client, file)

    assert first.steps[0].state == "unknown"
    assert "it succeeded, and could not be looked at again" in first.steps[0].reason
    assert second.complete
    assert sent(emulator) == ["UpgradeStore"]


def test_the_last_answer_may_be_empty(tmp_path: Path) -> None:
    """Which the vendor's wrapper allows for: the server has forgotten the call by then, and reading tells the rest."""
    emulator, file = served(behaviour=Behaviour(last_answer="empty")), tmp_path / "p.jsonl"
    plan = plan_of(emulator, upgrade())
    with emulator.client() as client:
        runs = [apply(plan, client, file) for _ in range(3)]

    assert runs[-1].complete
    assert sent(emulator) == ["UpgradeStore"]


@pytest.mark.parametrize("broken", [False, True])
def test_a_secret_that_the_server_repeats_is_in_no_line(tmp_path: Path, broken: bool) -> None:
    emulator, file, secret = served(), tmp_path / "p.jsonl", f'{MARK}-pässword&="'
    new = Step(
        function="CreateStore",
        arguments={"name": "x"},
        secrets={"password": "database"},
        reason="there is room",
        check=Check(function="GetStores", path=[{"name": "x"}], kind="exists", before=False, after=True),
    )
    emulator.faults.add("CreateStore", FailHalfway(message=f"Login failed for sa with {secret}."), times=1)
    if broken:
        emulator.faults.add("get-status", Reset(), times=1)
    plan = plan_of(emulator, new)
    with impatient(emulator) as client:
        first = apply(plan, client, file, secrets={"database": secret})
    with emulator.client() as client:
        second = apply(plan, client, file, secrets={"database": secret}) if broken else first

    assert second.steps[0].state == "failed"
    assert "Login failed for sa with ***." in second.steps[0].reason
    assert MARK not in file.read_text(encoding="utf-8") + first.to_json() + second.to_json()


def test_a_line_that_holds_no_operation_is_no_line_of_a_protocol(tmp_path: Path) -> None:
    emulator, file = served(), tmp_path / "p.jsonl"
    plan = plan_of(emulator, upgrade())
    emulator.faults.add("get-status", Reset(), times=1)
    with impatient(emulator) as client:
        apply(plan, client, file)
        kept = lines(file)
        for wrong in ({"operation": None}, {"operation": {"url": "x"}}, {"event": "done"}):
            line = json.dumps({**json.loads(kept[2]), **wrong})
            file.write_text("\n".join([*kept[:2], line]) + "\n", encoding="utf-8")
            with pytest.raises(ConfigurationError, match="line 3 is not what such a file has there"):
                apply(plan, client, file)
    with pytest.raises(ValueError, match="has an operation"):
        Entry(step=1, event="running")


def test_begin_gives_any_call_without_waiting() -> None:
    emulator = served()
    with emulator.client() as client:
        operation = client.begin("UpgradeStore", {"id": 1})
        assert not operation.done
        emulator.restart()
        with pytest.raises(OperationLost):
            operation.result()
        assert client.begin("GetStores").done
