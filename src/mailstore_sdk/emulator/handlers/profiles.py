"""Archiving and export profiles and their runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo
from itertools import islice
from typing import Any
from zlib import crc32

from mailstore_sdk.emulator.arguments import NUMBER, Arguments
from mailstore_sdk.emulator.handlers import stores
from mailstore_sdk.emulator.handlers.registry import NULLABLE, Handlers, check_kinds, wire_time
from mailstore_sdk.emulator.messages import LONG, Refused, listed
from mailstore_sdk.emulator.schedule import AUTOMATIC, PAUSE, WINDOWS, execution_problem
from mailstore_sdk.emulator.state import State, WorkerRun
from mailstore_sdk.emulator.stored_settings import without_passwords
from mailstore_sdk.emulator.tasks import Script, brief
from mailstore_sdk.emulator.zones import asked_zone, in_utc

OUT_OF_RANGE = "Specified argument was out of the range of valid values."
ARCHIVED = 3  # messages that every run archives
SIZE = 8_192  # bytes of each
DISORDER = 1_000  # rows that are mixed with each other


def get_profiles(state: State, arguments: Arguments) -> Any:
    """Keys as seen by clients; that a password comes back as null is our choice (documented: it cannot be used)."""
    _raw(arguments)
    return [without_passwords(profile) for profile in state.profiles.values()]


def create_profile(state: State, arguments: Arguments) -> None:
    """`id` and `version` have to be left out (documented); that they are refused otherwise is our choice."""
    properties = _properties(state, arguments)
    number = max(state.profiles, default=0) + 1
    state.profiles[number] = {
        "id": number,
        "version": 1,
        "owner": arguments.caller,
        "serverSideExecution": None,
        **{key: value for key, value in properties.items() if value is not None},
    }


def run_profile(state: State, arguments: Arguments) -> Script:
    """A row in GetWorkerResults when the run has ended."""
    return _run(state, state.profile(arguments.number("id")), arguments.caller)


def run_temporary_profile(state: State, arguments: Arguments) -> Script:
    """A row without the profile's id and name, as some captured rows are."""
    return _run(state, _properties(state, arguments), arguments.caller)


def delete_profile(state: State, arguments: Arguments) -> None:
    """The results of its runs stay: our choice."""
    del state.profiles[state.profile(arguments.number("id"))["id"]]


def set_server_side_execution(state: State, arguments: Arguments) -> None:
    """What is left out stays: our choice. What is given has to be a pause and windows (their form is documented)."""
    profile = state.profile(arguments.number("id"))
    given = {name: arguments.values[name] for name in (AUTOMATIC, PAUSE, WINDOWS) if name in arguments.values}
    _check_execution(given)
    profile["serverSideExecution"] = {**(profile["serverSideExecution"] or {}), **given}


def get_worker_results(state: State, arguments: Arguments) -> Any:
    """Keys and their order as captured; profile 0 is refused (captured), as is an empty user name (client code).

    Times are in the zone asked for, in which the span is read too. Rows are not sorted (captured); in which order they
    come is our choice. Too many of them can be refused, as on one site, if the behaviour says so.
    """
    zone = asked_zone("timeZoneID", arguments.optional("timeZoneID", str), state.time_zone)
    start, end = (in_utc(arguments.moment(name), zone) for name in ("fromIncluding", "toExcluding"))
    profile, user = arguments.optional("profileID", int), arguments.optional("userName", str)
    if profile == 0 or user == "":
        raise Refused(OUT_OF_RANGE)

    def found() -> Iterator[WorkerRun]:
        for run in state.worker_runs.between(start, end):
            if profile in (None, run.profile_id) and user in (None, run.user_name):
                yield run

    limit = state.behaviour.worker_results_limit
    count = sum(1 for _ in islice(found(), max(LONG, limit or 0) + 1))
    if limit is not None and count > limit:
        raise Refused(NULLABLE)
    return listed(count, lambda: (_row(run, zone) for run in _unsorted(found())))


