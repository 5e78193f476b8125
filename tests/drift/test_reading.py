"""What a survey calls, and that its report holds no value."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

import pytest

from mailstore_sdk import Client, SpeClient, errors, models
from mailstore_sdk._generated.functions import ALL
from mailstore_sdk.drift import survey
from mailstore_sdk.emulator import Emulator
from mailstore_sdk.transport import Reply, Request, Sender
from tests.scripted import TOKEN, envelope, running


class Answering(Sender):
    """A `Sender` for a server that answers by function; what it has no answer for is null.

    Attributes:
        asked: Function and form fields of every call.
    """

    def __init__(self, answers: dict[str, Any]) -> None:
        self._answers = answers
        self.asked: list[tuple[str, dict[str, str]]] = []

    def send(self, request: Request, timeout: float) -> Reply:
        name = request.path.rsplit("/", 1)[1]
        fields = dict(parse_qsl(request.body.decode(), keep_blank_values=True))
        if name == "get-metadata":
            return self._reply([{"name": "GetUsers", "args": []}])
        self.asked.append((name, fields))
        answer = self._answers.get(name)
        if callable(answer):
            answer = answer(fields)
        if isinstance(answer, Reply):
            return answer
        whole = isinstance(answer, dict) and "statusCode" in answer
        return self._reply(answer if whole else envelope(result=answer))

    def close(self) -> None:
        pass

    @staticmethod
    def _reply(payload: Any) -> Reply:
        return Reply(status=200, content_type="application/json", content=json.dumps(payload).encode())


def surveyed(answers: dict[str, Any], edition: str = "server", **options: Any) -> tuple[models.ShapeReport, Answering]:
    sender = Answering(answers)
    kind = Client if edition == "server" else SpeClient
    with kind(sender=sender) as client:
        return survey(client, edition, **options), sender  # type: ignore[arg-type]


MARK = "qzmarkzq"
NUMBER = 918273645


def planted() -> dict[str, Any]:
    """Answers with a mark in every value, and in keys that are data."""
    row = {"userName": MARK + "1", "fullName": MARK, "id": NUMBER, "new": MARK, "deep": {"er": [MARK, {"x": NUMBER}]}}
    table = {MARK + "1": {"size": NUMBER}, MARK + "2": {"size": NUMBER}, f"{MARK}@example.com": {"size": NUMBER}}
    answers: dict[str, Any] = {function.name: row for function in ALL}
    answers.update(
        GetUsers=[row, {**row, "userName": MARK + "2"}],
        GetUserInfo=lambda fields: {**row, MARK + "1": 1, fields["userName"]: MARK},
        GetWorkerResults=[row],
        GetChildFolders=table,
        GetActiveSessions=[[MARK], {MARK + "1": NUMBER}],
        GetStoreIndexes=envelope(statusCode="failed", error={"message": MARK, "details": MARK}),
        GetTimeZones=Reply(status=500, content_type="text/plain", content=MARK.encode()),
        GetStores=Reply(status=200, content_type="application/json", content=f"<{MARK}>".encode()),
        GetInstances=[{"instanceID": MARK, "status": "running", "displayName": MARK}],
        GetInstanceHosts=[{"serverName": MARK, "port": NUMBER, "serverCertificate": {"thumbprint": MARK}}],
    )
    return answers


@pytest.mark.parametrize("edition", ["server", "spe"])
def test_no_value_is_in_the_report(edition: str) -> None:
    report, sender = surveyed(planted(), edition)
    text = report.to_json()

    assert MARK in json.dumps(sender.asked)  # it was there to be seen
    assert MARK.casefold() not in text.casefold()
    assert str(NUMBER) not in text
    assert report.functions["GetUserInfo"].shape["*"] == {"|": ["number", "string"]}
    assert report.functions["GetUsers"].shape[0]["new"] == "string"


def test_only_functions_that_read_are_called() -> None:
    reading = {function.name for function in ALL if function.read_only}
    for edition in ("server", "spe"):
        _, sender = surveyed(planted(), edition)
        assert {name for name, _ in sender.asked} <= reading


@pytest.mark.parametrize("edition", ["server", "spe"])
def test_every_function_that_reads_is_accounted_for(edition: str) -> None:
    report, _ = surveyed(planted(), edition)
    reading = {f.name for f in ALL if f.read_only and (f.server if edition == "server" else f.spe)}

    assert {*report.functions, *report.failed, *report.not_called} == reading


def test_failures_are_recorded_by_their_kind() -> None:
    report, _ = surveyed(planted())

    assert report.failed == {"GetStoreIndexes": "ApiError", "GetTimeZones": "ApiError", "GetStores": "ResponseError"}


def test_what_is_not_called_is_listed_with_the_reason() -> None:
    report, sender = surveyed({}, lacking=["GetJobs"])

    assert report.not_called == {
        "GetJobs": "the server does not have it",
        "GetMessages": "nothing is known to fill in for folder",
        "GetUserInfo": "the server listed nothing that it could be called for",
        "GetWorkerResultReport": "the server listed nothing that it could be called for",
    }
    assert not {name for name, _ in sender.asked} & set(report.not_called)


def test_three_users_are_looked_at() -> None:
    users = [{"userName": name} for name in "abcd"]
    report, sender = surveyed({"GetUsers": users, "GetUserInfo": lambda fields: {"userName": fields["userName"]}})

    assert [fields for name, fields in sender.asked if name == "GetUserInfo"] == [{"userName": n} for n in "abc"]
    assert report.functions["GetUserInfo"].calls == 3


def test_what_a_server_lists_in_another_type_is_not_called_for() -> None:
    report, _ = surveyed({"GetUsers": [{"userName": 5}], "GetWorkerResults": [{"id": "x"}]})

    assert report.failed == {"GetUserInfo": "ArgumentError", "GetWorkerResultReport": "ArgumentError"}
    assert ("different", "[].userName") in [(each.kind, each.path) for each in report.functions["GetUsers"].differences]


def test_functions_on_an_instance_are_called_on_one_that_runs() -> None:
    instances = [{"instanceID": "off", "status": "stopped"}, {"instanceID": "on", "status": "running"}]
    _, sender = surveyed({"GetInstances": instances}, "spe")

    calls = dict(sender.asked)
    assert calls["GetUsers"] == {"instanceID": "on"}
    assert calls["GetEnvironmentInfo"] == {}


def test_without_an_instance_that_runs_only_the_installation_is_looked_at() -> None:
    report, sender = surveyed({"GetInstances": [{"instanceID": "off", "status": "stopped"}]}, "spe")

    assert report.not_called["GetUsers"] == "no instance runs"
    assert not any("instanceID" in fields for _, fields in sender.asked)


def test_the_result_of_a_call_that_runs_long_is_waited_for() -> None:
    answers = {
        "GetFolderStatistics": running(),
        "get-status": envelope(statusVersion=3, token="t", result=[{"folder": "a", "size": 1, "count": 1}]),
    }
    report, _ = surveyed(answers)

    assert report.functions["GetFolderStatistics"].shape == [{"folder": "string", "size": "number", "count": "number"}]


def test_a_call_that_ends_badly_is_a_failure() -> None:
    failed = envelope(statusCode="failed", statusVersion=3, token=TOKEN, result=[{"folder": "a"}])
    report, _ = surveyed({"GetFolderStatistics": running(), "get-status": failed})

    assert report.failed == {"GetFolderStatistics": "OperationFailed"}
    assert "GetFolderStatistics" not in report.functions


def test_a_call_that_runs_too_long_is_cancelled_and_is_a_failure() -> None:
    report, sender = surveyed({"GetFolderStatistics": running(), "get-status": running()}, longest=0.01)

    assert report.failed == {"GetFolderStatistics": "OperationTimeout"}
    assert ("cancel-async", {"token": TOKEN}) in sender.asked


def test_the_name_of_the_account_is_not_recorded_as_a_key() -> None:
    report, _ = surveyed({"GetActiveSessions": {"Admin": 1}})

    assert report.functions["GetActiveSessions"].shape == {"*": "number"}


def test_wrong_credentials_end_the_survey() -> None:
    with pytest.raises(errors.AuthenticationError):
        surveyed({"GetComplianceConfiguration": Reply(status=401, content_type="text/plain", content=b"")})


@pytest.mark.parametrize("protocol", ["modern", "legacy"])
def test_rights_as_text_are_expected_of_old_servers_only(protocol: Any) -> None:
    with Emulator(protocol=protocol).client() as client:
        report = survey(client, "server")
    information = report.functions["GetUserInfo"]

    assert report.protocol == protocol
    assert information.shape["privileges"] == (["string"] if protocol == "modern" else "string")
    assert [each.path for each in information.differences if each.kind == "different"] == []


@pytest.mark.parametrize("edition", ["server", "spe"])
def test_the_emulator_answers_what_the_models_say(edition: Any) -> None:
    emulator = Emulator(edition=edition, protocol="modern")
    with emulator.client() if edition == "server" else emulator.spe_client() as client:
        report = survey(client, edition)

    unlike = [(name, each) for name, shape in report.functions.items() for each in shape.differences]
    assert [(name, each) for name, each in unlike if each.kind != "absent"] == []
    assert len(report.functions) > 20
    assert report.failed == {}


def test_the_report_can_be_read_back() -> None:
    report, _ = surveyed(planted())

    assert models.ShapeReport.model_validate_json(report.to_json()) == report
