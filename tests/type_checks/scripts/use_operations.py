"""Long-running calls as a script watches them."""

from __future__ import annotations

from typing import Any, assert_type

from mailstore_sdk import Client, Operation, errors, models


def watch(client: Client) -> None:
    operation = client.begin_verify_store(1, include_indexes=False)
    assert_type(operation, Operation[models.StatusResult])
    for status in operation:
        assert_type(status, models.StatusResult)
    assert_type(operation.done, bool)
    assert_type(operation.function, str)
    assert_type(operation.status, models.StatusResult)
    assert_type(operation.refresh(), models.StatusResult)
    assert_type(operation.wait(1.5), models.StatusResult)
    assert_type(operation.result(timeout=None), models.StatusResult)
    operation.cancel()


def result_of_its_own(client: Client) -> None:
    operation = client.begin_get_worker_results("2026-01-01T00:00:00", "2026-01-02T00:00:00", profile_id=1)
    assert_type(operation, Operation[list[models.WorkerResult]])
    assert_type(operation.result(), list[models.WorkerResult])


def in_another_process(client: Client, saved: str) -> None:
    assert_type(client.begin_compact_store(1).to_json(), str)
    operation = client.resume(saved)
    assert_type(operation, Operation[Any])
    try:
        operation.result(60)
    except (errors.OperationFailed, errors.OperationCancelled, errors.OperationTimeout) as error:
        assert_type(error.function, str)
        assert_type(error.status, Any)
