"""A step that runs long is begun once, written down while it runs, and taken up again after any break."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk.emulator import Behaviour, ByPolls, ByTime, ExpireToken, HttpError, InvalidJson, Reset
from mailstore_sdk.errors import ArgumentError, OperationLost
from mailstore_sdk.workflows import Protocol, apply, apply_async, preview, undo
from tests.workflows.long_running import compact, events, finish, impatient, sent, served, upgrade, verify
from tests.workflows.plans import MARK, SECRETS, crashed, emulated, gone_on, plan_of, provision


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
        assert undo(file).notes == [
            "step 1 of the plan: whether it was carried out is not known; run the plan again first"
        ]
        assert apply(plan, client, file).complete

    assert sent(emulator) == ["CompactStore"]


def test_a_cancelled_task_leaves_the_wait_to_the_next_run(tmp_path: Path) -> None:
    emulator, file = served(), tmp_path / "p.jsonl"
    plan = plan_of(emulator, compact())

    def cancel(*_: object) -> None:
        task = asyncio.current_task()
        assert task is not None
        task.cancel()

    async def run() -> bool:
        async with emulator.async_client() as client:
            with pytest.raises(asyncio.CancelledError):
                await asyncio.create_task(apply_async(plan, client, file, on_status=cancel))
            assert Protocol.load(file).last == {1: "running"}
            return (await apply_async(plan, client, file)).complete

    assert asyncio.run(run())
    assert sent(emulator) == ["CompactStore"]


def test_a_network_that_comes_back_is_waited_for(tmp_path: Path) -> None:
    emulator, file = served(), tmp_path / "p.jsonl"
    emulator.faults.add("get-status", Reset(carried_out=False), times=5)
    with emulator.client() as client:
        assert apply(plan_of(emulator, compact()), client, file).complete

    assert events(file) == [(1, "begun"), (1, "running"), (1, "done")]


def test_a_wait_that_lasts_too_long_is_taken_up_by_the_next_run(tmp_path: Path) -> None:
    emulator, file = served(tasks=ByTime(1000)), tmp_path / "p.jsonl"
    with emulator.client() as client:
        late = apply(plan_of(emulator, compact()), client.options(wait_timeout=10), file)
        assert apply(Protocol.load(file).plan, client, file).complete

    assert late.steps[0].state == "running"
    assert "the time to wait is over" in late.steps[0].reason
    assert sent(emulator) == ["CompactStore"]


def test_a_crash_at_any_moment_is_gone_on_from_and_nothing_is_sent_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = again = 0
    for at in range(1, 100):
        emulator, file = served(tasks=ByPolls(2)), tmp_path / f"{at}.jsonl"
        plan = plan_of(emulator, upgrade(), verify())
        with emulator.client() as client:
            if not crashed(client, at, monkeypatch, plan, file):
                break
            moments += 1
            finish(emulator)  # what was begun goes on, whether anybody asks for it or not
        with emulator.client() as client:
            assert gone_on(plan, client, file).complete, at
            assert apply(plan, client, file).sent == 0
        assert not emulator.state.stores[1].needs_upgrade
        assert sent(emulator).count("UpgradeStore") == 1, at
        again += sent(emulator).count("VerifyStore") - 1

    # Only where the answer to the call was there and not yet written down is the verification, which changes nothing,
    # begun a second time.
    assert again == 2
    assert moments == 2 * (1 + (1 + 2 + 1 + 1 + 1 + 1) + (2 + 1 + 1 + 1))


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
        second = apply(plan, client, file)
        calls = sent(emulator)
        with pytest.raises(ArgumentError, match="reading tells whether step 1 was carried out"):
            apply(plan, client, file, settled={1: True})
        third = apply(plan, client, file, settled={1: False})

    assert [one.state for one in first.steps] == ["unknown", "left"]
    assert "outcome unknown: look at the server and its log, then settle the step" in first.steps[0].reason
    assert [one.state for one in second.steps] == ["unknown", "left"]
    assert "the server may still be at it; once it is not, settle the step" in second.steps[0].reason
    assert calls == ["UpgradeStore"]
    assert third.complete
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


def test_the_last_answer_may_be_empty(tmp_path: Path) -> None:
    """Which the vendor's wrapper allows for: the server has forgotten the call by then, and reading tells the rest."""
    emulator, file = served(behaviour=Behaviour(last_answer="empty")), tmp_path / "p.jsonl"
    plan = plan_of(emulator, upgrade())
    with emulator.client() as client:
        runs = [apply(plan, client, file) for _ in range(3)]

    assert runs[-1].complete
    assert sent(emulator) == ["UpgradeStore"]


def test_begin_gives_any_call_without_waiting() -> None:
    emulator = served()
    with emulator.client() as client:
        operation = client.begin("UpgradeStore", {"id": 1})
        assert not operation.done
        emulator.restart()
        with pytest.raises(OperationLost):
            operation.result()
        assert client.begin("GetStores").done
