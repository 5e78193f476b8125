"""The control address: what other processes and languages can do with an emulator."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from mailstore_sdk import Client, errors
from mailstore_sdk.emulator import (
    Behaviour,
    ByPolls,
    Emulator,
    HttpError,
    Refuse,
    Request,
    Reset,
    Response,
    SystemClock,
)
from mailstore_sdk.emulator.control import PLACES, control
from mailstore_sdk.emulator.server import EmulatorServer


def ask(emulator: Emulator, method: str, path: str, body: object = None) -> tuple[int, Any]:
    """The status of an answer and the JSON in it."""
    content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    answer = control(emulator, Request(method=method, path=f"/_emulator{path}", body=content))
    assert answer.headers["content-type"] == "application/json"
    return answer.status, json.loads(answer.content)


def done(emulator: Emulator, method: str, path: str, body: object = None) -> Any:
    """The JSON of an answer that says that it went well."""
    status, payload = ask(emulator, method, path, body)
    assert status == 200, payload
    return payload


@pytest.fixture
def emulator() -> Emulator:
    return Emulator()


def test_a_fault_is_planted_listed_and_taken_away(emulator: Emulator) -> None:
    asked = {"function": "GetUsers", "fault": {"kind": "Reset", "after_bytes": 20}, "times": 3, "probability": 0.5}

    planted = done(emulator, "POST", "/faults", asked)
    listed = done(emulator, "GET", "/faults")
    one = done(emulator, "GET", f"/faults/{planted['id']}")
    [armed] = emulator.faults
    removed = done(emulator, "DELETE", f"/faults/{planted['id']}")

    assert (armed.fault, armed.times, armed.probability) == (Reset(after_bytes=20), 3, 0.5)
    assert planted["fault"] == {"kind": "Reset", "after_bytes": 20, "carried_out": True}
    assert planted["struck"] == 0
    assert [planted] == listed == [one] == [removed]
    assert list(emulator.faults) == []


def test_all_faults_are_taken_away_at_once(emulator: Emulator) -> None:
    emulator.faults.add("GetUsers", Reset())
    emulator.faults.add("*", HttpError(status=500))

    assert done(emulator, "DELETE", "/faults") == []
    assert list(emulator.faults) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "Invalid JSON"),
        (b"{", "Invalid JSON"),
        ([], "object"),
        ({}, "function: Field required"),
        ({"function": "GetUsers", "fault": {"kind": "Fire"}}, "fault: Input tag 'Fire'"),
        ({"function": "GetUsers", "fault": {"after_bytes": 1}}, "fault: Unable to extract tag"),
        ({"function": "GetUsers", "fault": {"kind": "HttpError"}}, "fault.HttpError.status: Field required"),
        ({"function": "GetUsers", "fault": {"kind": "HttpError", "status": 7}}, "fault.HttpError.status: Input should"),
        ({"function": "GetUsers", "fault": {"kind": "Reset"}, "time": 1}, "time: Extra inputs"),
        ({"function": "GetUsers", "fault": {"kind": "Reset"}, "times": 0}, "times 0"),
        ({"function": "GetUser", "fault": {"kind": "Reset"}}, "no function 'GetUser'"),
        ({"function": "GetUsers", "fault": {"kind": "Refuse", "seconds": 1}}, "plant it for '*'"),
        ({"function": "*", "fault": {"kind": "Refuse"}}, "fault.Refuse.seconds"),
    ],
    ids=str,
)
def test_a_fault_that_cannot_be_planted_is_refused_with_what_is_wrong(
    emulator: Emulator, body: object, words: str
) -> None:
    status, payload = ask(emulator, "POST", "/faults", body)

    assert status == 400
    assert words in payload["error"]
    assert list(emulator.faults) == []


def test_requests_are_told_without_secrets_and_forgotten(emulator: Emulator) -> None:
    with emulator.client() as client:
        client.set_user_password("johndoe", "Kernwort9")

    recorded = done(emulator, "GET", "/requests")
    last = recorded[-1]

    assert (last["function"], last["status"], last["outcome"]) == ("SetUserPassword", 200, "succeeded")
    assert last["arguments"]["userName"] == "johndoe"
    assert "Kernwort9" not in json.dumps(recorded)
    assert done(emulator, "DELETE", "/requests") == []
    assert len(emulator.requests) == 0


def test_the_clock_is_read_and_moved(emulator: Emulator) -> None:
    before = done(emulator, "GET", "/clock")
    after = done(emulator, "POST", "/clock", {"advance": 90})

    assert before == {"now": "2026-01-05T09:00:00+00:00", "seconds": before["seconds"], "manual": True}
    assert after["now"] == "2026-01-05T09:01:30+00:00"
    assert emulator.clock.now() == after["seconds"]


@pytest.mark.parametrize(
    "body", [{}, {"advance": -1}, {"advance": 1e300}, {"advance": "soon"}, {"advance": 1, "back": 1}]
)
def test_the_clock_is_not_moved_by_what_is_no_number_of_seconds(emulator: Emulator, body: object) -> None:
    before = emulator.clock.now()

    assert ask(emulator, "POST", "/clock", body)[0] == 400
    assert emulator.clock.now() == before


def test_the_machines_time_cannot_be_moved() -> None:
    emulator = Emulator(clock=SystemClock())

    assert done(emulator, "GET", "/clock")["manual"] is False
    assert ask(emulator, "POST", "/clock", {"advance": 1})[0] == 409


def test_a_reset_brings_back_what_was_at_first(emulator: Emulator) -> None:
    emulator.client().create_user("new")
    emulator.faults.add("*", Reset())

    done(emulator, "POST", "/reset")

    assert "new" not in emulator.state.users
    assert list(emulator.faults) == []


def test_a_restart_forgets_tokens(emulator: Emulator) -> None:
    emulator.client(protocol="modern").begin_verify_store(1)

    done(emulator, "POST", "/restart")

    assert emulator.world.tasks == {}


def test_the_state_is_given_and_taken(emulator: Emulator) -> None:
    emulator.client().create_user("new")

    state = done(emulator, "GET", "/state")
    other = Emulator()
    done(other, "PUT", "/state", state)

    assert "new" in other.state.users


def test_the_state_is_what_the_clock_has_made_of_it(emulator: Emulator) -> None:
    done(emulator, "POST", "/clock", {"advance": 86_400})

    assert len(done(emulator, "GET", "/state")["job_runs"]) == 2


def test_connections_are_not_refused_for_a_time_that_stands_still(emulator: Emulator) -> None:
    refusal = {"function": "*", "fault": {"kind": "Refuse", "seconds": 60}}

    assert ask(emulator, "POST", "/faults", refusal)[0] == 409
    assert list(emulator.faults) == []


@pytest.mark.parametrize("body", [b"", [], {"no such": "key"}], ids=str)
def test_a_state_that_is_none_is_refused_and_changes_nothing(emulator: Emulator, body: object) -> None:
    before = emulator.dump()

    status, payload = ask(emulator, "PUT", "/state", body)

    assert status == 400
    assert payload["error"]
    assert emulator.dump() == before


def test_behaviour_is_read_and_changed_in_part(emulator: Emulator) -> None:
    changed = done(emulator, "PATCH", "/behaviour", {"byte_order_mark": "never"})

    assert changed == done(emulator, "GET", "/behaviour") == Behaviour(byte_order_mark="never").model_dump()
    assert emulator.world.behaviour == Behaviour(byte_order_mark="never")


@pytest.mark.parametrize("body", [{"byte_order_mark": "sometimes"}, {"colour": "red"}, [1]], ids=str)
def test_behaviour_that_does_not_exist_is_refused(emulator: Emulator, body: object) -> None:
    status, payload = ask(emulator, "PATCH", "/behaviour", body)

    assert status == 400
    assert payload["error"]
    assert emulator.world.behaviour == Behaviour()


def test_a_wrong_path_is_told_the_right_ones(emulator: Emulator) -> None:
    for path in ("", "/", "/fault", "/clock/1", "/faults/1/2"):
        assert ask(emulator, "GET", path)[0] == 404, path
    assert all(f"/_emulator/{place}" in ask(emulator, "GET", "/fault")[1]["error"] for place in PLACES)


def test_a_fault_that_is_not_armed_is_not_found(emulator: Emulator) -> None:
    assert ask(emulator, "GET", "/faults/7") == (404, {"error": "no fault 7 is armed"})
    assert ask(emulator, "DELETE", "/faults/7")[0] == 404


@pytest.mark.parametrize("place", sorted(PLACES))
def test_a_wrong_method_is_told_the_right_ones(emulator: Emulator, place: str) -> None:
    status, payload = ask(emulator, "OPTIONS", f"/{place}")

    assert status == 405
    assert all(method in payload["error"] for method in PLACES[place])


@pytest.fixture
def served() -> Iterator[EmulatorServer]:
    with Emulator(tasks=ByPolls(2)).serve() as server:
        yield server


@pytest.fixture
def other_process(served: EmulatorServer) -> Iterator[httpx.Client]:
    """Another HTTP client, as another process would have it: without credentials."""
    context = ssl.create_default_context(cafile=served.ca_file)
    with httpx.Client(base_url=f"{served.url}/_emulator", verify=context, trust_env=False) as client:
        yield client


def test_another_process_plants_a_fault_that_strikes(served: EmulatorServer, other_process: httpx.Client) -> None:
    asked = {"function": "CreateUser", "fault": {"kind": "HttpError", "status": 503}, "times": 1}
    planted = other_process.post("/faults", json=asked).json()

    with Client(**served.connection) as client:
        with pytest.raises(errors.ApiError):
            client.create_user("new")
        client.create_user("new")

    assert planted["id"]
    assert other_process.get("/faults").json() == []
    names = [request["function"] for request in other_process.get("/requests").json()]
    assert names.count("CreateUser") == 2


def test_the_control_address_is_no_request_to_the_emulator_and_struck_by_none_of_its_faults(
    served: EmulatorServer, other_process: httpx.Client
) -> None:
    served.emulator.faults.add("*", HttpError(status=500))

    assert other_process.get("/clock").status_code == 200
    assert len(served.emulator.requests) == 0


def test_whoever_restarts_the_server_gets_his_answer_and_others_lose_their_connections(
    served: EmulatorServer, other_process: httpx.Client
) -> None:
    with Client(**served.connection) as client:
        operation = client.begin_verify_store(1)

        assert other_process.post("/restart").json() == {}

        with pytest.raises(errors.OperationLost):
            operation.result()
    assert other_process.get("/clock").status_code == 200


def test_whoever_has_connections_refused_gets_his_answer(served: EmulatorServer, other_process: httpx.Client) -> None:
    refusal = {"function": "*", "fault": {"kind": "Refuse", "seconds": 60}}

    answer = other_process.post("/faults", json=refusal)

    assert answer.status_code == 200
    assert [one.fault for one in served.emulator.faults] == [Refuse(seconds=60)]
    with Client(**served.connection, retries=0) as client, pytest.raises(errors.ConnectError):
        client.get_server_info()


def test_connections_are_refused_by_the_time_of_the_answer(
    served: EmulatorServer, other_process: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow = served._follow

    async def follow_late() -> None:
        await asyncio.sleep(0.05)
        await follow()

    monkeypatch.setattr(served, "_follow", follow_late)
    other_process.post("/faults", json={"function": "*", "fault": {"kind": "Refuse", "seconds": 60}})

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((served.host, served.port), 5)


def test_an_emulator_in_this_process_has_no_such_address(emulator: Emulator) -> None:
    answer = emulator.respond(Request(method="GET", path="/_emulator/clock"))

    assert isinstance(answer, Response)
    assert answer.status == 404
