"""Both drivers give the same report, leave no call behind, and look at no certificate that is not the connection's."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from mailstore_sdk import AsyncClient, Client, errors
from mailstore_sdk.emulator import Emulator, Reset, Seed
from mailstore_sdk.models import StatusResult
from mailstore_sdk.reports import Progress, Report, collect, collect_async, verify
from mailstore_sdk.reports.collect import GIVEN_UP_AFTER, _Failures, _look, _look_async
from mailstore_sdk.transport.certificate import Certificate
from tests.reports.collecting import BOTH, NOON, at, data, of_server, of_server_async, of_spe, of_spe_async


@pytest.mark.parametrize("edition", ["server", "spe", "instance"])
def test_both_ways_to_ask_give_the_same_report(edition: str) -> None:
    if edition == "server":
        emulator = Emulator(version="25.3")
        first, second = of_server(emulator), of_server_async(emulator)
    else:
        emulator = Emulator(edition="spe")
        instance = "customer1" if edition == "instance" else None
        first, second = of_spe(emulator, instance), of_spe_async(emulator, instance)
    assert at(first) == at(second)
    assert at(first).to_json() == at(second).to_json()


def test_the_certificate_is_the_one_that_the_server_shows() -> None:
    async def ask(connection: dict[str, Any]) -> Report:
        async with AsyncClient(**connection) as client:
            return await collect_async(client, sections=["certificate"])

    with Emulator(version="25.3").serve() as server:
        with Client(**server.connection) as client:
            certificate = data(collect(client, sections=["certificate"]), "certificate")
        assert data(asyncio.run(ask(server.connection)), "certificate") == certificate
    assert "127.0.0.1" in certificate.names
    assert certificate.not_after > NOON
    assert len(certificate.fingerprint) == 95


def test_the_certificate_is_not_looked_at_past_a_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    def looked(host: str, port: int) -> None:
        raise AssertionError(f"{host}:{port} was connected to")

    for name in ("look", "look_async"):
        monkeypatch.setattr(f"mailstore_sdk.transport.tls.{name}", looked)
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.com:3128")
    monkeypatch.setenv("NO_PROXY", "")
    with Client("archive.example.com") as client:
        assert _look(client) is None

    async def ask() -> Certificate | None:
        async with AsyncClient("archive.example.com") as client:
            return await _look_async(client)

    assert asyncio.run(ask()) is None


@BOTH
def test_users_are_given_up_when_the_server_no_longer_answers(ask: Any) -> None:
    emulator = Emulator(version="25.3")
    for number in range(50):
        emulator.state.users[f"user{number}"] = emulator.state.users["johndoe"]
    emulator.faults.add("GetUserInfo", Reset())
    report: Report = ask(emulator, concurrency=1)
    assert report.users.unavailable is not None
    assert report.users.unavailable.cause == "noAnswer"
    assert sum(one.function == "GetUserInfo" for one in emulator.requests) == 5
    assert report.stores.data is not None


def test_users_are_given_up_although_threads_miscounted() -> None:
    failures = _Failures()
    failures._unanswered = GIVEN_UP_AFTER  # two threads counted before either of them looked
    with pytest.raises(errors.RequestTimeout):
        failures.bearable(errors.RequestTimeout("no answer"))


def test_a_mistake_in_the_callers_progress_is_his_and_is_raised() -> None:
    def broken(_: Any) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        of_server(Emulator(version="25.3"), on_progress=broken)


def test_a_collection_that_ends_early_leaves_no_call_behind() -> None:
    emulator = Emulator(Seed(users=50), version="25.3")

    def broken(progress: Progress) -> None:
        if progress.done:
            raise ZeroDivisionError

    async def left() -> set[asyncio.Task[Any]]:
        async with emulator.async_client(retries=0) as client:
            with pytest.raises(ZeroDivisionError):
                await collect_async(client, sections=["users"], on_progress=broken)
            return asyncio.all_tasks() - {asyncio.current_task()}

    assert asyncio.run(left()) == set()


def test_verify_tells_every_status(emulator: Emulator) -> None:
    seen: list[StatusResult] = []
    with emulator.client() as client:
        verification = verify(client, 1, on_status=seen.append)
    assert [(status.status, status.progress_percentage) for status in seen] == [("running", 0), ("succeeded", 100)]
    assert [line.text for line in verification.messages] == [message.text for message in seen[-1].messages]


def test_verify_leaves_the_callback_of_the_client_alone(emulator: Emulator) -> None:
    seen: list[StatusResult] = []
    with emulator.client() as client:
        verify(client.options(on_status=seen.append), 1)
    assert seen


def test_a_store_that_does_not_exist_is_an_error(emulator: Emulator) -> None:
    with emulator.client() as client, pytest.raises(errors.ApiError, match="Archive store 99"):
        verify(client, 99)


def test_a_verification_that_was_cancelled_is_in_the_report_as_such() -> None:
    emulator = Emulator(protocol="modern")

    def cancel(_: Any) -> None:
        for task in emulator.world.tasks.values():
            task.cancel(emulator.clock.now())

    with emulator.client() as client:
        assert verify(client, 1, on_status=cancel).status == "cancelled"
