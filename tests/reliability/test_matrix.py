"""Every fault of the emulator on every kind of call: what the user gets, how often it ran, and that nothing hangs."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal, get_args

import pytest

from mailstore_sdk import errors
from mailstore_sdk.emulator import ByPolls, Delay, Drip, Emulator, Fault, exchange
from mailstore_sdk.emulator.faults import ConnectionFault, TaskFault
from mailstore_sdk.emulator.faults import Fault as AnyFault
from mailstore_sdk.emulator.function_names import official_name
from mailstore_sdk.emulator.messages import Request, Response
from mailstore_sdk.emulator.respond import respond
from mailstore_sdk.emulator.server import EmulatorServer
from tests.emulator.ways import Way, calling
from tests.reliability.expected import COLUMNS, MATRIX, Column, Row, Seen
from tests.transport.clocked import done

pytestmark = pytest.mark.anyio
Mode = Literal["once", "lasting"]
# The defaults of a client and of its options, by the clock of the emulator, which nobody really waits for.
USUAL: dict[str, Any] = {"timeout": 30.0, "poll_wait": 15.0, "retries": 2}
OUTAGE = 600.0
LONGEST_PAUSE = 8.0
PATIENCE = 5.0  # seconds; well above every timeout over HTTPS
FUNCTIONS: dict[Column, str] = {
    "read": "GetUserInfo",
    "write": "CreateUser",
    "begin": "VerifyStore",
    "poll": "VerifyStore",
}
CELLS: list[tuple[Row, Column]] = [(row, column) for row in MATRIX for column in row.cells]
# What changes something is looked at over HTTPS in tests/emulator/test_faults_over_https.py.
SERVED = [(row, column) for row, column in CELLS if row.served and column != "write"]
IDS = [f"{row}-{column}" for row, column in CELLS]
SERVED_IDS = [f"{row}-{column}" for row, column in SERVED]


@pytest.fixture(scope="module")
def served() -> Iterator[EmulatorServer]:
    """One server for all; each test gives it its emulator."""
    with Emulator().serve() as server:
        yield server


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    """Which client."""
    chosen: str = request.param
    return chosen


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each function was carried out, counted where that is done."""
    counted: Counter[str] = Counter()

    def counting(world: Any, request: Request, *, waited: float | None = None) -> Any:
        answer = respond(world, request, waited=waited)
        if isinstance(answer, Response):
            counted[official_name(exchange.function_of(request.path))] += 1
        return answer

    monkeypatch.setattr(exchange, "respond", counting)
    return counted


def test_every_fault_of_the_emulator_is_in_the_matrix() -> None:
    assert {type(row.fault) for row in MATRIX} == set(get_args(AnyFault))


def test_only_faults_of_long_running_calls_leave_cells_empty() -> None:
    assert all(set(row.cells) == set(COLUMNS) for row in MATRIX if not isinstance(row.fault, TaskFault))


def test_nothing_that_changes_something_runs_or_is_asked_for_twice() -> None:
    changing = [cell for row in MATRIX for column, cell in row.cells.items() if column != "read"]

    assert all(seen.asked <= 1 and seen.ran <= 1 for cell in changing for seen in (cell.once, cell.lasting))


@pytest.mark.parametrize("mode", ["once", "lasting"])
@pytest.mark.parametrize("protocol", ["modern", "legacy"])
@pytest.mark.parametrize(("row", "column"), CELLS, ids=IDS)
async def test_in_process_it_is_as_expected(
    row: Row, column: Column, protocol: str, mode: Mode, kind: str, ran: Counter[str], served: EmulatorServer
) -> None:
    emulator = Emulator(tasks=ByPolls(3))
    begin = emulator.clock.now()

    error = await _called(row, column, mode, emulator, "in process", kind, served, protocol, USUAL)

    _right(row, column, mode, error, emulator, ran)
    took = emulator.clock.now() - begin
    # A wait outlasts an outage by the question under way, and by the pause after it.
    longest = OUTAGE + USUAL["timeout"] + USUAL["poll_wait"] + LONGEST_PAUSE if column == "poll" else USUAL["timeout"]
    assert took <= row.options.get("wait_timeout", longest) + 0.01


@pytest.mark.parametrize(("row", "column"), SERVED, ids=SERVED_IDS)
async def test_over_https_it_is_the_same(
    row: Row, column: Column, kind: str, ran: Counter[str], served: EmulatorServer
) -> None:
    emulator = Emulator(tasks=ByPolls(3))
    begin = time.monotonic()
    # Short where it is used up, long where a busy machine must not use it up.
    timeout = 0.5 if isinstance(row.fault, Delay | Drip) else PATIENCE
    patience = {"timeout": timeout, "poll_wait": 0.2, "retries": 2}

    error = await _called(row, column, "once", emulator, "https", kind, served, "modern", patience)

    _right(row, column, "once", error, emulator, ran)
    assert time.monotonic() - begin < 2 * PATIENCE


async def _called(
    row: Row,
    column: Column,
    mode: Mode,
    emulator: Emulator,
    way: Way,
    kind: str,
    served: EmulatorServer,
    protocol: str,
    settings: dict[str, Any],
) -> errors.MailStoreError | None:
    """The error that the call ended with, if it did."""
    given = {**settings, "protocol": protocol, **row.settings}
    options = {name: min(value, 0.4) if way == "https" else value for name, value in row.options.items()}
    async with calling(emulator, way, kind, served, **given) as call:
        try:
            # One of a long-running call befalls it when it begins, and is seen later.
            if column != "poll" or isinstance(row.fault, TaskFault):
                _plant(emulator, row, column, mode)
            if column == "read":
                assert (await call("get_user_info", "johndoe")).user_name == "johndoe"
            elif column == "write":
                await call("create_user", "new")
            elif column == "begin":
                assert not (await call("begin_verify_store", 1)).done
            else:
                operation = await call("begin_verify_store", 1, options=options)
                if not isinstance(row.fault, TaskFault):
                    _plant(emulator, row, column, mode)
                assert (await done(operation.result())).status == "succeeded"
        except errors.MailStoreError as error:
            return error
    return None


def _plant(emulator: Emulator, row: Row, column: Column, mode: Mode) -> None:
    lasts = mode == "lasting"
    fault: Fault = row.lasting if lasts and row.lasting is not None else row.fault
    counted = not lasts and row.lasting is None
    emulator.faults.add(_where(fault, column), fault, times=1 if counted else None)


def _where(fault: Fault, column: Column) -> str:
    if isinstance(fault, ConnectionFault):
        return "*"
    return "get-status" if column == "poll" and not isinstance(fault, TaskFault) else FUNCTIONS[column]


def _right(
    row: Row, column: Column, mode: Mode, error: errors.MailStoreError | None, emulator: Emulator, ran: Counter[str]
) -> None:
    expected: Seen = getattr(row.cells[column], mode)
    function = FUNCTIONS[column]
    asked = len(emulator.requests.calls(function))
    seen = Seen(None if error is None else type(error), asked, ran[function])
    assert seen == expected, repr(error)
    if column == "write":
        assert ("new" in emulator.state.users) is (expected.ran == 1)
    if isinstance(error, errors.TransportError):
        assert error.request_sent is not isinstance(row.fault, ConnectionFault)
