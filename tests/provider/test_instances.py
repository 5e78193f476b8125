"""What an instance costs that hangs, is closed or fails: itself, and no other."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from mailstore_sdk import SpeClient
from mailstore_sdk.emulator import (
    Behaviour,
    ByPolls,
    Delay,
    Emulator,
    Fault,
    HtmlPage,
    HttpError,
    Never,
    Refuse,
    Reset,
    Restart,
    Truncated,
)
from mailstore_sdk.errors import AuthenticationError, ConnectError, MailStoreError
from mailstore_sdk.provider import Usage, read_all_profiles, read_usage, read_usage_async
from mailstore_sdk.provider import instances as asking
from tests.provider.made import MONTH, QUESTIONS, Between, Hanging, emulated, instance_of, many, through


def called(emulator: Emulator) -> Counter[str]:
    return Counter(name for name in emulator.requests.functions if name != "get-status")


def test_hundreds_of_instances_are_one_pass_with_four_calls_each() -> None:
    emulator = many(300)
    told: list[tuple[int, int]] = []
    with emulator.spe_client() as client:
        found = read_usage(client, "2025-12", concurrency=16, on_progress=lambda *one: told.append(one))
    assert called(emulator) == {"GetInstances": 1, **dict.fromkeys(QUESTIONS, 300)}
    emulator.requests.assert_only_read()
    assert told == [(done, 300) for done in range(301)]
    assert found.complete
    assert [row.instance for row in found.rows] == sorted(emulator.instances)
    assert found.totals.messages == sum(row.messages or 0 for row in found.rows) > 0


def test_one_that_hangs_is_asked_once_and_holds_up_no_other() -> None:
    names = [f"i{number:02}" for number in range(20)]
    emulator = emulated(*names)
    for hanging in (names[0], names[7]):
        expected = 1 + 4 * 19 + 19  # the list, the questions, and a look at each long-running call
        with emulator.spe_client() as client:
            sender = Hanging(client.transport.sender, hanging, expected)
            found = read_usage(through(client, sender), MONTH, concurrency=2)
        assert sender.hung == ["/api/invoke/GetInstanceStatistics"]
        rows = {row.instance: row for row in found.rows}
        assert rows[hanging].problems == ["no answer within 30 s"]
        assert (rows[hanging].messages, found.totals.missing.messages) == (None, 1)
        assert not any(row.problems for name, row in rows.items() if name != hanging)


def test_one_without_an_answer_in_the_middle_keeps_what_it_told_before() -> None:
    emulator = emulated("a", "b")
    emulator.faults.add("GetUsers", Delay(seconds=120), times=1)
    with emulator.spe_client(timeout=20) as client:
        found = read_usage(client, MONTH, concurrency=1)
    first, second = found.rows
    assert (first.messages, first.users, first.runs, first.archives) == (0, None, None, None)
    (problem,) = first.problems
    assert problem.startswith("users, runs, archives: ")
    assert called(emulator)["GetWorkerResults"] == called(emulator)["GetFolderStatistics"] == 1
    assert not second.problems


def test_the_time_of_an_instance_is_for_all_its_calls_together(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 100_000, 100))
    monkeypatch.setattr(asking, "time", SimpleNamespace(monotonic=lambda: float(next(clock))))
    emulator = emulated("a")
    with emulator.spe_client() as client:
        (row,) = read_usage(client, MONTH, instance_timeout=250).rows
    assert row.problems == ["runs, archives: the 250 s for this instance were over"]
    assert (row.messages, row.users) == (0, 0)
    assert called(emulator) == {"GetInstances": 1, "GetInstanceStatistics": 1, "GetUsers": 1}


def test_the_time_of_an_instance_ends_the_wait_for_a_long_running_call() -> None:
    emulator = Emulator(edition="spe", tasks=Never())
    with emulator.spe_client() as client:
        first, second, _ = read_usage(client, MONTH, instance_timeout=50).rows
    for row in (first, second):
        assert (row.archives, row.users, row.runs) == (None, 2, 3)
        assert row.problems[0].startswith("archives: ")


def test_a_client_that_waits_for_less_waits_for_less() -> None:
    emulator = Emulator(edition="spe", tasks=Never())
    with emulator.spe_client() as client:
        begin = emulator.clock.now()
        read_usage(client.options(wait_timeout=5), MONTH, concurrency=1)
    assert 5 <= emulator.clock.now() - begin < 30


def test_the_time_of_an_instance_holds_for_tasks_too() -> None:
    emulator = emulated("a", "b")

    class Slow:
        def __init__(self, sender: Any) -> None:
            self._sender = sender

        async def send(self, request: Any, timeout: float) -> Any:
            if instance_of(request) == "a":
                await asyncio.sleep(30)
            return await self._sender.send(request, timeout)

        async def close(self) -> None:
            await self._sender.close()

    async def read() -> Usage:
        async with emulator.async_spe_client() as client:
            client.transport = client.transport.with_sender(Slow(client.transport.sender))  # type: ignore[arg-type]
            return await read_usage_async(client, MONTH, instance_timeout=0.01)

    first, second = asyncio.run(read()).rows
    assert first.problems == ["the 0.01 s for this instance were over"]
    assert second.instance == "b"


def test_a_closed_instance_tells_what_needs_no_access() -> None:
    emulator = emulated(demo=True)
    emulator.instances["customer2"].provider_access = False
    with emulator.spe_client() as client:
        row = read_usage(client, MONTH).rows[1]
    assert (row.messages, row.users, row.archives, row.runs) == (200, None, None, None)
    (problem,) = row.problems
    assert problem.startswith("users, runs, archives: ")
    assert "Service provider access is not enabled" in problem


@pytest.mark.parametrize("status", ["stopped", "frozen", "Stopped"])
def test_one_that_does_not_run_is_not_asked(status: str) -> None:
    emulator = emulated(demo=True)
    emulator.instances["customer1"].status = status
    with emulator.spe_client() as client:
        row = read_usage(client, MONTH).rows[0]
    assert (row.status, row.problems) == (status, [f"{status}, so it was not asked"])
    assert not [one for one in emulator.requests if one.arguments.get("instanceID") == "customer1"]


def test_statistics_of_folders_that_fail_as_on_a_real_site_leave_the_rest() -> None:
    emulator = Emulator(edition="spe", behaviour=Behaviour(folder_statistics="fail"))
    with emulator.spe_client() as client:
        found = read_usage(client, MONTH)
    assert found.rows[0].problems == ["archives: Nullable object must have a value."]
    assert (found.rows[0].archives, found.rows[0].users, found.totals.archives) == (None, 2, None)
    assert (found.totals.missing.archives, found.totals.users) == (3, 4)


def test_more_runs_than_the_server_gives_at_once_are_all_counted() -> None:
    emulator = many(1)
    (instance,) = emulator.instances.values()
    with emulator.spe_client() as client:
        expected = read_usage(client, "2025-12").rows[0]
    limited = Emulator(emulator.installation, edition="spe", behaviour=Behaviour(worker_results_limit=7))
    with limited.spe_client() as client:
        assert read_usage(client, "2025-12").rows[0] == expected
    assert instance.worker_runs
    assert called(limited)["GetWorkerResults"] > 4


def test_runs_of_which_a_part_cannot_be_read_have_no_sum() -> None:
    emulator = Emulator(edition="spe", behaviour=Behaviour(worker_results_limit=0))
    with emulator.spe_client() as client:
        row = read_usage(client, MONTH).rows[0]
    assert (row.runs, row.archived, row.last_success) == (None, None, None)
    assert row.problems
    assert all(text.startswith("runs: ") for text in row.problems)
    assert (row.users, row.archives) == (2, 2)


@pytest.mark.parametrize("fault", [Reset(), Restart(), Truncated(), HtmlPage(), HttpError(status=500)], ids=str)
@pytest.mark.parametrize("function", QUESTIONS)
def test_an_answer_that_is_lost_or_spoilt_costs_that_answer_at_most(function: str, fault: Fault) -> None:
    emulator = Emulator(edition="spe", tasks=ByPolls(1))
    with emulator.spe_client() as client:
        expected = read_usage(client, MONTH)
    emulator.faults.add(function, fault, times=1)
    with emulator.spe_client() as client:
        found = read_usage(client, MONTH, concurrency=1)
    emulator.requests.assert_only_read()
    first, *others = found.rows
    assert others == expected.rows[1:]
    told, missing = first.model_dump(), expected.rows[0].model_dump()
    for name, value in told.items():
        assert value in (missing[name], None) or name == "problems"
    assert bool(first.problems) is (first != expected.rows[0])


@pytest.mark.parametrize(
    ("function", "fault", "kind"),
    [("GetUsers", HttpError(status=401), AuthenticationError), ("GetInstances", HttpError(status=500), MailStoreError)],
)
def test_what_would_meet_every_instance_ends_all(function: str, fault: Fault, kind: type[MailStoreError]) -> None:
    emulator = many(20)
    emulator.faults.add(function, fault)
    with emulator.spe_client() as client, pytest.raises(kind):
        read_usage(client, "2025-12", concurrency=2)
    assert called(emulator)[function] <= 3


def test_a_server_that_is_gone_ends_all() -> None:
    emulator = many(20)

    class Gone(Between):
        def send(self, request: Any, timeout: float) -> Any:
            if request.path.endswith("GetWorkerResults"):
                raise ConnectError("nobody is there")
            return super().send(request, timeout)

    with emulator.spe_client(retries=0) as client, pytest.raises(ConnectError):
        read_usage(through(client, Gone(client.transport.sender)), "2025-12")
    emulator.faults.add("*", Refuse())
    with emulator.spe_client() as client, pytest.raises(ConnectError):
        read_all_profiles(client)


def test_a_right_that_is_missing_on_one_instance_is_its_own_matter() -> None:
    emulator = emulated("a", "b")
    emulator.faults.add("GetUsers", HttpError(status=403), times=1)
    with emulator.spe_client() as client:
        first, second = read_usage(client, MONTH, concurrency=1).rows
    assert (first.users, second.users) == (None, 0)
    assert first.problems[0].startswith("users: ")


@pytest.mark.parametrize("read", [lambda client: read_usage(client, MONTH), read_all_profiles])
def test_an_installation_without_instances(read: Callable[[SpeClient], Any]) -> None:
    with emulated().spe_client() as client:
        found = read(client)
    assert not getattr(found, "rows", None)
    assert not getattr(found, "instances", None)
