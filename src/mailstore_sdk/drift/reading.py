"""Call the functions that only read, and record the shapes of their answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from mailstore_sdk.base_client import BaseClient
from mailstore_sdk.drift.expected import of_result
from mailstore_sdk.drift.metadata import INSTANCE, Edition, functions_of
from mailstore_sdk.drift.shapes import Recorder, differences, texts
from mailstore_sdk.errors import (
    ApiError,
    ArgumentError,
    MailStoreError,
    OperationError,
    OperationFailed,
    OperationTimeout,
    RequestTimeout,
    ResponseError,
)
from mailstore_sdk.function import Function
from mailstore_sdk.models import FunctionShape, ShapeReport
from mailstore_sdk.operations import Operation
from mailstore_sdk.transport.protocol import SUCCEEDED, Answer

SAMPLES = 3
WORKER_RESULTS = timedelta(hours=1)  # servers fail on windows with too many runs (seen by clients)
JOB_RESULTS = timedelta(days=7)
LOCAL = "$Local"

Answers = dict[str, list[Any]]
Arguments = dict[str, object]


def _known(source: str, key: str, argument: str) -> Callable[[Answers], list[Arguments]]:
    """Fills an argument in from what another function has listed."""

    def fill(answers: Answers) -> list[Arguments]:
        rows = [row for answer in answers.get(source, ()) if isinstance(answer, list) for row in answer]
        return [{argument: row[key]} for row in rows if isinstance(row, dict) and row.get(key) is not None][:SAMPLES]

    return fill


def _window(length: timedelta, zone: str) -> Callable[[Answers], list[Arguments]]:
    def fill(_: Answers) -> list[Arguments]:
        now = datetime.now().replace(microsecond=0)
        return [{"fromIncluding": now - length, "toExcluding": now, zone: LOCAL}]

    return fill


def _given(**arguments: object) -> Callable[[Answers], list[Arguments]]:
    return lambda _: [arguments]


# What is sent where something must be, or where the answer tells more or is shorter with it. Sources come first.
FILLED: Mapping[str, Callable[[Answers], list[Arguments]]] = {
    "GetStores": _given(includeSize=True),
    "GetProfiles": _given(raw=True),
    "GetChildFolders": _given(maxLevels=1),
    "GetWorkerResults": _window(WORKER_RESULTS, "timeZoneID"),
    "GetJobResults": _window(JOB_RESULTS, "timeZoneId"),
    "GetInstances": _given(instanceFilter="*"),
    "GetClientAccessServers": _given(withServiceStatus=False),
    "GetUserInfo": _known("GetUsers", "userName", "userName"),
    "GetWorkerResultReport": _known("GetWorkerResults", "id", "id"),
    "GetDirectoriesOnInstanceHost": _known("GetInstanceHosts", "serverName", "serverName"),
}
SECOND = ("GetUserInfo", "GetWorkerResultReport", "GetDirectoriesOnInstanceHost")


def survey(
    client: BaseClient, edition: Edition, *, lacking: Collection[str] = (), longest: float = 120.0
) -> ShapeReport:
    """Call the functions that only read, and record key names and types of what they answer, but no value.

    Args:
        client: How to reach the server.
        edition: Whose functions to call; those on an instance are called on one that runs.
        lacking: Functions that the server does not have, as `compare_metadata()` tells.
        longest: Seconds after which a long-running call is given up.

    Returns:
        The shapes, what failed, and what was not called and why.

    Raises:
        TransportError: The server could not be reached.
        AuthenticationError: User name or password is wrong, or the user is no administrator.
    """
    report = ShapeReport(edition=edition, protocol=client.transport.detect().name)
    answers: Answers = {}
    for function in _in_order(edition):
        try:
            calls = _calls(function, edition, answers, lacking)
        except _NotCalledError as reason:
            report.not_called[function.name] = str(reason)
            continue
        for arguments in calls:
            try:
                answers.setdefault(function.name, []).append(_answer(client, function, arguments, longest))
            except (ApiError, ArgumentError, OperationError, RequestTimeout, ResponseError) as error:
                report.failed[function.name] = type(error).__name__
    account = client.transport.settings.username.casefold()
    data = frozenset({account, *(text for given in answers.values() for text in texts(given))})
    for function in _in_order(edition):
        if answers.get(function.name):
            report.functions[function.name] = _shape(function, answers[function.name], data, report.protocol)
    return report


class _NotCalledError(Exception):
    """Why a function is not called; the text goes into the report, so it holds no data."""


def _in_order(edition: Edition) -> list[Function[Any]]:
    """Those that others depend on come first: on the whole installation before on an instance, lists before details."""
    reading = [function for function in functions_of(edition) if function.read_only]
    return sorted(reading, key=lambda function: (_on_instance(function, edition), function.name in SECOND))


def _on_instance(function: Function[Any], edition: Edition) -> bool:
    return edition == "spe" and function.spe == "instance"


def _calls(function: Function[Any], edition: Edition, answers: Answers, lacking: Collection[str]) -> list[Arguments]:
    """The arguments of every call to make."""
    if function.name in lacking:
        raise _NotCalledError("the server does not have it")
    if not function.arguments_known:
        raise _NotCalledError("its arguments are unknown")
    if function.name in FILLED:
        calls = FILLED[function.name](answers)
    else:
        needed = [argument.name for argument in function.arguments if argument.required]
        if needed:
            raise _NotCalledError(f"nothing is known to fill in for {', '.join(needed)}")
        calls = [{}]
    if not calls:
        raise _NotCalledError("the server listed nothing that it could be called for")
    if not _on_instance(function, edition):
        return calls
    instance = next(_running(answers), None)
    if instance is None:
        raise _NotCalledError("no instance runs")
    return [{INSTANCE.name: instance, **arguments} for arguments in calls]


def _running(answers: Answers) -> Iterator[str]:
    for answer in answers.get("GetInstances", ()):
        for row in answer if isinstance(answer, list) else ():
            if isinstance(row, dict) and row.get("status") == "running" and isinstance(row.get(INSTANCE.name), str):
                yield row[INSTANCE.name]


def _answer(client: BaseClient, function: Function[Any], arguments: Arguments, longest: float) -> Any:
    """The result as the server sent it, also of a call that runs long."""
    answer: Answer = client.transport.call(function.name, function, arguments)
    operation = Operation(client.transport, function, answer)
    try:
        status = operation.wait(longest)
    except OperationTimeout:
        with suppress(MailStoreError):  # nobody waits for it any more
            operation.cancel()
        raise
    if status.status != SUCCEEDED:
        raise OperationFailed(function.name, status.status)
    return status.result


def _shape(function: Function[Any], answers: list[Any], data: frozenset[str], protocol: str) -> FunctionShape:
    expected = of_result(function.result)
    recorder = Recorder(data, expected)
    for answer in answers:
        recorder.record(answer)
    # Servers up to 8.x send some lists as text (documented), which the models take.
    texts_there = function.legacy.lists if protocol == "legacy" else ()
    found = [
        difference
        for difference in differences(recorder.shape, expected)
        if not (difference.path in texts_there and difference.found == "string")
    ]
    return FunctionShape(
        calls=len(answers), modelled=bool(expected.kinds), shape=recorder.shape.as_json(), differences=found
    )
