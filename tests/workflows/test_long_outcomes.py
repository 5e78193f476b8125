"""What becomes of a step that ran long: proved by reading, told in the server's words, or settled by somebody."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk.emulator import ByPolls, FailHalfway, Reset, Restart
from mailstore_sdk.errors import ArgumentError, ConfigurationError
from mailstore_sdk.workflows import Check, Entry, Protocol, Step, apply
from tests.workflows.long_running import compact, events, impatient, sent, served, upgrade, verify
from tests.workflows.plans import MARK, lines, plan_of


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
        with pytest.raises(ArgumentError, match="reading tells whether step 1 was carried out"):
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
