"""The later wrappers' clients: constructors, methods, whole envelopes, and how tokens are handled."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from mailstore_sdk import errors
from mailstore_sdk._generated.functions import ALL
from mailstore_sdk.compat import mgmt
from mailstore_sdk.emulator import Emulator
from mailstore_sdk.emulator.server import EmulatorServer
from mailstore_sdk.function import Function
from mailstore_sdk.transport import Reply
from tests.compat.mgmt_clients import SECRET, Connect, Envelope, scripted
from tests.scripted import TOKEN, Scripted, envelope, running

KEYS = ["error", "token", "statusVersion", "statusCode", "percentProgress", "statusText", "result", "logOutput"]
SETTINGS = {
    "username": "admin",
    "password": "admin",
    "host": "127.0.0.1",
    "port": 8463,
    "autoHandleToken": True,
    "waitTime": 1000,
    "callback": None,
    "logLevel": 2,
    "ignoreInvalidSSLCerts": False,
}
SERVER = [function for function in ALL if function.server and function.arguments_known]
SPE = [function for function in ALL if function.spe in ("instance", "system") and function.arguments_known]
EACH = [(mgmt.ServerClient, function) for function in SERVER] + [(mgmt.SPEClient, function) for function in SPE]
each_method = pytest.mark.parametrize(
    ("kind", "function"), EACH, ids=[f"{kind.__name__}.{function.name}" for kind, function in EACH]
)


@pytest.fixture
def protocol() -> str:
    """Those wrappers spoke the modern protocol only."""
    return "modern"


def in_order(function: Function[Any]) -> list[str]:
    """The arguments' names as the wrappers took them: the API's order, required ones first."""
    return sorted((a.name for a in function.arguments), key=lambda name: not function.by_name[name].required)


def test_the_servers_constructor_takes_what_the_wrappers_took() -> None:
    parameters = inspect.signature(mgmt.ServerClient).parameters
    assert {name: parameter.default for name, parameter in parameters.items()} == SETTINGS
    assert list(parameters) == list(SETTINGS)


def test_the_constructor_for_the_service_provider_edition_takes_an_instance_too() -> None:
    parameters = inspect.signature(mgmt.SPEClient).parameters
    expected = {**SETTINGS, "port": 8474, "instanceID": None}
    assert {name: parameter.default for name, parameter in parameters.items()} == expected
    assert list(parameters) == list(expected)


@each_method
def test_every_function_is_a_method_with_the_apis_arguments_and_autohandletoken_last(
    kind: type, function: Function[Any]
) -> None:
    parameters = list(inspect.signature(getattr(kind, function.name)).parameters.values())
    assert [parameter.name for parameter in parameters] == ["self", *in_order(function), "autoHandleToken"]
    assert {parameter.kind for parameter in parameters} == {inspect.Parameter.POSITIONAL_OR_KEYWORD}
    required = [parameter.name for parameter in parameters[1:] if parameter.default is inspect.Parameter.empty]
    assert required == [argument.name for argument in function.arguments if argument.required]


@each_method
def test_every_method_calls_its_function_with_its_arguments(
    monkeypatch: pytest.MonkeyPatch, kind: type, function: Function[Any]
) -> None:
    called: list[object] = []

    def record(self: object, function: Function[Any], arguments: Mapping[str, object], auto: bool | None) -> Envelope:
        called.extend([function, arguments, auto])
        return {}

    monkeypatch.setattr(kind, "_call", record)
    names = in_order(function)
    getattr(kind, function.name)(object.__new__(kind), *[f"the {name}" for name in names], False)
    assert called == [function, {name: f"the {name}" for name in names}, False]


def test_a_call_gives_the_whole_envelope_in_the_servers_order(connect_mgmt: Connect) -> None:
    answer = connect_mgmt().GetUsers()
    assert list(answer) == KEYS
    assert [user["userName"] for user in answer["result"]] == ["admin", "johndoe", "asmith"]
    assert {key: answer[key] for key in KEYS if key != "result"} == {
        **dict.fromkeys(KEYS[:-2]), "logOutput": None, "statusVersion": 2, "statusCode": "succeeded",
    }  # fmt: skip


def test_keys_that_the_sdk_does_not_know_are_passed_on() -> None:
    client = mgmt.ServerClient()
    scripted(client, {**envelope(result=1), "ninth": "key"})
    assert client.GetServerInfo() == {**envelope(result=1), "ninth": "key"}


def test_a_refused_call_gives_a_failed_envelope_and_does_not_raise(connect_mgmt: Connect) -> None:
    answer = connect_mgmt().GetUserInfo("nobody")
    assert list(answer) == KEYS
    assert answer["statusCode"] == "failed"
    assert set(answer["error"]) == {"message", "details"}
    assert "nobody" in answer["error"]["message"]
    assert (answer["token"], answer["result"], answer["statusVersion"]) == (None, None, 2)


def test_a_missing_argument_is_for_the_server_to_tell(connect_mgmt: Connect) -> None:
    assert connect_mgmt().call("GetUserInfo")["error"]["message"] == "Missing API argument userName."


def test_text_goes_out_as_it_stands_and_false_zero_and_empty_text_are_sent() -> None:
    client = mgmt.ServerClient()
    script = scripted(client, *[envelope()] * 4)
    client.VerifyStore("1", "true")
    client.VerifyStore(0, False)
    client.SetUserFullName("johndoe", "")
    client.CreateJob("Nightly", "Ping", "admin", "$Local", date="2026-01-31")
    assert [fields for _, fields in script.asked] == [
        {"id": "1", "includeIndexes": "true"},
        {"id": "0", "includeIndexes": "false"},
        {"userName": "johndoe", "fullName": ""},
        {"name": "Nightly", "action": "Ping", "owner": "admin", "timeZoneId": "$Local", "date": "2026-01-31"},
    ]


def test_lists_and_dicts_are_sent_as_the_api_wants_them(connect_mgmt: Connect) -> None:
    client = connect_mgmt()
    client.SetUserEmailAddresses("johndoe", ["a@example.com", "b@example.com"])
    assert client.GetUserInfo("johndoe")["result"]["emailAddresses"] == ["a@example.com", "b@example.com"]
    script = scripted(client, envelope())
    client.SetComplianceConfiguration({"adminEnabled": True})
    assert script.asked[0][1] == {"config": '{"adminEnabled": true}'}


def test_a_long_running_call_is_waited_for_and_every_poll_reaches_the_callback(connect_mgmt: Connect) -> None:
    seen: list[Envelope] = []
    last = connect_mgmt(callback=seen.append).VerifyStore(1)
    assert (last["statusCode"], last["percentProgress"]) == ("succeeded", 100)
    assert [entry["statusCode"] for entry in seen] == ["running", "succeeded"]
    assert seen[-1] == last
    assert last["logOutput"].startswith("Verifying file group #2...")


def test_without_token_handling_the_running_envelope_is_given(connect_mgmt: Connect) -> None:
    seen: list[Envelope] = []
    first = connect_mgmt(autoHandleToken=False, callback=seen.append).VerifyStore(1)
    assert first["statusCode"] == "running"
    assert first["token"]
    assert seen == []


@pytest.mark.parametrize(("client", "call", "status"), [(True, False, "running"), (False, True, "succeeded")])
def test_a_call_can_override_the_clients_token_handling(
    connect_mgmt: Connect, client: bool, call: bool, status: str
) -> None:
    assert connect_mgmt(autoHandleToken=client).VerifyStore(1, autoHandleToken=call)["statusCode"] == status


def test_settings_can_be_changed_as_attributes(connect_mgmt: Connect) -> None:
    client = connect_mgmt()
    client.autoHandleToken = False
    first = client.VerifyStore(1)
    assert first["statusCode"] == "running"
    seen: list[Envelope] = []
    client.callback = seen.append
    assert client.HandleToken(first)["statusCode"] == "succeeded"
    assert [entry["statusCode"] for entry in seen] == ["running", "succeeded"]


def test_yieldstatus_begins_with_the_given_envelope_and_ends_with_the_final_one(connect_mgmt: Connect) -> None:
    client = connect_mgmt(autoHandleToken=False)
    first = client.VerifyStore(1)
    statuses = list(client.YieldStatus(first))
    assert statuses[0] is first
    assert [status["statusCode"] for status in statuses] == ["running", "running", "succeeded"]


def test_a_final_envelope_is_not_asked_for_again() -> None:
    client = mgmt.ServerClient()
    script = scripted(client)
    final = envelope(token=TOKEN)
    assert client.HandleToken(final) is final
    assert list(client.YieldStatus(final)) == [final]
    assert script.asked == []


def test_wait_time_is_milliseconds_that_the_server_may_hold_a_poll() -> None:
    client = mgmt.ServerClient(waitTime=1500)
    script = scripted(client, running(3), running(4), running(5), running(6), envelope(token=TOKEN))
    first = running(7)
    client.GetStatus(first)
    client.GetStatus(first, 250)
    client.waitTime = "2000"
    client.GetStatus(first)
    client.HandleToken(first, waitTime=0)
    asked = [(fields["lastKnownStatusVersion"], fields["millisecondsTimeout"]) for _, fields in script.asked]
    assert asked == [("7", "1500"), ("7", "250"), ("7", "2000"), ("7", "0"), ("6", "0")]
    assert {path for path, _ in script.asked} == {"/api/get-status"}
    assert {fields["token"] for _, fields in script.asked} == {TOKEN}


def test_a_cancelled_call_is_waited_for_where_the_client_handles_tokens(connect_mgmt: Connect) -> None:
    client = connect_mgmt()
    first = client.VerifyStore(1, autoHandleToken=False)
    assert client.CancelAsync(first)["statusCode"] == "cancelled"
    assert client.HandleToken(first)["statusCode"] == "cancelled"


def test_cancelling_gives_the_status_right_after_it_where_the_script_handles_tokens() -> None:
    client = mgmt.ServerClient(autoHandleToken=False)
    script = scripted(client, Reply(status=200, content_type="", content=b""), running(3))
    assert client.CancelAsync(running(2))["statusVersion"] == 3
    assert [path for path, _ in script.asked] == ["/api/cancel-async", "/api/get-status"]
    assert script.asked[1][1]["millisecondsTimeout"] == "0"


def test_an_envelope_without_a_token_is_named_as_that() -> None:
    client = mgmt.ServerClient()
    scripted(client)
    for call in (client.GetStatus, client.CancelAsync):
        with pytest.raises(errors.ConfigurationError, match="there is no token"):
            call(envelope())
    client.close()


def test_the_metadata_are_the_servers_list(connect_mgmt: Connect) -> None:
    client = connect_mgmt()
    found = client.GetMetadata()
    assert {"name": "GetUserInfo", "args": [{"name": "userName", "type": "string", "nullable": False}]} in found
    assert client.call("get-metadata", invoke=False) == found


def test_call_makes_any_call(connect_mgmt: Connect) -> None:
    client = connect_mgmt()
    assert client.call("GetUsers") == client.GetUsers()
    first = client.call("VerifyStore", {"id": "1"}, autoHandleToken=False)
    asked = {"token": first["token"], "lastKnownStatusVersion": "2", "millisecondsTimeout": "10"}
    assert client.call("get-status", asked, invoke=False)["statusVersion"] == 3
    assert client.call("cancel-async", {"token": first["token"]}, False)["statusCode"] == "cancelled"
    with pytest.raises(errors.ConfigurationError, match="none of get-status"):
        client.call("GetUsers", invoke=False)


def test_a_function_that_the_server_does_not_have_is_raised(connect_mgmt: Connect) -> None:
    with pytest.raises(errors.UnknownFunctionError):
        connect_mgmt().call("GetNothing")
    # The name that GetUsers had up to 8.x is none on a modern server.
    with pytest.raises(errors.UnknownFunctionError):
        connect_mgmt().call("GetUserList")


@pytest.fixture(scope="module")
def installation() -> Iterator[EmulatorServer]:
    """A Service Provider Edition with the instance customer1."""
    with Emulator(edition="spe").serve() as server:
        yield server


def test_a_script_for_the_service_provider_edition_names_the_instance_afterwards(
    installation: EmulatorServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILSTORE_CA_FILE", installation.ca_file)
    with mgmt.SPEClient(username="admin", password="admin", host="127.0.0.1", port=installation.port) as speClient:
        assert "customer1" in [instance["instanceID"] for instance in speClient.GetInstances("*")["result"]]
        speClient.instanceID = "customer1"
        users = [user["userName"] for user in speClient.GetUsers()["result"]]
        assert "$archiveadmin" in users
        assert speClient.SetUserPassword(users[-1], "new")["statusCode"] == "succeeded"
        assert isinstance(speClient.GetProfiles()["result"], list)
        assert speClient.VerifyStores()["statusCode"] == "succeeded"
        speClient.instanceID = "no such instance"
        assert speClient.GetUsers()["statusCode"] == "failed"


def test_a_wrong_password_of_the_service_provider_edition_is_raised(
    installation: EmulatorServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILSTORE_CA_FILE", installation.ca_file)
    with (
        mgmt.SPEClient(password=SECRET, port=installation.port) as client,
        pytest.raises(errors.AuthenticationError, match="HTTP 401"),
    ):
        client.GetMetadata()


def spe(*answers: Any, **settings: Any) -> tuple[mgmt.SPEClient, Scripted]:
    client = mgmt.SPEClient(**settings)
    return client, scripted(client, *answers)


def test_functions_on_an_instance_are_called_for_the_instance() -> None:
    client, script = spe(*[envelope()] * 4)
    client.instanceID = "customer1"
    client.GetUsers()
    client.SetUserPassword("johndoe", SECRET)
    client.call("GetUserInfo", {"userName": "johndoe", "instanceID": "customer2"})
    client.GetInstances("*")
    assert script.asked == [
        ("/api/invoke/GetUsers", {"instanceID": "customer1"}),
        ("/api/invoke/SetUserPassword", {"userName": "johndoe", "password": SECRET, "instanceID": "customer1"}),
        ("/api/invoke/GetUserInfo", {"userName": "johndoe", "instanceID": "customer2"}),
        ("/api/invoke/GetInstances", {"instanceFilter": "*"}),
    ]


def test_without_an_instance_nothing_is_sent() -> None:
    client, script = spe()
    with pytest.raises(errors.ConfigurationError, match="GetUsers is a function on an instance: set instanceID"):
        client.GetUsers()
    assert script.asked == []


def test_whether_an_unknown_function_is_one_on_an_instance_only_the_server_knows() -> None:
    on_instance = {"name": "CreateCredential", "args": [{"name": "instanceID", "type": "string", "nullable": False}]}
    client, script = spe(
        [on_instance, {"name": "NotYetKnown", "args": []}], envelope(), envelope(), instanceID="customer1"
    )
    client.call("CreateCredential", {"name": "x"})
    client.call("NotYetKnown")
    assert script.asked == [
        ("/api/get-metadata", {}),
        ("/api/invoke/CreateCredential", {"name": "x", "instanceID": "customer1"}),
        ("/api/invoke/NotYetKnown", {}),
    ]


SCRIPT = """
import mailstore

def show(status):
    print(status["statusCode"], status["percentProgress"])

client = mailstore.mgmt.ServerClient(username="admin", password="admin", host="127.0.0.1", port=8463,
                                     callback=show, ignoreInvalidSSLCerts=True)
for user in client.GetUsers()["result"]:
    print(user["userName"])
client.SetUserPassword("johndoe", "new")
client.VerifyStore(1)
for status in client.YieldStatus(client.VerifyStore(2, autoHandleToken=False)):
    print(status["statusVersion"])
client.close()
"""


def test_a_script_runs_with_one_changed_line(
    server: EmulatorServer, migrated: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.warns(UserWarning, match="verify=False"):
        exec(compile(migrated(SCRIPT), "script.py", "exec"), {})
    printed = capsys.readouterr().out.split("\n")
    assert printed == ["admin", "johndoe", "asmith", "running 0", "succeeded 100", "2", "3", "4", ""]
