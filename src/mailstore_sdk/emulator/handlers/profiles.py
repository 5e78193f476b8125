"""Runs of profiles."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.handlers.registry import Known
from mailstore_sdk.emulator.messages import Refused
from mailstore_sdk.emulator.state import State

OUT_OF_RANGE = "Specified argument was out of the range of valid values."


def get_worker_results(state: State, arguments: Arguments) -> Any:
    """Keys and their order as captured; profile 0 is refused (captured), as is an empty user name (client code).

    Times are UTC whatever zone is asked for: our choice, as the server's own zone is.
    """
    start, end = arguments.moment("fromIncluding"), arguments.moment("toExcluding")
    profile, user = arguments.optional("profileID", int), arguments.optional("userName", str)
    if profile == 0 or user == "":
        raise Refused(OUT_OF_RANGE)
    return [
        {
            "id": run.id,
            "userName": run.user_name,
            "profileId": run.profile_id,
            "profileName": run.profile_name,
            "result": run.result,
            "itemsArchived": run.items_archived,
            "startTime": _wire(run.start),
            "completeTime": _wire(run.complete),
            "machineName": run.machine_name,
        }
        for run in state.worker_runs
        if start <= run.start.astimezone(UTC).replace(tzinfo=None) < end
        and profile in (None, run.profile_id)
        and user in (None, run.user_name)
    ]


def _wire(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")


HANDLERS: Known = {"GetWorkerResults": get_worker_results}
