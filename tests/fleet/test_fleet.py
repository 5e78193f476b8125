"""The same call on many servers: who fails, fails alone, and the others' results come."""

from __future__ import annotations

from typing import Any

import pytest

from mailstore_sdk import errors
from mailstore_sdk.emulator import Delay, Emulator, HttpError, Never, Refuse
from mailstore_sdk.models import FleetOperation, FleetReport, ServerInfo
from tests.fleet.conftest import Kind, members, outcomes

NAMES = ["north", "south", "east", "west"]


@pytest.fixture
def emulators() -> dict[str, Emulator]:
    return {name: Emulator() for name in NAMES}


def asked(emulator: Emulator, function: str = "GetServerInfo") -> int:
    return sum(request.function == function for request in emulator.requests)


def test_every_server_is_called_once(kind: Kind, emulators: dict[str, Emulator]) -> None:
    fleet = kind.fleet(members(kind, emulators))

    results = kind.listed(fleet.each(lambda client: client.get_server_info()))

    assert sorted(result.name for result in results) == sorted(NAMES)
    assert {result.value.machine_name for result in results} == {"WIN2012MS"}
    assert [asked(emulator) for emulator in emulators.values()] == [1] * 4


def test_what_fails_is_a_result(kind: Kind, emulators: dict[str, Emulator]) -> None:
    emulators["south"].faults.add("*", Refuse())
    emulators["east"].faults.add("GetServerInfo", HttpError(status=500))
    given = members(kind, emulators, retries=0)
    given["west"] = kind.emulated(emulators["west"], password="geheim-4711")
    results = kind.listed(kind.fleet(given).each(lambda client: client.get_server_info()))

    assert outcomes(results) == {
        "north": "",
        "south": "ConnectError",
        "east": "ApiError",
        "west": "AuthenticationError",
    }
    refused = next(result for result in results if result.name == "south")
    assert isinstance(refused.error, errors.ConnectError)
    with pytest.raises(errors.ConnectError):
        refused.value  # noqa: B018  (asking for it is what raises)


def test_the_report_is_in_the_order_of_the_members_and_json(kind: Kind, emulators: dict[str, Emulator]) -> None:
    emulators["south"].faults.add("*", Refuse())
    fleet = kind.fleet(members(kind, emulators, retries=0))

    report = kind.done(fleet.collect(lambda client: client.get_server_info()))

    assert (report.total, report.succeeded, report.failed) == (4, 3, 1)
    assert list(report.results) == ["north", "east", "west"]
    assert list(report.seconds) == NAMES
    assert report.failures["south"].type == "ConnectError"
    assert FleetReport[ServerInfo].model_validate_json(report.to_json()) == report


def test_failures_can_be_repeated_alone(kind: Kind, emulators: dict[str, Emulator]) -> None:
    fault = emulators["south"].faults.add("*", Refuse())
    fleet = kind.fleet(members(kind, emulators, retries=0), concurrency=3)
    report = kind.done(fleet.collect(lambda client: client.get_server_info()))
    emulators["south"].faults.remove(fault)

    again = kind.done(fleet.only(report.failures).collect(lambda client: client.get_server_info()))

    assert (list(again.results), again.failed) == (["south"], 0)
    assert asked(emulators["north"]) == 1
    with pytest.raises(errors.ConfigurationError, match="'nowhere'"):
        fleet.only(["nowhere"])


def test_an_error_of_the_call_itself_is_data_without_the_password(kind: Kind, emulators: dict[str, Emulator]) -> None:
    emulators["north"].state.users["admin"].password = "geheim-4711"  # the account's own
    given = {"north": kind.emulated(emulators["north"], password="geheim-4711")}

    def bad(_: Any) -> None:
        raise KeyError("geheim-4711\nand more")

    report = kind.done(kind.fleet(given).collect(kind.call(bad)))

    assert (report.failures["north"].type, report.failures["north"].message) == ("KeyError", r"'***\nand more'")
    assert "geheim" not in report.to_json() + repr(report)


def test_a_result_shows_neither_value_nor_item(kind: Kind, emulators: dict[str, Emulator]) -> None:
    fleet = kind.fleet(members(kind, {"north": emulators["north"]}))

    [result] = kind.listed(fleet.map(kind.call(lambda _: None), {"north": ["geheim-4711"]}))

    assert (result.item, repr(result)[:28]) == ("geheim-4711", "<FleetResult north: succeede")
    assert "geheim" not in repr(result) + repr(fleet)


def test_progress_is_told_at_first_and_before_every_result(kind: Kind, emulators: dict[str, Emulator]) -> None:
    emulators["south"].faults.add("*", Refuse())
    told: list[tuple[int, int, int]] = []
    fleet = kind.fleet(members(kind, emulators, retries=0), concurrency=1)

    kind.listed(fleet.each(lambda client: client.get_server_info(), on_progress=lambda *at: told.append(at)))

    assert told == [(0, 0, 4), (1, 0, 4), (2, 1, 4), (3, 1, 4), (4, 1, 4)]


