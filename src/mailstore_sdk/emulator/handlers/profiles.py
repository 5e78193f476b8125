"""Archiving and export profiles and their runs."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from mailstore_sdk.emulator.arguments import Arguments
from mailstore_sdk.emulator.handlers.registry import Known, wire
from mailstore_sdk.emulator.messages import Refused
from mailstore_sdk.emulator.settings import told
from mailstore_sdk.emulator.state import State, WorkerRun
from mailstore_sdk.emulator.tasks import Script, brief

OUT_OF_RANGE = "Specified argument was out of the range of valid values."
ARCHIVED = 3  # messages that every run archives


def get_profiles(state: State, arguments: Arguments) -> Any:
    """Keys as seen by clients; that a password comes back as null is our choice (documented: it cannot be used)."""
    _raw(arguments)
    return [told(profile) for profile in state.profiles.values()]


def create_profile(state: State, arguments: Arguments) -> None:
    """`id` and `version` have to be left out (documented); that they are refused otherwise is our choice."""
    properties = _properties(arguments)
    number = max(state.profiles, default=0) + 1
    state.profiles[number] = {
        "id": number,
        "version": 1,
        "owner": arguments.caller,
        "serverSideExecution": None,
        **properties,
    }


def run_profile(state: State, arguments: Arguments) -> Script:
    """A row in GetWorkerResults when the run has ended."""
    return _run(state, state.profile(arguments.number("id")), arguments.caller)


def run_temporary_profile(state: State, arguments: Arguments) -> Script:
    """A row without the profile's id and name, as some captured rows are."""
    return _run(state, _properties(arguments), arguments.caller)


def delete_profile(state: State, arguments: Arguments) -> None:
    """The results of its runs stay: our choice."""
    del state.profiles[state.profile(arguments.number("id"))["id"]]


def set_server_side_execution(state: State, arguments: Arguments) -> None:
    """What is left out stays: our choice."""
    profile = state.profile(arguments.number("id"))
    names = ("automatic", "automaticPauseBetweenExecutions", "automaticMaintenanceWindows")
    given = {name: arguments.values[name] for name in names if name in arguments.values}
    profile["serverSideExecution"] = {**(profile["serverSideExecution"] or {}), **given}


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
            **({} if run.profile_id is None else {"profileId": run.profile_id, "profileName": run.profile_name}),
            "result": run.result,
            "itemsArchived": run.items_archived,
            "startTime": wire(run.start),
            "completeTime": wire(run.complete),
            "machineName": run.machine_name,
        }
        for run in state.worker_runs
        if start <= run.start.astimezone(UTC).replace(tzinfo=None) < end
        and profile in (None, run.profile_id)
        and user in (None, run.user_name)
    ]


def get_worker_result_report(state: State, arguments: Arguments) -> Any:
    """Text of our choice: no answer of a real server was seen."""
    number = arguments.number("id")
    for run in state.worker_runs:
        if run.id == number:
            name = run.profile_name or "a profile that is not saved"
            return f"Run {run.id} of {name}: {run.result}, {run.items_archived} messages archived."
    raise Refused(f"There is no result {number}.")


def _run(state: State, profile: dict[str, Any], caller: str) -> Script:
    start = state.now()

    def end(result: str, items: int) -> None:
        state.worker_runs.append(
            WorkerRun(
                id=max((run.id for run in state.worker_runs), default=0) + 1,
                user_name=profile.get("owner", caller),
                profile_id=profile.get("id"),
                profile_name=profile["name"] if "id" in profile else None,
                result=result,
                items_archived=items,
                start=start,
                complete=state.now(),
                machine_name=state.machine_name,
            )
        )

    return brief(
        f"Running profile {profile['name']}...",
        f"{ARCHIVED} messages archived.",
        finish=lambda: end("succeeded", ARCHIVED),
        stop=lambda: end("cancelled", 0),
    )


def _raw(arguments: Arguments) -> None:
    """False is refused (client code), in words of our choice."""
    if arguments.optional("raw", bool) is False:
        raise Refused("API argument raw must be true.")


def _properties(arguments: Arguments) -> dict[str, Any]:
    """What a profile needs to be listed; numbers and booleans may come as text (client code)."""
    _raw(arguments)
    given = arguments.config("properties")
    if {"id", "version"} & set(given):
        raise Refused("A new profile has neither an id nor a version.")
    if not isinstance(given.get("name"), str) or not isinstance(given.get("connector"), str):
        raise Refused("A profile needs a name and a connector.")
    execution = given.get("serverSideExecution") or {}
    if not isinstance(execution, dict) or not isinstance(given.get("details", {}), dict):
        raise Refused("The details and the execution of a profile are JSON objects.")
    if execution:
        given = {**given, "serverSideExecution": {key: _plain(value) for key, value in execution.items()}}
    return {"details": {}, **given}


def _plain(value: Any) -> Any:
    if value in ("true", "false"):
        return value == "true"
    return int(value) if isinstance(value, str) and value.isdecimal() else value


HANDLERS: Known = {
    "GetProfiles": get_profiles,
    "GetWorkerResults": get_worker_results,
    "GetWorkerResultReport": get_worker_result_report,
    "CreateProfile": create_profile,
    "RunProfile": run_profile,
    "RunTemporaryProfile": run_temporary_profile,
    "DeleteProfile": delete_profile,
    "SetProfileServerSideExecution": set_server_side_execution,
}
