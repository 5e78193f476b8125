"""What fails is in the report with its reason and stops nothing else; a server that is not there ends it at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from mailstore_sdk import errors
from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.emulator import (
    Behaviour,
    Emulator,
    FailHalfway,
    Fault,
    HtmlPage,
    HttpError,
    Refuse,
    Reset,
    Stuck,
    Truncated,
)
from mailstore_sdk.reports import SECTIONS, Progress, Report, collect
from mailstore_sdk.reports.sources import SERVER
from tests.reports.collecting import BOTH, NOON, of_server, of_server_async, of_spe, of_spe_async, there

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


def test_sections_are_all_that_the_report_has_whatever_fails() -> None:
    emulator = Emulator(version="25.3")
    emulator.faults.add("GetStores", HttpError(status=500))
    assert [name for name, _ in of_server(emulator).sections()] == list(SECTIONS)


def test_only_the_sections_asked_for_are_collected() -> None:
    emulator = Emulator(version="25.3")
    report = of_server(emulator, sections=["stores", "hosts"])
    assert there(report) == {"server", "stores"}
    assert [one.function for one in emulator.requests if one.function in BY_NAME] == ["GetServerInfo", "GetStores"]
    assert report.users.unavailable is not None
    assert report.users.unavailable.cause == "notAsked"
    assert report.hosts.unavailable is not None
    assert report.hosts.unavailable.cause == "notInThisEdition"


def test_progress_is_told_by_section_and_user() -> None:
    news: list[Progress] = []
    of_server(Emulator(version="25.3"), sections=["users", "stores"], on_progress=news.append)
    assert [(one.section, one.sections_done, one.sections, one.done, one.total) for one in news] == [
        ("server", 0, 3, 0, None),
        ("users", 1, 3, 0, None),
        ("users", 1, 3, 0, 3),
        ("users", 1, 3, 1, 3),
        ("users", 1, 3, 2, 3),
        ("users", 1, 3, 3, 3),
        ("stores", 2, 3, 0, None),
        ("stores", 3, 3, 0, None),
    ]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"sections": ["user"]}, "there is no section 'user', but these: server, licence"),
        ({"sections": "users"}, r"sections has to be a list of names, as \['users'\]"),
        ({"runs_since": datetime(2026, 1, 1)}, "runs_since has no time zone"),
        ({"runs_until": datetime(2026, 1, 1)}, "runs_until has no time zone"),
        ({"runs_since": NOON + timedelta(1)}, "runs_since 2026-01-06 12:00:00 is after 2026-01-05 12:00:00"),
        ({"runs_since": timedelta(days=-1)}, "runs_since .* is after"),
        ({"concurrency": 0}, "concurrency 0 is below 1"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_asked(options: dict[str, Any], problem: str) -> None:
    emulator = Emulator(version="25.3")
    with pytest.raises(errors.ConfigurationError, match=problem):
        of_server(emulator, **options)
    with pytest.raises(errors.ConfigurationError, match=problem):
        of_server_async(emulator, **options)
    assert list(emulator.requests) == []
