"""What all models have in common: lenient about servers, unchangeable, described, silent about secrets."""

from __future__ import annotations

import ast
import copy
import inspect
import pickle
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from mailstore_sdk import models
from mailstore_sdk.errors import ResponseError
from mailstore_sdk.models import parsing
from mailstore_sdk.models.base import Model
from mailstore_sdk.transport.protocol import Message, Status
from tests.models.evidence import EVIDENCE, MODELS, dumped, parsed

IDENTIFIED_BY: dict[str, dict[str, Any]] = {
    "ArgumentMetadata": {"name": "id", "type": "number", "nullable": False},
    "ClientAccessServer": {"serverName": "cas.example.com"},
    "ComplianceConfiguration": {},
    "Credential": {"ID": 2},
    "CredentialSettings": {},
    "DirectoryServicesConfiguration": {},
    "EnvironmentInfo": {"version": "9.0.0.9672", "serverName": "spe.example.com"},
    "FolderPrivileges": {"folder": "jdoe"},
    "FolderStatistics": {"folder": "jdoe"},
    "FunctionMetadata": {"name": "GetUsers"},
    "IndexConfiguration": {},
    "Instance": {"instanceID": "example"},
    "InstanceConfiguration": {"instanceID": "example"},
    "InstanceHost": {"serverName": "host1"},
    "InstanceProcessLiveStatistics": {"processUniqueID": "7d019ba8", "timestamp": 1777748859517},
    "InstanceStatistics": {},
    "Job": {"id": 1, "name": "Process Retention Policies"},
    "JobResult": {"jobResultId": 2582, "jobId": 1},
    "JobSchedule": {},
    "LicenseInformation": {},
    "LicenseRequest": {},
    "LicenseRequestInstance": {},
    "Message": {},
    "Profile": {"id": 3, "name": "jdoe@example.com"},
    "ProfileDetails": {},
    "RetentionPolicy": {},
    "RetentionSearchCriteria": {},
    "ServerCertificate": {},
    "ServerInfo": {"version": "9.0.0.9702", "machineName": "MAILSTORE"},
    "ServerSideExecution": {},
    "ServiceConfiguration": {},
    "ServiceServerInfo": {"serverName": "host1", "serverType": "instanceHost"},
    "ServiceStatus": {},
    "ServiceStatusMessage": {"type": "error", "text": "Search indexes have to be rebuilt."},
    "SmtpSettings": {},
    "StatusMessage": {"text": "Verifying..."},
    "StatusResult": {"status": "running"},
    "Store": {"id": 1, "name": "2012-07"},
    "SystemAdministrator": {"userName": "admin"},
    "SystemProperties": {},
    "SystemSmtpConfiguration": {},
    "User": {"userName": "jdoe"},
    "UserInfo": {"userName": "jdoe"},
    "WorkerResult": {"id": 1, "result": "succeeded", "startTime": "2026-04-03T21:26:48"},
}


# What the SDK itself makes has no server to be lenient about.
SDK_MADE = ("drift", "fleet", "health", "runs")
SENT_BY_SERVERS = [name for name in models.__all__ if models._MODULES[name] not in SDK_MADE]


@pytest.mark.parametrize("name", SENT_BY_SERVERS)
def test_only_what_identifies_an_entry_must_be_there(name: str) -> None:
    model: type[Model] = getattr(models, name)
    least = IDENTIFIED_BY[name]

    assert dumped(model.model_validate(least)) == least
    for key in least:
        with pytest.raises(ValidationError):
            model.model_validate({other: value for other, value in least.items() if other != key})


def test_what_a_server_leaves_out_is_none_or_an_empty_list() -> None:
    info = models.UserInfo.model_validate({"userName": "jdoe"})

    assert (info.full_name, info.login_privileges, info.privileges_on_folders) == (None, None, None)
    assert (info.email_addresses, info.pop3_user_names, info.privileges) == ([], [], [])


@pytest.mark.parametrize(
    ("model", "given", "field"),
    [
        (models.User, {"userName": "jdoe", "mfaStatus": "Enforced"}, "mfa_status"),
        (models.UserInfo, {"userName": "jdoe", "authentication": "passkey"}, "authentication"),
        (models.Store, {"id": 1, "name": "x", "requestedState": "frozen"}, "requested_state"),
        (models.WorkerResult, {"id": 1, "result": "paused", "startTime": "2026-04-03T21:26:48"}, "result"),
        (models.StatusResult, {"status": "paused"}, "status"),
    ],
)
def test_a_value_that_nobody_has_seen_yet_is_accepted(model: type[Model], given: dict[str, Any], field: str) -> None:
    assert getattr(model.model_validate(given), field) in given.values()


def test_rights_that_nobody_has_seen_yet_are_accepted() -> None:
    info = models.UserInfo.model_validate({"userName": "jdoe", "privileges": ["login", "teleport"]})

    assert info.privileges == ["login", "teleport"]


@pytest.mark.parametrize(
    ("text", "rights"), [("admin", ["admin"]), ("login, archive", ["login", "archive"]), ("", []), (",", [])]
)
def test_rights_in_one_text_become_a_list(text: str, rights: list[str]) -> None:
    assert models.UserInfo.model_validate({"userName": "jdoe", "privileges": text}).privileges == rights


@pytest.mark.parametrize("model", MODELS, ids=models.__all__)
def test_models_cannot_be_changed(model: type[Model]) -> None:
    instance = model.model_construct()
    field = next(iter(model.model_fields))

    with pytest.raises(ValidationError, match="frozen"):
        setattr(instance, field, "other")