def _unsorted(runs: Iterator[WorkerRun]) -> Iterator[WorkerRun]:
    while part := list(islice(runs, DISORDER)):
        yield from sorted(part, key=lambda run: crc32(b"%d " % run.id))


def _row(run: WorkerRun, zone: tzinfo) -> dict[str, Any]:
    return {
        "id": run.id,
        "userName": run.user_name,
        **({} if run.profile_id is None else {"profileId": run.profile_id, "profileName": run.profile_name}),
        "result": run.result,
        "itemsArchived": run.items_archived,
        "startTime": wire_time(run.start, zone),
        "completeTime": wire_time(run.complete, zone),
        "machineName": run.machine_name,
    }


def get_worker_result_report(state: State, arguments: Arguments) -> Any:
    """Text of our choice: no answer of a real server was seen."""
    number = arguments.number("id")
    run = state.worker_runs.by_id(number)
    if run is None:
        raise Refused(f"There is no result {number}.")
    name = run.profile_name or "a profile that is not saved"
    return f"Run {run.id} of {name}: {run.result}, {run.items_archived} messages archived."


def _run(state: State, profile: dict[str, Any], caller: str) -> Script:
    start = state.now()
    return brief(
        f"Running profile {profile['name']}...",
        f"{ARCHIVED} messages archived.",
        finish=lambda: archive(state, profile, caller, start),
        stop=lambda result: _record(state, profile, caller, start, result, 0),
    )


def archive(state: State, profile: dict[str, Any], caller: str, start: datetime) -> None:
    """A run that ends now: the current store counts some messages more, which cannot be looked at: our choice.

    Args:
        state: What has the profile.
        profile: The profile.
        caller: Whose run it is, if the profile has no owner.
        start: When the run began, in UTC.
    """
    stores.take_in(state, ARCHIVED, ARCHIVED * SIZE)
    _record(state, profile, caller, start, "succeeded", ARCHIVED)


def _record(state: State, profile: dict[str, Any], caller: str, start: datetime, result: str, items: int) -> None:
    state.worker_runs.append(
        WorkerRun(
            id=state.worker_runs.next_id(),
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


def _raw(arguments: Arguments) -> None:
    """False is refused (client code), in words of our choice."""
    if arguments.optional("raw", bool) is False:
        raise Refused("API argument raw must be true.")


def _properties(state: State, arguments: Arguments) -> dict[str, Any]:
    """What a profile needs to be listed; numbers and booleans may come as text (client code)."""
    _raw(arguments)
    given = arguments.config("properties")
    if {"id", "version"} & set(given):
        raise Refused("A new profile has neither an id nor a version.")
    if not isinstance(given.get("name"), str) or not isinstance(given.get("connector"), str):
        raise Refused("A profile needs a name and a connector.")
    check_kinds(given, {"owner": str, "type": str, "details": dict, "serverSideExecution": dict}, "properties")
    if given.get("owner") is not None:
        state.user(given["owner"])
    execution = given.get("serverSideExecution") or {}
    if execution:
        execution = {key: _plain(value) for key, value in execution.items()}
        _check_execution(execution)
        given = {**given, "serverSideExecution": execution}
    return {**given, "details": given.get("details") or {}}


def _check_execution(given: dict[str, Any]) -> None:
    problem = execution_problem(given)
    if problem is not None:
        raise Refused(f"API argument {problem}.")


def _plain(value: Any) -> Any:
    if value in ("true", "false"):
        return value == "true"
    return int(value) if isinstance(value, str) and NUMBER.fullmatch(value) else value


HANDLERS: Handlers = {
    "GetProfiles": get_profiles,
    "GetWorkerResults": get_worker_results,
    "GetWorkerResultReport": get_worker_result_report,
    "CreateProfile": create_profile,
    "RunProfile": run_profile,
    "RunTemporaryProfile": run_temporary_profile,
    "DeleteProfile": delete_profile,
    "SetProfileServerSideExecution": set_server_side_execution,
}
