"""A made-up archive: the same one for the same number, and everything in it fits together."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from mailstore_sdk.emulator import Emulator, Mail, Seed, State

SMALL = Seed(users=12, messages_per_user=20)
SHAPES = [
    Seed(users=0),
    Seed(users=1, folders_per_user=1, messages_per_user=50, stores=1),
    Seed(users=7, folders_per_user=2, messages_per_user=7, stores=4),
    Seed(users=8, folders_per_user=3, messages_per_user=1),
    Seed(users=9, folders_per_user=12, messages_per_user=90, stores=12),
    Seed(users=20, folders_per_user=4, messages_per_user=0),
    Seed(users=3, folders_per_user=3, messages_per_user=2_000, stores=2),
    Seed(users=21, folders_per_user=9, messages_per_user=33, number=5),
]


def digest(things: object) -> str:
    """A short name for all that can be seen of the things."""
    return hashlib.sha256(json.dumps(things, default=str, sort_keys=True).encode()).hexdigest()[:16]


def everything(state: State) -> dict[str, Any]:
    """All that there is, as plain data."""
    listed: dict[str, Iterable[Any]] = {
        "users": state.users.values(),
        "stores": state.stores.values(),
        "mails": state.mails.values(),
        "runs": state.worker_runs,
        "jobs": state.jobs.values(),
        "job_runs": state.job_runs,
    }
    plain = {name: [asdict(thing) for thing in things] for name, things in listed.items()}
    return {**plain, "folders": list(state.folders), "profiles": state.profiles}


def amount(mails: Iterable[Mail]) -> tuple[int, int]:
    """How many they are, and of how many bytes."""
    sizes = [mail.size for mail in mails]
    return len(sizes), sum(sizes)


def test_a_seed_gives_the_same_archive_on_every_machine() -> None:
    assert digest(everything(SMALL.state())) == "91eca8db96ec8278"


def test_a_seed_gives_the_same_instances_on_every_machine() -> None:
    instances = Seed(users=2, messages_per_user=4, instances=2).installation().instances

    assert digest([everything(instance) for instance in instances.values()]) == "e5aaf3790935f188"


def test_the_same_questions_get_the_same_answers_to_the_byte() -> None:
    def answers() -> list[Any]:
        client = Emulator(SMALL).client()
        users = client.get_users()
        return [
            [client.get_user_info(user.user_name or "").model_dump(mode="json") for user in users],
            client.invoke("GetMessages", {"folder": f"{users[1].user_name}/Inbox"}),
            [row.model_dump(mode="json") for row in client.get_folder_statistics()],
            client.raw.GetWorkerResults("2025-01-01T00:00:00", "2025-02-01T00:00:00"),
        ]

    assert json.dumps(answers()) == json.dumps(answers())


def test_another_number_gives_another_archive() -> None:
    first, second = (everything(SMALL.model_copy(update={"number": number}).state()) for number in (1, 2))

    assert first["users"][0] == second["users"][0]
    assert not set(map(json.dumps, first["users"][1:])) & set(map(json.dumps, second["users"][1:]))


def test_every_instance_has_an_archive_of_its_own() -> None:
    instances = Seed(users=3, instances=2).installation().instances

    assert list(instances) == ["customer1", "customer2"]
    names = [set(instance.users) - {"$archiveadmin"} for instance in instances.values()]
    assert len(names[0]) == 3
    assert names[0] != names[1]


@pytest.mark.parametrize("seed", SHAPES, ids=str)
def test_stores_and_statistics_agree_with_the_messages(seed: Seed) -> None:
    state = seed.state()
    mails = list(state.mails.values())

    assert len({mail.id for mail in mails}) == len(mails) == len(state.mails)
    for store in state.stores.values():
        assert (store.messages, store.size) == amount(m for m in mails if m.id.startswith(f"{store.id}:"))
    archives = {archive: tuple(held) for archive, held in state.mails.by_archive(state.folders)}
    assert archives == {
        archive: amount(mail for mail in mails if mail.folder.startswith(f"{archive}/"))
        for archive in state.users
        if archive != "admin"
    }


@pytest.mark.parametrize("seed", SHAPES, ids=str)
def test_every_message_is_found_by_its_id_and_in_its_folder(seed: Seed) -> None:
    state = seed.state()

    by_folder = {path: {mail.id for mail in state.mails.in_folder(path)} for path in state.folders}

    for key, mail in state.mails.items():
        assert state.mails[key] == mail
        assert mail.id == key
        assert key in by_folder[mail.folder]
    assert sum(map(len, by_folder.values())) == len(state.mails)


@pytest.mark.parametrize("seed", SHAPES, ids=str)
def test_messages_are_of_the_years_asked_for_and_the_older_ones_lie_in_earlier_stores(seed: Seed) -> None:
    state = seed.state()

    for path in state.folders:
        mails = sorted(state.mails.in_folder(path), key=lambda mail: mail.sent)
        stores = [int(mail.id.partition(":")[0]) for mail in mails]
        assert stores == sorted(stores)
        assert all(seed.begin <= mail.sent <= mail.archived <= seed.end for mail in mails)


@pytest.mark.parametrize("seed", [Seed(users=20_000), Seed(users=6_200, number=9)], ids=str)
def test_every_user_is_found_by_his_name(seed: Seed) -> None:
    users = seed.state().users
    names = list(users)

    assert len(set(names)) == len(names) == len(users) == seed.users + 1
    assert all(name in users for name in names)
    assert all(users[name].user_name == name for name in names[::97])


@pytest.mark.parametrize("name", ["", "nobody", "anna", "ANNA.ADAMS", "anna.nobody", "/", 5, None])
def test_who_is_not_there_is_not_found(name: Any) -> None:
    assert name not in Seed(users=20_000).state().users


@pytest.mark.parametrize("ending", ["0", "1", "01", "02", "9999", "2 ", "\n", "²"])
def test_a_name_with_another_number_is_another_name(ending: str) -> None:
    users = Seed(users=10).state().users
    name = list(users)[3]

    assert name in users
    assert name + ending not in users


@pytest.mark.parametrize("key", ["", "1", "0:1", "1:0", "4:1", "1:999999", "01:1", "1:1:1", "1:-1", " 1:1", 5, None])
def test_a_message_that_is_not_there_is_not_found(key: Any) -> None:
    assert key not in SMALL.state().mails


@pytest.mark.parametrize("path", ["", "/", "nobody", "nobody/Inbox", "admin", 5, None])
def test_a_folder_that_is_not_there_is_not_found(path: Any) -> None:
    assert path not in SMALL.state().folders


def test_addresses_are_unique_and_at_example_domains() -> None:
    addresses = [address for user in Seed(users=9_000).state().users.values() for address in user.email_addresses]

    assert len(set(addresses)) == len(addresses) > 9_000
    assert all(address.isascii() and address.endswith("@example.com") for address in addresses)


@pytest.mark.parametrize(("share", "origins"), [(0, {"integrated"}), (100, {"directoryServices"})])
def test_the_share_of_directory_users_is_as_asked_for(share: int, origins: set[str]) -> None:
    users = list(Seed(users=50, directory_share=share).state().users.values())[1:]

    assert {user.authentication for user in users} == origins
    assert all((user.distinguished_name is not None) == (share == 100) for user in users)


def test_results_of_runs_are_a_plausible_mix() -> None:
    runs = list(Seed(profiles=5, runs_per_day=10, years=1).state().worker_runs)
    results = Counter(run.result for run in runs)

    assert len(runs) == 18_250
    assert set(results) == {"succeeded", "completedWithErrors", "failed", "cancelled"}
    assert results["succeeded"] > 0.9 * len(runs)
    assert 20 < sum(run.profile_id is None for run in runs) < 90  # captured: 5 of 1,834
    assert all(run.items_archived == 0 for run in runs if run.result == "failed")
    assert [run.id for run in runs] == list(range(1, 18_251))


@pytest.mark.parametrize("hours", [0, 1, 25, 24 * 40])
def test_runs_of_a_span_of_time_are_those_that_started_in_it(hours: int) -> None:
    seed = Seed(years=1, profiles=2)
    runs = seed.state().worker_runs
    start = runs[777].start
    end = start + timedelta(hours=hours)

    assert list(runs.between(start, end)) == [run for run in runs if start <= run.start < end]
    assert [run.start for run in runs] == sorted(run.start for run in runs)
    assert seed.begin <= runs[0].start
    assert runs[-1].start < seed.end


def test_a_run_that_comes_later_is_the_last_one_and_has_the_next_id() -> None:
    emulator = Emulator(SMALL)
    client = emulator.client()
    before = len(emulator.state.worker_runs)

    client.run_profile(2)

    assert emulator.state.worker_runs[-1].id == before + 1
    assert emulator.state.worker_runs[-1].profile_id == 2
    assert f"Run {before} of" in str(client.get_worker_result_report(before))


def test_no_run_has_an_id_that_was_given_before() -> None:
    runs = Seed(users=1).state().worker_runs
    after = runs.next_id()

    runs.clear()

    assert runs.next_id() == after > 1


@pytest.mark.parametrize("protocol", ["modern", "legacy"])
def test_an_emulator_takes_a_seed_and_its_administrator_logs_in(protocol: Any) -> None:
    client = Emulator(Seed(users=1_500), protocol=protocol).client()

    assert len(client.get_users()) == 1_501
    assert client.get_user_info("admin").privileges == ["admin"]


def test_an_emulated_spe_takes_a_seed() -> None:
    client = Emulator(Seed(users=5, instances=2), edition="spe").spe_client()

    assert [one.instance_id for one in client.get_instances("*")] == ["customer1", "customer2"]
    assert len(client.instance("customer2").get_users()) == 6


@pytest.mark.parametrize("day", [1, 2, 5, 15, 28, 31])
def test_no_two_stores_have_the_same_name(day: int) -> None:
    seed = Seed(years=10, stores=120, end=datetime(2026, 1, day, tzinfo=UTC))
    names = [store.name for store in seed.state().stores.values()]

    assert len(set(names)) == len(names) == 120


def test_jobs_ran_every_day_before_the_end() -> None:
    state = Seed(jobs=7, end=datetime(2025, 3, 1, 12, tzinfo=UTC)).state()

    assert len(state.jobs) == 7
    assert len({run.id for run in state.job_runs}) == len(state.job_runs) == 210
    assert max(run.start for run in state.job_runs) == datetime(2025, 2, 28, 6, 30, tzinfo=UTC)
    assert {job.last_start for job in state.jobs.values()} <= {run.start for run in state.job_runs}


@pytest.mark.parametrize(
    "wrong",
    [{"users": -1}, {"folders_per_user": 0}, {"stores": 13, "years": 1}, {"end": datetime(2026, 1, 1)}, {"user": 5}],
    ids=str,
)
def test_a_seed_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Seed(**wrong)