@pytest.mark.parametrize("model", MODELS, ids=models.__all__)
def test_every_field_is_described_in_the_docstring(model: type[Model]) -> None:
    described = (inspect.getdoc(model) or "").partition("Attributes:")[2]

    assert [field for field in model.model_fields if f"\n    {field}: " not in described] == []


@pytest.mark.parametrize(
    "name", ["DirectoryServicesConfiguration", "ProfileDetails", "SmtpSettings", "SystemSmtpConfiguration"]
)
def test_a_password_is_not_shown(name: str) -> None:
    model: type[Model] = getattr(models, name)
    filled = model.model_validate({"password": "pssst", "host": "mail.example.com"})

    assert "pssst" not in repr(filled) + str(filled)
    assert "mail.example.com" in repr(filled)
    assert dumped(filled)["password"] == "pssst"


def test_a_password_inside_another_model_is_not_shown() -> None:
    profile = models.Profile.model_validate({"id": 3, "name": "x", "details": {"password": "pssst"}})

    assert "pssst" not in repr(profile)


def test_a_secret_under_a_key_that_nobody_knows_is_not_shown() -> None:
    settings = models.SmtpSettings.model_validate({"clientSecret": "pssst", "userName": "jdoe"})

    assert repr(settings) == "SmtpSettings(userName='jdoe')"
    assert dumped(settings) == {"clientSecret": "pssst", "userName": "jdoe"}


def test_fields_may_be_given_by_their_python_names() -> None:
    by_name = models.User(user_name="jdoe", full_name="John Doe")

    assert by_name == models.User.model_validate({"userName": "jdoe", "fullName": "John Doe"})
    assert dumped(by_name) == {"userName": "jdoe", "fullName": "John Doe"}


@pytest.mark.parametrize(
    ("by_name", "by_alias"),
    [
        (models.Instance(instance_id="a", process_id=1), {"instanceID": "a", "processID": 1}),
        (models.InstanceStatistics(total_size_mb=1), {"totalSizeMB": 1}),
        (models.RetentionSearchCriteria(from_="jdoe"), {"from": "jdoe"}),
        (models.Credential(id=2, type="SignedEnvelope"), {"ID": 2, "Type": "SignedEnvelope"}),
        (models.DirectoryServicesConfiguration(base_dn="DC=example"), {"baseDN": "DC=example"}),
    ],
)
def test_a_name_that_the_server_writes_in_its_own_way_has_a_python_name_too(by_name: Model, by_alias: Any) -> None:
    assert dumped(by_name) == by_alias
    assert type(by_name).model_validate(by_alias) == by_name


def test_models_survive_pickle_and_copy() -> None:
    sample = EVIDENCE["GetUserInfo"]["modern"][0]
    info = parsed("GetUserInfo", {**sample, "addedIn2030": 1})

    assert pickle.loads(pickle.dumps(info)) == info == copy.deepcopy(info)


def test_a_status_becomes_a_model_whatever_it_tells() -> None:
    full = Status(status="failed", progress=85.5, messages=(Message("a"), Message("b", "error")), text="t", result=[1])

    assert dumped(parsing.status_result(full)) == {
        "status": "failed",
        "progressPercentage": 85.5,
        "messages": [{"type": "line", "text": "a"}, {"type": "error", "text": "b"}],
        "statusText": "t",
        "result": [1],
    }
    assert parsing.status_result(Status(status="running")).progress_percentage is None


def test_an_answer_of_another_shape_names_function_place_and_problem_but_no_value() -> None:
    rows = [{"userName": "jdoe"}, {"userName": ["pssst"]}]

    with pytest.raises(ResponseError) as caught:
        parsing.parse("GetUsers", "list[User]", rows)

    assert str(caught.value).startswith("GetUsers: the answer is not a list[User]: 1.userName: ")
    assert "pssst" not in str(caught.value)
    assert caught.value.payload == rows


def test_an_answer_with_many_problems_shows_the_first_three() -> None:
    with pytest.raises(ResponseError, match=r"; and 2 more$") as caught:
        parsing.parse("GetUsers", "list[User]", [{}] * 5)

    assert caught.value.reason.count("userName") == 3


def test_a_secret_answer_is_not_in_the_error() -> None:
    with pytest.raises(ResponseError) as caught:
        parsing.parse("GetCredentials", "ServerInfo", {"password": "pssst"}, secret=True)

    assert caught.value.payload is None
    assert "pssst" not in repr(caught.value)


def test_the_lazy_names_the_imports_and_the_public_names_agree() -> None:
    tree = ast.parse(Path(str(models.__file__)).read_text(encoding="utf-8"))
    imported = {
        alias.name: str(node.module)
        for block in ast.walk(tree)
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }

    assert imported == {name: f"mailstore_sdk.models.{area}" for name, area in models._MODULES.items()}
    assert list(models._MODULES) == models.__all__ == sorted(models.__all__) == dir(models)


def test_every_model_of_every_area_is_public() -> None:
    found = {
        name
        for area in set(models._MODULES.values())
        for name, value in vars(import_module(f"mailstore_sdk.models.{area}")).items()
        if isinstance(value, type) and issubclass(value, Model) and value is not Model
    }

    assert found == set(models.__all__)


def test_a_name_that_is_no_model_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        models.__getattr__("Nothing")
