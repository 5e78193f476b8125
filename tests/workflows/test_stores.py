"""Archive stores are repaired in the right order, once, and proved by reading."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk import Client
from mailstore_sdk.emulator import ByPolls, Emulator, FailHalfway, Reset, Restart
from mailstore_sdk.emulator.state import Store
from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.reports import Report, collect
from mailstore_sdk.workflows import Limits, Plan, Protocol, apply, plan_repair, preview, server_of, store_problems
from mailstore_sdk.workflows.stores import BACKUP, SLOW
from tests.workflows.long_running import finish
from tests.workflows.plans import crashed, gone_on

OPEN = "The file is not a database."
HOSTILE = '=1+1;"Büro", a=b\x1b[31m\r\nforged: Bu\u0308ro'
REPAIR = ("UpgradeStore", "RetryOpenStores", "RecoverStore", "RebuildSelectedStoreIndexes", "VerifyStore")


def served(**options: Any) -> Emulator:
    """A server with a store for each thing that can be wrong, and one that is fine."""
    emulator = Emulator(version="22.3", tasks=options.pop("tasks", ByPolls(2)), **options)
    stores = [
        Store(id=1, name="fine", file_group=1, requested_state="current", messages=10),
        Store(id=2, name="old", file_group=2, messages=20, needs_upgrade=True, indexes_to_rebuild={"johndoe"}),
        Store(id=3, name=HOSTILE, file_group=3, messages=2_500, indexes_to_rebuild={"asmith"}),
        Store(id=4, name="shut", file_group=4, error=OPEN),
    ]
    emulator.state.stores = {store.id: store for store in stores}
    return emulator


def read(client: Client) -> Report:
    return collect(client, sections=["stores"])


def planned(client: Client, **options: Any) -> Plan:
    return plan_repair(read(client), server_of(client), **options)


def calls(plan: Plan) -> list[tuple[str, Any]]:
    return [(step.function, step.arguments.get("id")) for step in plan.steps]


def sent(emulator: Emulator) -> list[str]:
    return [one.function for one in emulator.requests if one.function in REPAIR]


def opening(emulator: Emulator) -> Callable[[int, Any], None]:
    """Lets the store with the error be opened as soon as the server tries."""

    def watch(*_: object) -> None:
        if "RetryOpenStores" in sent(emulator):
            emulator.state.stores[4].error = None

    return watch


def test_upgrades_come_first_and_a_verification_last() -> None:
    with served().client() as client:
        plan = planned(client)

    assert calls(plan) == [
        ("UpgradeStore", 2),
        ("RetryOpenStores", None),
        ("RebuildSelectedStoreIndexes", None),
        ("RebuildSelectedStoreIndexes", None),
        ("VerifyStore", 2),
        ("VerifyStore", 3),
        ("VerifyStore", 4),
    ]
    assert plan.removals == 0
    assert plan.steps[0].reason == "store 2 (old) has to be upgraded before it can be used, 20 messages"
    assert plan.notes[0].startswith("store 4 (shut) reports an error: ")
    assert plan.notes[1:] == [SLOW, BACKUP]
    assert "\x1b" not in str(plan)
    assert len(str(plan).splitlines()) == 2 + len(plan.steps) + len(plan.notes)


def test_everything_is_repaired_and_the_second_time_nothing_is_to_be_done(tmp_path: Path) -> None:
    emulator = served()
    with emulator.client() as client:
        before = [str(one.text) for one in store_problems(read(client))]
        outcome = apply(planned(client), client, tmp_path / "p.jsonl", on_status=opening(emulator))
        assert store_problems(read(client)) == []
        emulator.requests.clear()
        again = planned(client)
        assert apply(Protocol.load(tmp_path / "p.jsonl").plan, client, tmp_path / "q.jsonl").sent == 3

    assert len(before) == 4
    assert f'"shut": {OPEN}' in before
    # The first rebuild is that of all stores.
    assert [one.state for one in outcome.steps] == ["done", "done", "done", "already", "done", "done", "done"]
    assert outcome.steps[-1].reason == "Finished. No errors have been found."
    assert again.steps == []
    assert again.notes == ["No archive store needs a repair."]
    assert {*sent(emulator)} == {"VerifyStore"}


def test_a_preview_only_reads(tmp_path: Path) -> None:
    emulator = served()
    with emulator.client() as client:
        seen = preview(planned(client), client)

    assert {one.state for one in seen.steps} == {"planned"}
    emulator.requests.assert_only_read()


def test_a_store_is_chosen_and_what_else_is_rebuilt_is_said() -> None:
    with served().client() as client:
        plan = planned(client, stores=[2], verify=False)
        assert planned(client, stores=[1]).steps == []
        with pytest.raises(ConfigurationError, match="there is no archive store 9; there are: 1, 2, 3, 4"):
            planned(client, stores=[2, 9])

    assert calls(plan) == [("UpgradeStore", 2), ("RebuildSelectedStoreIndexes", None)]
    assert plan.notes[0].startswith("The server rebuilds all search indexes that are marked, also those of store 3 (=1")


@pytest.mark.parametrize(
    ("error", "recovered"),
    [
        (OPEN, True),
        ("The network path was not found.", False),
        ("Der Datenträger ist voll.", False),
        ("There is not enough space on the disk.", False),
        ("A passphrase is needed.", False),
    ],
)
def test_a_database_is_rebuilt_only_when_asked_for_and_never_for_what_is_outside(error: str, recovered: bool) -> None:
    emulator = served()
    emulator.state.stores[4].error = error
    with emulator.client() as client:
        assert "RecoverStore" not in [step.function for step in planned(client).steps]
        plan = planned(client, recover=True, stores=[4])

    functions = ["RetryOpenStores", *(["RecoverStore"] if recovered else []), "VerifyStore"]
    assert [step.function for step in plan.steps] == functions
    assert plan.removals == recovered
    assert any("is not recovered" in note for note in plan.notes) is not recovered
    assert (BACKUP in plan.notes) is recovered


@pytest.mark.parametrize("opens", [True, False])
def test_a_database_is_rebuilt_only_if_opening_did_not_help(tmp_path: Path, opens: bool) -> None:
    emulator = served()
    with emulator.client() as client:
        plan = planned(client, recover=True, stores=[4])
        limits = Limits(max_removals=0)
        held = apply(plan, client, tmp_path / "held.jsonl", limits=limits)
        outcome = apply(
            plan, client, tmp_path / "p.jsonl", on_status=opening(emulator) if opens else recovering(emulator)
        )

    assert [one.state for one in held.steps] == ["failed", "left", "left"]
    assert outcome.complete is opens
    assert [one.state for one in outcome.steps] == [
        *(("done", "already") if opens else ("failed", "done")), "done"
    ]  # fmt: skip
    assert outcome.steps[0].reason == (
        "Finished." if opens else "the server says that it succeeded, and GetStores still says error: true"
    )
    assert sent(emulator).count("RecoverStore") == (not opens)


def recovering(emulator: Emulator) -> Callable[[int, Any], None]:
    def watch(*_: object) -> None:
        if "RecoverStore" in sent(emulator):
            emulator.state.stores[4].error = None

    return watch


def test_what_a_plan_cannot_do_is_in_its_notes(tmp_path: Path) -> None:
    emulator = served()
    emulator.state.stores[2].requested_state = "writeProtected"
    emulator.state.stores[4].requested_state = "disabled"
    with emulator.client() as client:
        plan = planned(client)

    assert ("UpgradeStore", 2) not in calls(plan)
    assert plan.notes[0].startswith("store 2 (old) is write-protected, and not upgraded: ")
    assert plan.notes[1] == "store 4 (shut) is disabled, and left as it is."
    assert "RetryOpenStores" not in [step.function for step in plan.steps]


def test_a_store_in_error_may_be_opened_although_its_upgrade_failed(tmp_path: Path) -> None:
    emulator = served()
    emulator.state.stores[4].needs_upgrade = True
    emulator.faults.add("UpgradeStore", FailHalfway(message="It is not open."), times=1)
    with emulator.client() as client:
        plan = planned(client, stores=[4])
        first = apply(plan, client, tmp_path / "p.jsonl", on_status=opening(emulator))
        second = apply(plan, client, tmp_path / "p.jsonl")

    assert [one.state for one in first.steps] == ["failed", "done", "done"]
    assert "It is not open." in first.steps[0].reason
    assert second.complete


def test_a_report_without_stores_is_refused() -> None:
    emulator = Emulator(edition="spe")
    with emulator.spe_client() as client, pytest.raises(ConfigurationError, match="does not tell of archive stores"):
        plan_repair(collect(client, sections=["stores"]), server_of(client))


def test_the_stores_of_an_instance(tmp_path: Path) -> None:
    emulator = Emulator(edition="spe")
    emulator.instances["customer1"].stores[1].needs_upgrade = True
    with emulator.spe_client() as spe:
        client = spe.instance("customer1")
        report = collect(client, sections=["stores"])
        assert apply(plan_repair(report, server_of(client)), client, tmp_path / "p.jsonl").complete

    emulator.requests.assert_called("UpgradeStore", instanceID="customer1", times=1)
    assert not emulator.instances["customer1"].stores[1].needs_upgrade


def test_a_verification_that_fails_is_a_failure_in_the_servers_words(tmp_path: Path) -> None:
    emulator = served(tasks=ByPolls(20))
    emulator.faults.add("VerifyStore", FailHalfway(message="Message 17 is damaged."), times=1)
    with emulator.client() as client:
        outcome = apply(planned(client, stores=[2]), client, tmp_path / "p.jsonl")

    assert not outcome.complete
    assert outcome.steps[2].reason.startswith("VerifyStore failed: Message 17 is damaged. / ")
    assert "20 messages are about to be verified." in outcome.steps[2].reason


def test_a_break_at_any_moment_is_gone_on_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = 0
    for at in range(1, 100):
        emulator, file = served(), tmp_path / f"{at}.jsonl"
        with emulator.client() as client:
            plan = planned(client, stores=[2, 3])
            if not crashed(client, at, monkeypatch, plan, file):
                break
            moments += 1
            finish(emulator)
            assert gone_on(plan, client, file).complete, at
            assert store_problems(read(client))[0].subject == "shut"
            assert len(store_problems(read(client))) == 1
        assert sent(emulator).count("UpgradeStore") == 1, at
        assert sent(emulator).count("RebuildSelectedStoreIndexes") == 1, at
        assert sent(emulator).count("VerifyStore") <= 3, at

    assert moments > 50


@pytest.mark.parametrize("function", ["UpgradeStore", "RebuildSelectedStoreIndexes", "VerifyStore"])
@pytest.mark.parametrize("fault", [Reset(), Reset(carried_out=False), Restart(), Restart(carried_out=True)], ids=repr)
def test_a_lost_answer_is_looked_for_and_the_end_is_the_same(tmp_path: Path, fault: Any, function: str) -> None:
    emulator, file = served(), tmp_path / "p.jsonl"
    emulator.faults.add(function, fault, times=1)
    with emulator.client(retries=0) as client:
        plan = planned(client, stores=[2])
        broken = apply(plan, client, file)
        finish(emulator)
        resumed = gone_on(plan, client, file)

    assert broken.stopped
    assert "unknown" in [one.state for one in broken.steps]
    assert resumed.complete
    assert not emulator.state.stores[2].needs_upgrade
    assert not emulator.state.stores[2].indexes_to_rebuild
    lost_and_done = fault == Reset()
    assert sent(emulator).count(function) == (1 if lost_and_done and function != "VerifyStore" else 2)


def test_limits_stop_a_run_and_the_next_one_goes_on(tmp_path: Path) -> None:
    emulator, file = served(), tmp_path / "p.jsonl"
    with emulator.client() as client:
        plan = planned(client, stores=[2])
        runs = [apply(plan, client, file, limits=Limits(max_steps=1)) for _ in range(4)]

    assert [run.sent for run in runs] == [1, 1, 1, 0]
    assert sent(emulator) == ["UpgradeStore", "RebuildSelectedStoreIndexes", "VerifyStore"]