def test_a_hopeless_server_is_not_tried_again(kind: Kind, emulators: dict[str, Emulator]) -> None:
    given = members(kind, emulators)
    given["south"] = kind.emulated(emulators["south"], password="geheim-4711")
    fleet = kind.fleet(given, per_server=1)

    results = kind.listed(
        fleet.map(kind.call(lambda _: None), {"south": range(50), "north": range(3)}),
    )

    assert [asked(emulators[name]) for name in NAMES] == [3, 1, 0, 0]
    assert [result.name for result in results].count("south") == 50
    assert {result.failure.type for result in results if result.failure} == {"AuthenticationError"}
    assert sum(result.seconds == 0 for result in results) == 49


def test_a_server_that_hangs_costs_two_timeouts_and_a_slow_call_one(kind: Kind, emulators: dict[str, Emulator]) -> None:
    emulators["south"].faults.add("GetServerInfo", Delay(seconds=60))
    emulators["north"].faults.add("GetServerInfo", Delay(seconds=60), times=1)
    fleet = kind.fleet(members(kind, emulators, timeout=5, protocol="modern"), per_server=1)

    results = kind.listed(fleet.map(kind.call(lambda _: None), {"south": range(9), "north": range(9)}))

    assert (asked(emulators["south"]), asked(emulators["north"])) == (2, 9)
    untried = [result.error for result in results if result.name == "south" and result.seconds == 0]
    assert len(untried) == 7
    assert {(type(error), error.request_sent) for error in untried} == {(errors.RequestTimeout, False)}  # type: ignore[union-attr]
    assert [result.failure is None for result in results if result.name == "north"].count(True) == 8


def test_instances_are_members_too(kind: Kind) -> None:
    with Emulator(edition="spe").serve() as server:
        spe = kind.spe_client(**server.connection)
        fleet = kind.fleet({name: spe.instance(name) for name in ("customer1", "nobody", "customer2")}, per_server=1)

        report = kind.done(fleet.collect(lambda instance: instance.get_users()))

    assert (list(report.results), list(report.failures)) == (["customer1", "customer2"], ["nobody"])


def test_operations_are_data_that_another_fleet_waits_for(kind: Kind, emulators: dict[str, Emulator]) -> None:
    emulators["south"].faults.add("*", Refuse())
    fleet = kind.fleet(members(kind, emulators, retries=0))
    begun = kind.done(fleet.begin(lambda client: client.begin_verify_store(1)))

    read = FleetReport[FleetOperation].model_validate_json(begun.to_json())
    results = kind.listed(kind.fleet(members(kind, emulators)).wait(read.results))

    assert (list(read.failures), sorted(read.results)) == (["south"], ["east", "north", "west"])
    assert {result.value.status for result in results} == {"succeeded"}
    assert [asked(emulator, "VerifyStore") for emulator in emulators.values()] == [1, 0, 1, 1]


def test_an_operation_that_ended_at_once_needs_no_waiting(kind: Kind, emulators: dict[str, Emulator]) -> None:
    fleet = kind.fleet(members(kind, {"north": emulators["north"]}))
    begun = kind.done(fleet.begin(lambda client: client.begin_get_messages("johndoe")))

    assert begun.results["north"].saved is None
    [result] = kind.listed(fleet.wait(begun.results))
    assert result.value.status == "succeeded"


def test_an_operation_that_fails_is_a_failure(kind: Kind, emulators: dict[str, Emulator]) -> None:
    fleet = kind.fleet(members(kind, emulators))
    begun = kind.done(fleet.begin(lambda client: client.begin_verify_store(1)))
    emulators["west"].restart()

    assert outcomes(kind.listed(fleet.wait(begun.results)))["west"] == "OperationLost"


def test_what_is_not_done_by_the_deadline_fails(kind: Kind) -> None:
    with Emulator(tasks=Never()).serve() as server:
        fleet = kind.fleet({name: kind.client(**server.connection) for name in NAMES}, concurrency=2)

        report = kind.done(fleet.collect(lambda client: client.verify_store(1), deadline=0.5))

    assert {failure.type for failure in report.failures.values()} == {"RequestTimeout"}
    assert [failure.message.split()[0] for failure in report.failures.values()] == ["under", "under", "not", "not"]


@pytest.mark.parametrize("wrong", [{"concurrency": 0}, {"per_server": 0}], ids=lambda wrong: next(iter(wrong)))
def test_a_bound_that_lets_nothing_through_is_refused(kind: Kind, wrong: dict[str, int]) -> None:
    with pytest.raises(errors.ConfigurationError, match=next(iter(wrong))):
        kind.fleet({}, **wrong)


def test_what_cannot_be_run_is_refused_before_anything_is_sent(kind: Kind, emulators: dict[str, Emulator]) -> None:
    fleet = kind.fleet(members(kind, emulators))

    with pytest.raises(errors.ConfigurationError, match="'nowhere'"):
        fleet.map(kind.call(lambda _: None), {"nowhere": [1]})
    with pytest.raises(errors.ConfigurationError, match="one text instead of a list of items: 'north'"):
        fleet.map(kind.call(lambda _: None), {"north": "jdoe"})
    for deadline in (0, -1, float("nan")):
        with pytest.raises(errors.ConfigurationError, match="deadline"):
            fleet.each(kind.call(lambda _: None), deadline=deadline)


def test_a_fleet_of_nobody_has_no_results(kind: Kind) -> None:
    fleet = kind.fleet({})

    assert kind.listed(fleet.each(lambda client: client.get_server_info())) == []
    assert (kind.done(fleet.collect(lambda client: client.get_server_info())).total, len(fleet)) == (0, 0)
