"""From where a call stands to what the caller gets: a model, plain data, or an exception."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mailstore_sdk.errors import OperationCancelled, OperationFailed
from mailstore_sdk.transport.protocol import CANCELLED, SUCCEEDED, Status

if TYPE_CHECKING:
    from mailstore_sdk.function import Function
    from mailstore_sdk.models import FunctionMetadata, StatusResult
    from mailstore_sdk.transport.protocol import Reader


def status_result(status: Status) -> StatusResult:
    """The status as a model."""
    from mailstore_sdk.models import parsing  # pydantic is loaded by the first typed call, not by the import

    return parsing.status_result(status)


@functools.cache
def reader(shape: str) -> Reader | None:
    """What makes a result of the bytes of a usual answer; None where that is no model."""
    if shape in ("none", "json", "status"):
        return None
    from mailstore_sdk.models import parsing

    return parsing.reader(shape)


def typed(function: Function[Any], status: Status) -> Any:
    """What the typed method returns."""
    if function.result == "none":
        return None
    if function.result == "json":
        return status.result
    if function.result == "status":
        return status_result(status)
    from mailstore_sdk.models import parsing

    clean = status.clean.value
    return parsing.parse(function.name, function.result, status.result, secret=function.secret_result, clean=clean)


def plain(function: Function[Any], status: Status) -> Any:
    """What `.raw` returns: the final status of a long-running call, the bare result of any other."""
    result = _as_original(function, status.result)
    if not function.answers_with_status:
        return result
    whole = status.as_dict()
    if "result" in whole:
        whole["result"] = result
    return whole


def plain_or_problem(function: Function[Any], status: Status) -> Any:
    """As `plain`, but a failure that the bare result would hide is raised, with the status as plain data."""
    if not function.answers_with_status:
        check(function.name, status, Status.as_dict)
    return plain(function, status)


def check(function: str, status: Status, shown: Callable[[Status], Any] = status_result) -> None:
    """Raise what a final status stands for, unless it is success; `shown` makes of it what the error carries."""
    if status.status == SUCCEEDED:
        return
    message = status.text or (status.messages[-1].text if status.messages else "")
    if status.status == CANCELLED:
        raise OperationCancelled(function, message, shown(status))
    raise OperationFailed(function, message or f"the server says {status.status!r}", shown(status))


def function_metadata(payload: list[dict[str, Any]]) -> list[FunctionMetadata]:
    """The answer of get-metadata as models."""
    from mailstore_sdk.models import parsing

    # What does not fit is not shown: which secrets to take out of it, only the transport knows.
    found: list[FunctionMetadata] = parsing.parse("get-metadata", "list[FunctionMetadata]", payload, secret=True)
    return found


def _as_original(function: Function[Any], result: Any) -> Any:
    """The result as the original wrapper's tutorial shows it, whichever generation the server is of."""
    if not (function.legacy.lists or function.legacy.keys):
        return result
    if isinstance(result, list):
        return [_entry_as_original(function, entry) for entry in result]
    return _entry_as_original(function, result)


def _entry_as_original(function: Function[Any], entry: Any) -> Any:
    legacy = function.legacy
    if not isinstance(entry, dict):
        return entry
    ordered = {key: entry[key] for key in (*legacy.keys, *entry) if key in entry}
    for key in legacy.lists:
        if isinstance(ordered.get(key), str):
            ordered[key] = [part.strip() for part in ordered[key].split(",") if part.strip()]
    return ordered
