"""What fails is in the report with its reason and stops nothing else; a server that is not there ends it at once."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from mailstore_sdk import errors
from mailstore_sdk.emulator import (
    Behaviour,
    Emulator,
    FailHalfway,
    Fault,
    HtmlPage,
    HttpError,
    Refuse,
    Reset,
    Seed,
    Stuck,
    Truncated,
)
from mailstore_sdk.reports import SECTIONS, Progress, Report, collect, collect_async
from mailstore_sdk.reports.collect import GIVEN_UP_AFTER, _Failures
from mailstore_sdk.reports.sources import SERVER
from tests.reports.collecting import NOON, of_server, of_server_async, of_spe, of_spe_async
from tests.reports.test_sections import there

FUNCTIONS = {
    "licence": "GetLicenseInformation",
    "service": "GetServiceConfiguration",
    "users": "GetUsers",
    "stores": "GetStores",
    "store_creation": "GetStoreAutoCreateConfiguration",
    "archives": "GetFolderStatistics",
    "profiles": "GetProfiles",
    "runs": "GetWorkerResults",
    "jobs": "GetJobs",
    "job_runs": "GetJobResults",
    "compliance": "GetComplianceConfiguration",
    "retention": "GetRetentionPolicies",
    "smtp": "GetSmtpSettings",
    "directory": "GetDirectoryServicesConfiguration",
    "credentials": "GetCredentials",
}
BOTH = pytest.mark.parametrize("ask", [of_server, of_server_async], ids=["sync", "async"])
BOTH_SPE = pytest.mark.parametrize("ask", [of_spe, of_spe_async], ids=["sync", "async"])


def test_the_table_of_functions_has_every_section_that_is_asked_for() -> None:
    assert set(FUNCTIONS) == set(SERVER) - {"server", "certificate"}


@BOTH
@pytest.mark.parametrize("section", FUNCTIONS)
def test_a_section_that_fails_says_so_and_all_others_are_there(section: str, ask: Any) -> None:
    emulator = Emulator(version="25.3")
    complete = there(ask(emulator))
    emulator.faults.add(FUNCTIONS[section], HttpError(status=500))
    report: Report = ask(emulator)
    assert there(report) == complete - {section}
    unavailable = getattr(report, section).unavailable
    assert (unavailable.cause, unavailable.function) == ("refused", FUNCTIONS[section])
    assert unavailable.reason.startswith(f"{FUNCTIONS[section]}: ")
    assert Report.from_json(report.to_json()) == report


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        (HttpError(status=403), "noRight"),
        (HttpError(status=404), "unknownFunction"),
        (HttpError(status=503), "refused"),
        (Reset(), "noAnswer"),
        (Truncated(), "unreadable"),
        (HtmlPage(), "unreadable"),
    ],
    ids=lambda one: str(one),
)
def test_the_reason_is_told_in_a_word_and_in_words(fault: Fault, cause: str) -> None:
    emulator = Emulator(version="25.3")
    emulator.faults.add("GetStores", fault)
    unavailable = of_server(emulator).stores.unavailable
    assert unavailable is not None
    assert unavailable.cause == cause
    assert unavailable.reason
    assert "\n" not in unavailable.reason


@BOTH
def test_a_server_whose_folder_statistics_fail_lacks_them_alone(ask: Any) -> None:
    emulator = Emulator(version="25.3", behaviour=Behaviour(folder_statistics="fail"))
    report: Report = ask(emulator)
    assert there(report) == set(SERVER) - {"certificate", "archives"}
    assert report.archives.unavailable is not None
    assert "Nullable object must have a value." in report.archives.unavailable.reason


@pytest.mark.parametrize(("fault", "cause"), [(FailHalfway(), "failed"), (Stuck(), "noAnswer")])
def test_a_long_running_call_that_fails_or_never_ends_is_noted(fault: Fault, cause: str) -> None:
    emulator = Emulator(version="25.3")
    emulator.faults.add("GetFolderStatistics", fault)
    report = of_server(emulator)
    assert report.archives.unavailable is not None
    assert report.archives.unavailable.cause == cause
    assert report.compliance.data is not None


@BOTH
def test_a_user_who_cannot_be_asked_for_stays_with_what_the_list_says(ask: Any) -> None:
    emulator = Emulator(version="25.3")
    emulator.faults.add("GetUserInfo", HttpError(status=500), times=1)
    report: Report = ask(emulator, concurrency=1)
    assert report.users.data is not None
    assert [user.user_name for user in report.users.data] == ["admin", "johndoe", "asmith"]
    assert "email_addresses" not in report.users.data[0].model_fields_set
    assert report.users.data[1].email_addresses == ["jdoe@example.com", "john@example.com"]
    assert [(one.key, one.cause, one.function) for one in report.users.problems] == [
        ("admin", "refused", "GetUserInfo")
    ]
    assert Report.from_json(report.to_json()) == report


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


@BOTH_SPE
def test_an_instance_that_cannot_be_asked_stays_with_what_the_list_says(ask: Any) -> None:
    emulator = Emulator(edition="spe")
    emulator.instances["customer1"].provider_access = False
    emulator.faults.add("GetInstanceStatistics", HttpError(status=500), times=1)
    report: Report = ask(emulator, concurrency=1)
    assert report.instances.data is not None
    assert [one.statistics is None for one in report.instances.data] == [True, False, True]
    assert [one.key for one in report.instances.problems] == ["customer1"]


@BOTH_SPE
def test_an_instance_that_is_stopped_has_a_report_that_says_so(ask: Any) -> None:
    report: Report = ask(Emulator(edition="spe"), "customer3")
    assert there(report) == {"server", "instances"}
    assert report.users.unavailable is not None
    assert report.users.unavailable.reason == "GetUsers: Instance 'customer3' is stopped."


@BOTH
def test_a_wrong_password_is_tried_once_and_ends_it(ask: Any) -> None:
    emulator = Emulator(version="25.3")
    emulator.state.users["admin"].password = "another"
    with pytest.raises(errors.AuthenticationError):
        ask(emulator)
    assert sum(one.function == "GetServerInfo" for one in emulator.requests) == 1
    assert not any(one.function == "GetUsers" for one in emulator.requests)


@BOTH
def test_a_password_that_is_refused_on_the_way_ends_it_too(ask: Any) -> None:
    emulator = Emulator(version="25.3")
    emulator.faults.add("GetStores", HttpError(status=401))
    with pytest.raises(errors.AuthenticationError):
        ask(emulator)
    assert not any(one.function == "GetProfiles" for one in emulator.requests)


def test_a_password_that_a_current_server_refuses_in_words_is_not_tried_again_and_again() -> None:
    emulator = Emulator(version="25.3", behaviour=Behaviour(wrong_credentials="failed"))
    emulator.state.users["admin"].password = "another"
    with pytest.raises(errors.ApiError, match="User name or password is wrong"):
        of_server(emulator)
    called = [one.function for one in emulator.requests if one.function != "get-metadata"]
    assert called == ["GetServerInfo", "GetLicenseInformation"]


@BOTH
@pytest.mark.parametrize("status", [401, 403])
def test_a_user_who_may_not_use_the_api_gets_no_report(ask: Any, status: int) -> None:
    emulator = Emulator(version="25.3")
    emulator.faults.add("GetServerInfo", HttpError(status=status))
    with pytest.raises(errors.AuthenticationError):
        ask(emulator)
    assert not any(one.function == "GetUsers" for one in emulator.requests)


@pytest.mark.parametrize("function", ["GetServerInfo", "GetStores"])
def test_a_server_that_refuses_connections_ends_it_wherever_it_stands(function: str) -> None:
    emulator = Emulator(version="25.3")
    with emulator.client(retries=0) as client:

        def refuse(event: Any) -> None:
            if event.function == function:
                emulator.faults.add("*", Refuse())

        with pytest.raises(errors.ConnectError):
            collect(client.options(on_request=refuse), runs_until=NOON)


def test_a_server_that_does_not_answer_the_first_question_ends_it_at_once() -> None:
    emulator = Emulator(version="25.3", protocol="modern")
    emulator.faults.add("GetServerInfo", Reset())
    with pytest.raises(errors.TransportError), emulator.client(retries=0, protocol="modern") as client:
        collect(client, runs_until=NOON)
    assert [one.function for one in emulator.requests] == ["GetServerInfo"]


@BOTH
def test_a_report_of_nothing_is_none(ask: Any) -> None:
    emulator = Emulator(version="25.3")
    for function in ("GetServerInfo", *FUNCTIONS.values()):
        emulator.faults.add(function, HttpError(status=500))
    with pytest.raises(errors.ApiError, match="GetServerInfo"):
        ask(emulator)


def test_a_server_that_does_not_tell_its_version_has_a_report_all_the_same() -> None:
    emulator = Emulator(version="25.3")
    emulator.faults.add("GetServerInfo", HttpError(status=500))
    report = of_server(emulator)
    assert report.server.unavailable is not None
    assert there(report) == set(SERVER) - {"server", "certificate"}


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


def test_sections_are_all_that_the_report_has_whatever_fails() -> None:
    emulator = Emulator(version="25.3")
    emulator.faults.add("GetStores", HttpError(status=500))
    assert [name for name, _ in of_server(emulator).sections()] == list(SECTIONS)
