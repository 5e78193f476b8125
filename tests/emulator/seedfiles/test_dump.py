"""Dumps: what a server holds, as plain data, and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk.emulator import ByPolls, Emulator, Installation, Seed, State, User, WorkerRun
from mailstore_sdk.emulator.seedfiles.dump import dump
from mailstore_sdk.emulator.seedfiles.restore import restore
from mailstore_sdk.errors import ConfigurationError
from tests.emulator.seedfiles.examples import SERVER, SPE


def changed_seed() -> Emulator:
    """An emulator of a made-up archive of which something of every kind was changed."""
    emulator = Emulator(Seed(users=30, messages_per_user=12, runs_per_day=1), tasks=ByPolls(0))
    client, names = emulator.client(), list(emulator.state.users)
    client.create_user("new", full_name="New")
    client.delete_user(names[3])
    client.set_user_full_name(names[4], full_name="Changed")
    client.rename_user(names[5], "renamed")
    client.move_folder(names[5], "renamed")
    client.move_folder(f"{names[7]}/Inbox", f"{names[6]}/Inbox of another")
    client.delete_message(next(emulator.state.mails.in_folder("renamed/Inbox")).id, "none")
    client.delete_message("1:1", "none")
    client.delete_empty_folders()
    client.run_profile(1)
    client.delete_profile(2)
    client.delete_job(1)
    client.run_job_async(2)
    client.rename_store(1, "Renamed")
    client.select_all_store_indexes_for_rebuild()
    client.set_compliance_configuration({"legalHoldEnabled": True, "logSuccessfulUserActivities": []})
    return emulator


def changed_spe() -> Emulator:
    """An emulator of a made-up installation of which something of every kind was changed."""
    emulator = Emulator(Seed(users=4, instances=4, runs_per_day=1), edition="spe", tasks=ByPolls(0))
    client = emulator.spe_client()
    client.instance("customer1").create_user("new")
    client.stop_instances("customer2")
    client.delete_instances("customer3")
    client.delete_instances("customer4")
    client.create_instance({"instanceID": "customer4", "instanceHost": "host1"})
    client.create_instance({"instanceID": "fresh", "instanceHost": "host1"})
    client.create_system_administrator({"userName": "boss", "fullName": "Big Boss"}, "secret")
    return emulator


def bare() -> Emulator:
    """An emulator without an administrator."""
    return Emulator(State(users={"jdoe": User(user_name="jdoe")}))


@pytest.mark.parametrize(
    "made",
    [
        Emulator,
        lambda: Emulator(edition="spe"),
        lambda: Emulator(Seed(users=3, runs_per_day=1)),
        lambda: Emulator(Seed(users=3, instances=2, runs_per_day=1), edition="spe"),
        changed_seed,
        changed_spe,
        bare,
    ],
    ids=["demo", "SPE demo", "seed", "SPE seed", "changed seed", "changed SPE seed", "no administrator"],
)
def test_what_was_dumped_is_there_again_when_it_is_loaded(made: Callable[[], Emulator]) -> None:
    emulator = made()
    data = json.loads(json.dumps(emulator.dump()))
    other = Emulator(edition=data["edition"])

    other.load(data)

    assert other.world.state == emulator.world.state
    assert everything(other.world.state) == everything(emulator.world.state)
    assert other.dump() == data


def everything(whole: State | Installation) -> list[Any]:
    """All users, folders, messages and runs, made or not."""
    return [
        [
            sorted(map(str, state.users.values())),
            sorted(state.folders),
            sorted(map(str, state.mails.values())),
            [asdict(run) for run in state.worker_runs],
        ]
        for state in ([whole] if isinstance(whole, State) else whole.instances.values())
    ]


def test_a_dump_of_a_million_users_is_as_small_as_what_was_changed(tmp_path: Path) -> None:
    emulator = Emulator(Seed(users=1_000_000))
    emulator.client().create_user("new")

    data = emulator.dump()

    assert data == {"edition": "server", "generate": {"users": 1_000_000}, "users": [{"user_name": "new"}]}


def test_a_reset_leads_back_to_what_was_loaded_and_calls_under_way_are_forgotten() -> None:
    emulator = Emulator()
    client = emulator.client()
    client.begin_verify_store(1)

    emulator.load({"users": [{"user_name": "loaded"}]})
    assert not emulator.world.tasks
    client.delete_user("loaded")
    emulator.reset()

    assert [user.user_name for user in client.get_users()] == ["admin", "loaded"]


def test_passwords_are_in_a_dump_since_nobody_could_log_in_otherwise() -> None:
    emulator = Emulator()
    emulator.client().set_user_password("admin", "changed")
    other = Emulator()

    other.load(emulator.dump())

    assert other.client(password="changed").get_server_info().version == "8.1.2.9268"


@pytest.mark.parametrize(
    ("data", "problem"),
    [({"edition": "spe"}, "edition"), ({"version": "22.3"}, "version 22.3"), ({"users": 5}, "users: ")],
)
def test_data_that_does_not_fit_changes_nothing(data: dict[str, Any], problem: str) -> None:
    emulator = Emulator()
    before = emulator.dump()

    with pytest.raises(ConfigurationError, match=problem):
        emulator.load(data)

    assert emulator.dump() == before


@pytest.mark.parametrize("text", [SERVER, SPE], ids=["server", "spe"])
def test_a_dump_is_a_seed_file(written: Callable[[str, str], Path], text: str) -> None:
    emulator = Emulator.from_file(written("seed.toml", text))

    again = Emulator.from_file(written("dump.json", json.dumps(emulator.dump())))

    assert again.world.state == emulator.world.state
    assert again.dump() == emulator.dump()


def test_results_of_runs_that_were_all_taken_away_stay_away() -> None:
    state = Seed(users=1).state()
    run = next(iter(state.worker_runs))
    state.worker_runs.clear()
    state.worker_runs.append(WorkerRun(**asdict(run)))

    again = restore(json.loads(json.dumps(dump(state)))).state

    assert isinstance(again, State)
    assert list(again.worker_runs) == [run]
